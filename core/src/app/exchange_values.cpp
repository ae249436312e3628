#include "exchange_values.h"

#include <charconv>

#include "content_text.h"
#include "core/strings.h"
#include "local_time.h"
#include "locale.h"

namespace holdfast {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::size_t kDateBytes = 10;

std::string milliseconds_text(std::int64_t ms) {
    const std::string digits = std::to_string(ms);
    return "." + std::string(3 - digits.size(), '0') + digits;
}

/// The part of `ms` within its minute.
std::int64_t within_minute(std::int64_t ms) {
    return (ms % kMsPerMinute + kMsPerMinute) % kMsPerMinute;
}

/// "Z", "+01:00", "-0530", "+01"; minutes ahead of UTC.
std::optional<int> parse_zone(std::string_view zone) {
    if (zone == "Z" || zone == "z") return 0;
    const bool behind = zone.front() == '-';
    std::string digits;
    for (const char character : zone.substr(1))
        if (character != ':') digits += character;
    if (digits.size() == 2) digits += "00";
    const auto number = number_of_digits(digits);
    if (digits.size() != 4 || !number || *number / 100 > 14 || *number % 100 > 59)
        return std::nullopt;
    const int minutes = *number / 100 * 60 + *number % 100;
    return behind ? -minutes : minutes;
}

/// "13:08", "13:08:05", "13:08:05.123"; ms of the day.
std::optional<std::int64_t> parse_clock(std::string_view clock) {
    if (clock.size() < 5 || clock[2] != ':') return std::nullopt;
    const auto minutes = parse_time_of_day(clock.substr(0, 5));
    if (!minutes) return std::nullopt;
    std::int64_t ms = *minutes * kMsPerMinute;
    clock.remove_prefix(5);
    if (clock.empty()) return ms;
    if (clock.front() != ':' || clock.size() < 3) return std::nullopt;
    const auto seconds = number_of_digits(clock.substr(1, 2));
    if (!seconds || *seconds > 60) return std::nullopt;
    ms += (*seconds == 60 ? 59 : *seconds) * 1'000;
    clock.remove_prefix(3);
    if (clock.empty()) return ms;
    if (clock.front() != '.' && clock.front() != ',') return std::nullopt;
    std::string decimals(clock.substr(1, 3));
    const bool all_digits = clock.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (decimals.empty() || !all_digits) return std::nullopt;
    decimals.resize(3, '0');
    return ms + *number_of_digits(decimals);
}

/// "2026-11-22"; days since 1970-01-01.
std::optional<std::int64_t> parse_iso_day(std::string_view text) {
    if (text.size() != kDateBytes || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number_of_digits(text.substr(0, 4));
    const auto month = number_of_digits(text.substr(5, 2));
    const auto day = number_of_digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const CivilDate date{*year, *month, *day};
    if (!is_date(date)) return std::nullopt;
    return days_from_civil(date);
}

JsonValue plain(JsonKind kind, std::string text) {
    JsonValue value;
    value.kind = kind;
    value.text = std::move(text);
    return value;
}

JsonValue list_of(const std::vector<std::string>& keys) {
    JsonValue list = plain(JsonKind::List, {});
    for (const std::string& key : keys) list.children.push_back(plain(JsonKind::Text, key));
    return list;
}

JsonValue link_of(const RecordId& id, const std::string& title) {
    JsonValue link = plain(JsonKind::Object, {});
    link.children.push_back(plain(JsonKind::Text, to_text(id)));
    link.children.back().name = "id";
    link.children.push_back(plain(JsonKind::Text, title));
    link.children.back().name = "title";
    return link;
}

std::string decimal_text(const FieldDef& field, std::int64_t number) {
    const bool money = field.type == FieldType::Money;
    return format_decimal(Language::English, number,
                          {.scale = field.scale,
                           .decimals_min = money ? field.scale : 0,
                           .grouping = Grouping::Plain});
}

JsonValue json_integer(const FieldDef& field, std::int64_t number) {
    switch (field.type) {
        case FieldType::Boolean:
            return plain(number != 0 ? JsonKind::True : JsonKind::False, {});
        case FieldType::Date:
            return plain(JsonKind::Text, iso_date(number));
        case FieldType::DateTime:
            return plain(JsonKind::Text, iso_time_text(number) + "Z");
        case FieldType::Time:
            return plain(JsonKind::Text, two_digits(number / 60) + ":" + two_digits(number % 60));
        default:
            break;
    }
    const bool scaled = info_of(field.type).scaled;
    return scaled ? plain(JsonKind::Text, decimal_text(field, number))
                  : plain(JsonKind::Number, std::to_string(number));
}

}  // namespace

std::string iso_time_text(std::int64_t ms) {
    const LocalTime local = local_time(ms, 0);
    const std::int64_t rest = within_minute(ms);
    std::string text = iso_date(local.days) + "T" + two_digits(local.minutes / 60) + ":" +
                       two_digits(local.minutes % 60) + ":" + two_digits(rest / 1'000);
    if (rest % 1'000 != 0) text += milliseconds_text(rest % 1'000);
    return text;
}

std::string table_time_text(std::int64_t ms, int zone_offset_minutes) {
    std::string text = iso_time_text(ms + zone_offset_minutes * kMsPerMinute);
    text[kDateBytes] = ' ';
    if (within_minute(ms) == 0) text.resize(text.size() - 3);
    return text;
}

std::optional<std::int64_t> parse_iso_time(std::string_view text, int zone_offset_minutes) {
    const bool long_enough = text.size() > kDateBytes + 1;
    if (!long_enough) return std::nullopt;
    if (text[kDateBytes] != 'T' && text[kDateBytes] != ' ') return std::nullopt;
    const auto days = parse_iso_day(text.substr(0, kDateBytes));
    std::string_view clock = text.substr(kDateBytes + 1);
    const std::size_t sign = clock.find_first_of("Zz+-");
    int offset = zone_offset_minutes;
    if (sign != std::string_view::npos) {
        const auto zone = parse_zone(clock.substr(sign));
        if (!zone) return std::nullopt;
        offset = *zone;
        clock = clock.substr(0, sign);
    }
    const auto ms = parse_clock(clock);
    if (!days || !ms) return std::nullopt;
    return *days * kMsPerDay + *ms - offset * kMsPerMinute;
}

Value value_of_time(const FieldDef& field, std::int64_t ms, int zone_offset_minutes) {
    if (field.type == FieldType::DateTime) return ms;
    return local_time(ms, zone_offset_minutes).days;
}

std::string table_duration_text(std::int64_t ms) {
    const std::int64_t minutes = ms / kMsPerMinute;
    const std::int64_t rest = ms % kMsPerMinute;
    std::string text = std::to_string(minutes / 60) + ":" + two_digits(minutes % 60);
    if (rest != 0) text += ":" + two_digits(rest / 1'000);
    if (rest % 1'000 != 0) text += milliseconds_text(rest % 1'000);
    return text;
}

std::optional<std::int64_t> parse_clock_duration(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || text.size() < colon + 6) return std::nullopt;
    const auto hours = number_of_digits(text.substr(0, colon));
    const auto rest = parse_clock("00" + std::string(text.substr(colon)));
    if (!hours || !rest) return std::nullopt;
    return std::int64_t{*hours} * 60 * kMsPerMinute + *rest;
}

JsonValue json_value_of(const FieldDef& field, const Value& value, const std::string& title) {
    if (is_null(value)) return {};
    if (const auto* number = std::get_if<std::int64_t>(&value)) return json_integer(field, *number);
    if (const auto* link = std::get_if<RecordId>(&value))
        return link->is_none() ? JsonValue{} : link_of(*link, title);
    if (field.type == FieldType::Choices) return list_of(read_choices(text_or_empty(value)));
    return plain(JsonKind::Text, std::string(text_or_empty(value)));
}

std::optional<Value> parse_program_text(const FieldDef& field, std::string_view text) {
    if (field.type == FieldType::Date) {
        const auto days = parse_iso_day(text);
        return days ? std::optional<Value>(*days) : std::nullopt;
    }
    if (field.type != FieldType::Duration) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return Value(number);
}

const std::string& list_key_of(const EntityDef& part) {
    const FieldDef* parent = part.find_field(part.parent_field);
    return parent == nullptr || parent->inverse.empty() ? part.key : parent->inverse;
}

}  // namespace holdfast
