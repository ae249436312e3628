// Document numbers that this device gives: its own ones, and, without a server, the authority's.
#include <algorithm>

#include "core/document_number.h"
#include "store/draft_plan.h"
#include "store/field_edit.h"
#include "store/leased_numbers.h"
#include "store/sync_tables.h"
#include "store/taken_number.h"

namespace holdfast {
namespace {

constexpr std::size_t kNumberDigitsMin = 4;

std::string own_number(const EntityDef& entity, const StoreState& state, std::int64_t number) {
    const std::string digits = padded_number(number, kNumberDigitsMin);
    if (state.authority == Authority::Standalone) return entity.number_prefix + "-" + digits;
    return entity.number_prefix + "-" + state.enrolment.device_code + "-" + digits;
}

}  // namespace

std::string taken_number_sql(const EntityDef& entity) {
    return "SELECT 1 FROM " + quoted(entity.key) + " WHERE _deleted = 0 AND " +
           quoted(entity.find_field(entity.number_field)->key) + " = ?1 LIMIT 1";
}

Result<Value> DraftPlan::first_number(const EntityDef& entity) {
    const bool comes_later =
        entity.number_policy == NumberPolicy::Authority || leases_numbers(entity);
    if (comes_later) return Value();
    return Value(own_number(entity, store_->state, (*TRY(counter("number." + entity.key)))++));
}

Status DraftPlan::give_numbers() {
    for (PlannedRow& planned : rows_) {
        const EntityDef& entity = *planned.entity;
        if (!planned.is_changed() || !is_number_due(entity, planned.row.record.values)) continue;
        if (store_->state.authority == Authority::Standalone) {
            write_number(planned, TRY(next_in_series(planned)));
        } else if (leases_numbers(entity)) {
            std::string number = TRY(next_leased(planned));
            if (number.empty()) continue;
            leased_numbers_[&planned] = number;
            add_operation(operation_on(OperationKind::Set, entity.id, planned.row.record.id,
                                       edit_of(entity.number_field, number, draft_->seen())));
            write_number(planned, std::move(number));
        }
    }
    return {};
}

void DraftPlan::write_number(PlannedRow& planned, std::string number) {
    const EntityDef& entity = *planned.entity;
    std::vector<Value>& values = planned.row.record.values;
    Value& shown = values[entity.index_of(entity.number_field)];
    const FieldId kept = entity.number_series.kept;
    if (kept != FieldId::None) values[entity.index_of(kept)] = shown;
    shown = std::move(number);
}

// A number that a refused transaction had taken is still on somebody's paper: the record keeps it.
Result<std::string> DraftPlan::next_leased(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    const Record& record = planned.row.record;
    LeasedNumbers leased(*store_);
    if (std::string taken = TRY(leased.find_taken(entity, record.id)); !taken.empty()) return taken;
    const std::string series =
        number_series_of(entity, record.values, store_->environment->now_ms());
    for (const NumberBlock& block : TRY(leased.read_open(entity, series))) {
        std::int64_t& next = *TRY(counter(LeasedNumbers::counter_of(block)));
        while (block.first + next - 1 <= block.last) {
            std::string number = number_in_series(series, block.first + next++ - 1);
            if (!TRY(is_number_taken(entity, number))) return number;
        }
    }
    return std::string();
}

Result<std::string> DraftPlan::next_in_series(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    const std::string series =
        number_series_of(entity, planned.row.record.values, store_->environment->now_ms());
    std::int64_t* next = TRY(counter("series." + entity.key + "." + series));
    return take_number(series, *next,
                       [&](const std::string& number) { return is_number_taken(entity, number); });
}

Result<bool> DraftPlan::is_number_taken(const EntityDef& entity, const std::string& number) {
    const std::size_t position = entity.index_of(entity.number_field);
    const bool planned = std::any_of(rows_.begin(), rows_.end(), [&](const PlannedRow& row) {
        return row.entity == &entity && row.row.record.values[position] == Value(number);
    });
    if (planned) return true;
    Statement statement = TRY(store_->db.prepare(taken_number_sql(entity)));
    statement.bind(0, std::string_view(number));
    if (TRY(statement.step())) return true;
    return TRY(numbers_in_bin(entity))->contains(number);
}

// The index has living records only, and an import that was undone leaves thousands in the bin:
// they are read once, not for each number that is tried.
Result<const std::set<std::string>*> DraftPlan::numbers_in_bin(const EntityDef& entity) {
    const auto known = numbers_in_bin_.find(entity.id);
    if (known != numbers_in_bin_.end()) return &known->second;
    const std::string table = quoted(entity.key);
    const std::string number = table + "." + quoted(entity.find_field(entity.number_field)->key);
    Statement statement = TRY(store_->db.prepare(
        "SELECT " + number + " FROM history_bin AS bin JOIN " + table + " ON " + table +
        ".id = bin.id WHERE bin.entity = ?1 AND _deleted <> 0 AND " + number + " IS NOT NULL"));
    statement.bind(0, std::int64_t{raw(entity.id)});
    std::set<std::string>& numbers = numbers_in_bin_[entity.id];
    while (TRY(statement.step())) numbers.emplace(statement.text(0));
    return &numbers;
}

Result<std::int64_t*> DraftPlan::counter(const std::string& name) {
    auto found = next_numbers_.find(name);
    if (found == next_numbers_.end()) {
        const Value stored = TRY(read_state_value(store_->db, name));
        found = next_numbers_.emplace(name, integer_or(stored, 1)).first;
    }
    return &found->second;
}

}  // namespace holdfast
