#include "csv_cells.h"
#include "exchange_values.h"
#include "record_writer.h"

namespace holdfast {
namespace {

/// Dates, numbers and modules as every program reads them; choices and links in words.
class CsvWriter final : public RecordWriter {
public:
    CsvWriter(ExportedRecords& records, const std::vector<FieldId>& fields) : records_(&records) {
        for (const FieldId field : fields) fields_.push_back(records.entity().find_any(field));
    }

    void begin(std::string& out) override {
        out += kCsvMark;
        for (const FieldDef* field : fields_) {
            if (field != fields_.front()) out += ',';
            append_csv_text(out, records_->context().strings.label_of(records_->entity(), *field));
        }
        out += kCsvRowEnd;
    }

    Result<bool> append(const Record& record, std::string& out) override {
        for (const FieldDef* field : fields_) {
            if (field != fields_.front()) out += ',';
            const std::string cell = TRY(text_of(*field, record));
            // A number keeps its minus sign.
            if (info_of(field->type).kind == ValueKind::Integer)
                append_csv_cell(out, cell);
            else
                append_csv_text(out, cell);
        }
        out += kCsvRowEnd;
        return true;
    }
    void end(std::string& /*out*/) override {}

private:
    Result<std::string> text_of(const FieldDef& field, const Record& record) {
        if (info_of(field.type).kind == ValueKind::Link) return records_->link_title(field, record);
        const ExchangeContext& context = records_->context();
        const Value value = TRY(records_->value(field, record));
        if (is_null(value)) return std::string();
        switch (field.type) {
            case FieldType::DateTime:
                return table_time_text(integer_or(value, 0), context.zone_offset_minutes);
            case FieldType::Duration:
                return table_duration_text(integer_or(value, 0));
            case FieldType::Boolean:
            case FieldType::Choice:
            case FieldType::Choices:
            case FieldType::State:
                return context.strings.format_value(records_->entity(), field, value, 0);
            default:
                return Strings(Language::English).edit_text(records_->entity(), field, value, 0);
        }
    }

    ExportedRecords* records_;
    std::vector<const FieldDef*> fields_;
};

class JsonWriter final : public RecordWriter {
public:
    JsonWriter(ExportedRecords& records, const std::vector<FieldId>& fields)
        : records_(&records), writer_(JsonLayout::Array), parts_(records) {
        for (const FieldId field : fields) fields_.push_back(records.entity().find_any(field));
    }

    void begin(std::string& out) override { writer_.begin(out); }

    /// Every member in every object, so that a reader knows all of them after the first.
    Result<bool> append(const Record& record, std::string& out) override {
        JsonValue object = TRY(json_record(*records_, fields_, record));
        TRY(parts_.append(record, object));
        writer_.append(out, object);
        return true;
    }
    void end(std::string& out) override { writer_.end(out); }
    void forget_some() override { parts_.forget_some(); }

private:
    ExportedRecords* records_;
    JsonRecordsWriter writer_;
    PartWriter parts_;
    std::vector<const FieldDef*> fields_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_csv_writer(ExportedRecords& records,
                                              const std::vector<FieldId>& fields) {
    return std::make_unique<CsvWriter>(records, fields);
}

std::unique_ptr<RecordWriter> make_json_writer(ExportedRecords& records,
                                               const std::vector<FieldId>& fields) {
    return std::make_unique<JsonWriter>(records, fields);
}

}  // namespace holdfast
