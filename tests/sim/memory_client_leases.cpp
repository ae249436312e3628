// The blocks of document numbers that a device in memory holds.
#include <algorithm>

#include "core/document_number.h"
#include "memory_client_store.h"
#include "sim_registry.h"

namespace holdfast::sim {
namespace {

constexpr std::int64_t kNumbersLeftMin = 2;
constexpr std::size_t kBlocksMax = 2;

}  // namespace

std::vector<NumberBlock> MemoryClientStore::own_blocks(NumberBlock::State state) const {
    std::vector<NumberBlock> blocks;
    for (const auto& [id, row] : rows_) {
        const bool is_shown = row.origin == Row::Origin::Server || row.creation;
        if (row.shown.entity != kNumberBlock || !is_shown) continue;
        const NumberBlock block =
            number_block_of(*registry_->find(kNumberBlock), id, row.shown.values);
        if (block.device == state_.enrolment.device_code && block.state == state)
            blocks.push_back(block);
    }
    std::sort(blocks.begin(), blocks.end(), [](const NumberBlock& one, const NumberBlock& other) {
        return one.first < other.first;
    });
    return blocks;
}

std::string MemoryClientStore::next_leased(const EntityDef& entity, const RecordId& record) {
    const auto taken = taken_numbers_.find(record);
    if (taken != taken_numbers_.end()) return taken->second;
    for (const NumberBlock& block : own_blocks(NumberBlock::State::Open)) {
        std::int64_t& next = next_of_block_[block.id];
        while (block.first + next <= block.last) {
            std::string number = number_in_series(block.series, block.first + next++);
            const bool is_known = std::any_of(rows_.begin(), rows_.end(), [&](const auto& other) {
                return other.second.shown.entity == entity.id &&
                       shown_value(other.second, entity.number_field) == Value(number);
            });
            const bool looks = mutation_ != Mutation::BlockStartedAgain;
            if (!is_known || !looks) return taken_numbers_[record] = number;
        }
    }
    return {};
}

void MemoryClientStore::give_leased(const LocalWork& work, TransactionRecord& transaction) {
    for (const Operation& wanted : work.operations) {
        const EntityDef& entity = *registry_->find(wanted.entity);
        const Record* shown = find(wanted.entity, wanted.record).value_or(nullptr);
        if (!leases_numbers(entity) || !shown || !is_number_due(entity, shown->values)) continue;
        const std::string number = next_leased(entity, wanted.record);
        if (number.empty()) continue;
        Operation operation;
        operation.kind = OperationKind::Set;
        operation.entity = entity.id;
        operation.record = wanted.record;
        operation.edits.emplace_back().field = entity.number_field;
        operation.edits.back().value = number;
        stamp_edits(work.seen, operation, transaction);
        apply_local(operation, transaction.no);
        transaction.operations.push_back(std::move(operation));
    }
}

void MemoryClientStore::ask_where_low(const LocalWork& work) {
    const bool leases = std::any_of(work.operations.begin(), work.operations.end(),
                                    [this](const Operation& operation) {
                                        return leases_numbers(*registry_->find(operation.entity));
                                    });
    const std::vector<NumberBlock> open = own_blocks(NumberBlock::State::Open);
    std::int64_t left = 0;
    for (const NumberBlock& block : open)
        left += block.last - block.first + 1 - next_of_block_[block.id];
    const bool has_asked = !own_blocks(NumberBlock::State::Asked).empty();
    if (!leases || has_asked || left >= kNumbersLeftMin || open.size() >= kBlocksMax) return;
    const EntityDef& definition = *registry_->find(kNumberBlock);
    NumberBlock wanted;
    wanted.module = registry_->find(kItem)->key;
    wanted.device = state_.enrolment.device_code;
    const std::vector<Value> values = values_of(definition, wanted);
    TransactionRecord ask;
    ask.no = state_.next_no;
    ask.hlc = state_.hlc;
    ask.schema_version = registry_->version();
    Operation& operation = ask.operations.emplace_back();
    operation.kind = OperationKind::Create;
    operation.entity = kNumberBlock;
    operation.record = {random_->next(), random_->next()};
    for (std::size_t position = 0; position < values.size(); ++position) {
        if (is_null(values[position])) continue;
        operation.edits.emplace_back().field = definition.fields[position].id;
        operation.edits.back().value = values[position];
    }
    apply_local(operation, ask.no);
    state_.next_no = TransactionNo{raw(state_.next_no) + 1};
    pending_.push_back({std::move(ask), PendingState::Queued});
}

/// What a broken client does: it goes on with blocks that the restored server does not know.
void MemoryClientStore::keep_blocks(const std::unordered_map<RecordId, Row>& before) {
    for (const auto& [id, row] : before)
        if (row.shown.entity == kNumberBlock && row.origin == Row::Origin::Server)
            rows_.insert_or_assign(id, row);
}

}  // namespace holdfast::sim
