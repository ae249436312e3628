#include "icalendar_zone.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "content_text.h"
#include "icalendar_time.h"
#include "locale.h"

namespace holdfast {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::size_t kZoneNameBytesMax = 255;
constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view kWeekdays[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};

std::int64_t floor_days(std::int64_t seconds) {
    return seconds >= 0 ? seconds / kDaySeconds : -((-seconds - 1) / kDaySeconds) - 1;
}

std::int64_t year_of(std::int64_t seconds) {
    return civil_from_days(floor_days(seconds)).year;
}

std::int64_t weekday_of(std::int64_t days) {
    const std::int64_t weekday = (days + 4) % 7;  // 1970-01-01 was a Thursday.
    return weekday < 0 ? weekday + 7 : weekday;
}

std::int64_t month_length(std::int64_t year, std::int64_t month) {
    std::int64_t day = 31;
    while (!is_date({year, month, day})) --day;
    return day;
}

/// The day of the month on which the rule falls.
std::optional<std::int64_t> day_of_month(const ZoneRule& rule, std::int64_t year) {
    const std::int64_t length = month_length(year, rule.month);
    const std::int64_t first_weekday = weekday_of(days_from_civil({year, rule.month, 1}));
    if (rule.ordinal == 0) {
        for (std::int64_t day = 1; day <= length; ++day) {
            const bool listed = (rule.month_days >> day & 1U) != 0;
            const bool matches = rule.weekday < 0 || (first_weekday + day - 1) % 7 == rule.weekday;
            if (listed && matches) return day;
        }
        return std::nullopt;
    }
    const std::int64_t first = 1 + (rule.weekday - first_weekday + 7) % 7;
    const std::int64_t count = (length - first) / 7 + 1;
    const std::int64_t nth = rule.ordinal > 0 ? rule.ordinal : count + 1 + rule.ordinal;
    if (nth < 1 || nth > count) return std::nullopt;
    return first + (nth - 1) * 7;
}

std::optional<std::int64_t> onset_in_year(const ZoneObservance& observance, std::int64_t year) {
    if (year < 1 || year > 9'999) return std::nullopt;
    const auto day = day_of_month(*observance.rule, year);
    if (!day) return std::nullopt;
    const std::int64_t time_of_day =
        observance.start_s - floor_days(observance.start_s) * kDaySeconds;
    return days_from_civil({year, observance.rule->month, *day}) * kDaySeconds + time_of_day;
}

/// The last time before or at `local_s` when the rule says so.
std::optional<std::int64_t> last_by_rule(const ZoneObservance& observance, std::int64_t local_s) {
    const ZoneRule& rule = *observance.rule;
    const std::int64_t first_year = year_of(observance.start_s);
    const std::int64_t bound = std::min(local_s, rule.until_s);
    std::int64_t year = year_of(bound);
    if (year < first_year) return std::nullopt;
    year -= (year - first_year) % rule.interval_years;
    for (int look = 0; look < 2; ++look, year -= rule.interval_years) {
        const auto onset = onset_in_year(observance, year);
        if (onset && *onset <= bound && *onset >= observance.start_s) return onset;
    }
    return std::nullopt;
}

/// The last time before or at `local_s` when this offset began.
std::optional<std::int64_t> last_onset(const ZoneObservance& observance, std::int64_t local_s) {
    // In the hour that clocks skip, the offset before the change still counts.
    const std::int64_t bound =
        local_s - std::max<std::int64_t>(0, observance.offset_to_s - observance.offset_from_s);
    std::optional<std::int64_t> last;
    if (observance.start_s <= bound) last = observance.start_s;
    for (const std::int64_t date : observance.dates)
        if (date <= bound && (!last || date > *last)) last = date;
    if (!observance.rule) return last;
    const auto ruled = last_by_rule(observance, bound);
    return ruled && (!last || *ruled > *last) ? ruled : last;
}

std::int64_t offset_at(const CalendarZone& zone, std::int64_t local_s) {
    const auto earliest = std::min_element(
        zone.observances.begin(), zone.observances.end(),
        [](const auto& left, const auto& right) { return left.start_s < right.start_s; });
    std::int64_t offset = earliest->offset_from_s;
    std::optional<std::int64_t> latest;
    for (const ZoneObservance& observance : zone.observances) {
        const auto onset = last_onset(observance, local_s);
        if (!onset || (latest && *onset < *latest)) continue;
        latest = onset;
        offset = observance.offset_to_s;
    }
    return offset;
}

/// "-1SU", "2SU", "SU"
bool take_weekday(std::string_view text, ZoneRule& rule) {
    if (text.size() < 2) return false;
    const auto* weekday =
        std::find(std::begin(kWeekdays), std::end(kWeekdays), text.substr(text.size() - 2));
    if (weekday == std::end(kWeekdays)) return false;
    rule.weekday = weekday - std::begin(kWeekdays);
    text.remove_suffix(2);
    if (text.empty()) return true;
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const auto ordinal = number_of_digits(text);
    if (!ordinal || *ordinal < 1 || *ordinal > 5) return false;
    rule.ordinal = negative ? -*ordinal : *ordinal;
    return true;
}

bool take_month_days(std::string_view text, ZoneRule& rule) {
    for (const std::string_view piece : split_escaped(text, ',', 32)) {
        const auto day = number_of_digits(piece);
        if (!day || *day < 1 || *day > 31) return false;
        rule.month_days |= 1U << *day;
    }
    return true;
}

/// What is not a part of the rule's day: when it ends, and how often it comes.
struct RuleEnd {
    std::string_view until;
    std::int64_t count = 0;
};

bool take_part(std::string_view name, std::string_view value, ZoneRule& rule, RuleEnd& end) {
    const auto number = number_of_digits(value);
    if (name == "FREQ") return value == "YEARLY";
    if (name == "WKST") return true;
    if (name == "BYDAY") return take_weekday(value, rule);
    if (name == "BYMONTHDAY") return take_month_days(value, rule);
    if (name == "UNTIL") {
        end.until = value;
        return true;
    }
    if (!number || *number < 1) return false;
    if (name == "BYMONTH") rule.month = *number;
    if (name == "INTERVAL") rule.interval_years = *number;
    if (name == "COUNT") end.count = *number;
    return name == "INTERVAL" || name == "COUNT" || (name == "BYMONTH" && *number <= 12);
}

/// Fills what the rule leaves to the first change. False: not a day of each year.
bool complete(ZoneRule& rule, std::int64_t start_s) {
    const CivilDate start = civil_from_days(floor_days(start_s));
    if (rule.month == 0 && rule.weekday >= 0) return false;
    if (rule.month == 0) rule.month = start.month;
    if (rule.weekday >= 0 && rule.ordinal != 0) return rule.month_days == 0;
    if (rule.weekday >= 0) return rule.month_days != 0;
    if (rule.month_days == 0) rule.month_days = 1U << start.day;
    return (rule.month_days & (rule.month_days - 1)) == 0;
}

bool set_end(ZoneObservance& observance, const RuleEnd& end) {
    ZoneRule& rule = *observance.rule;
    rule.until_s = kForever;
    if (end.count > 0) {
        const std::int64_t year =
            year_of(observance.start_s) + (end.count - 1) * rule.interval_years;
        const auto last = onset_in_year(observance, std::min<std::int64_t>(year, 9'999));
        if (!last) return false;
        rule.until_s = *last;
    }
    if (end.until.empty()) return true;
    const auto until = parse_calendar_time(end.until);
    if (!until) return false;
    rule.until_s = until->local_ms / 1'000;
    if (until->clock == CalendarClock::Utc) rule.until_s += observance.offset_from_s;
    if (until->clock == CalendarClock::Date) rule.until_s += kDaySeconds - 1;
    return true;
}

bool set_rule(ZoneObservance& observance, std::string_view text) {
    observance.rule = ZoneRule{};
    RuleEnd end;
    for (const std::string_view part : split_escaped(text, ';', 16)) {
        const std::size_t equals = part.find('=');
        if (part.empty()) continue;
        if (equals == std::string_view::npos) return false;
        if (!take_part(part.substr(0, equals), part.substr(equals + 1), *observance.rule, end))
            return false;
    }
    return complete(*observance.rule, observance.start_s) && set_end(observance, end);
}

}  // namespace

void CalendarZones::begin_observance() {
    observance_ = ZoneObservance{};
    rule_text_.clear();
    in_observance_ = true;
    has_start_ = false;
    has_from_ = false;
    has_to_ = false;
}

void CalendarZones::add_to_observance(const ContentLine& line) {
    if (line.name == "RRULE") {
        if (!rule_text_.empty()) zone_.understood = false;
        rule_text_ = upper_ascii(stripped(line.value));
    } else if (line.name == "DTSTART") {
        const auto time = parse_calendar_time(line.value);
        has_start_ = time.has_value();
        if (time) observance_.start_s = time->local_ms / 1'000;
    } else if (line.name == "TZOFFSETFROM" || line.name == "TZOFFSETTO") {
        const auto offset = parse_zone_offset(line.value);
        const bool from = line.name == "TZOFFSETFROM";
        (from ? has_from_ : has_to_) = offset.has_value();
        (from ? observance_.offset_from_s : observance_.offset_to_s) = offset.value_or(0);
    } else if (line.name == "RDATE") {
        for (const std::string_view piece : split_escaped(line.value, ',', kZoneDatesMax)) {
            const auto date = parse_calendar_time(piece);
            const bool full = observance_.dates.size() == kZoneDatesMax;
            if (!date || full || date->clock == CalendarClock::Utc)
                zone_.understood = false;
            else
                observance_.dates.push_back(date->local_ms / 1'000);
        }
    }
}

void CalendarZones::end_observance() {
    in_observance_ = false;
    const bool whole = has_start_ && has_from_ && has_to_;
    const bool ruled = whole && (rule_text_.empty() || set_rule(observance_, rule_text_));
    if (!ruled || observance_count_ == kZoneObservancesMax) {
        zone_.understood = false;
        return;
    }
    ++observance_count_;
    zone_.observances.push_back(std::move(observance_));
}

void CalendarZones::end_zone() {
    CalendarZone zone = std::exchange(zone_, CalendarZone{});
    const bool usable = zone.understood && !zone.observances.empty() && !in_observance_ &&
                        !zone.name.empty() && zone.name.size() <= kZoneNameBytesMax;
    const bool known = std::any_of(zones_.begin(), zones_.end(), [&](const CalendarZone& each) {
        return each.name == zone.name;
    });
    if (usable && !known && zones_.size() < kCalendarZonesMax)
        zones_.push_back(std::move(zone));
    else
        observance_count_ -= zone.observances.size();
}

void CalendarZones::add(const ContentLine& line) {
    const bool whole = line.state == ContentLineState::Whole;
    if (line.is_mark("BEGIN", "VTIMEZONE")) {
        observance_count_ -= zone_.observances.size();
        zone_ = CalendarZone{};
        in_observance_ = false;
    } else if (line.is_mark("END", "VTIMEZONE")) {
        end_zone();
    } else if (line.is_mark("BEGIN", "STANDARD") || line.is_mark("BEGIN", "DAYLIGHT")) {
        begin_observance();
    } else if (in_observance_ &&
               (line.is_mark("END", "STANDARD") || line.is_mark("END", "DAYLIGHT"))) {
        end_observance();
    } else if (!whole) {
        zone_.understood = false;
    } else if (in_observance_) {
        add_to_observance(line);
    } else if (line.name == "TZID") {
        zone_.name = stripped(line.value);
    }
}

std::optional<std::int64_t> CalendarZones::utc_ms(std::string_view zone,
                                                  std::int64_t local_ms) const {
    for (const std::string_view name : {"UTC", "Etc/UTC", "GMT", "Etc/GMT"})
        if (zone == name) return local_ms;
    const auto known = std::find_if(zones_.begin(), zones_.end(),
                                    [&](const CalendarZone& each) { return each.name == zone; });
    if (known == zones_.end()) return std::nullopt;
    return local_ms - offset_at(*known, local_ms / 1'000) * 1'000;
}

}  // namespace holdfast
