// Strings: what people read, in six languages, from gettext catalogues compiled into the program.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/record.h"
#include "core/registry.h"
#include "core/result.h"

namespace holdfast {

enum class Language : std::uint8_t { English, Portuguese, Swedish, Japanese, French, Spanish };
inline constexpr Language kLanguages[] = {Language::English, Language::Portuguese,
                                          Language::Swedish, Language::Japanese,
                                          Language::French,  Language::Spanish};
/// BCP 47 tag: "en", "pt-BR", "sv", "ja", "fr", "es".
[[nodiscard]] std::string_view tag_of(Language language);
/// The language of a tag such as "pt" or "fr-CA"; English when unknown.
[[nodiscard]] Language language_from_tag(std::string_view tag);

/// What a module or one of its presets goes by: where its words stand. What it was made from must
/// outlive it.
struct ModuleName {
    ModuleName(const EntityDef& entity);
    ModuleName(const PresetDef& preset);
    explicit ModuleName(const ModulePlace& place);
    std::string_view key;
    const OwnWords* singular;
    const OwnWords* plural;
};

/// One language's words. Keys are stable ids such as "ui.save" or "work_order.status.open"; an
/// unknown key is shown as itself (and is a build error for keys used in code and metadata).
/// Small and copyable. Views returned live as long as the program.
class Strings {
public:
    explicit Strings(Language language = Language::English) : language_(language) {}
    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] std::string_view get(std::string_view key) const;
    /// Whether the catalogues have `key`.
    [[nodiscard]] static bool has(std::string_view key);
    /// Replaces {0}, {1}, ... by `arguments`.
    [[nodiscard]] std::string format(std::string_view key,
                                     const std::vector<std::string>& arguments) const;
    /// Plural by CLDR rules: picks the form for `count`; {n} is the count, written in the locale.
    [[nodiscard]] std::string plural(std::string_view key, std::int64_t count) const;

    [[nodiscard]] std::string_view singular_of(const ModuleName& name) const;
    [[nodiscard]] std::string_view plural_of(const ModuleName& name) const;
    /// A module's own wording, right in gender and number: "new" (button "New work order"),
    /// "search" ("Search work orders"), "add" (a child line), "empty" (nothing there yet).
    [[nodiscard]] std::string_view phrase_of(const ModuleName& name, std::string_view phrase) const;
    /// "1 work order", "3 work orders".
    [[nodiscard]] std::string count_of(const ModuleName& name, std::int64_t count) const;
    [[nodiscard]] std::string_view label_of(const EntityDef& entity, const FieldDef& field) const;
    [[nodiscard]] std::string_view label_of(const EntityDef& entity,
                                            const FormSection& section) const;
    /// Label of the list of `entity` records at the `target` that they point to.
    [[nodiscard]] std::string_view label_of(const EntityDef& target, const InverseDef& inverse,
                                            const EntityDef& entity) const;
    /// Label of a choice or state key of `field`.
    [[nodiscard]] std::string_view label_of_choice(const EntityDef& entity, const FieldDef& field,
                                                   std::string_view choice) const;
    /// A value as lists and forms show it (numbers, money, dates in the locale; choices by label;
    /// DateTime in `zone_offset_minutes` from UTC). Links are not resolved here: empty text.
    [[nodiscard]] std::string format_value(const EntityDef& entity, const FieldDef& field,
                                           const Value& value, int zone_offset_minutes) const;
    /// A value as an editor holds it: parse_value() reads it back unchanged. Choices by key,
    /// booleans "1" or "", links as record id text.
    [[nodiscard]] std::string edit_text(const EntityDef& entity, const FieldDef& field,
                                        const Value& value, int zone_offset_minutes) const;
    /// A number with the locale's grouping.
    [[nodiscard]] std::string integer(std::int64_t value) const;
    /// "2026-12-24" for what parse_value() reads as that date; anything else unchanged.
    [[nodiscard]] std::string iso_date(std::string_view typed) const;
    /// Days since 1970-01-01 as a date.
    [[nodiscard]] std::string date(std::int64_t days) const;
    /// Milliseconds UTC as hours and minutes of the day at `zone_offset_minutes`.
    [[nodiscard]] std::string time(std::int64_t ms, int zone_offset_minutes) const;
    [[nodiscard]] std::string date_time(std::int64_t ms, int zone_offset_minutes) const;
    /// The sentence for a mistake at a field: says what is wrong and what to do.
    [[nodiscard]] std::string sentence(const EntityDef& entity, const FieldIssue& issue) const;
    /// The sentence for a failure, by code alone: says what to do next.
    [[nodiscard]] std::string sentence(const Error& error) const;

private:
    /// An administrator's word in this language; else the first that the catalogues have; else
    /// what the administrator said in another language.
    [[nodiscard]] std::string_view first_of(const OwnWords& own,
                                            std::initializer_list<std::string> keys) const;
    /// Whether the module goes by an administrator's name in this language.
    [[nodiscard]] bool has_own_name(const ModuleName& name) const;
    Language language_;
};

/// Reads what a person typed for `field` in `language` (decimal comma, local date order, choice
/// label or key). BadInput-free: an unreadable text gives an issue kind instead. Blank text is a
/// null value.
struct ParsedValue {
    Value value;
    bool ok = true;
    IssueKind issue = IssueKind::Missing;
};
[[nodiscard]] ParsedValue parse_value(const Strings& strings, const EntityDef& entity,
                                      const FieldDef& field, std::string_view text,
                                      int zone_offset_minutes);

}  // namespace holdfast
