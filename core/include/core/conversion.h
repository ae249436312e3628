// Conversion: documents made from documents, as the module's definition says ("convert"): a quote
// becomes an order, a lead becomes an account, a contact and a deal.
//
// A conversion is one ordinary transaction: everything that is made, the links of the source to it
// and the source's move. Undo takes all of it back. docs/adr/0027 has the rules.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/store.h"

namespace holdfast {

struct ConversionRequest {
    EntityId entity = EntityId::None;
    RecordId record;              ///< The source.
    std::string key;              ///< ConversionRule::key.
    int zone_offset_minutes = 0;  ///< Whose day today() is.
};

enum class ConversionAnswer : std::uint8_t {
    Made,
    NotOffered,   ///< Its condition does not hold (any more).
    NothingOpen,  ///< What it would make is there already, or there is nothing to make.
    NoLine,       ///< There is no line that meets the conditions, whether open or not.
    Hidden,       ///< Amounts or open quantities are made of what the person may not see: `hidden`.
    Refused,      ///< A rule or a right forbids it: `issues`.
};

/// One record of the conversion, in the order of its definition.
struct ConvertedTo {
    enum class Origin : std::uint8_t { Made, Found } origin = Origin::Made;
    std::string key;  ///< ConvertedRecord::key.
    EntityId entity = EntityId::None;
    RecordId record;
};
struct ConversionIssue {
    EntityId entity = EntityId::None;  ///< Of the record that the issue speaks of.
    FieldIssue issue;
};
struct ConversionDone {
    ConversionAnswer answer = ConversionAnswer::Made;
    std::vector<ConvertedTo> records;  ///< Empty unless Made.
    std::size_t shown = 0;             ///< Position in `records` of what it is about: what to open.
    std::vector<ConversionIssue> issues;
    EntityId hidden = EntityId::None;  ///< Module that is not made, when Hidden.
    std::int64_t group = 0;            ///< Of history, as last_history_group(); 0: nothing changed.
};

/// Keys of the conversions that the person may start from the record now, in the order of the
/// definition; none for a record that is removed or not to be read. Whether lines are open is not
/// asked. Fails with BadInput for an unknown module, Storage, Corrupt.
[[nodiscard]] Result<std::vector<std::string>> find_conversions(Store& store, EntityId entity,
                                                                const RecordId& record,
                                                                int zone_offset_minutes);

/// Carries one out. Nothing is written unless the answer is Made. Needs the right to create each
/// record that is made, and to edit the fields of the source that change. What the person may not
/// read is not copied: hidden fields, values of records that are hidden, links to them; with a
/// hidden field that totals or open quantities are made of, nothing is. What is open is counted
/// over all records, those that the person may not see included. Fails with BadInput for an
/// unknown module or key, NotFound when the source is not living or not to be read, LimitExceeded
/// when more lines would be made than one transaction holds, Storage, Corrupt, Full.
[[nodiscard]] Result<ConversionDone> convert_record(Store& store, const ConversionRequest& request);

}  // namespace holdfast
