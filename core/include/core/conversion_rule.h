// ConversionRule: how a record becomes others, as its module's definition says ("convert"),
// compiled. EntityRules::conversions() has them; core/conversion.h carries them out.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/expression.h"

namespace holdfast {

/// What a field of the made record holds: an expression over the source, brought to the field's
/// type.
struct ConvertedField {
    FieldId field = FieldId::None;
    Expression value;
};

/// A link to the first record, by its position or age, for which one of the conditions holds: the
/// first condition that any record meets counts. Empty when no record does.
struct PickedLink {
    FieldId field = FieldId::None;
    std::vector<Expression> conditions;
};

/// Parts of the made record, one of each record of a list of the source.
struct ConvertedLines {
    EntityId from = EntityId::None;
    FieldId from_link = FieldId::None;  ///< Of `from`: leads to the source.
    EntityId to = EntityId::None;
    FieldId to_parent = FieldId::None;  ///< Of `to`: leads to the made record.
    std::optional<Expression> when;     ///< Over `from`; lines for which it does not hold stay out.
    std::vector<ConvertedField> map;    ///< Over `from`.
    FieldId back = FieldId::None;       ///< Of `to`: leads to the line it is made of; None: none.
    /// The number that is still to be made; a line for which it is not above zero stays out.
    std::optional<ConvertedField> open;
};

struct ConvertedRecord {
    std::string key;  ///< Name within the conversion.
    EntityId to = EntityId::None;
    std::optional<Expression> when;  ///< Over the source; else the record is not made.
    std::vector<ConvertedField> map;
    /// Links to records that come before in the same conversion, by position of `make`.
    std::vector<std::pair<FieldId, std::size_t>> made;
    std::vector<PickedLink> pick;
    std::vector<ConvertedField> fill;  ///< Over what is made, as the others before left it.
    FieldId back = FieldId::None;      ///< Of `to`: leads to the source; None: none.
    /// Of the source: leads to the made record, or to the one that is used instead of a new one.
    FieldId link = FieldId::None;
    /// A record that looks alike and has the same in all of these is used instead; empty: none. The
    /// first has to have a value, the others may be without one on both sides.
    std::vector<FieldId> same;
    std::vector<ConvertedLines> lines;
};

struct ConversionRule {
    std::string key;                    ///< Label key `<entity>.convert.<key>`.
    std::optional<Expression> when;     ///< Over the source: whether it is offered.
    std::string then;                   ///< State that the source is moved to; empty: it stays.
    std::vector<ConvertedRecord> make;  ///< In this order.
    std::string show;                   ///< ConvertedRecord::key of what it is about.
};

}  // namespace holdfast
