#include "json_cells.h"

#include <algorithm>

namespace holdfast {
namespace {

constexpr int kColumnDepthMax = 3;
using Take = std::function<void(const std::string&, std::string)>;

/// A link: {"id": "...", "title": "..."}.
bool is_link(const JsonValue& value) {
    const JsonValue* id = value.find("id");
    return id != nullptr && id->kind == JsonKind::Text && value.children.size() <= 2 &&
           (value.children.size() == 1 || value.find("title") != nullptr);
}

std::string as_json(const JsonValue& value) {
    JsonRecordsWriter writer(JsonLayout::Lines);
    JsonValue wrapped;
    wrapped.kind = JsonKind::Object;
    wrapped.children.push_back(value);
    wrapped.children.front().name = "v";
    std::string text;
    writer.append(text, wrapped);
    constexpr std::size_t kBefore = std::string_view("{\"v\":").size();
    return text.substr(kBefore, text.size() - kBefore - std::string_view("}\n").size());
}

std::string cell_of(const JsonValue& value) {
    switch (value.kind) {
        case JsonKind::Null:
            return {};
        case JsonKind::False:
            return "0";
        case JsonKind::True:
            return "1";
        case JsonKind::Number:
        case JsonKind::Text:
            return value.text;
        case JsonKind::List:
            return value.children.empty() ? std::string() : as_json(value);
        case JsonKind::Object:
            break;
    }
    if (!is_link(value)) return as_json(value);
    const JsonValue* title = value.find("title");
    return value.find("id")->text + (title == nullptr ? "" : " " + cell_of(*title));
}

void flatten(const JsonValue& object, const std::string& prefix, int depth, const Take& take) {
    for (const JsonValue& member : object.children) {
        const std::string name = prefix + member.name;
        const bool nested = member.kind == JsonKind::Object && depth < kColumnDepthMax &&
                            !member.children.empty() && !is_link(member);
        if (nested)
            flatten(member, name + ".", depth + 1, take);
        else
            take(name, cell_of(member));
    }
}

}  // namespace

Status TextBytes::read(std::int64_t offset, std::size_t count, std::string& out) {
    out += text_.substr(std::min(static_cast<std::size_t>(offset), text_.size()), count);
    return {};
}

void for_each_json_cell(const JsonValue& object, const Take& take) {
    flatten(object, {}, 1, take);
}

bool has_controls(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
    });
}

std::optional<JsonValue> parse_json_list(const std::string& cell) {
    // Read as a file of one object: depth, size and number of values have their bounds there.
    const std::string file = "{\"v\":" + cell + "}";
    TextBytes source(file);
    JsonRecordsReader reader(source);
    JsonRecord record;
    const Result<bool> read = reader.next(record);
    if (!read || !*read || record.problem != JsonProblem::None) return std::nullopt;
    JsonValue object = std::move(record.object);
    const Result<bool> more = reader.next(record);
    const bool list = object.children.size() == 1 && object.children[0].kind == JsonKind::List;
    if (!more || *more || !list) return std::nullopt;
    return std::move(object.children.front());
}

}  // namespace holdfast
