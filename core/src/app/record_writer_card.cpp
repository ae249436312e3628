#include "card_parts.h"
#include "locale.h"
#include "record_writer.h"
#include "vcard.h"

namespace holdfast {
namespace {

void add_entry(std::vector<VcardEntry>& entries, std::string value, std::string type) {
    if (value.empty()) return;
    VcardEntry entry;
    entry.value = std::move(value);
    if (!type.empty()) entry.types.push_back(std::move(type));
    entries.push_back(std::move(entry));
}

class CardWriter final : public RecordWriter {
public:
    explicit CardWriter(ExportedRecords& records) : records_(&records) {}
    void begin(std::string& /*out*/) override {}

    Result<bool> append(const Record& record, std::string& out) override {
        VcardPerson person;
        const bool has_names = find_part(records_->entity(), CardPart::LastName) != nullptr;
        person.kind = has_names ? VcardKind::Person : VcardKind::Organization;
        person.formatted_name = TRY(text(CardPart::FullName, record));
        person.given_name = TRY(text(CardPart::FirstName, record));
        person.family_name = TRY(text(CardPart::LastName, record));
        person.prefixes = TRY(text(CardPart::Salutation, record));
        person.organization = TRY(text(CardPart::Organization, record));
        person.title = TRY(text(CardPart::JobTitle, record));
        add_entry(person.phones, TRY(text(CardPart::Phone, record)), "work");
        add_entry(person.phones, TRY(text(CardPart::Mobile, record)), "cell");
        add_entry(person.emails, TRY(text(CardPart::Email, record)), {});
        add_entry(person.urls, TRY(text(CardPart::Website, record)), {});
        VcardAddress address;
        address.street = TRY(text(CardPart::Street, record));
        address.locality = TRY(text(CardPart::City, record));
        address.region = TRY(text(CardPart::Region, record));
        address.postal_code = TRY(text(CardPart::PostalCode, record));
        address.country = TRY(text(CardPart::Country, record));
        if (address != VcardAddress{}) person.addresses.push_back(std::move(address));
        person.birthday = TRY(text(CardPart::Birthday, record));
        const std::string language = TRY(text(CardPart::Language, record));
        if (!language.empty()) person.languages.push_back(language);
        person.time_zone = TRY(text(CardPart::TimeZone, record));
        person.note = TRY(text(CardPart::Notes, record));
        person.uid = TRY(text(CardPart::Uid, record));
        if (person.uid.empty()) person.uid = to_text(record.id);
        append_vcard(out, person);
        return true;
    }
    void end(std::string& /*out*/) override {}

private:
    Result<std::string> text(CardPart part, const Record& record) {
        const FieldDef* field = find_part(records_->entity(), part);
        if (field == nullptr) return std::string();
        if (info_of(field->type).kind == ValueKind::Link)
            return records_->link_title(*field, record);
        const Value value = TRY(records_->value(*field, record));
        if (is_null(value)) return std::string();
        if (field->type == FieldType::Date) return iso_date(integer_or(value, 0));
        return records_->context().strings.format_value(records_->entity(), *field, value, 0);
    }

    ExportedRecords* records_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_card_writer(ExportedRecords& records) {
    return std::make_unique<CardWriter>(records);
}

}  // namespace holdfast
