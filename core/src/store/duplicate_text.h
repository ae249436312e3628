// DuplicateText: values as rules of duplicates compare them, and the keys under which alike values
// are found. Private to core/src/store.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/record.h"
#include "core/registry.h"
#include "store/duplicate_rules.h"

namespace holdfast {

/// A value as one kind of rule compares it; empty when there is nothing to compare.
struct ComparedValue {
    std::string text;
    std::vector<std::string> words;  ///< Fuzzy texts only, in their order.
    [[nodiscard]] bool empty() const { return text.empty() && words.empty(); }
};
/// Exact: as it is. Normalised: e-mail addresses and texts without case, accents and signs, phone
/// numbers by their digits, web addresses without scheme and "www". Fuzzy: the words of a name
/// without forms of companies ("AB", "Ltd"); what is no free text as Normalised.
[[nodiscard]] ComparedValue compared_value(const FieldDef& field, MatchKind match,
                                           const Value& value);
/// Whether both mean the same. Two phone numbers agree when one, of seven digits at least, is the
/// end of the other. Two names agree when each word of the shorter has its like in the longer,
/// which has one word more at most. Nothing agrees with nothing.
[[nodiscard]] bool agree(const FieldDef& field, const ComparedValue& one, const ComparedValue& two);
/// The share of letters that two names have in common, of those of the longer one: of
/// kWholeSimilarity; 0 when they do not agree. Of other values all or nothing.
[[nodiscard]] std::int64_t similarity(const FieldDef& field, const ComparedValue& one,
                                      const ComparedValue& two);

/// Whether the records agree in all fields of the rule, names as much as it asks for. Its condition
/// is not asked.
[[nodiscard]] bool agree(const EntityDef& entity, const CountingRule& rule, const Record& one,
                         const Record& two);

/// At most so many keys per rule and record.
inline constexpr std::size_t kDuplicateKeysMax = 16;
/// Records that agree by rule number `number` have a key in common, almost always; records with a
/// key in common need not agree. Empty when a field of the rule is.
[[nodiscard]] std::vector<std::uint32_t> duplicate_keys(const EntityDef& entity, std::size_t number,
                                                        const DuplicateRule& rule,
                                                        const std::vector<Value>& values);

}  // namespace holdfast
