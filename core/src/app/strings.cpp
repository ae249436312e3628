#include "core/strings.h"

#include <algorithm>
#include <set>

#include "core/app/customization_words.h"
#include "locale.h"
#include "strings_table.h"

namespace holdfast {
namespace {

constexpr std::string_view kTags[] = {"en", "pt-BR", "sv", "ja", "fr", "es"};

std::string_view key_at(std::size_t index) {
    const std::uint32_t begin = compiled_strings::kKeyOffsets[index];
    return {compiled_strings::kKeyBlob + begin, compiled_strings::kKeyOffsets[index + 1] - begin};
}

/// Position of `key` in the compiled table, or kKeyCount.
std::size_t find_key(std::string_view key) {
    std::size_t low = 0;
    std::size_t high = compiled_strings::kKeyCount;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (key_at(middle) < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < compiled_strings::kKeyCount && key_at(low) == key ? low
                                                                   : compiled_strings::kKeyCount;
}

/// A copy of an unknown key that lives as long as the program.
std::string_view kept(std::string_view key) {
    static std::set<std::string, std::less<>> keys;
    const auto found = keys.find(key);
    return found != keys.end() ? *found : *keys.emplace(key).first;
}

/// All plural forms of a key, separated by a byte 0.
std::string_view forms_of(Language language, std::string_view key) {
    const std::size_t index = find_key(key);
    if (index == compiled_strings::kKeyCount) return kept(key);
    const auto table = static_cast<std::size_t>(language);
    const std::uint32_t* offsets = compiled_strings::kTextOffsets[table];
    return {compiled_strings::kTextBlobs[table] + offsets[index],
            offsets[index + 1] - offsets[index]};
}

std::string_view form_at(std::string_view forms, std::size_t wanted) {
    for (std::size_t index = 0; index < wanted; ++index) {
        const std::size_t end = forms.find('\0');
        if (end == std::string_view::npos) break;
        forms.remove_prefix(end + 1);
    }
    return forms.substr(0, forms.find('\0'));
}

/// CLDR cardinal rules for whole numbers; "many" of Portuguese, French and Spanish is left to
/// "other", whose wording is the same in every text we have.
std::size_t plural_form(Language language, std::int64_t count) {
    switch (language) {
        case Language::Japanese:
            return 0;
        case Language::French:
        case Language::Portuguese:
            return count == 0 || count == 1 || count == -1 ? 0 : 1;
        case Language::English:
        case Language::Swedish:
        case Language::Spanish:
            break;
    }
    return count == 1 || count == -1 ? 0 : 1;
}

std::string_view own_word(const OwnWords& words, Language language) {
    const auto wanted = static_cast<std::size_t>(language);
    return wanted < words.size() ? std::string_view(words[wanted]) : std::string_view();
}

/// Of any language: a wrong one is better than a key.
std::string_view any_word(const OwnWords& words) {
    for (const std::string& word : words)
        if (!word.empty()) return word;
    return {};
}

std::string joined(std::string_view first, std::string_view second) {
    std::string key(first);
    key += '.';
    key += second;
    return key;
}

void replace_all(std::string& text, const std::string& mark, const std::string& with) {
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + with.size())) {
        text.replace(at, mark.size(), with);
    }
}

std::string_view key_of(IssueKind kind) {
    switch (kind) {
        case IssueKind::Missing:
            return "issue.missing";
        case IssueKind::TooLong:
            return "issue.too_long";
        case IssueKind::NotAnEmail:
            return "issue.not_an_email";
        case IssueKind::NotAPhone:
            return "issue.not_a_phone";
        case IssueKind::NotAUrl:
            return "issue.not_a_url";
        case IssueKind::NotANumber:
            return "issue.not_a_number";
        case IssueKind::NotADate:
            return "issue.not_a_date";
        case IssueKind::NotAChoice:
            return "issue.not_a_choice";
        case IssueKind::OutOfRange:
            return "issue.out_of_range";
        case IssueKind::NotAllowed:
            return "issue.not_allowed";
        case IssueKind::UnknownLink:
            return "issue.unknown_link";
        case IssueKind::ReadOnly:
            return "issue.read_only";
        case IssueKind::CheckFailed:
            return "issue.check_failed";
        case IssueKind::GuardFailed:
            return "issue.guard_failed";
        case IssueKind::NotUnique:
            return "issue.not_unique";
        case IssueKind::InUse:
            return "issue.in_use";
        case IssueKind::Cyclic:
            return "issue.cyclic";
        case IssueKind::Frozen:
            return "issue.frozen";
        case IssueKind::AddOnly:
            return "issue.add_only";
        case IssueKind::NotJson:
            return "issue.not_json";
        case IssueKind::BadContent:
        case IssueKind::BadChanges:
            return "issue.bad_content";
        case IssueKind::NoRight:
            return "issue.no_right.edit";
    }
    return "issue.missing";
}

std::string_view key_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::NotFound:
            return "error.not_found";
        case ErrorCode::Conflict:
            return "error.conflict";
        case ErrorCode::Corrupt:
            return "error.corrupt";
        case ErrorCode::Storage:
            return "error.storage";
        case ErrorCode::Full:
            return "error.full";
        case ErrorCode::Offline:
            return "error.offline";
        case ErrorCode::Unauthorized:
            return "error.unauthorized";
        case ErrorCode::LimitExceeded:
            return "error.limit_exceeded";
        case ErrorCode::BadInput:
            return "error.bad_input";
        case ErrorCode::Unsupported:
            return "error.unsupported";
    }
    return "error.storage";
}

}  // namespace

