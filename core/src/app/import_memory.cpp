#include "import_memory.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "import_names.h"

namespace holdfast {
namespace {

constexpr std::size_t kMappingsKept = 8;
constexpr std::size_t kPartCount = 5;

std::string setting_of(std::string_view name) {
    return "import.maps." + std::string(name);
}

/// The set, not the order: a column that was moved is the same column.
std::string set_key(const Store& store, const std::vector<std::string>& column_names) {
    std::vector<std::string> names;
    for (const std::string& name : column_names) names.push_back(name_key(name));
    std::sort(names.begin(), names.end());
    std::uint64_t hash = 14'695'981'039'346'656'037ULL ^ store.registry().version();
    for (const std::string& name : names) {
        for (const char character : name + "\n") {
            hash ^= static_cast<unsigned char>(character);
            hash *= 1'099'511'628'211ULL;
        }
    }
    return std::to_string(hash);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        parts.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::string numbers_of(const std::vector<FieldId>& fields) {
    std::string text;
    for (const FieldId field : fields)
        text += (text.empty() ? "" : ",") + std::to_string(raw(field));
    return text;
}

std::vector<FieldId> fields_of(std::string_view text) {
    std::vector<FieldId> fields;
    if (text.empty()) return fields;
    for (const std::string& part : split(text, ',')) {
        std::uint16_t number = raw(FieldId::None);
        std::from_chars(part.data(), part.data() + part.size(), number);
        fields.push_back(FieldId{number});
    }
    return fields;
}

/// Positions of the columns in the order of their names, which the memory goes by.
std::vector<std::size_t> places_by_name(const std::vector<std::string>& column_names) {
    std::vector<std::size_t> places(column_names.size());
    for (std::size_t place = 0; place < places.size(); ++place) places[place] = place;
    std::stable_sort(places.begin(), places.end(), [&](std::size_t one, std::size_t other) {
        return name_key(column_names[one]) < name_key(column_names[other]);
    });
    return places;
}

/// One line: numbers, texts and ids of records, each known by its member.
std::string text_of(const std::vector<Draft::FieldValue>& constants) {
    auto list = nlohmann::json::array();
    for (const Draft::FieldValue& constant : constants) {
        nlohmann::json item{{"field", raw(constant.field)}};
        if (const auto* number = std::get_if<std::int64_t>(&constant.value))
            item["number"] = *number;
        if (const auto* text = std::get_if<std::string>(&constant.value)) item["text"] = *text;
        if (const auto* link = std::get_if<RecordId>(&constant.value))
            item["link"] = to_text(*link);
        list.push_back(std::move(item));
    }
    return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Value value_of(const nlohmann::json& item) {
    const auto number = item.find("number");
    if (number != item.end() && number->is_number_integer()) return number->get<std::int64_t>();
    const auto text = item.find("text");
    if (text != item.end() && text->is_string()) return text->get<std::string>();
    const auto link = item.find("link");
    if (link == item.end() || !link->is_string()) return {};
    const auto id = parse_record_id(link->get<std::string>());
    return id ? Value(*id) : Value();
}

std::vector<Draft::FieldValue> constants_of(std::string_view text) {
    std::vector<Draft::FieldValue> constants;
    const auto list = nlohmann::json::parse(text, nullptr, false);
    if (!list.is_array()) return constants;
    for (const auto& item : list) {
        const auto field = item.is_object() ? item.find("field") : item.end();
        if (!item.is_object() || field == item.end() || !field->is_number_unsigned()) continue;
        Value value = value_of(item);
        if (!is_null(value))
            constants.push_back({FieldId{field->get<std::uint16_t>()}, std::move(value)});
    }
    return constants;
}

/// What stands behind the parts that have no ";" in them.
std::string_view tail_of(std::string_view line) {
    for (std::size_t part = 0; part < kPartCount; ++part) {
        const std::size_t end = line.find(';');
        if (end == std::string_view::npos) return {};
        line.remove_prefix(end + 1);
    }
    return line;
}

template <typename Enum>
Enum word_of(const std::string& text, Enum last) {
    std::uint8_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number <= raw(last) ? Enum{number} : Enum{};
}

/// Behind what happens to missing links, with a comma: ",3". Lines of older versions have none.
std::string language_text(const ImportOptions& options) {
    return options.values_language ? "," + std::to_string(raw(*options.values_language)) : "";
}

std::optional<Language> language_of(const std::string& part) {
    const std::vector<std::string> words = split(part, ',');
    if (words.size() < 2) return std::nullopt;
    return word_of(words[1], Language::Spanish);
}

}  // namespace

Result<std::optional<ImportMapping>> read_import_mapping(
    Store& store, std::string_view name, const std::vector<std::string>& column_names) {
    const std::string wanted = set_key(store, column_names);
    const std::string text = TRY(store.read_setting(setting_of(name)));
    for (const std::string& line : split(text, '\n')) {
        const std::vector<std::string> parts = split(line, ';');
        if (parts.size() < kPartCount || parts[0] != wanted) continue;
        const std::vector<FieldId> by_name = fields_of(parts[4]);
        if (by_name.size() != column_names.size()) continue;
        ImportMapping mapping;
        mapping.options.mode = word_of(parts[1], ImportMode::CreateOrUpdate);
        mapping.options.missing_links = word_of(parts[2], MissingLinks::Refuse);
        mapping.options.match = fields_of(parts[3]);
        mapping.options.values_language = language_of(parts[2]);
        mapping.constants = constants_of(tail_of(line));
        mapping.columns.resize(by_name.size());
        const std::vector<std::size_t> places = places_by_name(column_names);
        for (std::size_t place = 0; place < places.size(); ++place)
            mapping.columns[places[place]] = by_name[place];
        return std::optional<ImportMapping>(std::move(mapping));
    }
    return std::optional<ImportMapping>();
}

Status write_import_mapping(Store& store, std::string_view name,
                            const std::vector<std::string>& column_names,
                            const ImportMapping& mapping) {
    const std::string key = set_key(store, column_names);
    std::vector<FieldId> by_name;
    for (const std::size_t place : places_by_name(column_names))
        by_name.push_back(mapping.columns[place]);
    std::string text = key + ";" + std::to_string(raw(mapping.options.mode)) + ";" +
                       std::to_string(raw(mapping.options.missing_links)) +
                       language_text(mapping.options) + ";" + numbers_of(mapping.options.match) +
                       ";" + numbers_of(by_name) + ";" + text_of(mapping.constants);
    std::size_t kept = 1;
    for (const std::string& line : split(TRY(store.read_setting(setting_of(name))), '\n')) {
        if (line.empty() || line.starts_with(key + ";") || kept == kMappingsKept) continue;
        text += "\n" + line;
        ++kept;
    }
    return store.write_setting(setting_of(name), text);
}

}  // namespace holdfast
