// Document numbers that the authority gives: when a record is due one, and how it reads.
//
// The same on a server and in a standalone workspace, which is its own authority. What devices give
// themselves ("WO-K7-0012") is the store's business.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/registry.h"

namespace holdfast {

/// A number has at most so many bytes, brought along or given.
inline constexpr std::size_t kDocumentNumberBytesMax = 40;

/// Why `format` is not one, for those who write definitions; empty when it is. It holds {n:1} to
/// {n:9} once, digits at least; {yyyy}, {yy} and {mm} where wanted, {mm} only beside a year.
[[nodiscard]] std::string find_format_mistake(const std::string& format);

/// Whether the authority writes the number field of this module.
[[nodiscard]] bool gives_numbers(const EntityDef& entity);

/// Whether the record of a module with gives_numbers() has the number that stays. `values` by
/// position of EntityDef::fields.
[[nodiscard]] bool has_final_number(const EntityDef& entity, const std::vector<Value>& values);

/// Whether the record waits for the authority's number: its module has a series, its state asks
/// for one, and it has none yet. `values` by position of EntityDef::fields.
[[nodiscard]] bool is_number_due(const EntityDef& entity, const std::vector<Value>& values);

/// The series a record's number is taken from: the format with its year and month filled in, as of
/// the module's date field, else of `now_ms` (UTC). "INV-2026-{n:5}".
[[nodiscard]] std::string number_series_of(const EntityDef& entity,
                                           const std::vector<Value>& values, std::int64_t now_ms);

/// The number `n` (1 or more) of a series: "INV-2026-00042".
[[nodiscard]] std::string number_in_series(const std::string& series, std::int64_t n);

/// The first number of the series that is free, from `next` (1 or more) on; `next` is then the one
/// behind it. What was brought along is passed over: together they leave no gap. Fails as
/// `is_taken` does.
[[nodiscard]] Result<std::string> take_number(
    const std::string& series, std::int64_t& next,
    const std::function<Result<bool>(const std::string&)>& is_taken);

/// `number` (0 or more) in decimal, with zeros before it up to `digits_min` digits.
[[nodiscard]] std::string padded_number(std::int64_t number, std::size_t digits_min);

}  // namespace holdfast
