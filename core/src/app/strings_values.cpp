#include <optional>

#include "core/strings.h"
#include "field_format.h"
#include "local_time.h"
#include "locale.h"

namespace holdfast {

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
    return format_of(field.type).show({*this, entity, field, zone_offset_minutes}, value);
}

std::string Strings::edit_text(const EntityDef& entity, const FieldDef& field, const Value& value,
                               int zone_offset_minutes) const {
    if (is_null(value)) return {};
    return format_of(field.type).edit({*this, entity, field, zone_offset_minutes}, value);
}

ParsedValue parse_value(const Strings& strings, const EntityDef& entity, const FieldDef& field,
                        std::string_view text, int zone_offset_minutes) {
    if (to_narrow(text).empty()) return {};
    return format_of(field.type).parse({strings, entity, field, zone_offset_minutes}, text);
}

}  // namespace holdfast
