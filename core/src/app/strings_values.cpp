#include <optional>

#include "core/strings.h"
#include "locale.h"

namespace holdfast {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::int64_t kMinutesPerDay = 1'440;

struct LocalTime {
    std::int64_t days;
    std::int64_t minutes;
};

LocalTime local_time(std::int64_t ms, int zone_offset_minutes) {
    const std::int64_t local = ms + zone_offset_minutes * kMsPerMinute;
    std::int64_t days = local / kMsPerDay;
    if (local % kMsPerDay < 0) --days;
    return {days, (local - days * kMsPerDay) / kMsPerMinute};
}

std::string two_digits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

DecimalFormat decimals_of(const FieldDef& field, Grouping grouping) {
    const bool money = field.type == FieldType::Money;
    return {.scale = field.scale, .decimals_min = money ? field.scale : 0, .grouping = grouping};
}

bool is_number(FieldType type) {
    return type == FieldType::Integer || type == FieldType::Money || type == FieldType::Quantity ||
           type == FieldType::Percent;
}

std::string format_duration(const Strings& strings, std::int64_t ms) {
    const std::int64_t minutes = ms / kMsPerMinute;
    return strings.format("duration.hours_minutes",
                          {strings.integer(minutes / 60), two_digits(minutes % 60)});
}

ParsedValue refused(IssueKind issue) {
    return {.value = {}, .ok = false, .issue = issue};
}
ParsedValue accepted(Value value) {
    return {.value = std::move(value)};
}

ParsedValue parse_number(const Strings& strings, const FieldDef& field, std::string_view text) {
    std::string_view digits = text;
    if (field.type == FieldType::Percent && digits.ends_with('%')) digits.remove_suffix(1);
    const auto number = parse_decimal(strings.language(), digits, field.scale);
    return number ? accepted(*number) : refused(IssueKind::NotANumber);
}

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& character : out) {
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character + 32);
    }
    return out;
}

ParsedValue parse_boolean(const Strings& strings, std::string_view text) {
    const std::string word = lower_ascii(text);
    for (const std::string_view yes : {"1", "true", "yes", "y", "x", "on"}) {
        if (word == yes) return accepted(std::int64_t{1});
    }
    for (const std::string_view no : {"0", "false", "no", "n", "off"}) {
        if (word == no) return accepted(std::int64_t{0});
    }
    if (word == lower_ascii(strings.get("ui.yes"))) return accepted(std::int64_t{1});
    if (word == lower_ascii(strings.get("ui.no"))) return accepted(std::int64_t{0});
    return refused(IssueKind::NotAChoice);
}

/// "2026-11-21 14:05", with a "T" or a blank between, optional seconds, and "Z" for UTC.
ParsedValue parse_date_time(const Strings& strings, std::string_view text,
                            int zone_offset_minutes) {
    const bool utc = text.ends_with('Z');
    if (utc) text.remove_suffix(1);
    const bool iso = text.size() > 10 && text[10] == 'T';
    const std::size_t at = iso ? 10 : text.rfind(' ');
    const bool has_time = at != std::string_view::npos && text.find_first_of(":h", at) != text.npos;
    std::string_view time = has_time ? text.substr(at + 1) : std::string_view("00:00");
    if (time.size() >= 8 && time[2] == ':' && time[5] == ':') time = time.substr(0, 5);
    const auto days = parse_date(strings.language(), has_time ? text.substr(0, at) : text);
    const auto minutes = parse_time_of_day(time);
    if (!days || !minutes) return refused(IssueKind::NotADate);
    const std::int64_t local = (*days * kMinutesPerDay + *minutes) * kMsPerMinute;
    return accepted(utc ? local : local - zone_offset_minutes * kMsPerMinute);
}

ParsedValue parse_duration(std::string_view text) {
    const std::size_t colon = text.find(':');
    const auto hours = parse_decimal(Language::English, text.substr(0, colon), 0);
    const auto minutes = colon == std::string_view::npos
                             ? std::optional<std::int64_t>(0)
                             : parse_decimal(Language::English, text.substr(colon + 1), 0);
    if (!hours || !minutes || *minutes < 0 || *minutes > 59) return refused(IssueKind::NotANumber);
    return accepted((*hours * 60 + *minutes) * kMsPerMinute);
}

