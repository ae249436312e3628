#include "card_parts.h"

#include <algorithm>
#include <array>

#include "import_targets.h"

namespace holdfast {
namespace {

/// Keys that a field may have, the best first; "*_city" takes any prefix.
template <typename Part>
struct PartKeys {
    Part part;
    std::string_view label_key;
    std::array<std::string_view, 4> keys;
};

constexpr std::array kCardKeys = {
    PartKeys<CardPart>{CardPart::FullName, "import.full_name", {}},
    PartKeys<CardPart>{CardPart::FirstName, "exchange.first_name", {}},
    PartKeys<CardPart>{CardPart::LastName, "exchange.last_name", {}},
    PartKeys<CardPart>{CardPart::Salutation, "exchange.salutation", {"salutation"}},
    PartKeys<CardPart>{CardPart::Organization,
                       "exchange.organization",
                       {"account", "company", "organization", "employer"}},
    PartKeys<CardPart>{CardPart::JobTitle, "exchange.job_title", {"job_title"}},
    PartKeys<CardPart>{CardPart::Phone, "field.phone", {"phone", "*_phone"}},
    PartKeys<CardPart>{CardPart::Mobile, "exchange.mobile", {"mobile", "*_mobile"}},
    PartKeys<CardPart>{CardPart::Email, "field.email", {"email", "*_email"}},
    PartKeys<CardPart>{CardPart::Website, "field.website", {"website", "url"}},
    PartKeys<CardPart>{CardPart::Street, "field.street", {"street", "*_street"}},
    PartKeys<CardPart>{CardPart::City, "field.city", {"city", "*_city"}},
    PartKeys<CardPart>{CardPart::Region, "field.region", {"region", "*_region"}},
    PartKeys<CardPart>{CardPart::PostalCode, "field.postal_code", {"postal_code", "*_postal_code"}},
    PartKeys<CardPart>{CardPart::Country, "field.country", {"country", "*_country"}},
    PartKeys<CardPart>{CardPart::Birthday, "exchange.birthday", {"birthday"}},
    PartKeys<CardPart>{CardPart::Language, "field.language", {"language"}},
    PartKeys<CardPart>{CardPart::TimeZone, "field.time_zone", {"time_zone"}},
    PartKeys<CardPart>{CardPart::Notes, "field.notes", {"notes", "description"}},
    PartKeys<CardPart>{CardPart::Uid, "field.external_id", {"external_id"}},
};

constexpr std::array kCalendarKeys = {
    PartKeys<CalendarPart>{CalendarPart::Summary, "field.subject", {}},
    PartKeys<CalendarPart>{CalendarPart::Start, "field.start", {}},
    PartKeys<CalendarPart>{CalendarPart::End, "field.end", {}},
    PartKeys<CalendarPart>{CalendarPart::AllDay, "exchange.all_day", {"all_day"}},
    PartKeys<CalendarPart>{CalendarPart::Location, "field.location", {"location"}},
    PartKeys<CalendarPart>{
        CalendarPart::Description, "field.description", {"description", "notes"}},
    PartKeys<CalendarPart>{CalendarPart::State, "field.status", {}},
    PartKeys<CalendarPart>{CalendarPart::Person, "exchange.person", {}},
    PartKeys<CalendarPart>{CalendarPart::Priority, "field.priority", {"priority"}},
    PartKeys<CalendarPart>{CalendarPart::Recurrence, "field.recurrence", {"recurrence"}},
    PartKeys<CalendarPart>{CalendarPart::Url, "field.website", {"meeting_url", "url", "website"}},
    PartKeys<CalendarPart>{CalendarPart::Uid, "field.external_id", {"external_id"}},
};

template <typename Table>
constexpr auto parts_of(const Table& table) {
    std::array<decltype(table[0].part), std::tuple_size_v<Table>> parts{};
    for (std::size_t place = 0; place < table.size(); ++place) parts[place] = table[place].part;
    return parts;
}
constexpr auto kCardParts = parts_of(kCardKeys);
constexpr auto kCalendarParts = parts_of(kCalendarKeys);

bool has_key(const FieldDef& field, std::string_view wanted) {
    if (!wanted.starts_with('*')) return field.key == wanted;
    return std::string_view(field.key).ends_with(wanted.substr(1));
}

const FieldDef* find_by_keys(const EntityDef& entity, std::span<const std::string_view> keys) {
    for (const std::string_view key : keys) {
        if (key.empty()) break;
        for (const FieldDef& field : entity.fields)
            if (has_key(field, key)) return &field;
    }
    return nullptr;
}

const FieldDef* find_by_type(const EntityDef& entity, FieldType type) {
    const auto found = std::find_if(entity.fields.begin(), entity.fields.end(),
                                    [&](const FieldDef& field) { return field.type == type; });
    return found == entity.fields.end() ? nullptr : &*found;
}

template <typename Table, typename Part>
const FieldDef* find_in(const Table& table, const EntityDef& entity, Part part) {
    return find_by_keys(entity, table[static_cast<std::size_t>(part)].keys);
}

const FieldDef* only_of(const FieldDef* field, FieldType type) {
    return field != nullptr && field->type == type ? field : nullptr;
}

const FieldDef* title_text(const EntityDef& entity) {
    for (const FieldId id : entity.title) {
        const FieldDef* field = entity.find_field(id);
        if (field != nullptr && field->type == FieldType::Text) return field;
    }
    return nullptr;
}

}  // namespace

std::span<const CardPart> card_parts() {
    return kCardParts;
}
std::span<const CalendarPart> calendar_parts() {
    return kCalendarParts;
}

const FieldDef* find_part(const EntityDef& entity, CardPart part) {
    const NameFields names = name_fields_of(entity);
    const FieldDef* by_key = find_in(kCardKeys, entity, part);
    switch (part) {
        case CardPart::FullName:
            return names.first != nullptr ? nullptr : title_text(entity);
        case CardPart::FirstName:
            return names.first;
        case CardPart::LastName:
            return names.last;
        case CardPart::Email:
            by_key = only_of(by_key, FieldType::Email);
            return by_key != nullptr ? by_key : find_by_type(entity, FieldType::Email);
        case CardPart::Phone:
            by_key = only_of(by_key, FieldType::Phone);
            return by_key != nullptr ? by_key : find_by_type(entity, FieldType::Phone);
        case CardPart::Mobile:
            return only_of(by_key, FieldType::Phone);
        case CardPart::Birthday:
            return only_of(by_key, FieldType::Date);
        case CardPart::Website:
            return only_of(by_key, FieldType::Url);
        default:
            return by_key;
    }
}

const FieldDef* find_part(const EntityDef& entity, CalendarPart part) {
    const FieldDef* by_key = find_in(kCalendarKeys, entity, part);
    switch (part) {
        case CalendarPart::Summary:
            return title_text(entity);
        case CalendarPart::Start:
            return entity.find_field(entity.calendar.start);
        case CalendarPart::End:
            return entity.find_field(entity.calendar.end);
        case CalendarPart::State:
            return entity.find_field(entity.state_field);
        case CalendarPart::Person:
            return only_of(entity.find_field(entity.calendar.person), FieldType::Link);
        case CalendarPart::AllDay:
            return only_of(by_key, FieldType::Boolean);
        case CalendarPart::Priority:
            return only_of(by_key, FieldType::Choice);
        case CalendarPart::Url:
            return only_of(by_key, FieldType::Url);
        case CalendarPart::Location:
            return only_of(by_key, FieldType::Text);
        default:
            return by_key;
    }
}

std::string_view label_key_of(CardPart part) {
    return kCardKeys[static_cast<std::size_t>(part)].label_key;
}
std::string_view label_key_of(CalendarPart part) {
    return kCalendarKeys[static_cast<std::size_t>(part)].label_key;
}

bool has_cards(const EntityDef& entity) {
    const bool named = find_part(entity, CardPart::FullName) != nullptr ||
                       find_part(entity, CardPart::LastName) != nullptr;
    return named && entity.kind == EntityKind::Record &&
           find_part(entity, CardPart::Email) != nullptr &&
           find_part(entity, CardPart::Phone) != nullptr;
}

bool has_calendar(const EntityDef& entity) {
    return find_part(entity, CalendarPart::Start) != nullptr &&
           find_part(entity, CalendarPart::Summary) != nullptr;
}

}  // namespace holdfast