std::string_view tag_of(Language language) {
    return kTags[static_cast<std::size_t>(language)];
}

Language language_from_tag(std::string_view tag) {
    const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
    for (const Language language : kLanguages) {
        if (tag_of(language).substr(0, 2) == primary) return language;
    }
    return Language::English;
}

bool Strings::has(std::string_view key) {
    return find_key(key) != compiled_strings::kKeyCount;
}

std::string_view Strings::get(std::string_view key) const {
    return form_at(forms_of(language_, key), 0);
}

std::string Strings::format(std::string_view key, const std::vector<std::string>& arguments) const {
    const std::string_view text = get(key);
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool mark = text[at] == '{' && at + 2 < text.size() && text[at + 2] == '}';
        const auto index = mark ? static_cast<std::size_t>(text[at + 1] - '0') : arguments.size();
        if (index >= arguments.size()) {
            out += text[at];
            continue;
        }
        out += arguments[index];
        at += 2;
    }
    return out;
}

std::string Strings::plural(std::string_view key, std::int64_t count) const {
    std::string text(form_at(forms_of(language_, key), plural_form(language_, count)));
    replace_all(text, "{n}", integer(count));
    return text;
}

ModuleName::ModuleName(const EntityDef& entity)
    : key(entity.key), singular(&entity.singular), plural(&entity.plural) {
    if (const PresetDef* preset = entity.find_preset(entity.called)) *this = ModuleName(*preset);
}
ModuleName::ModuleName(const PresetDef& preset)
    : key(preset.key), singular(&preset.singular), plural(&preset.plural) {}
ModuleName::ModuleName(const ModulePlace& place)
    : ModuleName(place.preset != nullptr ? ModuleName(*place.preset) : ModuleName(*place.entity)) {}

std::string_view Strings::singular_of(const ModuleName& name) const {
    return first_of(*name.singular, {std::string(name.key)});
}

std::string_view Strings::plural_of(const ModuleName& name) const {
    if (!has_own_name(name)) return form_at(forms_of(language_, name.key), 1);
    const std::string_view own = own_word(*name.plural, language_);
    return own.empty() ? any_word(*name.plural) : own;
}

bool Strings::has_own_name(const ModuleName& name) const {
    return !own_word(*name.singular, language_).empty() ||
           (!name.singular->empty() && !has(name.key));
}

// The words of administrators have no gender and no cases, so the sentences around them avoid both.
std::string_view Strings::phrase_of(const ModuleName& name, std::string_view phrase) const {
    if (!has_own_name(name)) return get(joined(joined("entity", name.key), phrase));
    return kept(format(joined("entity.own", phrase),
                       {std::string(singular_of(name)), std::string(plural_of(name))}));
}

std::string Strings::count_of(const ModuleName& name, std::int64_t count) const {
    if (!has_own_name(name)) return plural(joined(joined("entity", name.key), "count"), count);
    const bool one = plural_form(language_, count) == 0;
    return format("entity.own.count",
                  {integer(count), std::string(one ? singular_of(name) : plural_of(name))});
}

std::string_view Strings::first_of(const OwnWords& own,
                                   std::initializer_list<std::string> keys) const {
    const std::string_view word = own_word(own, language_);
    if (!word.empty()) return word;
    for (const std::string& key : keys)
        if (has(key)) return get(key);
    const std::string_view other = any_word(own);
    return other.empty() ? get(*keys.begin()) : other;
}

