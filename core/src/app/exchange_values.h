// ExchangeValues: values as programs read and write them in files, without loss. Private to
// core/src/app.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/registry.h"
#include "json_records.h"

namespace holdfast {

/// ISO 8601 without a zone: "2026-11-22T13:08:00", with ".123" when there are milliseconds.
[[nodiscard]] std::string iso_time_text(std::int64_t ms);
/// "2026-11-22 13:08" and as much more as the time has, at `zone_offset_minutes`.
[[nodiscard]] std::string table_time_text(std::int64_t ms, int zone_offset_minutes);

/// Milliseconds UTC of a date and time in ISO 8601, with "T" or a blank between, optional seconds,
/// decimals and zone ("Z", "+01:00"); without a zone, at `zone_offset_minutes`. Nothing for
/// anything else, days without a time included.
[[nodiscard]] std::optional<std::int64_t> parse_iso_time(std::string_view text,
                                                         int zone_offset_minutes);

/// A moment as the field holds it: Date fields take the day at `zone_offset_minutes`.
[[nodiscard]] Value value_of_time(const FieldDef& field, std::int64_t ms, int zone_offset_minutes);

/// "1:30" hours and minutes, with ":05" and ".250" when there is more to say.
[[nodiscard]] std::string table_duration_text(std::int64_t ms);
/// Reads what has seconds; nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> parse_clock_duration(std::string_view text);

/// A value by its type's json_schema; links as {"id": ..., "title": `title`}.
[[nodiscard]] JsonValue json_value_of(const FieldDef& field, const Value& value,
                                      const std::string& title);

/// Reads what json_value_of() wrote where people write differently: durations in ms, days. Nothing
/// for other fields and texts.
[[nodiscard]] std::optional<Value> parse_program_text(const FieldDef& field, std::string_view text);

/// What the list of a record's parts of this module is called in JSON: `lines`.
[[nodiscard]] const std::string& list_key_of(const EntityDef& part);

}  // namespace holdfast
