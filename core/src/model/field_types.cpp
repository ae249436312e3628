#include <array>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/field.h"

namespace holdfast {
namespace {

constexpr std::int64_t kIntegerMax = (std::int64_t{1} << 53) - 1;
constexpr std::int64_t kMillisecondsPerDay = 86'400'000;
constexpr std::int64_t kMinutesPerDay = 1'440;
/// Years 1 to 9999, in days since 1970-01-01.
constexpr std::int64_t kDateMin = -719'162;
constexpr std::int64_t kDateMax = 2'932'896;

constexpr std::int32_t kLineBytes = 200;
constexpr std::int32_t kKeyBytes = 64;

using Type = FieldType;
using Shape = FieldShape;

constexpr FieldTypeInfo text_type(Type type, std::string_view word, Shape shape,
                                  std::int32_t bytes_max) {
    FieldTypeInfo info;
    info.type = type;
    info.word = word;
    info.shape = shape;
    info.bytes_max = bytes_max;
    info.free_text = true;
    info.json_schema = R"({"type":"string"})";
    return info;
}

/// A text that the program reads, too: of a fixed set of words.
constexpr FieldTypeInfo word_type(Type type, std::string_view word, Shape shape,
                                  std::int32_t bytes_max) {
    FieldTypeInfo info = text_type(type, word, shape, bytes_max);
    info.free_text = false;
    info.few_values = true;
    return info;
}

constexpr FieldTypeInfo integer_type(Type type, std::string_view word, Shape shape,
                                     std::int64_t least, std::int64_t most) {
    FieldTypeInfo info;
    info.type = type;
    info.word = word;
    info.kind = ValueKind::Integer;
    info.shape = shape;
    info.least = least;
    info.most = most;
    info.json_schema = R"({"type":"integer"})";
    return info;
}

constexpr FieldTypeInfo number_type(Type type, std::string_view word, Shape shape) {
    FieldTypeInfo info = integer_type(type, word, shape, -kIntegerMax, kIntegerMax);
    info.scaled = type != Type::Integer;
    if (info.scaled) info.json_schema = R"({"type":"string","pattern":"^-?[0-9]+([.][0-9]+)?$"})";
    return info;
}

constexpr FieldTypeInfo link_type(Type type, std::string_view word, bool few_values) {
    FieldTypeInfo info;
    info.type = type;
    info.word = word;
    info.kind = ValueKind::Link;
    info.shape = Shape::Link;
    info.few_values = few_values;
    info.json_schema = R"({"type":"string","format":"uuid"})";
    return info;
}

constexpr FieldTypeInfo with_merge(FieldTypeInfo info, MergeKind merge) {
    info.merge = merge;
    return info;
}

constexpr FieldTypeInfo with_schema(FieldTypeInfo info, std::string_view json_schema) {
    info.json_schema = json_schema;
    return info;
}

constexpr FieldTypeInfo boolean_type() {
    FieldTypeInfo info = integer_type(Type::Boolean, "boolean", Shape::Switch, 0, 1);
    info.few_values = true;
    info.json_schema = R"({"type":"boolean"})";
    return info;
}

constexpr FieldTypeInfo hidden(FieldTypeInfo info) {
    info.free_text = false;
    info.few_values = false;
    return info;
}

constexpr std::array kTypes = {
    text_type(Type::Text, "text", Shape::Line, kLineBytes),
    with_merge(text_type(Type::LongText, "longtext", Shape::LongText, 20'000), MergeKind::Text),
    with_merge(text_type(Type::Markdown, "markdown", Shape::LongText, 200'000), MergeKind::Text),
    with_schema(text_type(Type::Email, "email", Shape::Email, 254),
                R"({"type":"string","format":"email"})"),
    text_type(Type::Phone, "phone", Shape::Phone, 40),
    with_schema(text_type(Type::Url, "url", Shape::Url, 2'000),
                R"({"type":"string","format":"uri-reference"})"),
    number_type(Type::Integer, "integer", Shape::Number),
    number_type(Type::Decimal, "decimal", Shape::Number),
    number_type(Type::Money, "money", Shape::Money),
    number_type(Type::Quantity, "quantity", Shape::Number),
    number_type(Type::Percent, "percent", Shape::Number),
    boolean_type(),
    with_schema(integer_type(Type::Date, "date", Shape::Date, kDateMin, kDateMax),
                R"({"type":"string","format":"date"})"),
    with_schema(
        integer_type(Type::DateTime, "datetime", Shape::DateTime, kDateMin* kMillisecondsPerDay,
                     (kDateMax + 1) * kMillisecondsPerDay - 1),
        R"({"type":"string","format":"date-time"})"),
    with_schema(integer_type(Type::Time, "time", Shape::Time, 0, kMinutesPerDay - 1),
                R"({"type":"string","format":"time"})"),
    integer_type(Type::Duration, "duration", Shape::Duration, 0, kIntegerMax),
    word_type(Type::Choice, "choice", Shape::Choice, kKeyBytes),
    with_schema(with_merge(hidden(word_type(Type::Choices, "choices", Shape::Choices, 4'000)),
                           MergeKind::Set),
                R"({"type":"array","items":{"type":"string"}})"),
    with_merge(word_type(Type::State, "state", Shape::State, kKeyBytes), MergeKind::State),
    link_type(Type::Link, "link", true),
    link_type(Type::LinkAny, "link_any", false),
    word_type(Type::Entity, "entity", Shape::Choice, kKeyBytes),
    with_merge(text_type(Type::Number, "number", Shape::Line, 40), MergeKind::Once),
    with_schema(hidden(text_type(Type::Json, "json", Shape::LongText, 65'536)), "{}"),
};

constexpr bool is_in_order() {
    for (std::size_t index = 0; index < kTypes.size(); ++index)
        if (static_cast<std::size_t>(kTypes[index].type) != index) return false;
    return true;
}
static_assert(is_in_order());

}  // namespace

const FieldTypeInfo& info_of(FieldType type) {
    return kTypes[static_cast<std::size_t>(type)];
}

std::span<const FieldTypeInfo> field_types() {
    return kTypes;
}

std::vector<std::string> read_choices(std::string_view text) {
    std::vector<std::string> keys;
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_array()) return keys;
    for (const auto& item : json)
        if (item.is_string()) keys.push_back(item.get<std::string>());
    return keys;
}

std::string write_choices(std::vector<std::string> keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    if (keys.empty()) return {};
    return nlohmann::json(keys).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace holdfast
