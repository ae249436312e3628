#include "store/import_changes.h"

#include "core/transaction_codec.h"
#include "store/draft_plan.h"

namespace holdfast {
namespace {

/// Made by the first import that changes something: most workspaces never need it.
constexpr char kCreateTable[] =
    "CREATE TABLE IF NOT EXISTS import_change ("
    "no INTEGER PRIMARY KEY, batch BLOB NOT NULL, bytes BLOB NOT NULL)";

Result<bool> has_table(Database& db) {
    Statement statement =
        TRY(db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1"));
    statement.bind(0, std::string_view("import_change"));
    return statement.step();
}

}  // namespace

Status begin_import_changes(Store& store, const RecordId& batch) {
    Database& db = store.database();
    if (!TRY(has_table(db))) return {};
    Statement statement = TRY(db.prepare("DELETE FROM import_change WHERE batch <> ?1"));
    statement.bind(0, batch);
    return statement.run();
}

Status append_import_changes(Store& store, const RecordId& batch,
                             const std::vector<Operation>& operations) {
    Database& db = store.database();
    if (!TRY(has_table(db))) TRY(db.run(kCreateTable));
    TransactionRecord record;
    record.operations = operations;
    const std::vector<std::uint8_t> bytes = encode_transaction(record);
    Statement statement =
        TRY(db.prepare("INSERT INTO import_change (batch, bytes) VALUES (?1, ?2)"));
    statement.bind(0, batch).bind_blob(1, bytes);
    return statement.run();
}

Result<std::optional<ImportChanges>> read_last_import_changes(Store& store, const RecordId& batch) {
    Database& db = store.database();
    if (!TRY(has_table(db))) return std::optional<ImportChanges>();
    Statement statement = TRY(db.prepare(
        "SELECT no, bytes FROM import_change WHERE batch = ?1 ORDER BY no DESC LIMIT 1"));
    statement.bind(0, batch);
    if (!TRY(statement.step())) return std::optional<ImportChanges>();
    ImportChanges changes;
    changes.no = statement.integer(0);
    changes.operations = TRY(decode_transaction(statement.blob(1))).operations;
    return std::optional<ImportChanges>(std::move(changes));
}

Status forget_import_changes(Store& store, std::int64_t no) {
    Statement statement = TRY(store.database().prepare("DELETE FROM import_change WHERE no = ?1"));
    statement.bind(0, no);
    return statement.run();
}

Result<std::vector<FieldIssue>> check_draft(Store& store, const Draft& draft) {
    DraftPlan plan(store.internals(), draft);
    TRY(plan.make());
    return std::move(plan.issues());
}

}  // namespace holdfast