std::string_view Strings::label_of(const EntityDef& entity, const FieldDef& field) const {
    return first_of(field.words, {joined(entity.key, field.key), joined("field", field.key)});
}

std::string_view Strings::label_of(const EntityDef& entity, const FormSection& section) const {
    return first_of(section.words, {joined(joined(entity.key, "section"), section.key),
                                    joined("section", section.key)});
}

std::string_view Strings::label_of(const EntityDef& target, const InverseDef& inverse,
                                   const EntityDef& entity) const {
    const std::string key = joined(target.key, inverse.key);
    return has(key) ? get(key) : plural_of(entity);
}

std::string_view Strings::label_of_choice(const EntityDef& entity, const FieldDef& field,
                                          std::string_view choice) const {
    const std::string key = joined(joined(entity.key, field.key), choice);
    const std::string shared = joined(joined("choice", field.key), choice);
    for (const auto& [own, words] : field.choice_words)
        if (own == choice) return first_of(words, {key, shared});
    if (has(key)) return get(key);
    // An open choice list takes any text; what is not in the catalogue is shown as it was typed.
    return has(shared) ? get(shared) : kept(choice);
}

namespace {

std::string_view key_of_right(std::string_view action) {
    if (action == "create") return "issue.no_right.create";
    if (action == "delete") return "issue.no_right.delete";
    if (action == "own") return "issue.no_right.own";
    if (action == "merge") return "issue.no_right.merge";
    if (action == "approve") return "issue.no_right.approve";
    return action == "field" ? "issue.no_right.field" : "issue.no_right.edit";
}

std::string_view key_of(const FieldIssue& issue, const FieldDef* field) {
    if (issue.kind == IssueKind::NoRight) return key_of_right(issue.detail);
    if (issue.kind == IssueKind::NotAllowed && issue.detail == "authority")
        return "issue.authority_only";
    if (issue.kind == IssueKind::NotUnique && issue.detail == "alike") return "issue.looks_alike";
    if (issue.kind == IssueKind::NotANumber && field && field->type == FieldType::Duration)
        return "issue.not_a_duration";
    if (issue.kind == IssueKind::NotADate && field && field->type == FieldType::Time)
        return "issue.not_a_time";
    const bool removed = issue.kind == IssueKind::UnknownLink && issue.detail == "removed";
    return removed ? "issue.removed_link" : key_of(issue.kind);
}

/// How what could not be read is written in the field.
std::string example_of(const Strings& strings, IssueKind kind, const FieldDef* field) {
    const FieldType type = field == nullptr ? FieldType::Text : field->type;
    if (type == FieldType::Time) return "14:30";
    if (kind == IssueKind::NotADate)
        return std::string(
            strings.get(type == FieldType::DateTime ? "ui.datetime_hint" : "date.pattern"));
    if (type == FieldType::Duration) return "1:30";
    return format_decimal(strings.language(), 123'450, {.scale = 2, .decimals_min = 2});
}

/// The module's own sentence for a rule of its own; empty when the rule is everyone's.
std::string own_sentence_key(const EntityDef& entity, const FieldIssue& issue) {
    if (issue.kind == IssueKind::CheckFailed)
        return joined(joined(entity.key, "check"), issue.detail);
    if (issue.kind == IssueKind::GuardFailed)
        return joined(joined(entity.key, "guard"), issue.detail);
    return {};
}

}  // namespace

std::string Strings::sentence(const EntityDef& entity, const FieldIssue& issue) const {
    const std::string own = own_sentence_key(entity, issue);
    if (!own.empty() && has(own)) return std::string(get(own));
    const FieldDef* field = entity.find_field(issue.field);
    const std::string label(field != nullptr ? label_of(entity, *field) : singular_of(entity));
    std::string example;
    if (issue.kind == IssueKind::NotANumber || issue.kind == IssueKind::NotADate) {
        example = example_of(*this, issue.kind, field);
    } else if (issue.kind == IssueKind::InUse && has(issue.detail)) {
        example = form_at(forms_of(language_, issue.detail), 1);
    } else if (issue.kind == IssueKind::BadContent) {
        example = format(issue.detail, issue.arguments);
    } else if (issue.change) {
        example = holdfast::sentence(*this, *issue.change);
    }
    return format(key_of(issue, field), {label, example});
}

std::string Strings::sentence(const Error& error) const {
    return std::string(get(key_of(error.code)));
}

}  // namespace holdfast
