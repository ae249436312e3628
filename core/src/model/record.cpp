#include "core/record.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace holdfast {
namespace {

bool is_space(char character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
}

bool has_space(std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_space);
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// What follows "https://" or "http://"; all of it when it begins otherwise.
std::string_view without_web_scheme(std::string_view text) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        const std::string_view start = text.substr(0, scheme.size());
        const auto same = [](char one, char other) {
            return one == (other >= 'A' && other <= 'Z' ? other - 'A' + 'a' : other);
        };
        if (std::equal(scheme.begin(), scheme.end(), start.begin(), start.end(), same))
            return text.substr(scheme.size());
    }
    return text;
}

/// A dot inside, with something on both sides of it.
bool looks_like_host(std::string_view text) {
    const std::size_t dot = text.find('.');
    return dot != std::string_view::npos && dot > 0 && text.back() != '.' &&
           text.find("..") == std::string_view::npos;
}

bool looks_like_email(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0 || has_space(text)) return false;
    const std::string_view host = text.substr(at + 1);
    return host.find('@') == std::string_view::npos && looks_like_host(host);
}

bool looks_like_phone(std::string_view text) {
    constexpr std::string_view kAllowed = "+-()./ #*xext";
    const auto allowed = [&](char character) {
        return is_digit(character) || kAllowed.find(character) != std::string_view::npos;
    };
    return std::count_if(text.begin(), text.end(), is_digit) >= 3 &&
           std::all_of(text.begin(), text.end(), allowed);
}

bool looks_like_url(std::string_view text) {
    const std::string_view address = without_web_scheme(text);
    const std::string_view place = address.substr(0, address.find_first_of("/?#"));
    const std::size_t colon = place.find(':');
    const std::string_view port = colon == std::string_view::npos ? "0" : place.substr(colon + 1);
    const bool has_port = !port.empty() && std::all_of(port.begin(), port.end(), is_digit);
    return !has_space(address) && has_port && looks_like_host(place.substr(0, colon));
}

bool is_choice(const FieldDef& field, std::string_view key) {
    return field.choice_list == ChoiceList::Open ||
           std::find(field.choices.begin(), field.choices.end(), key) != field.choices.end();
}

bool are_choices(const FieldDef& field, std::string_view text) {
    const std::vector<std::string> keys = read_choices(text);
    return write_choices(keys) == text &&
           std::all_of(keys.begin(), keys.end(),
                       [&](const std::string& key) { return is_choice(field, key); });
}

std::optional<IssueKind> judge_text(const FieldDef& field, std::string_view text) {
    if (text.size() > static_cast<std::size_t>(field.bytes_max)) return IssueKind::TooLong;
    switch (field.type) {
        case FieldType::Email:
            if (!looks_like_email(text)) return IssueKind::NotAnEmail;
            break;
        case FieldType::Phone:
            if (!looks_like_phone(text)) return IssueKind::NotAPhone;
            break;
        case FieldType::Url:
            if (!looks_like_url(text)) return IssueKind::NotAUrl;
            break;
        case FieldType::Choice:
            if (!is_choice(field, text)) return IssueKind::NotAChoice;
            break;
        case FieldType::Choices:
            if (!are_choices(field, text)) return IssueKind::NotAChoice;
            break;
        default:
            break;
    }
    // Text of another encoding cannot be stored: the nearest thing to say is that it does not fit.
    return is_utf8(text) ? std::nullopt : std::optional(IssueKind::OutOfRange);
}

std::optional<IssueKind> judge_integer(const FieldDef& field, std::int64_t value) {
    const FieldTypeInfo& info = info_of(field.type);
    if (value >= info.least && value <= info.most) return std::nullopt;
    return IssueKind::OutOfRange;
}

/// What to say about a value that is not even of the field's kind.
IssueKind wrong_kind(FieldType type) {
    switch (type) {
        case FieldType::Date:
        case FieldType::DateTime:
            return IssueKind::NotADate;
        case FieldType::Link:
        case FieldType::LinkAny:
            return IssueKind::UnknownLink;
        case FieldType::Choice:
        case FieldType::Choices:
        case FieldType::State:
            return IssueKind::NotAChoice;
        default:
            return IssueKind::NotANumber;
    }
}

std::optional<IssueKind> judge(const FieldDef& field, const Value& value) {
    if (is_null(value) || value == Value(std::string())) {
        if (field.need == Need::Required) return IssueKind::Missing;
        return std::nullopt;
    }
    const ValueKind kind = info_of(field.type).kind;
    if (kind == ValueKind::Link) {
        if (link_or_none(value).is_none()) return IssueKind::UnknownLink;
        return std::nullopt;
    }
    if (kind == ValueKind::Integer) {
        const auto* integer = std::get_if<std::int64_t>(&value);
        return integer ? judge_integer(field, *integer) : wrong_kind(field.type);
    }
    const auto* text = std::get_if<std::string>(&value);
    return text ? judge_text(field, *text) : wrong_kind(field.type);
}

}  // namespace

std::vector<FieldIssue> find_value_issues(const FieldDef& field, const Value& value,
                                          const RecordId& record) {
    const std::optional<IssueKind> kind = judge(field, value);
    if (!kind) return {};
    return {FieldIssue{record, field.id, *kind}};
}

std::string title_of(const EntityDef& entity, const Record& record) {
    std::string title;
    for (const FieldId field : entity.title) {
        // What a link or a computed field shows needs more than the record.
        const FieldDef* stored = entity.find_field(field);
        if (!stored || info_of(stored->type).kind != ValueKind::Text) continue;
        const std::string_view text = text_or_empty(record.values[entity.index_of(field)]);
        if (text.empty()) continue;
        if (!title.empty()) title.push_back(' ');
        title.append(text);
    }
    return title.empty() ? to_text(record.id) : title;
}

const EntityDef* link_target(const Registry& registry, const EntityDef& entity,
                             const FieldDef& field, const std::vector<Value>& values) {
    if (field.type == FieldType::Link) return registry.find(field.target);
    if (field.type != FieldType::LinkAny) return nullptr;
    return registry.find(text_or_empty(values[entity.index_of(field.entity_field)]));
}

std::string web_address(std::string_view text) {
    if (!looks_like_url(text)) return {};
    const bool complete = without_web_scheme(text).size() < text.size();
    return (complete ? "" : "https://") + std::string(text);
}

}  // namespace holdfast
