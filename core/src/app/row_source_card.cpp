#include <algorithm>

#include "card_parts.h"
#include "import_targets.h"
#include "row_source.h"
#include "vcard.h"

namespace holdfast {
namespace {

bool has_type(const VcardEntry& entry, std::string_view type) {
    return std::find(entry.types.begin(), entry.types.end(), type) != entry.types.end();
}

/// The preferred one, else the first; 0 = none given.
template <typename Entry>
const Entry* preferred(const std::vector<const Entry*>& entries) {
    const Entry* best = nullptr;
    for (const Entry* entry : entries) {
        const bool better = best != nullptr && entry->preference > 0 &&
                            (best->preference == 0 || entry->preference < best->preference);
        if (best == nullptr || better) best = entry;
    }
    return best;
}

std::string phone_of(const VcardPerson& person, bool (*wanted)(const VcardEntry&)) {
    std::vector<const VcardEntry*> entries;
    for (const VcardEntry& phone : person.phones)
        if (wanted(phone)) entries.push_back(&phone);
    const VcardEntry* best = preferred(entries);
    return best == nullptr ? std::string() : best->value;
}

bool is_mobile(const VcardEntry& phone) {
    return has_type(phone, "cell");
}
bool is_telephone(const VcardEntry& phone) {
    return !is_mobile(phone) && !has_type(phone, "fax") && !has_type(phone, "pager");
}

std::string first_of(const std::vector<VcardEntry>& given) {
    std::vector<const VcardEntry*> entries;
    for (const VcardEntry& entry : given) entries.push_back(&entry);
    const VcardEntry* best = preferred(entries);
    return best == nullptr ? std::string() : best->value;
}

VcardAddress address_of(const VcardPerson& person) {
    std::vector<const VcardAddress*> entries;
    for (const VcardAddress& address : person.addresses) entries.push_back(&address);
    const VcardAddress* best = preferred(entries);
    return best == nullptr ? VcardAddress{} : *best;
}

std::string street_of(const VcardAddress& address) {
    std::string street = address.street;
    for (const std::string* more : {&address.extended, &address.post_office_box}) {
        if (more->empty()) continue;
        street += (street.empty() ? "" : ", ") + *more;
    }
    std::replace(street.begin(), street.end(), '\n', ' ');
    return street;
}

/// "1985-04-12" only: a day without its year is no date.
std::string birthday_of(const VcardPerson& person) {
    const bool whole = person.birthday.size() >= 10 && person.birthday[4] == '-';
    return whole ? person.birthday.substr(0, 10) : std::string();
}

std::string full_name_of(const VcardPerson& person) {
    if (!person.formatted_name.empty()) return person.formatted_name;
    if (person.given_name.empty() && person.family_name.empty()) return person.organization;
    const bool both = !person.given_name.empty() && !person.family_name.empty();
    return person.given_name + (both ? " " : "") + person.family_name;
}

/// A card with a formatted name alone still has a last name.
SplitName names_of(const VcardPerson& person) {
    if (person.given_name.empty() && person.family_name.empty())
        return split_full_name(full_name_of(person));
    if (person.family_name.empty()) return {{}, person.given_name};
    return {person.given_name, person.family_name};
}

std::string cell_of(const VcardPerson& person, CardPart part) {
    switch (part) {
        case CardPart::FullName:
            return full_name_of(person);
        case CardPart::FirstName:
            return names_of(person).first;
        case CardPart::LastName:
            return names_of(person).last;
        case CardPart::Salutation:
            return person.prefixes;
        case CardPart::Organization:
            return person.organization;
        case CardPart::JobTitle:
            return person.title.empty() ? person.role : person.title;
        case CardPart::Phone:
            return phone_of(person, is_telephone);
        case CardPart::Mobile:
            return phone_of(person, is_mobile);
        case CardPart::Email:
            return first_of(person.emails);
        case CardPart::Website:
            return first_of(person.urls);
        case CardPart::Street:
            return street_of(address_of(person));
        case CardPart::City:
            return address_of(person).locality;
        case CardPart::Region:
            return address_of(person).region;
        case CardPart::PostalCode:
            return address_of(person).postal_code;
        case CardPart::Country:
            return address_of(person).country;
        case CardPart::Birthday:
            return birthday_of(person);
        case CardPart::Language:
            return person.languages.empty() ? std::string() : person.languages.front();
        case CardPart::TimeZone:
            return person.time_zone;
        case CardPart::Notes:
            return person.note;
        case CardPart::Uid:
            return person.uid;
    }
    return {};
}

RowProblem problem_of(const VcardCard& card) {
    if (card.problem == VcardProblem::NoEnd) return RowProblem::NoEnd;
    if (card.problem == VcardProblem::TooLarge) return RowProblem::TooLong;
    return card.damaged_lines > 0 ? RowProblem::Damaged : RowProblem::None;
}

class CardSource final : public RowSource {
public:
    explicit CardSource(ByteSource& source) : reader_(source) {}
    Result<bool> next(FileRow& row) override {
        VcardCard card;
        const std::int64_t before = reader_.bytes_done();
        if (!TRY(reader_.next(card))) return false;
        row = FileRow{};
        row.line = card.line;
        row.problem = problem_of(card);
        row.excerpt = excerpt_of(full_name_of(card.person));
        row.bytes = static_cast<std::size_t>(reader_.bytes_done() - before);
        for (const CardPart part : card_parts()) row.cells.push_back(cell_of(card.person, part));
        return true;
    }
    std::int64_t bytes_done() const override { return reader_.bytes_done(); }

private:
    VcardReader reader_;
};

}  // namespace

FileShape look_at_cards(const EntityDef& entity, const Strings& strings) {
    FileShape shape;
    if (!has_cards(entity)) shape.problem_key = "import.problem.no_people";
    for (const CardPart part : card_parts()) {
        const FieldDef* field = find_part(entity, part);
        shape.columns.push_back({std::string(strings.get(label_key_of(part))),
                                 field == nullptr ? FieldId::None : field->id});
    }
    return shape;
}

std::unique_ptr<RowSource> open_card_rows(ByteSource& source) {
    return std::make_unique<CardSource>(source);
}

}  // namespace holdfast
