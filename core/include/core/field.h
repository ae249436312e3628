// Field: one value of a record, as its module's definition declares it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ids.h"
#include "core/value.h"

namespace holdfast {

/// What a field holds. info_of() has everything that follows from it.
enum class FieldType : std::uint8_t {
    Text,
    LongText,
    Markdown,
    Email,
    Phone,
    Url,
    Integer,
    Decimal,
    Money,
    Quantity,
    Percent,
    Boolean,
    Date,      ///< Integer: days since 1970-01-01.
    DateTime,  ///< Integer: milliseconds UTC.
    Time,      ///< Integer: minutes of the day.
    Duration,  ///< Integer: milliseconds.
    Choice,    ///< Text: one of `choices`.
    Choices,   ///< Text: several of `choices`, as read_choices() reads them.
    State,     ///< Text: one of the entity's states; changed by transitions only.
    Link,      ///< RecordId of a record of `target`.
    LinkAny,   ///< RecordId of a record of the entity that the field `entity_field` names.
    Entity,    ///< Text: key of an entity.
    Number,    ///< Text: document number, given by the numbering policy.
    Json,      ///< Text: opaque.
};

/// What the server does when two writes did not know of each other (design: sync, section 2.5).
enum class MergeKind : std::uint8_t {
    Scalar,
    Group,
    Strict,
    Counter,
    Set,
    State,
    Position,
    Text,
    Once,
    Server,
};

/// Which kind of Value a field holds.
enum class ValueKind : std::uint8_t { Integer, Text, Link };

/// How a person reads and changes a value. A hint: what a screen makes of it is the screen's.
enum class FieldShape : std::uint8_t {
    Line,
    LongText,
    Email,
    Phone,
    Url,
    Number,
    Money,
    Switch,
    Date,
    DateTime,
    Time,
    Duration,
    Choice,
    Choices,
    State,
    Link,
};

/// One row of the table of field types. Constant, lives as long as the program.
struct FieldTypeInfo {
    FieldType type = FieldType::Text;
    std::string_view word;  ///< In definitions.
    ValueKind kind = ValueKind::Text;
    MergeKind merge = MergeKind::Scalar;  ///< Unless the definition says otherwise.
    FieldShape shape = FieldShape::Line;
    std::int64_t least = 0;      ///< Of integers, both included.
    std::int64_t most = 0;       ///< Of integers.
    std::int32_t bytes_max = 0;  ///< Of texts, unless the definition says otherwise.
    bool scaled = false;         ///< An integer with `scale` decimals.
    bool free_text = false;      ///< Typed by people: sorted without regard to A-Z case, searched.
    bool few_values = false;     ///< Worth an index together with the list's order.
    std::string_view json_schema;  ///< Of its value in JSON exports and interfaces.
};
[[nodiscard]] const FieldTypeInfo& info_of(FieldType type);
/// All types, in the order of the enumeration.
[[nodiscard]] std::span<const FieldTypeInfo> field_types();

enum class Need : std::uint8_t { Optional, Required };
enum class Access : std::uint8_t { Writable, ReadOnly };  ///< ReadOnly: the engine writes it.
enum class Indexing : std::uint8_t { None, Index };
enum class Searching : std::uint8_t { No, Yes };
enum class ChoiceList : std::uint8_t { Closed, Open };  ///< Open: other short texts pass, too.
/// What removing the target of a link does to the records that point there.
enum class OnDelete : std::uint8_t { Keep, Clear, Restrict };
/// Hidden: an administrator took it off every screen, list, search and file; its values stay.
enum class Presence : std::uint8_t { Shown, Hidden };
/// What a text says about definitions. A commit judges it, so that nothing is kept that no reader
/// understands; texts of type Json have to be JSON besides.
enum class Content : std::uint8_t {
    Free,       ///< Nothing.
    Condition,  ///< An expression that holds or does not, over records of one module.
    Formula,    ///< An expression of any kind, over records of one module.
    Field,      ///< Key of a field of one module, computed ones included.
    Query,      ///< A question about one module, as core/query_json.h reads it.
    Changes,    ///< A change set (core/customization.h).
};
/// Which sum of a document the totals engine works out for a field.
enum class Derive : std::uint8_t { None, Net, Tax, Total, LineNet, LineTax };

/// Expressions of a field, as written. Empty: none. Rules (core/rules.h) has them compiled.
struct FieldLogic {
    std::string compute;  ///< The field has no column: its value is worked out.
    std::string visible_if;
    std::string required_if;
    std::string readonly_if;
    std::string content_of;  ///< The key of the module that the content speaks of.
    std::vector<std::pair<std::string, std::string>> options_if;  ///< Choice, when it is offered.
};

/// What an administrator calls something, by Language; an empty text: not said in that language.
/// An empty list: the catalogues have the words.
using OwnWords = std::vector<std::string>;

/// Ids from here up to the last are of fields and entities that administrators add; they follow
/// from the keys (core/customization.h). Those of the base definitions lie below.
inline constexpr std::uint16_t kCustomIdMin = 40'000;
inline constexpr std::uint16_t kCustomIdMax = 60'999;
[[nodiscard]] constexpr bool is_custom(FieldId field) {
    return raw(field) >= kCustomIdMin && raw(field) <= kCustomIdMax;
}
[[nodiscard]] constexpr bool is_custom(EntityId entity) {
    return raw(entity) >= kCustomIdMin && raw(entity) <= kCustomIdMax;
}

struct FieldDef {
    FieldId id = FieldId::None;
    std::string key;  ///< Column name, snake_case, never renamed once released.
    FieldType type = FieldType::Text;
    MergeKind merge = MergeKind::Scalar;
    std::string group;  ///< Merge group; fields of one group are decided as one unit.
    Need need = Need::Optional;
    Access access = Access::Writable;
    Indexing indexing = Indexing::None;
    Searching searching = Searching::No;
    bool critical = false;             ///< A lost value always asks a person.
    std::int32_t bytes_max = 0;        ///< Of text, in bytes of UTF-8; 0 = the type's default.
    std::int32_t scale = 0;            ///< Decimals of Money (2), Quantity (6), Percent (4).
    std::vector<std::string> choices;  ///< Keys; see Strings::label_of_choice().
    ChoiceList choice_list = ChoiceList::Closed;
    EntityId target = EntityId::None;  ///< Link target.
    std::string inverse;               ///< Name of the list of these records at the target.
    OnDelete on_delete = OnDelete::Keep;
    FieldId entity_field = FieldId::None;    ///< Of LinkAny.
    FieldId currency_field = FieldId::None;  ///< Of Money: what holds its currency.
    FieldId unit_field = FieldId::None;      ///< Of Quantity.
    Content content = Content::Free;
    Derive derive = Derive::None;  ///< Not None: as computed, by the totals engine.
    std::string widget;            ///< "image", "signature", ...: a hint for screens.
    Value initial;                 ///< Default of a new record.
    FieldLogic logic;
    Presence presence = Presence::Shown;
    OwnWords words;                                              ///< Label.
    std::vector<std::pair<std::string, OwnWords>> choice_words;  ///< Of choices, or of states.
};

/// Keys of a Choices value in order; the text form is a JSON list of texts. What is not one is
/// read as nothing.
[[nodiscard]] std::vector<std::string> read_choices(std::string_view text);
/// Sorted and without repetition, so that equal sets are equal texts. Nothing gives an empty text.
[[nodiscard]] std::string write_choices(std::vector<std::string> keys);

}  // namespace holdfast
