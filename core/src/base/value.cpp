#include "core/value.h"

#include <nlohmann/json.hpp>

namespace holdfast {
namespace {

using Json = nlohmann::json;

Json json_of(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return Json(*integer);
    if (const auto* text = std::get_if<std::string>(&value)) return Json(*text);
    if (const auto* link = std::get_if<RecordId>(&value))
        return Json::object({{"id", to_text(*link)}});
    return Json(nullptr);
}

Result<Value> integer_of(const Json& json) {
    if (json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
        return fail(ErrorCode::BadInput, "value.json.integer");
    return Value(json.get<std::int64_t>());
}

Result<Value> link_of(const Json& json) {
    const auto id = json.find("id");
    if (json.size() != 1 || id == json.end() || !id->is_string())
        return fail(ErrorCode::BadInput, "value.json.link");
    const std::optional<RecordId> link = parse_record_id(id->get_ref<const std::string&>());
    if (!link) return fail(ErrorCode::BadInput, "value.json.link");
    return Value(*link);
}

}  // namespace

std::int64_t integer_or(const Value& value, std::int64_t otherwise) {
    const auto* integer = std::get_if<std::int64_t>(&value);
    return integer ? *integer : otherwise;
}

std::string_view text_or_empty(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text ? std::string_view(*text) : std::string_view();
}

RecordId link_or_none(const Value& value) {
    const auto* link = std::get_if<RecordId>(&value);
    return link ? *link : RecordId{};
}

std::string to_json(const Value& value) {
    return json_of(value).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Value> value_from_json(std::string_view json_text) {
    const Json json = Json::parse(json_text, nullptr, false);
    if (json.is_null()) return Value();
    if (json.is_number_integer()) return integer_of(json);
    if (json.is_string()) return Value(json.get<std::string>());
    if (json.is_object()) return link_of(json);
    return fail(ErrorCode::BadInput, "value.json");
}

}  // namespace holdfast
