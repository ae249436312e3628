#include "vcard_properties.h"

#include <algorithm>

namespace holdfast {
namespace {

constexpr std::size_t kNameParts = 5;
constexpr std::size_t kAddressParts = 7;
constexpr std::size_t kTypesMax = 16;

/// Properties that are one text each.
struct TextProperty {
    std::string_view name;
    std::string VcardPerson::*text;
};
constexpr TextProperty kTextProperties[] = {
    {"FN", &VcardPerson::formatted_name}, {"UID", &VcardPerson::uid},
    {"TITLE", &VcardPerson::title},       {"ROLE", &VcardPerson::role},
    {"TZ", &VcardPerson::time_zone},      {"NICKNAME", &VcardPerson::nickname},
};

/// Properties about the file, not the person.
constexpr std::string_view kAboutTheFile[] = {"PRODID", "REV", "PROFILE", "NAME", "SOURCE", "END"};

void set_once(std::string& text, std::string value) {
    if (text.empty()) text = std::move(value);
}

/// Apple writes its own words as "_$!<HomePage>!$_".
std::string label_text(std::string text) {
    constexpr std::string_view kBefore = "_$!<";
    constexpr std::string_view kBehind = ">!$_";
    const bool wrapped = text.starts_with(kBefore) && text.ends_with(kBehind);
    if (wrapped && text.size() >= kBefore.size() + kBehind.size())
        text = text.substr(kBefore.size(), text.size() - kBefore.size() - kBehind.size());
    return text;
}

void add_type(std::string_view word, std::vector<std::string>& types, std::int32_t& preference) {
    std::string type = lower_ascii(stripped(word));
    if (type == "pref") {
        if (preference == 0) preference = 1;
        return;
    }
    const bool known = std::find(types.begin(), types.end(), type) != types.end();
    if (!type.empty() && !known && types.size() < kTypesMax) types.push_back(std::move(type));
}

void take_types(const ContentLine& line, std::vector<std::string>& types,
                std::int32_t& preference) {
    for (const ContentParameter& parameter : line.parameters) {
        if (parameter.name == "PREF") {
            const auto given = number_of_digits(parameter.value);
            if (given) preference = std::clamp(*given, 1, 100);
        }
        if (parameter.name != "TYPE") continue;
        for (const std::string_view word : split_escaped(parameter.value, ',', kTypesMax + 1))
            add_type(word, types, preference);
    }
}

std::string joined_date(std::string_view year, std::string_view month, std::string_view day) {
    std::string text(year);
    return text.append("-").append(month).append("-").append(day);
}

bool are_digits(std::string_view text) {
    return number_of_digits(text).has_value();
}

}  // namespace

std::string birthday_text(std::string_view value, std::string_view omitted_year) {
    value = stripped(value);
    const std::string_view date = value.substr(0, value.find('T'));
    if (date.size() == 6 && date.starts_with("--") && are_digits(date.substr(2)))
        return joined_date("-", date.substr(2, 2), date.substr(4));
    if (date.size() == 8 && are_digits(date))
        return joined_date(date.substr(0, 4), date.substr(4, 2), date.substr(6));
    const bool extended = date.size() == 10 && date[4] == '-' && date[7] == '-';
    if (extended && !omitted_year.empty() && date.starts_with(omitted_year))
        return joined_date("-", date.substr(5, 2), date.substr(8));
    return std::string(extended ? date : value);
}

std::string VcardBuilder::text_of(std::string_view value) const {
    return std::string(stripped(unescaped(value, escapes_)));
}

void VcardBuilder::set_version(const ContentLine& line) {
    const std::string_view version = stripped(line.value);
    if (version == "2.1") card_->version = VcardVersion::Version21;
    if (version == "3.0") card_->version = VcardVersion::Version30;
    if (version == "4.0") card_->version = VcardVersion::Version40;
    escapes_ = version == "2.1" ? ContentEscapes::Version21 : ContentEscapes::Modern;
}

void VcardBuilder::set_name(const ContentLine& line) {
    std::string* const parts[kNameParts] = {&card_->person.family_name, &card_->person.given_name,
                                            &card_->person.additional_names,
                                            &card_->person.prefixes, &card_->person.suffixes};
    const auto pieces = split_escaped(line.value, ';', kNameParts);
    for (std::size_t part = 0; part < pieces.size(); ++part)
        set_once(*parts[part], text_of(pieces[part]));
}

void VcardBuilder::set_organization(const ContentLine& line) {
    if (!card_->person.organization.empty() || !card_->person.units.empty()) return;
    const auto pieces = split_escaped(line.value, ';', kVcardEntriesMax);
    card_->person.organization = text_of(pieces.front());
    for (std::size_t piece = 1; piece < pieces.size(); ++piece) {
        std::string unit = text_of(pieces[piece]);
        if (!unit.empty()) card_->person.units.push_back(std::move(unit));
    }
}

void VcardBuilder::set_kind(std::string_view word) {
    if (is_same_word(word, "org") || is_same_word(word, "COMPANY"))
        card_->person.kind = VcardKind::Organization;
    if (is_same_word(word, "group")) card_->person.kind = VcardKind::Group;
}

bool VcardBuilder::add_text(const ContentLine& line) {
    for (const TextProperty& property : kTextProperties) {
        if (property.name != line.name) continue;
        set_once(card_->person.*property.text, text_of(line.value));
        return true;
    }
    if (line.name == "NOTE") {
        std::string text = text_of(line.value);
        std::string& note = card_->person.note;
        if (!note.empty() && !text.empty()) note += '\n';
        note += text;
        return true;
    }
    if (line.name != "BDAY") return false;
    set_once(card_->person.birthday,
             birthday_text(text_of(line.value), line.parameter("X-APPLE-OMIT-YEAR")));
    return true;
}

bool VcardBuilder::add_entry(const ContentLine& line) {
    const bool phone = line.name == "TEL";
    const bool email = line.name == "EMAIL";
    if (!phone && !email && line.name != "URL") return false;
    VcardEntry entry;
    const std::string value = text_of(line.value);
    entry.value = without_prefix(value, phone ? "tel:" : email ? "mailto:" : "");
    if (entry.value.empty()) return true;
    take_types(line, entry.types, entry.preference);
    const Kind kind = phone ? Kind::Phone : email ? Kind::Email : Kind::Url;
    VcardPerson& person = card_->person;
    auto& entries = phone ? person.phones : email ? person.emails : person.urls;
    if (entries.size() == kVcardEntriesMax) return false;
    if (!line.group.empty()) grouped_.push_back({line.group, kind, entries.size()});
    entries.push_back(std::move(entry));
    return true;
}

bool VcardBuilder::add_address(const ContentLine& line) {
    VcardAddress address;
    std::string* const parts[kAddressParts] = {
        &address.post_office_box, &address.extended,    &address.street, &address.locality,
        &address.region,          &address.postal_code, &address.country};
    const auto pieces = split_escaped(line.value, ';', kAddressParts);
    bool empty = true;
    for (std::size_t part = 0; part < pieces.size(); ++part) {
        *parts[part] = text_of(pieces[part]);
        empty = empty && parts[part]->empty();
    }
    if (empty) return true;
    auto& addresses = card_->person.addresses;
    if (addresses.size() == kVcardEntriesMax) return false;
    take_types(line, address.types, address.preference);
    address.label = text_of(line.parameter("LABEL"));
    if (!line.group.empty()) grouped_.push_back({line.group, Kind::Address, addresses.size()});
    addresses.push_back(std::move(address));
    return true;
}

bool VcardBuilder::add_list(const ContentLine& line) {
    VcardPerson& person = card_->person;
    if (line.name != "CATEGORIES" && line.name != "LANG") return false;
    auto& list = line.name == "LANG" ? person.languages : person.categories;
    for (const std::string_view piece : split_escaped(line.value, ',', kVcardEntriesMax)) {
        std::string text = text_of(piece);
        if (!text.empty() && list.size() < kVcardEntriesMax) list.push_back(std::move(text));
    }
    return true;
}

bool VcardBuilder::add_label(const ContentLine& line) {
    if (line.name != "X-ABLABEL") return false;
    if (line.group.empty() || labels_.size() == kVcardEntriesMax) return false;
    labels_.push_back({line.group, label_text(text_of(line.value))});
    return true;
}

bool VcardBuilder::add_known(const ContentLine& line) {
    if (add_text(line) || add_entry(line) || add_list(line) || add_label(line)) return true;
    if (line.name == "ADR") return add_address(line);
    if (line.name == "VERSION") {
        set_version(line);
    } else if (line.name == "N") {
        set_name(line);
    } else if (line.name == "ORG") {
        set_organization(line);
    } else if (line.name == "KIND" || line.name == "X-ABSHOWAS" ||
               line.name == "X-ADDRESSBOOKSERVER-KIND") {
        set_kind(stripped(line.value));
    } else {
        return std::find(std::begin(kAboutTheFile), std::end(kAboutTheFile), line.name) !=
               std::end(kAboutTheFile);
    }
    return true;
}

void VcardBuilder::add(const ContentLine& line) {
    if (line.state == ContentLineState::PassedOver) {
        ++card_->pictures;
        return;
    }
    const bool damaged = line.state != ContentLineState::Whole;
    if (damaged) ++card_->damaged_lines;
    if (damaged && line.state != ContentLineState::Unreadable) return;
    if (!add_known(line)) ++card_->unknown_properties;
}

std::string& VcardBuilder::label_of(const Grouped& grouped) {
    VcardPerson& person = card_->person;
    switch (grouped.kind) {
        case Kind::Phone:
            return person.phones[grouped.index].label;
        case Kind::Email:
            return person.emails[grouped.index].label;
        case Kind::Url:
            return person.urls[grouped.index].label;
        case Kind::Address:
            break;
    }
    return person.addresses[grouped.index].label;
}

void VcardBuilder::finish() {
    for (const Grouped& grouped : grouped_) {
        const auto label = std::find_if(labels_.begin(), labels_.end(), [&](const Label& each) {
            return is_same_word(each.group, grouped.group);
        });
        if (label != labels_.end()) label_of(grouped) = label->text;
    }
}

}  // namespace holdfast
