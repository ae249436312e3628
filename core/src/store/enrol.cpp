#include "store/enrol.h"

#include <algorithm>

#include "core/customization.h"
#include "store/commit.h"
#include "store/custom_columns.h"
#include "store/field_edit.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr std::size_t kOperationsMax = 500;
/// Of one batch, as bytes_of() estimates them: below kTransactionBytesMax with room to spare.
constexpr std::size_t kBatchBytesMax = 512 * 1024;
/// Most that an edit takes besides its text, and an operation besides its edits.
constexpr std::size_t kEditBytesMax = 32;
constexpr std::size_t kOperationBytesMax = 64;
constexpr std::int64_t kRowsPerRead = 200;

/// Columns of fields that no definition in use has: a change set was taken back or does not fit.
Result<std::vector<CustomColumn>> read_unknown_columns(Database& db, const EntityDef& entity) {
    std::vector<CustomColumn> columns = TRY(read_custom_columns(db, entity.id, entity.key));
    std::erase_if(columns, [&](const CustomColumn& column) {
        return entity.find_field(column.field) != nullptr;
    });
    return columns;
}

/// A record as it is stored, with the values of fields that no definition in use has.
struct QueuedRow {
    EntityTable::StoredRow stored;
    std::vector<FieldEdit> unknown;
};

Operation creation_of(const EntityDef& entity, QueuedRow& row) {
    Record& record = row.stored.record;
    Operation operation;
    operation.kind = OperationKind::Create;
    operation.entity = entity.id;
    operation.record = record.id;
    for (std::size_t position = 0; position < entity.fields.size(); ++position) {
        const FieldDef& field = entity.fields[position];
        if (is_null(record.values[position]) && is_null(field.initial)) continue;
        operation.edits.push_back(edit_of(field.id, std::move(record.values[position])));
    }
    for (FieldEdit& edit : row.unknown) operation.edits.push_back(std::move(edit));
    return operation;
}

std::size_t bytes_of(const Operation& operation) {
    std::size_t bytes = kOperationBytesMax;
    for (const FieldEdit& edit : operation.edits)
        bytes += kEditBytesMax + text_or_empty(edit.value).size();
    return bytes;
}

/// Turns the records of a workspace into queued transactions, parents before their children.
class Queueing {
public:
    explicit Queueing(Store::Impl& store)
        : store_(&store), next_no_(store.state.next_no), hlc_(store.state.hlc) {}

    Status run() {
        // What administrators changed goes first: the server judges everything else by it.
        const EntityDef* changes = store_->registry->find("change_set");
        if (changes) TRY(add_tree(*changes));
        TRY(flush());
        for (const EntityDef& entity : store_->registry->entities())
            if (entity.parent_field == FieldId::None && &entity != changes) TRY(add_tree(entity));
        for (const std::string& table : TRY(read_unknown_tables(store_->db, *store_->registry)))
            TRY(add_unknown(table));
        return flush();
    }

    [[nodiscard]] TransactionNo next_no() const { return next_no_; }
    [[nodiscard]] Hlc hlc() const { return hlc_; }

private:
    Status add_tree(const EntityDef& entity) {
        TRY(add_entity(entity));
        for (const EntityId child : entity.children) TRY(add_tree(*store_->registry->find(child)));
        return {};
    }

    /// What is left of a module that administrators once added; its number follows from its key.
    Status add_unknown(const std::string& table) {
        EntityDef shell;
        shell.id = custom_entity_id(table);
        shell.key = table;
        if (store_->registry->find(shell.id)) return {};
        const EntityTable columns(shell);
        return add_rows(columns);
    }

    Status add_entity(const EntityDef& entity) { return add_rows(store_->table(entity)); }

