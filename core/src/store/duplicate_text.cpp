#include "store/duplicate_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "store/query_filter.h"

namespace holdfast {
namespace {

constexpr std::size_t kPhoneDigitsMin = 7;  ///< Shorter ones have to be equal: "112".
constexpr std::size_t kWordsMax = 8;        ///< Of a name; what follows is not compared.
constexpr std::size_t kWordBytesMax = 40;
constexpr std::size_t kMistakeLengthMin = 4;   ///< Shorter words have to be equal.
constexpr std::size_t kMistakesLengthMin = 8;  ///< From here on two letters may differ.

/// What companies write behind their names, folded.
constexpr std::array<std::string_view, 36> kCompanyForms = {
    "ab",          "ag",      "aps",    "as",   "asa",  "bv",   "co",  "company", "corp",
    "corporation", "doo",     "eireli", "epp",  "gmbh", "hb",   "inc", "kb",      "kg",
    "kk",          "limited", "llc",    "llp",  "ltd",  "ltda", "me",  "nv",      "oy",
    "oyj",         "plc",     "sa",     "sarl", "sas",  "sl",   "slu", "spa",     "srl"};
constexpr std::array<std::string_view, 3> kCompanyFormsInside = {"株式会社", "有限会社",
                                                                 "合同会社"};

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}
bool is_letter(char character) {
    return character >= 'a' && character <= 'z';
}
/// Bytes of other scripts count as letters.
bool is_word_byte(char character) {
    return is_digit(character) || is_letter(character) ||
           static_cast<unsigned char>(character) >= 0x80;
}

void erase_all(std::string& text, std::string_view part) {
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;)
        text.erase(at, part.size());
}

std::string only(std::string text, bool (*wanted)(char)) {
    std::erase_if(text, [&](char character) { return !wanted(character); });
    return text;
}

std::string phone_digits(std::string_view typed) {
    const std::string digits = only(folded(typed), is_digit);
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string::npos ? std::string() : digits.substr(first);
}

std::string web_place(std::string_view typed) {
    std::string text = only(folded(typed), [](char character) { return character > ' '; });
    for (const std::string_view start : {"https://", "http://", "www."})
        if (text.starts_with(start)) text.erase(0, start.size());
    while (text.ends_with('/')) text.pop_back();
    return text;
}

std::string normalised_text(const FieldDef& field, const Value& value) {
    const std::string_view text = text_or_empty(value);
    switch (field.type) {
        case FieldType::Phone:
            return phone_digits(text);
        case FieldType::Url:
            return web_place(text);
        case FieldType::Email:
            return only(folded(text), [](char character) { return character > ' '; });
        default:
            return only(folded(text), is_word_byte);
    }
}