/// The key of a choice or state whose key or label, in this language or in English, is `text`.
std::optional<std::string> find_choice(const Strings& strings, const EntityDef& entity,
                                       const FieldDef& field, std::string_view text) {
    std::vector<std::string> keys = field.choices;
    if (field.type == FieldType::State) {
        for (const StateDef& state : entity.states) keys.push_back(state.key);
    }
    const std::string wanted = lower_ascii(text);
    const Strings english;
    for (const std::string& key : keys) {
        if (wanted == key || wanted == lower_ascii(strings.label_of_choice(entity, field, key)) ||
            wanted == lower_ascii(english.label_of_choice(entity, field, key))) {
            return key;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string Strings::integer(std::int64_t value) const {
    return format_decimal(language_, value, {});
}

std::string Strings::iso_date(std::string_view typed) const {
    const std::optional<std::int64_t> days = parse_date(language_, typed);
    return days ? holdfast::iso_date(*days) : std::string(typed);
}

std::string Strings::date(std::int64_t days) const {
    return format_date(language_, days);
}

std::string Strings::time(std::int64_t ms, int zone_offset_minutes) const {
    const std::int64_t minutes = local_time(ms, zone_offset_minutes).minutes;
    return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

std::string Strings::date_time(std::int64_t ms, int zone_offset_minutes) const {
    return date(local_time(ms, zone_offset_minutes).days) + " " + time(ms, zone_offset_minutes);
}

std::string Strings::format_value(const EntityDef& entity, const FieldDef& field,
                                  const Value& value, int zone_offset_minutes) const {
    if (is_null(value)) return {};
    const std::int64_t number = integer_or(value, 0);
    switch (field.type) {
        case FieldType::Integer:
        case FieldType::Money:
        case FieldType::Quantity:
            return format_decimal(language_, number, decimals_of(field, Grouping::Grouped));
        case FieldType::Percent:
            return format_decimal(language_, number, decimals_of(field, Grouping::Grouped)) + "%";
        case FieldType::Boolean:
            return std::string(get(number != 0 ? "ui.yes" : "ui.no"));
        case FieldType::Date:
            return date(number);
        case FieldType::DateTime:
            return date_time(number, zone_offset_minutes);
        case FieldType::Duration:
            return format_duration(*this, number);
        case FieldType::Choice:
        case FieldType::State:
            return std::string(label_of_choice(entity, field, text_or_empty(value)));
        case FieldType::Link:
            return {};
        default:
            return std::string(text_or_empty(value));
    }
}

std::string Strings::edit_text(const FieldDef& field, const Value& value,
                               int zone_offset_minutes) const {
    if (is_null(value)) return {};
    const std::int64_t number = integer_or(value, 0);
    if (is_number(field.type)) {
        return format_decimal(language_, number, decimals_of(field, Grouping::Plain));
    }
    switch (field.type) {
        case FieldType::Boolean:
            return number != 0 ? "1" : "";
        case FieldType::Date:
            return edit_date(language_, number);
        case FieldType::DateTime:
            return edit_date(language_, local_time(number, zone_offset_minutes).days) + " " +
                   time(number, zone_offset_minutes);
        case FieldType::Duration:
            return std::to_string(number / kMsPerMinute / 60) + ":" +
                   two_digits(number / kMsPerMinute % 60);
        case FieldType::Link: {
            const RecordId id = link_or_none(value);
            return id.is_none() ? std::string() : to_text(id);
        }
        default:
            return std::string(text_or_empty(value));
    }
}

ParsedValue parse_value(const Strings& strings, const EntityDef& entity, const FieldDef& field,
                        std::string_view text, int zone_offset_minutes) {
    const std::string narrow = to_narrow(text);
    if (narrow.empty()) return {};
    if (is_number(field.type)) return parse_number(strings, field, narrow);
    switch (field.type) {
        case FieldType::Boolean:
            return parse_boolean(strings, narrow);
        case FieldType::Date: {
            const auto days = parse_date(strings.language(), narrow);
            return days ? accepted(*days) : refused(IssueKind::NotADate);
        }
        case FieldType::DateTime:
            return parse_date_time(strings, narrow, zone_offset_minutes);
        case FieldType::Duration:
            return parse_duration(narrow);
        case FieldType::Choice:
        case FieldType::State: {
            const auto key = find_choice(strings, entity, field, narrow);
            if (key) return accepted(*key);
            const bool open = field.choice_list == ChoiceList::Open;
            return open ? accepted(narrow) : refused(IssueKind::NotAChoice);
        }
        case FieldType::Link: {
            const auto id = parse_record_id(narrow);
            return id ? accepted(*id) : refused(IssueKind::UnknownLink);
        }
        case FieldType::Text:
            return accepted(trimmed(text));
        case FieldType::Email:
        case FieldType::Phone:
        case FieldType::Url:
            return accepted(narrow);
        default:
            return accepted(std::string(text));
    }
}

}  // namespace holdfast
