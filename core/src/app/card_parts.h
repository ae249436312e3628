// CardParts: which fields of a module hold what a vCard or a calendar entry says. Found by types
// and keys, so that every module with such fields takes part. Private to core/src/app.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/registry.h"

namespace holdfast {

enum class CardPart : std::uint8_t {
    FullName,
    FirstName,
    LastName,
    Salutation,
    Organization,
    JobTitle,
    Phone,
    Mobile,
    Email,
    Website,
    Street,
    City,
    Region,
    PostalCode,
    Country,
    Birthday,
    Language,
    TimeZone,
    Notes,
    Uid,
};
[[nodiscard]] std::span<const CardPart> card_parts();
/// Null when the module has no such field. FullName: a title of one text only.
[[nodiscard]] const FieldDef* find_part(const EntityDef& entity, CardPart part);
/// Strings key of the part's name.
[[nodiscard]] std::string_view label_key_of(CardPart part);
/// Records of the module are people or companies: a name, a mail address and a telephone.
[[nodiscard]] bool has_cards(const EntityDef& entity);

enum class CalendarPart : std::uint8_t {
    Summary,
    Start,
    End,
    AllDay,
    Location,
    Description,
    State,
    Person,
    Priority,
    Recurrence,
    Url,
    Uid,
};
[[nodiscard]] std::span<const CalendarPart> calendar_parts();
[[nodiscard]] const FieldDef* find_part(const EntityDef& entity, CalendarPart part);
[[nodiscard]] std::string_view label_key_of(CalendarPart part);
/// Records of the module have a date and a name of their own.
[[nodiscard]] bool has_calendar(const EntityDef& entity);

}  // namespace holdfast
