// Record and FieldIssue: one row in memory, and what is wrong with what a person typed.
#pragma once

#include <string>
#include <vector>

#include "core/ids.h"
#include "core/registry.h"
#include "core/value.h"

namespace holdfast {

/// One record as the person sees it (base and own pending edits together).
struct Record {
    EntityId entity = EntityId::None;
    RecordId id;
    ServerSeq version = ServerSeq::None;  ///< Last server transaction that touched it; None = new.
    enum class Life : std::uint8_t { Living, Deleted } life = Life::Living;
    std::vector<Value> values;  ///< By position of EntityDef::fields.
};

/// The record's title as lists, links and conflicts show it. Never empty: falls back to the id.
[[nodiscard]] std::string title_of(const EntityDef& entity, const Record& record);
/// The address that a Url field's text leads to, with "https://" when it names no scheme. Empty
/// when the text is no address of the web, whatever was stored.
[[nodiscard]] std::string web_address(std::string_view text);

enum class IssueKind : std::uint8_t {
    Missing,
    TooLong,
    NotAnEmail,
    NotAPhone,
    NotAUrl,
    NotANumber,
    NotADate,
    NotAChoice,
    OutOfRange,
    NotAllowed,   ///< A transition that the state machine does not have.
    UnknownLink,  ///< The linked record does not exist here.
    ReadOnly,     ///< The field belongs to the engine or the server.
};

/// A person's mistake. Data, not a failure; the UI turns it into a sentence at the field.
struct FieldIssue {
    RecordId record;
    FieldId field = FieldId::None;
    IssueKind kind = IssueKind::Missing;
    bool operator==(const FieldIssue&) const = default;
};

/// Judges one value by its definition alone (length, format, choice, range). Null passes unless
/// the field is required.
[[nodiscard]] std::vector<FieldIssue> find_value_issues(const FieldDef& field, const Value& value,
                                                        const RecordId& record);

}  // namespace holdfast
