#include "core/document_number.h"

#include <algorithm>

#include "model/calendar.h"
#include "model/expression_dates.h"

namespace holdfast {
namespace {

constexpr std::string_view kCount = "{n:";
constexpr std::string_view kYear = "{yyyy}";
constexpr std::string_view kShortYear = "{yy}";
constexpr std::string_view kMonth = "{mm}";
/// Leaves room for numbers that outgrow their digits, and for the tag of one brought along twice.
constexpr std::size_t kFormatBytesMax = 28;

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + part.size()))
        ++count;
    return count;
}

void fill(std::string& text, std::string_view part, const std::string& with) {
    const std::size_t at = text.find(part);
    if (at != std::string::npos) text.replace(at, part.size(), with);
}

/// Nothing where the field is empty or outside the calendar.
std::optional<std::int64_t> day_in(const EntityDef& entity, const std::vector<Value>& values) {
    const FieldDef* field = entity.find_field(entity.number_series.date);
    if (!field) return std::nullopt;
    const auto* date = std::get_if<std::int64_t>(&values[entity.index_of(field->id)]);
    if (!date) return std::nullopt;
    const auto day = field->type == FieldType::Date ? std::optional(*date)
                                                    : bucket_of_moment(*date, 0, DateBucket::Day);
    return day && date_part(*day, DatePart::Year) ? day : std::nullopt;
}

}  // namespace

std::string find_format_mistake(const std::string& format) {
    const std::size_t count = format.find(kCount);
    const std::size_t digits = count + kCount.size();
    const bool counts = count_of(format, kCount) == 1 && digits + 1 < format.size() &&
                        format[digits] >= '1' && format[digits] <= '9' && format[digits + 1] == '}';
    if (!counts) return "must hold {n:1} to {n:9} once";
    const std::size_t years = count_of(format, kYear) + count_of(format, kShortYear);
    const std::size_t months = count_of(format, kMonth);
    if (years > 1 || months > years) return "must hold one year at most, and a month only with it";
    const auto opened = static_cast<std::size_t>(std::count(format.begin(), format.end(), '{'));
    if (opened != 1 + years + months) return "knows {n:5}, {yyyy}, {yy} and {mm} only";
    return format.size() > kFormatBytesMax ? "must be 28 bytes at most" : "";
}

bool gives_numbers(const EntityDef& entity) {
    return !entity.number_series.format.empty();
}

bool has_final_number(const EntityDef& entity, const std::vector<Value>& values) {
    const FieldId kept = entity.number_series.kept;
    return !is_null(values[entity.index_of(kept == FieldId::None ? entity.number_field : kept)]);
}

bool is_number_due(const EntityDef& entity, const std::vector<Value>& values) {
    if (!gives_numbers(entity) || has_final_number(entity, values)) return false;
    const NumberSeriesDef& series = entity.number_series;
    if (series.states.empty()) return true;
    const auto state = text_or_empty(values[entity.index_of(entity.state_field)]);
    return std::find(series.states.begin(), series.states.end(), state) != series.states.end();
}

std::string number_series_of(const EntityDef& entity, const std::vector<Value>& values,
                             std::int64_t now_ms) {
    std::string series = entity.number_series.format;
    const std::int64_t today = now_ms / kMillisecondsPerDay;
    const std::int64_t day = day_in(entity, values).value_or(today);
    const std::int64_t year = date_part(day, DatePart::Year).value_or(1970);
    fill(series, kYear, padded_number(year, 4));
    fill(series, kShortYear, padded_number(year % 100, 2));
    fill(series, kMonth, padded_number(date_part(day, DatePart::Month).value_or(1), 2));
    return series;
}

std::string number_in_series(const std::string& series, std::int64_t n) {
    const std::size_t at = series.find(kCount);
    HOLDFAST_ASSERT(at != std::string::npos && n > 0);
    std::string number = series;
    const auto digits = static_cast<std::size_t>(series[at + kCount.size()] - '0');
    return number.replace(at, kCount.size() + 2, padded_number(n, digits));
}

Result<std::string> take_number(const std::string& series, std::int64_t& next,
                                const std::function<Result<bool>(const std::string&)>& is_taken) {
    std::string number = number_in_series(series, next++);
    while (TRY(is_taken(number))) number = number_in_series(series, next++);
    return number;
}

std::string padded_number(std::int64_t number, std::size_t digits_min) {
    std::string digits = std::to_string(number);
    if (digits.size() < digits_min) digits.insert(0, digits_min - digits.size(), '0');
    return digits;
}

}  // namespace holdfast
