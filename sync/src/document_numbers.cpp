#include "document_numbers.h"

#include <algorithm>

#include "core/document_number.h"

namespace holdfast::sync {
namespace {

Value& number_of(StagedRow& staged) {
    return staged.row.values[staged.entity->index_of(staged.entity->number_field)];
}

/// "WO-K7-0012" of device K7: no other device makes such numbers.
bool is_own_number(const EntityDef& entity, std::string_view number, const std::string& code) {
    const std::string tag = entity.number_prefix + "-" + code + "-";
    return !code.empty() && entity.number_policy == NumberPolicy::Provisional &&
           number.substr(0, tag.size()) == tag;
}

}  // namespace

bool ends_report(const TransactionRecord& transaction, std::uint64_t epoch) {
    return std::any_of(
        transaction.operations.begin(), transaction.operations.end(),
        [epoch](const Operation& operation) {
            return operation.kind == OperationKind::ReportNumber &&
                   operation.entity == EntityId::None && operation.edits.size() == 1 &&
                   operation.edits.front().value == Value{static_cast<std::int64_t>(epoch)};
        });
}

bool DocumentNumbers::is_given(const EntityDef& entity, FieldId field) {
    return gives_numbers(entity) && field == entity.number_field;
}

Result<bool> DocumentNumbers::is_taken(EntityId entity, const std::string& number) {
    return TRY(store_->find_number(entity, number)).has_value();
}

Status DocumentNumbers::bring(StagedRow& staged) {
    const EntityDef& entity = *staged.entity;
    if (entity.number_field == FieldId::None || is_null(number_of(staged))) return {};
    const std::string wanted(text_or_empty(number_of(staged)));
    if (is_own_number(entity, wanted, author_->code)) return {};
    if (TRY(leases_->take({entity.id, wanted, staged.row.id, NumberUse::Brought}))) return {};
    return write_tagged(staged, wanted);
}

Status DocumentNumbers::write_tagged(StagedRow& staged, const std::string& wanted) {
    const EntityDef& entity = *staged.entity;
    std::string number = wanted;
    for (int copy = 1; TRY(is_taken(entity.id, number)); ++copy) {
        const std::string tag = "-" + author_->code + (copy == 1 ? "" : "-" + std::to_string(copy));
        number = wanted.substr(0, kDocumentNumberBytesMax - tag.size()) + tag;
    }
    if (number != wanted) rows_->set(staged, entity.index_of(entity.number_field), number);
    return store_->write_number({entity.id, number, staged.row.id, NumberUse::Brought});
}

Status DocumentNumbers::claim(StagedRow& staged, const std::string& number) {
    const NumberEntry claimed{staged.entity->id, number, staged.row.id};
    const Value& shown = number_of(staged);
    if (shown == Value{number}) return {};
    if (!is_null(shown)) return leases_->give_up(claimed);
    if (TRY(leases_->take(claimed))) {
        write(staged, number);
        return {};
    }
    if (TRY(leases_->has_held(claimed))) return write_tagged(staged, number);
    // A backup may lack that it was this device's, and people have seen it on the record: it gets
    // the server's, also where its state asks for none.
    return TRY(is_taken(claimed.entity, number)) ? give_own(staged) : Status{};
}

Status DocumentNumbers::keep(const NumberUseNote& on_paper) {
    if (on_paper.number.size() > kDocumentNumberBytesMax) return {};
    if (TRY(is_taken(on_paper.entity, on_paper.number))) return {};
    return store_->write_number(
        {on_paper.entity, on_paper.number, on_paper.record, NumberUse::Brought});
}

// Whoever owes nothing has nothing to report: its numbers would only block those of others.
Status DocumentNumbers::report(const EntityDef* entity, const Operation& operation) {
    const bool fits = author_->owes_numbers && entity != nullptr && gives_numbers(*entity) &&
                      operation.edits.size() == 1 && !operation.record.is_none();
    if (!fits) return {};
    const std::string number(text_or_empty(operation.edits.front().value));
    if (number.empty() || number.size() > kDocumentNumberBytesMax) return {};
    if (!TRY(leases_->report({entity->id, number, operation.record, NumberUse::Reported})))
        return {};
    StagedRow* staged = TRY(rows_->find(*entity, operation.record));
    return staged == nullptr ? Status{} : give(*staged);
}

Status DocumentNumbers::give(StagedRow& staged) {
    return is_number_due(*staged.entity, staged.row.values) ? give_own(staged) : Status{};
}

Status DocumentNumbers::give_own(StagedRow& staged) {
    const EntityDef& entity = *staged.entity;
    const auto known = TRY(store_->find_reported_number(entity.id, staged.row.id));
    if (known) {
        write(staged, known->number);
        return {};
    }
    if (TRY(store_->numbers_are_held()))
        return store_->add_number_waiter({entity.id, staged.row.id});
    const std::string number = TRY(next_number(staged));
    TRY(store_->write_number({entity.id, number, staged.row.id, NumberUse::Given}));
    write(staged, number);
    return {};
}

Status DocumentNumbers::give_waiting(const Registry& registry) {
    const std::vector<NumberWaiter> waiters = TRY(store_->read_number_waiters());
    if (waiters.empty() || TRY(store_->numbers_are_held())) return {};
    TRY(store_->forget_number_waiters());
    for (const NumberWaiter& waiter : waiters) {
        const EntityDef* entity = registry.find(waiter.entity);
        StagedRow* staged = entity == nullptr ? nullptr : TRY(rows_->find(*entity, waiter.record));
        const bool waits = staged != nullptr && gives_numbers(*entity) &&
                           !has_final_number(*entity, staged->row.values);
        if (waits) TRY(give_own(*staged));
    }
    return {};
}

Result<std::string> DocumentNumbers::next_number(const StagedRow& staged) {
    const EntityDef& entity = *staged.entity;
    const std::string series = number_series_of(entity, staged.row.values, now_ms_);
    std::int64_t next = TRY(store_->read_series(entity.id, series));
    std::string number = TRY(take_number(
        series, next, [&](const std::string& wanted) { return is_taken(entity.id, wanted); }));
    TRY(store_->write_series(entity.id, series, next));
    return number;
}

void DocumentNumbers::write(StagedRow& staged, const std::string& number) {
    const EntityDef& entity = *staged.entity;
    const FieldId kept = entity.number_series.kept;
    if (kept != FieldId::None) rows_->set(staged, entity.index_of(kept), number_of(staged));
    rows_->set(staged, entity.index_of(entity.number_field), number);
}

}  // namespace holdfast::sync
