// RecordWriter: one record after the other in one format. Private to core/src/app.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/app/export.h"
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
};

/// All of them: `records` must outlive the writer.
[[nodiscard]] std::unique_ptr<RecordWriter> make_csv_writer(ExportedRecords& records,
                                                            const std::vector<FieldId>& fields);
[[nodiscard]] std::unique_ptr<RecordWriter> make_json_writer(ExportedRecords& records,
                                                             const std::vector<FieldId>& fields);
[[nodiscard]] std::unique_ptr<RecordWriter> make_card_writer(ExportedRecords& records);
[[nodiscard]] std::unique_ptr<RecordWriter> make_calendar_writer(ExportedRecords& records);

}  // namespace holdfast
