#include <algorithm>

#include "content_text.h"
#include "vcard.h"

namespace holdfast {
namespace {

bool is_word_character(char character) {
    const bool letter =
        (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    return letter || (character >= '0' && character <= '9') || character == '-';
}

bool is_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_word_character);
}

void append_text(std::string& out, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    std::string line(name);
    line += ':';
    append_escaped(line, text);
    append_folded_line(out, line);
}

/// `line` with its parts, ";" between; nothing when all are empty.
std::string line_of_parts(std::string line, const std::vector<std::string_view>& parts) {
    const bool empty =
        std::all_of(parts.begin(), parts.end(), [](std::string_view part) { return part.empty(); });
    if (empty) return {};
    for (std::size_t part = 0; part < parts.size(); ++part) {
        line += part == 0 ? ':' : ';';
        append_escaped(line, parts[part]);
    }
    return line;
}

void append_parts(std::string& out, std::string_view name,
                  const std::vector<std::string_view>& parts) {
    const std::string line = line_of_parts(std::string(name), parts);
    if (!line.empty()) append_folded_line(out, line);
}

void append_list(std::string& out, std::string line, const std::vector<std::string>& items) {
    if (items.empty()) return;
    for (const std::string& item : items) {
        line += &item == items.data() ? ':' : ',';
        append_escaped(line, item);
    }
    append_folded_line(out, line);
}

void append_types(std::string& line, const std::vector<std::string>& types,
                  std::int32_t preference) {
    bool first = true;
    for (const std::string& type : types) {
        if (!is_word(type)) continue;
        line.append(first ? ";TYPE=" : ",").append(type);
        first = false;
    }
    if (preference > 0) line += ";PREF=" + std::to_string(std::min(preference, 100));
}

/// Lines of one group belong together: the entry and the person's own word for it.
void append_labelled(std::string& out, int& groups, std::string_view line, std::string_view label) {
    if (line.empty()) return;
    if (label.empty()) return append_folded_line(out, line);
    const std::string group = "item" + std::to_string(++groups) + '.';
    append_folded_line(out, group + std::string(line));
    append_text(out, group + "X-ABLabel", label);
}

void append_entries(std::string& out, int& groups, std::string_view name,
                    const std::vector<VcardEntry>& entries) {
    for (const VcardEntry& entry : entries) {
        std::string line(name);
        append_types(line, entry.types, entry.preference);
        line += ':';
        if (name == "URL")
            append_uri(line, entry.value);
        else
            append_escaped(line, entry.value);
        append_labelled(out, groups, line, entry.label);
    }
}

void append_addresses(std::string& out, int& groups, const std::vector<VcardAddress>& addresses) {
    for (const VcardAddress& address : addresses) {
        std::string line = "ADR";
        append_types(line, address.types, address.preference);
        line = line_of_parts(std::move(line), {address.post_office_box, address.extended,
                                               address.street, address.locality, address.region,
                                               address.postal_code, address.country});
        append_labelled(out, groups, line, address.label);
    }
}

/// RFC 6350 wants a name on every card.
std::string name_of(const VcardPerson& person) {
    if (!person.formatted_name.empty()) return person.formatted_name;
    std::string name;
    for (const std::string* part : {&person.prefixes, &person.given_name, &person.additional_names,
                                    &person.family_name, &person.suffixes}) {
        if (!part->empty() && !name.empty()) name += ' ';
        name += *part;
    }
    if (name.empty()) name = person.nickname;
    if (name.empty()) name = person.organization;
    if (name.empty() && !person.emails.empty()) name = person.emails.front().value;
    if (name.empty() && !person.phones.empty()) name = person.phones.front().value;
    return name;
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// Whether `text` has a digit wherever `form` has a zero, and the same characters elsewhere.
bool has_form(std::string_view text, std::string_view form) {
    return std::equal(
        text.begin(), text.end(), form.begin(), form.end(),
        [](char left, char right) { return right == '0' ? is_digit(left) : left == right; });
}

void append_birthday(std::string& out, std::string_view birthday) {
    if (birthday.empty()) return;
    std::string line = "BDAY";
    if (has_form(birthday, "0000-00-00")) {
        line += ':';
        line.append(birthday.substr(0, 4)).append(birthday.substr(5, 2)).append(birthday.substr(8));
    } else if (has_form(birthday, "--00-00")) {
        line.append(":--").append(birthday.substr(2, 2)).append(birthday.substr(5));
    } else {
        line += ";VALUE=text:";
        append_escaped(line, birthday);
    }
    append_folded_line(out, line);
}

void append_organization(std::string& out, const VcardPerson& person) {
    std::vector<std::string_view> parts = {person.organization};
    parts.insert(parts.end(), person.units.begin(), person.units.end());
    append_parts(out, "ORG", parts);
}

}  // namespace

void append_vcard(std::string& out, const VcardPerson& person) {
    out += "BEGIN:VCARD\r\nVERSION:4.0\r\n";
    if (person.kind != VcardKind::Person)
        append_text(out, "KIND", person.kind == VcardKind::Group ? "group" : "org");
    append_text(out, "UID", person.uid);
    const std::string name = name_of(person);
    if (name.empty()) out += "FN:\r\n";
    append_text(out, "FN", name);
    append_parts(out, "N",
                 {person.family_name, person.given_name, person.additional_names, person.prefixes,
                  person.suffixes});
    append_text(out, "NICKNAME", person.nickname);
    append_organization(out, person);
    append_text(out, "TITLE", person.title);
    append_text(out, "ROLE", person.role);
    int groups = 0;
    append_entries(out, groups, "TEL", person.phones);
    append_entries(out, groups, "EMAIL", person.emails);
    append_entries(out, groups, "URL", person.urls);
    append_addresses(out, groups, person.addresses);
    append_birthday(out, person.birthday);
    append_text(out, "NOTE", person.note);
    for (const std::string& language : person.languages) append_text(out, "LANG", language);
    append_text(out, "TZ", person.time_zone);
    append_list(out, "CATEGORIES", person.categories);
    out += "END:VCARD\r\n";
}

}  // namespace holdfast
