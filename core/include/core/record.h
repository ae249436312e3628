// Record and FieldIssue: one row in memory, and what is wrong with what a person typed.
#pragma once

#include <memory>
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

/// The texts of the record's title, without those of links and computed fields. Never empty: falls
/// back to the id.
[[nodiscard]] std::string title_of(const EntityDef& entity, const Record& record);
/// The entity that a Link or LinkAny leads to; null when it is another field, or none is named.
/// `values`: the record's, by position of EntityDef::fields.
[[nodiscard]] const EntityDef* link_target(const Registry& registry, const EntityDef& entity,
                                           const FieldDef& field, const std::vector<Value>& values);
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
    NotAllowed,   ///< A transition that the state machine does not have; `detail` "authority":
                  ///< that only the server makes.
    UnknownLink,  ///< The linked record does not exist here, as far as the person may know;
                  ///< `detail` "removed": it lies in the recycle bin.
    ReadOnly,     ///< The field belongs to the engine or the server.
    CheckFailed,  ///< A check of the module does not hold; `detail` is its key.
    GuardFailed,  ///< A state cannot be entered yet; `detail` is its key.
    NoRight,      ///< Not allowed to the person; `detail`: create, edit, delete, own (no field),
                  ///< field, or approve.
    NotUnique,    ///< Another living record has the same values.
    InUse,        ///< Records that need this one link to it; `detail` is their entity's key.
    Cyclic,       ///< A tree of records would contain itself.
    Frozen,       ///< An issued document and its parts stay as they are.
    AddOnly,      ///< A record of a log stays as it was written.
    NotJson,      ///< A text that has to be JSON.
    BadContent,   ///< The text does not say what it has to (FieldDef::content); `detail` is the key
                  ///< of the sentence.
    BadChanges,   ///< A change set does not fit; `change` says where and why.
};

struct CustomizationIssue;

/// A person's mistake. Data, not a failure; the UI turns it into a sentence at the field.
struct FieldIssue {
    RecordId record;
    FieldId field = FieldId::None;
    IssueKind kind = IssueKind::Missing;
    std::string detail{};                                ///< Which rule, where there are several.
    std::vector<std::string> arguments{};                ///< {0}, {1} of the sentence `detail`.
    std::shared_ptr<const CustomizationIssue> change{};  ///< Of BadChanges, else null.
    bool operator==(const FieldIssue&) const = default;
};

/// Judges one value by its definition alone (length, format, choice, range). Null passes unless
/// the field is required.
[[nodiscard]] std::vector<FieldIssue> find_value_issues(const FieldDef& field, const Value& value,
                                                        const RecordId& record);

}  // namespace holdfast