    Status add_rows(const EntityTable& table) {
        const auto unknown = TRY(read_unknown_columns(store_->db, table.entity()));
        // A row without a single value says nothing to anybody.
        if (unknown.empty() && table.entity().fields.empty()) return {};
        std::int64_t after = 0;
        for (;;) {
            std::vector<QueuedRow> rows = TRY(read_rows(table, unknown, after));
            if (rows.empty()) return {};
            after = rows.back().stored.pk;
            for (QueuedRow& row : rows) TRY(add(table.entity(), row));
        }
    }

    Result<std::vector<QueuedRow>> read_rows(const EntityTable& table,
                                             const std::vector<CustomColumn>& unknown,
                                             std::int64_t after) {
        std::string sql = "SELECT " + table.columns();
        for (const CustomColumn& column : unknown) sql += ", " + quoted(column.name);
        Statement statement = TRY(store_->db.prepare(sql + " FROM " + quoted(table.entity().key) +
                                                     " WHERE pk > ?1 ORDER BY pk LIMIT ?2"));
        statement.bind(0, after).bind(1, kRowsPerRead);
        std::vector<QueuedRow> rows;
        while (TRY(statement.step())) {
            QueuedRow& row = rows.emplace_back(QueuedRow{table.read_row(statement), {}});
            int at = table.column_count();
            for (const CustomColumn& column : unknown)
                if (Value value = statement.value(at++); !is_null(value))
                    row.unknown.push_back(edit_of(column.field, std::move(value)));
        }
        return rows;
    }

    Status add(const EntityDef& entity, QueuedRow& row) {
        const RecordId id = row.stored.record.id;
        Operation creation = creation_of(entity, row);
        const std::size_t bytes = bytes_of(creation);
        if (operations_.size() + 2 > kOperationsMax || bytes_ + bytes > kBatchBytesMax)
            TRY(flush());
        operations_.push_back(std::move(creation));
        bytes_ += bytes;
        if (row.stored.record.life == Record::Life::Living) return {};
        Operation removal;
        removal.kind = OperationKind::Remove;
        removal.entity = entity.id;
        removal.record = id;
        operations_.push_back(std::move(removal));
        return {};
    }

    Status flush() {
        if (operations_.empty()) return {};
        hlc_ = next_hlc(hlc_, store_->environment->now_ms());
        TransactionRecord transaction;
        transaction.no = next_no_;
        transaction.id = make_record_id(*store_->environment);
        transaction.hlc = hlc_;
        transaction.schema_version = store_->registry->version();
        transaction.reason = "workspace.enrol";
        transaction.operations = std::move(operations_);
        TRY(log_transaction(*store_, transaction,
                            [](EntityId, const RecordId&) -> const Record* { return nullptr; }));
        next_no_ = TransactionNo{raw(next_no_) + 1};
        operations_.clear();
        bytes_ = 0;
        return {};
    }

    Store::Impl* store_;
    TransactionNo next_no_;
    Hlc hlc_;
    std::vector<Operation> operations_;
    std::size_t bytes_ = 0;
};

bool is_same_place(const Enrolment& a, const Enrolment& b) {
    return a.device == b.device && a.server == b.server;
}

}  // namespace

Status enrol_store(Store::Impl& store, const Enrolment& enrolment) {
    const bool again = store.state.authority == Authority::Enrolled;
    if (again && !is_same_place(store.state.enrolment, enrolment))
        return fail(ErrorCode::Conflict, "store.enrol");
    Transaction transaction = TRY(Transaction::begin(store.db));
    Enrolment written = enrolment;
    // A known device that only got a new token keeps its epoch: that is the rebaseline's business.
    if (again) written.epoch = store.state.enrolment.epoch;
    TRY(write_enrolment(store.db, written));
    Queueing queueing(store);
    if (!again) TRY(queueing.run());
    TRY(write_clock(store.db, queueing.next_no(), queueing.hlc()));
    TRY(transaction.commit());
    store.state.authority = Authority::Enrolled;
    store.state.enrolment = written;
    store.state.next_no = queueing.next_no();
    store.state.hlc = queueing.hlc();
    store.person.forget();
    ++store.generation;
    return {};
}

}  // namespace holdfast
