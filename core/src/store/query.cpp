#include "core/query.h"

#include <utility>

#include "core/policy.h"
#include "core/rules.h"
#include "store/query_sql.h"
#include "store/report_groups.h"

namespace holdfast {
namespace {

/// Reads rows of one entity as the policy shows them.
class RowReader {
public:
    RowReader(const EntityTable& table, const Policy* policy) : table_(&table) {
        const EntityDef& entity = table.entity();
        sql_ = "SELECT " + table.columns() + " FROM " + quoted(entity.key) + " WHERE pk = ?1";
        if (!policy) return;
        const SqlPredicate visible = policy->where(entity.id, Action::Read, {"", 2});
        sql_ += " AND " + visible.text;
        parameters_ = visible.parameters;
        hidden_ = hidden_positions(*policy, entity);
    }

    Result<std::optional<Record>> read(Database& db, RowHandle handle) const {
        Statement statement = TRY(db.prepare(sql_));
        statement.bind(0, raw(handle));
        for (std::size_t index = 0; index < parameters_.size(); ++index)
            statement.bind_view(static_cast<int>(index) + 1, parameters_[index]);
        if (!TRY(statement.step())) return std::optional<Record>{};
        Record record = table_->read_row(statement).record;
        for (const std::size_t position : hidden_) record.values[position] = Value();
        return std::optional<Record>(std::move(record));
    }

private:
    const EntityTable* table_;
    std::string sql_;
    std::vector<Value> parameters_;
    std::vector<std::size_t> hidden_;
};

}  // namespace

Result<std::vector<RowHandle>> find_rows(Store& store, const Query& query, std::int64_t count_max) {
    CompiledQuery compiled = TRY(CompiledQuery::compile(store.internals(), query));
    const QueryOrder order = TRY(QueryOrder::compile(compiled.terms(), query));
    RunningQuery running(store.internals(), compiled.sql());
    // The limit is part of the text: statements differ by it rarely, and SQLite plans with it.
    Statement statement =
        TRY(running.prepare("pk", order.order_by() + " LIMIT " + std::to_string(count_max)));
    std::vector<RowHandle> handles;
    while (TRY(statement.step())) handles.push_back(RowHandle{statement.integer(0)});
    return handles;
}

Result<std::int64_t> count_rows(Store& store, const Query& query) {
    const CompiledQuery compiled = TRY(CompiledQuery::compile(store.internals(), query));
    RunningQuery running(store.internals(), compiled.sql());
    Statement statement = TRY(running.prepare("count(*)", ""));
    TRY(statement.step());
    return statement.integer(0);
}

Result<std::vector<Record>> read_rows(Store& store, EntityId entity,
                                      const std::vector<RowHandle>& handles, const Policy* policy) {
    const EntityDef* definition = store.registry().find(entity);
    if (!definition) return fail(ErrorCode::BadInput, "query.read_rows");
    const RowReader reader(store.internals().table(*definition),
                           TRY(policy_or_person(store.internals(), policy)));
    std::vector<Record> records;
    records.reserve(handles.size());
    for (const RowHandle handle : handles)
        if (std::optional<Record> record = TRY(reader.read(store.internals().db, handle)))
            records.push_back(*std::move(record));
    return records;
}

Result<std::vector<Value>> read_computed(Store& store, EntityId entity, const RecordId& id,
                                         const std::vector<FieldId>& fields, std::int64_t today) {
    const EntityDef* definition = store.registry().find(entity);
    if (!definition) return fail(ErrorCode::BadInput, "query.read_computed");
    const Policy* policy = TRY(store.internals().person.get(store.internals()));
    std::string columns;
    std::vector<Value> parameters = {id};
    for (const FieldId field : fields) {
        if (policy && policy->field_access(entity, field) == FieldAccess::Hidden) {
            columns += columns.empty() ? "NULL" : ", NULL";
            continue;
        }
        const Expression* expression = store.registry().rules(entity).computed(field);
        if (!expression) return fail(ErrorCode::BadInput, "query.read_computed");
        ExpressionSql sql =
            expression->to_sql({"", static_cast<int>(parameters.size()) + 1, today});
        columns += (columns.empty() ? "" : ", ") + sql.text;
        parameters.insert(parameters.end(), sql.parameters.begin(), sql.parameters.end());
    }
    if (columns.empty()) return std::vector<Value>();
    Statement statement = TRY(store.internals().db.prepare(
        "SELECT " + columns + " FROM " + quoted(definition->key) + " WHERE id = ?1"));
    for (std::size_t index = 0; index < parameters.size(); ++index)
        statement.bind(static_cast<int>(index), parameters[index]);
    std::vector<Value> values;
    if (!TRY(statement.step())) return values;
    for (std::size_t index = 0; index < fields.size(); ++index)
        values.push_back(statement.value(static_cast<int>(index)));
    return values;
}

Result<std::vector<ReportRow>> report(Store& store, const Query& query,
                                      const std::vector<FieldId>& keys, FieldId sum_field) {
    const EntityDef* entity = store.registry().find(query.entity);
    if (!entity) return fail(ErrorCode::BadInput, "query.entity");
    const Policy* policy = TRY(policy_or_person(store.internals(), query.policy));
    if (policy && (policy->find_hidden_field(entity->id, keys) != FieldId::None ||
                   policy->find_hidden_field(entity->id, {sum_field}) != FieldId::None))
        return fail(ErrorCode::Unauthorized, "query.hidden_field");
    const FieldDef* summed = entity->find_field(sum_field);
    std::string columns = summed ? quoted(summed->key) : "0";
    for (const FieldId key : keys) {
        if (!entity->find_field(key)) return fail(ErrorCode::BadInput, "query.report_key");
        columns += ", " + quoted(entity->find_field(key)->key);
    }
    const CompiledQuery compiled =
        TRY(CompiledQuery::compile(store.internals(), query, RowsRead::Every));
    RunningQuery running(store.internals(), compiled.sql());
    Statement statement = TRY(running.prepare(columns, ""));
    ReportGroups groups(keys.size());
    if (keys.empty()) groups.add_empty();
    while (TRY(statement.step())) groups.add(statement);
    return groups.take();
}

}  // namespace holdfast
