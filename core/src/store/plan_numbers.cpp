// Document numbers that this device gives: its own ones, and, without a server, the authority's.
#include <algorithm>

#include "core/document_number.h"
#include "store/draft_plan.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

constexpr std::size_t kNumberDigitsMin = 4;

std::string own_number(const EntityDef& entity, const StoreState& state, std::int64_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < kNumberDigitsMin) digits.insert(0, kNumberDigitsMin - digits.size(), '0');
    if (state.authority == Authority::Standalone) return entity.number_prefix + "-" + digits;
    return entity.number_prefix + "-" + state.enrolment.device_code + "-" + digits;
}

}  // namespace

Result<Value> DraftPlan::first_number(const EntityDef& entity) {
    if (entity.number_policy == NumberPolicy::Authority) return Value();
    return Value(own_number(entity, store_->state, TRY(count_up("number." + entity.key))));
}

Status DraftPlan::give_numbers() {
    if (store_->state.authority != Authority::Standalone) return {};
    for (PlannedRow& planned : rows_) {
        std::vector<Value>& values = planned.row.record.values;
        const EntityDef& entity = *planned.entity;
        if (!planned.is_changed() || !is_number_due(entity, values)) continue;
        std::string number = TRY(next_in_series(planned));
        Value& shown = values[entity.index_of(entity.number_field)];
        const FieldId kept = entity.number_series.kept;
        if (kept != FieldId::None) values[entity.index_of(kept)] = shown;
        shown = std::move(number);
    }
    return {};
}

/// Skips what was brought along by an import: together they leave no gap.
Result<std::string> DraftPlan::next_in_series(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    const std::string series =
        number_series_of(entity, planned.row.record.values, store_->environment->now_ms());
    const std::string counter = "series." + entity.key + "." + series;
    std::string number = number_in_series(series, TRY(count_up(counter)));
    while (TRY(is_number_taken(entity, number)))
        number = number_in_series(series, TRY(count_up(counter)));
    return number;
}

Result<bool> DraftPlan::is_number_taken(const EntityDef& entity, const std::string& number) {
    const std::size_t position = entity.index_of(entity.number_field);
    const bool planned = std::any_of(rows_.begin(), rows_.end(), [&](const PlannedRow& row) {
        return row.entity == &entity && row.row.record.values[position] == Value(number);
    });
    if (planned) return true;
    const std::string& column = entity.fields[position].key;
    Statement statement = TRY(store_->db.prepare("SELECT 1 FROM " + quoted(entity.key) + " WHERE " +
                                                 quoted(column) + " = ?1 LIMIT 1"));
    statement.bind(0, std::string_view(number));
    return statement.step();
}

Result<std::int64_t> DraftPlan::count_up(const std::string& counter) {
    auto found = next_numbers_.find(counter);
    if (found == next_numbers_.end()) {
        const Value stored = TRY(read_state_value(store_->db, counter));
        found = next_numbers_.emplace(counter, integer_or(stored, 1)).first;
    }
    return found->second++;
}

}  // namespace holdfast
