#include "store/enrol.h"

#include <algorithm>

#include "store/commit.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr std::size_t kOperationsMax = 500;
/// Texts of one batch; with its other bytes it stays below kTransactionBytesMax.
constexpr std::size_t kTextBytesMax = 256 * 1024;
constexpr std::int64_t kRowsPerRead = 200;

std::size_t text_bytes_of(const Record& record) {
    std::size_t bytes = 0;
    for (const Value& value : record.values) bytes += text_or_empty(value).size();
    return bytes;
}

Operation creation_of(const EntityDef& entity, const Record& record) {
    Operation operation;
    operation.kind = OperationKind::Create;
    operation.entity = entity.id;
    operation.record = record.id;
    for (std::size_t position = 0; position < entity.fields.size(); ++position) {
        const FieldDef& field = entity.fields[position];
        if (is_null(record.values[position]) && is_null(field.initial)) continue;
        FieldEdit edit;
        edit.field = field.id;
        edit.value = record.values[position];
        operation.edits.push_back(std::move(edit));
    }
    return operation;
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

    Status add_entity(const EntityDef& entity) {
        std::int64_t after = 0;
        for (;;) {
            const std::vector<EntityTable::StoredRow> rows = TRY(read_rows(entity, after));
            if (rows.empty()) return {};
            after = rows.back().pk;
            for (const EntityTable::StoredRow& row : rows) TRY(add(entity, row.record));
        }
    }

    Result<std::vector<EntityTable::StoredRow>> read_rows(const EntityDef& entity,
                                                          std::int64_t after) {
        const EntityTable& table = store_->table(entity);
        Statement statement =
            TRY(store_->db.prepare("SELECT " + table.columns() + " FROM " + quoted(entity.key) +
                                   " WHERE pk > ?1 ORDER BY pk LIMIT ?2"));
        statement.bind(0, after).bind(1, kRowsPerRead);
        std::vector<EntityTable::StoredRow> rows;
        while (TRY(statement.step())) rows.push_back(table.read_row(statement));
        return rows;
    }

    Status add(const EntityDef& entity, const Record& record) {
        const std::size_t bytes = text_bytes_of(record);
        if (operations_.size() + 2 > kOperationsMax || text_bytes_ + bytes > kTextBytesMax)
            TRY(flush());
        operations_.push_back(creation_of(entity, record));
        text_bytes_ += bytes;
        if (record.life == Record::Life::Living) return {};
        Operation removal;
        removal.kind = OperationKind::Remove;
        removal.entity = entity.id;
        removal.record = record.id;
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
        text_bytes_ = 0;
        return {};
    }

    Store::Impl* store_;
    TransactionNo next_no_;
    Hlc hlc_;
    std::vector<Operation> operations_;
    std::size_t text_bytes_ = 0;
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