std::vector<std::string> words_of(std::string text) {
    for (const std::string_view part : {"'", "’", "´", "`"}) erase_all(text, part);
    for (const std::string_view form : kCompanyFormsInside) erase_all(text, form);
    std::vector<std::string> words(1);
    for (const char character : text) {
        if (is_word_byte(character))
            words.back().push_back(character);
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

bool is_company_form(const std::string& word) {
    return std::binary_search(kCompanyForms.begin(), kCompanyForms.end(), word);
}

std::vector<std::string> name_words(std::string_view typed) {
    std::vector<std::string> words = words_of(folded(typed));
    // A company may be called nothing but "Co".
    if (!std::all_of(words.begin(), words.end(), is_company_form))
        std::erase_if(words, is_company_form);
    if (words.size() > kWordsMax) words.resize(kWordsMax);
    for (std::string& word : words) word.resize(std::min(word.size(), kWordBytesMax));
    return words;
}

bool is_plain(const std::string& word) {
    return std::all_of(word.begin(), word.end(), is_letter);
}

/// Letters to add, take away or change, at most `most` + 1.
std::size_t mistakes(const std::string& one, const std::string& two, std::size_t most) {
    std::array<std::size_t, kWordBytesMax + 1> row{};
    for (std::size_t column = 0; column <= two.size(); ++column) row.at(column) = column;
    for (std::size_t line = 1; line <= one.size(); ++line) {
        std::size_t corner = row[0];
        std::size_t least = row[0] = line;
        for (std::size_t column = 1; column <= two.size(); ++column) {
            const std::size_t change = corner + (one[line - 1] == two[column - 1] ? 0 : 1);
            corner = row.at(column);
            row.at(column) = std::min({change, corner + 1, row.at(column - 1) + 1});
            least = std::min(least, row.at(column));
        }
        if (least > most) return most + 1;
    }
    return row.at(two.size());
}

/// Letters in which two words differ that are alike; nothing when they are not.
std::optional<std::size_t> difference(const std::string& one, const std::string& two) {
    if (one == two) return 0;
    const std::size_t shorter = std::min(one.size(), two.size());
    if (shorter < kMistakeLengthMin || !is_plain(one) || !is_plain(two)) return std::nullopt;
    const std::size_t most = shorter >= kMistakesLengthMin ? 2 : 1;
    if (std::max(one.size(), two.size()) - shorter > most) return std::nullopt;
    const std::size_t found = mistakes(one, two, most);
    return found <= most ? std::optional(found) : std::nullopt;
}

/// Takes the like of `word` out of `words`; the letters in which they differ.
std::optional<std::size_t> take_partner(std::vector<std::string>& words, const std::string& word) {
    auto partner = std::find(words.begin(), words.end(), word);
    if (partner == words.end())
        partner = std::find_if(words.begin(), words.end(), [&](const std::string& other) {
            return difference(word, other).has_value();
        });
    if (partner == words.end()) return std::nullopt;
    const std::optional<std::size_t> letters = difference(word, *partner);
    words.erase(partner);
    return letters;
}

std::size_t letters_in(const std::vector<std::string>& words) {
    std::size_t letters = 0;
    for (const std::string& word : words) letters += word.size();
    return letters;
}

/// 0: the names are not alike.
std::int64_t similarity_of_names(std::vector<std::string> one, std::vector<std::string> two) {
    if (one.size() > two.size()) std::swap(one, two);
    if (one.empty() || two.size() - one.size() > (one.size() < 2 ? 0U : 1U)) return 0;
    const std::size_t all = std::max(letters_in(one), letters_in(two));
    std::size_t different = 0;
    for (const std::string& word : one) {
        const std::optional<std::size_t> letters = take_partner(two, word);
        if (!letters) return 0;
        different += *letters;
    }
    different += letters_in(two);  // What is left has no partner.
    const auto same = static_cast<std::int64_t>(all - std::min(all - 1, different));
    return same * kWholeSimilarity / static_cast<std::int64_t>(all);
}

char sound_of(char letter) {
    switch (letter) {
        case 'c':
        case 'q':
            return 'k';
        case 'z':
            return 's';
        case 'w':
            return 'v';
        default:
            return letter;
    }
}

/// What is left of a word when it is misspelt: its first letter and its consonants, each once.
std::string bones_of(const std::string& word) {
    if (!is_plain(word)) return word;
    std::string bones(1, sound_of(word[0]));
    for (const char letter : word.substr(1)) {
        const bool silent = std::string_view("aeiouyhj").find(letter) != std::string_view::npos;
        if (!silent && bones.back() != sound_of(letter)) bones.push_back(sound_of(letter));
    }
    if (bones.size() > 2 && bones.back() == 's') bones.pop_back();
    return bones;
}

/// FNV-1a, of a text and what stands for its end.
std::uint32_t mixed(std::uint32_t hash, std::string_view text) {
    for (const char character : text)
        hash = (hash ^ static_cast<unsigned char>(character)) * 16'777'619U;
    return (hash ^ 0xFFU) * 16'777'619U;
}

std::string joined(const std::vector<std::string>& bones, std::size_t left_out) {
    std::string text;
    for (std::size_t index = 0; index < bones.size(); ++index)
        if (index != left_out) text += bones[index] + " ";
    return text;
}

/// What the value may be found under: a name also under itself less one of its words.
std::vector<std::string> forms_of(const FieldDef& field, const ComparedValue& value) {
    if (value.words.empty()) {
        const bool cut = field.type == FieldType::Phone && value.text.size() > kPhoneDigitsMin;
        return {cut ? value.text.substr(value.text.size() - kPhoneDigitsMin) : value.text};
    }
    std::vector<std::string> bones;
    for (const std::string& word : value.words) bones.push_back(bones_of(word));
    std::sort(bones.begin(), bones.end());
    std::vector<std::string> forms{joined(bones, bones.size())};
    for (std::size_t index = 0; bones.size() > 2 && index < bones.size(); ++index)
        forms.push_back(joined(bones, index));
    return forms;
}

}  // namespace

ComparedValue compared_value(const FieldDef& field, MatchKind match, const Value& value) {
    ComparedValue compared;
    if (is_null(value)) return compared;
    const bool is_text = std::holds_alternative<std::string>(value);
    if (!is_text)
        compared.text = to_json(value);
    else if (match == MatchKind::Exact)
        compared.text = text_or_empty(value);
    else if (match == MatchKind::Fuzzy && field.type == FieldType::Text)
        compared.words = name_words(text_or_empty(value));
    else
        compared.text = normalised_text(field, value);
    return compared;
}

bool agree(const FieldDef& field, const ComparedValue& one, const ComparedValue& two) {
    if (one.empty() || two.empty()) return false;
    if (!one.words.empty()) return similarity_of_names(one.words, two.words) > 0;
    if (one.text == two.text) return true;
    if (field.type != FieldType::Phone) return false;
    const bool first_is_longer = one.text.size() > two.text.size();
    const std::string& longer = first_is_longer ? one.text : two.text;
    const std::string& shorter = first_is_longer ? two.text : one.text;
    return shorter.size() >= kPhoneDigitsMin && longer.ends_with(shorter);
}

std::int64_t similarity(const FieldDef& field, const ComparedValue& one, const ComparedValue& two) {
    if (!one.words.empty() && !two.words.empty()) return similarity_of_names(one.words, two.words);
    return agree(field, one, two) ? kWholeSimilarity : 0;
}

bool agree(const EntityDef& entity, const CountingRule& rule, const Record& one,
           const Record& two) {
    const std::int64_t least = std::max<std::int64_t>(rule.similarity_min, 1);
    return std::all_of(rule.rule.fields.begin(), rule.rule.fields.end(), [&](FieldId id) {
        const FieldDef& field = *entity.find_field(id);
        const std::size_t position = entity.index_of(id);
        return similarity(field, compared_value(field, rule.rule.match, one.values[position]),
                          compared_value(field, rule.rule.match, two.values[position])) >= least;
    });
}

std::vector<std::uint32_t> duplicate_keys(const EntityDef& entity, std::size_t number,
                                          const DuplicateRule& rule,
                                          const std::vector<Value>& values) {
    std::vector<std::uint32_t> keys{mixed(2'166'136'261U, std::to_string(number))};
    for (const FieldId id : rule.fields) {
        const FieldDef& field = *entity.find_field(id);
        const ComparedValue value = compared_value(field, rule.match, values[entity.index_of(id)]);
        if (value.empty()) return {};
        std::vector<std::uint32_t> longer;
        for (const std::string& form : forms_of(field, value))
            for (const std::uint32_t key : keys) longer.push_back(mixed(key, form));
        if (longer.size() > kDuplicateKeysMax) longer.resize(kDuplicateKeysMax);
        keys = std::move(longer);
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

}  // namespace holdfast
