// RecordWriter: one record after the other in one format. Private to core/src/app.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/app/export.h"
#include "json_records.h"
#include "presentation.h"
#include "record_finder.h"

namespace holdfast {

/// What all writers need: values and titles as the person may see them.
class ExportedRecords {
public:
    ExportedRecords(Store& store, const EntityDef& entity, const ExchangeContext& context);
    [[nodiscard]] const EntityDef& entity() const { return *entity_; }
    [[nodiscard]] const ExchangeContext& context() const { return context_; }
    [[nodiscard]] Store& store() { return *store_; }
    /// Of a field with or without a column; null when it is hidden.
    [[nodiscard]] Result<Value> value(const FieldDef& field, const Record& record);
    /// Of the linked record; empty when there is none, or none that may be read.
    [[nodiscard]] Result<std::string> link_title(const FieldDef& field, const Record& record);
    [[nodiscard]] Result<std::string> title(const Record& record);
    /// The records of the list are those that may be read; fewer may be taken along.
    [[nodiscard]] Result<bool> may_export(const Record& record);
    /// Frees what was remembered, when it has become much.
    void forget_some();

private:
    Store* store_;
    const EntityDef* entity_;
    ExchangeContext context_;
    LinkTitles titles_;
    RecordFinder finder_;
    std::unordered_map<RecordId, std::string> linked_;
};

class RecordWriter {
public:
    virtual ~RecordWriter() = default;
    virtual void begin(std::string& out) = 0;
    /// False when the format has no place for the record.
    [[nodiscard]] virtual Result<bool> append(const Record& record, std::string& out) = 0;
    virtual void end(std::string& out) = 0;
    /// Frees what was remembered besides the records, when it has become much.
    virtual void forget_some() {}
};

/// A record as JSON has it: its id and these fields, each one a member.
[[nodiscard]] Result<JsonValue> json_record(ExportedRecords& records,
                                            const std::vector<const FieldDef*>& fields,
                                            const Record& record);

/// The parts of a record as lists inside its object, an empty one included: what belongs to the
/// record comes along, as far as the person may take it.
class PartWriter {
public:
    /// `owner` must outlive the writer. `depth`: 1 for parts, 2 for parts of parts.
    explicit PartWriter(ExportedRecords& owner, int depth = 1);
    PartWriter(const PartWriter&) = delete;
    PartWriter& operator=(const PartWriter&) = delete;
    ~PartWriter();
    /// Adds a member for each list.
    [[nodiscard]] Status append(const Record& record, JsonValue& object);
    void forget_some();

private:
    struct List;
    std::vector<std::unique_ptr<List>> lists_;
};

/// All of them: `records` must outlive the writer.
[[nodiscard]] std::unique_ptr<RecordWriter> make_csv_writer(ExportedRecords& records,
                                                            const std::vector<FieldId>& fields);
[[nodiscard]] std::unique_ptr<RecordWriter> make_json_writer(ExportedRecords& records,
                                                             const std::vector<FieldId>& fields);
[[nodiscard]] std::unique_ptr<RecordWriter> make_card_writer(ExportedRecords& records);
[[nodiscard]] std::unique_ptr<RecordWriter> make_calendar_writer(ExportedRecords& records);

}  // namespace holdfast
