#include "field_format.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "local_time.h"
#include "locale.h"

namespace holdfast {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kMinutesPerDay = 1'440;
/// Of an amount whose currency is not told; prices have two more when they need them.
constexpr std::int32_t kUsualDecimals = 2;

DecimalFormat decimals_of(const FieldDef& field, Grouping grouping) {
    const bool money = field.type == FieldType::Money;
    return {.scale = field.scale,
            .decimals_min = money ? std::min(field.scale, kUsualDecimals) : 0,
            .grouping = grouping};
}

std::string show_number(const FieldContext& at, const Value& value) {
    return format_decimal(at.strings.language(), integer_or(value, 0),
                          decimals_of(at.field, Grouping::Grouped));
}
std::string edit_number(const FieldContext& at, const Value& value) {
    return format_decimal(at.strings.language(), integer_or(value, 0),
                          decimals_of(at.field, Grouping::Plain));
}
std::string show_percent(const FieldContext& at, const Value& value) {
    return show_number(at, value) + "%";
}
std::string show_boolean(const FieldContext& at, const Value& value) {
    return std::string(at.strings.get(integer_or(value, 0) != 0 ? "ui.yes" : "ui.no"));
}
std::string edit_boolean(const FieldContext&, const Value& value) {
    return integer_or(value, 0) != 0 ? "1" : "";
}
std::string show_date(const FieldContext& at, const Value& value) {
    return at.strings.date(integer_or(value, 0));
}
std::string edit_date_text(const FieldContext& at, const Value& value) {
    return edit_date(at.strings.language(), integer_or(value, 0));
}
std::string show_date_time(const FieldContext& at, const Value& value) {
    return at.strings.date_time(integer_or(value, 0), at.zone_offset_minutes);
}
std::string edit_date_time(const FieldContext& at, const Value& value) {
    const std::int64_t ms = integer_or(value, 0);
    const LocalTime local = local_time(ms, at.zone_offset_minutes);
    return edit_date(at.strings.language(), local.days) + " " +
           at.strings.time(ms, at.zone_offset_minutes);
}
std::string show_time(const FieldContext&, const Value& value) {
    const std::int64_t minutes = integer_or(value, 0);
    return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}
std::string show_duration(const FieldContext& at, const Value& value) {
    const std::int64_t minutes = integer_or(value, 0) / kMsPerMinute;
    return at.strings.format("duration.hours_minutes",
                             {at.strings.integer(minutes / 60), two_digits(minutes % 60)});
}
std::string edit_duration(const FieldContext&, const Value& value) {
    const std::int64_t minutes = integer_or(value, 0) / kMsPerMinute;
    return std::to_string(minutes / 60) + ":" + two_digits(minutes % 60);
}
std::string show_text(const FieldContext&, const Value& value) {
    return std::string(text_or_empty(value));
}
/// What a change set that was taken back had offered is kept, and shown as what it is.
std::string label_of(const FieldContext& at, std::string_view key) {
    const std::vector<std::string>& choices = at.field.choices;
    const bool offered = at.field.type == FieldType::State
                             ? at.entity.find_state(key) != nullptr
                             : at.field.choice_list == ChoiceList::Open ||
                                   std::find(choices.begin(), choices.end(), key) != choices.end();
    if (offered || key.empty())
        return std::string(at.strings.label_of_choice(at.entity, at.field, key));
    return at.strings.format("choice.not_offered", {std::string(key)});
}
std::string show_choice(const FieldContext& at, const Value& value) {
    return label_of(at, text_or_empty(value));
}
std::string show_choices(const FieldContext& at, const Value& value) {
    std::string shown;
    for (const std::string& key : read_choices(text_or_empty(value))) {
        if (!shown.empty()) shown += ", ";
        shown += label_of(at, key);
    }
    return shown;
}
std::string show_entity(const FieldContext& at, const Value& value) {
    const std::string_view key = text_or_empty(value);
    return std::string(Strings::has(key) ? at.strings.get(key) : key);
}
/// The title of what is linked is the caller's business.
std::string show_nothing(const FieldContext&, const Value&) {
    return {};
}
std::string edit_link(const FieldContext&, const Value& value) {
    const RecordId id = link_or_none(value);
    return id.is_none() ? std::string() : to_text(id);
}

ParsedValue refused(IssueKind issue) {
    return {.value = {}, .ok = false, .issue = issue};
}
ParsedValue accepted(Value value) {
    return {.value = std::move(value)};
}

ParsedValue parse_number(const FieldContext& at, std::string_view text) {
    const auto number = parse_decimal(at.strings.language(), to_narrow(text), at.field.scale);
    return number ? accepted(*number) : refused(IssueKind::NotANumber);
}

ParsedValue parse_percent(const FieldContext& at, std::string_view text) {
    const std::string narrow = to_narrow(text);
    std::string_view digits = narrow;
    if (digits.ends_with('%')) digits.remove_suffix(1);
    return parse_number(at, digits);
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

std::string folded(std::string_view text) {
    std::string out;
    append_folded(out, text);
    return out;
}

/// In any language, whatever the case and the accents: "Sí", "nao", "はい".
bool says(std::string_view text, std::string_view key) {
    const std::string word = folded(text);
    return std::any_of(std::begin(kLanguages), std::end(kLanguages), [&](Language language) {
        return word == folded(Strings(language).get(key));
    });
}

ParsedValue parse_boolean(const FieldContext&, std::string_view text) {
    const std::string word = lower_ascii(to_narrow(text));
    for (const std::string_view yes : {"1", "true", "yes", "y", "x", "on"}) {
        if (word == yes) return accepted(std::int64_t{1});
    }
    for (const std::string_view no : {"0", "false", "no", "n", "off"}) {
        if (word == no) return accepted(std::int64_t{0});
    }
    if (says(word, "ui.yes")) return accepted(std::int64_t{1});
    if (says(word, "ui.no")) return accepted(std::int64_t{0});
    return refused(IssueKind::NotAChoice);
}

/// "2026-11-21 14:05", with a "T" or a blank between, optional seconds, and "Z" for UTC.
ParsedValue parse_date_time(const FieldContext& at_field, std::string_view typed) {
    const std::string narrow = to_narrow(typed);
    std::string_view text = narrow;
    const bool utc = text.ends_with('Z');
    if (utc) text.remove_suffix(1);
    const bool iso = text.size() > 10 && text[10] == 'T';
    const std::size_t at = iso ? 10 : text.rfind(' ');
    const bool has_time = at != std::string_view::npos && text.find_first_of(":h", at) != text.npos;
    std::string_view time = has_time ? text.substr(at + 1) : std::string_view("00:00");
    if (time.size() >= 8 && time[2] == ':' && time[5] == ':') time = time.substr(0, 5);
    const auto days = parse_date(at_field.strings.language(), has_time ? text.substr(0, at) : text);
    const auto minutes = parse_time_of_day(time);
    if (!days || !minutes) return refused(IssueKind::NotADate);
    const std::int64_t local = (*days * kMinutesPerDay + *minutes) * kMsPerMinute;
    return accepted(utc ? local : local - at_field.zone_offset_minutes * kMsPerMinute);
}

ParsedValue parse_duration(const FieldContext&, std::string_view typed) {
    const std::string text = to_narrow(typed);
    const std::size_t colon = text.find(':');
    const auto hours = parse_decimal(Language::English, std::string_view(text).substr(0, colon), 0);
    const auto minutes = colon == std::string_view::npos
                             ? std::optional<std::int64_t>(0)
                             : parse_decimal(Language::English, text.substr(colon + 1), 0);
    if (!hours || !minutes || *minutes < 0 || *minutes > 59) return refused(IssueKind::NotANumber);
    return accepted((*hours * 60 + *minutes) * kMsPerMinute);
}

/// The key of a choice or state whose key or label, in this language or in English, is `text`.
std::optional<std::string> find_choice(const FieldContext& at, std::string_view text) {
    const Strings& strings = at.strings;
    const EntityDef& entity = at.entity;
    const FieldDef& field = at.field;
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

ParsedValue parse_day(const FieldContext& at, std::string_view text) {
    const auto days = parse_date(at.strings.language(), to_narrow(text));
    return days ? accepted(*days) : refused(IssueKind::NotADate);
}

ParsedValue parse_time(const FieldContext&, std::string_view text) {
    const auto minutes = parse_time_of_day(to_narrow(text));
    return minutes ? accepted(*minutes) : refused(IssueKind::NotADate);
}

ParsedValue parse_choice(const FieldContext& at, std::string_view text) {
    const std::string narrow = to_narrow(text);
    const auto key = find_choice(at, narrow);
    if (key) return accepted(*key);
    const bool open = at.field.choice_list == ChoiceList::Open;
    return open ? accepted(narrow) : refused(IssueKind::NotAChoice);
}

/// The stored form, or labels and keys between commas or semicolons.
ParsedValue parse_choices(const FieldContext& at, std::string_view text) {
    std::vector<std::string> keys = read_choices(text);
    const bool stored = !keys.empty() || text == "[]";
    for (std::size_t begin = 0; !stored && begin <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(",;", begin), text.size());
        const std::string word = to_narrow(text.substr(begin, end - begin));
        begin = end + 1;
        if (word.empty()) continue;
        const ParsedValue key = parse_choice(at, word);
        if (!key.ok) return key;
        keys.emplace_back(text_or_empty(key.value));
    }
    std::string written = write_choices(std::move(keys));
    return written.empty() ? accepted({}) : accepted(std::move(written));
}

ParsedValue parse_link(const FieldContext&, std::string_view text) {
    const auto id = parse_record_id(to_narrow(text));
    return id ? accepted(*id) : refused(IssueKind::UnknownLink);
}

ParsedValue parse_line(const FieldContext&, std::string_view text) {
    return accepted(trimmed(text));
}

ParsedValue parse_word(const FieldContext&, std::string_view text) {
    return accepted(to_narrow(text));
}

ParsedValue parse_as_it_is(const FieldContext&, std::string_view text) {
    return accepted(std::string(text));
}

constexpr std::array kFormats = {
    FieldFormat{FieldType::Text, show_text, show_text, parse_line},
    FieldFormat{FieldType::LongText, show_text, show_text, parse_as_it_is},
    FieldFormat{FieldType::Markdown, show_text, show_text, parse_as_it_is},
    FieldFormat{FieldType::Email, show_text, show_text, parse_word},
    FieldFormat{FieldType::Phone, show_text, show_text, parse_word},
    FieldFormat{FieldType::Url, show_text, show_text, parse_word},
    FieldFormat{FieldType::Integer, show_number, edit_number, parse_number},
    FieldFormat{FieldType::Decimal, show_number, edit_number, parse_number},
    FieldFormat{FieldType::Money, show_number, edit_number, parse_number},
    FieldFormat{FieldType::Quantity, show_number, edit_number, parse_number},
    FieldFormat{FieldType::Percent, show_percent, edit_number, parse_percent},
    FieldFormat{FieldType::Boolean, show_boolean, edit_boolean, parse_boolean},
    FieldFormat{FieldType::Date, show_date, edit_date_text, parse_day},
    FieldFormat{FieldType::DateTime, show_date_time, edit_date_time, parse_date_time},
    FieldFormat{FieldType::Time, show_time, show_time, parse_time},
    FieldFormat{FieldType::Duration, show_duration, edit_duration, parse_duration},
    FieldFormat{FieldType::Choice, show_choice, show_text, parse_choice},
    FieldFormat{FieldType::Choices, show_choices, show_text, parse_choices},
    FieldFormat{FieldType::State, show_choice, show_text, parse_choice},
    FieldFormat{FieldType::Link, show_nothing, edit_link, parse_link},
    FieldFormat{FieldType::LinkAny, show_nothing, edit_link, parse_link},
    FieldFormat{FieldType::Entity, show_entity, show_text, parse_word},
    FieldFormat{FieldType::Number, show_text, show_text, parse_as_it_is},
    FieldFormat{FieldType::Json, show_text, show_text, parse_as_it_is},
};

constexpr bool is_in_order() {
    for (std::size_t index = 0; index < kFormats.size(); ++index)
        if (static_cast<std::size_t>(kFormats[index].type) != index) return false;
    return true;
}
static_assert(is_in_order());

}  // namespace

const FieldFormat& format_of(FieldType type) {
    return kFormats[static_cast<std::size_t>(type)];
}

}  // namespace holdfast
