#include "number_leases.h"

#include <algorithm>

#include "conflict_records.h"
#include "core/document_number.h"
#include "core/field_position.h"

namespace holdfast::sync {
namespace {

constexpr std::string_view kExpired = "expired";
constexpr std::string_view kGivenBackReason = "given_back";
constexpr std::string_view kSecond = "second";

/// No record's. One without an id may have a number as well: its use says so, not the id.
bool is_free(const NumberEntry& entry) {
    return entry.use == NumberUse::Leased || entry.use == NumberUse::Void;
}

}  // namespace

NumberLeases::NumberLeases(const Scene& scene)
    : scene_(scene),
      block_definition_(scene.registry->find(kNumberBlockModule)),
      void_definition_(scene.registry->find(kNumberVoidModule)) {
    if (void_definition_ == nullptr) block_definition_ = nullptr;
}

bool NumberLeases::keeps(const EntityDef& entity) const {
    return &entity == block_definition_ || &entity == void_definition_;
}

void NumberLeases::set(StagedRow& staged, std::string_view key, Value value) {
    scene_.rows->set(staged, position_of(*staged.entity, key), std::move(value));
}

// ---- granting ----------------------------------------------------------------------------------

bool NumberLeases::note_ask(const Operation& operation) {
    if (operation.kind != OperationKind::Create || block_definition_ == nullptr ||
        operation.entity != block_definition_->id)
        return false;
    // A block is found by its id: without one it could never be closed.
    if (operation.record.is_none()) return true;
    const FieldId module = block_definition_->find_field("entity")->id;
    for (const FieldEdit& edit : operation.edits)
        if (edit.field == module)
            asks_.push_back({operation.record, std::string(text_or_empty(edit.value))});
    return true;
}

Status NumberLeases::grant() {
    for (const Ask& ask : asks_) {
        const EntityDef* entity = scene_.registry->find(ask.module);
        if (entity != nullptr && leases_numbers(*entity)) TRY(grant(*entity, ask.record));
    }
    return {};
}

Result<bool> NumberLeases::may_grant(const EntityDef& entity, const std::string& series) {
    if (TRY(scene_.store->numbers_are_held())) return false;
    const std::vector<OpenBlock> open = TRY(scene_.store->read_open_blocks(scene_.author->device));
    const auto same = std::count_if(open.begin(), open.end(), [&](const OpenBlock& block) {
        return block.entity == entity.id && block.series == series;
    });
    return static_cast<std::size_t>(same) < terms_.open_blocks_max;
}

// Numbers that were brought along are passed over; where one stands in the middle the block ends.
Status NumberLeases::grant(const EntityDef& entity, const RecordId& id) {
    ServerStore& store = *scene_.store;
    const std::vector<Value> none(entity.fields.size());
    NumberBlock block;
    block.id = id;
    block.series = number_series_of(entity, none, scene_.now_ms);
    if (TRY(find_block(id)) != nullptr || !TRY(may_grant(entity, block.series))) return {};
    const auto is_unused = [&](std::int64_t n) -> Result<bool> {
        return !TRY(store.find_number(entity.id, number_in_series(block.series, n))).has_value();
    };
    block.first = TRY(store.read_series(entity.id, block.series));
    while (!TRY(is_unused(block.first))) ++block.first;
    std::int64_t next = block.first;
    while (next < block.first + terms_.numbers && TRY(is_unused(next)))
        TRY(store.write_number(
            {entity.id, number_in_series(block.series, next++), {}, NumberUse::Leased, id}));
    TRY(store.write_series(entity.id, block.series, next));
    block.last = next - 1;
    block.module = entity.key;
    block.device = scene_.author->code;
    block.state = NumberBlock::State::Open;
    block.expires_ms = scene_.now_ms + terms_.valid_ms;
    StagedRow& staged = scene_.rows->create(*block_definition_, id);
    const std::vector<Value> values = values_of(*block_definition_, block);
    for (std::size_t position = 0; position < values.size(); ++position)
        scene_.rows->set(staged, position, values[position]);
    return store.write_open_block(
        {id, entity.id, block.series, scene_.author->device, block.expires_ms});
}

// ---- using -------------------------------------------------------------------------------------

Result<StagedRow*> NumberLeases::find_block(const RecordId& id) {
    if (block_definition_ == nullptr || id.is_none()) return static_cast<StagedRow*>(nullptr);
    return scene_.rows->find(*block_definition_, id);
}

Result<bool> NumberLeases::is_of_author(const NumberEntry& entry) {
    StagedRow* staged = TRY(find_block(entry.block));
    if (staged == nullptr || scene_.author->code.empty()) return false;
    return number_block_of(*block_definition_, entry.block, staged->row.values).device ==
           scene_.author->code;
}

Result<bool> NumberLeases::has_held(const NumberEntry& wanted) {
    const auto known = TRY(scene_.store->find_number(wanted.entity, wanted.number));
    return known && TRY(is_of_author(*known));
}

Result<bool> NumberLeases::take(const NumberEntry& wanted) {
    const auto known = TRY(scene_.store->find_number(wanted.entity, wanted.number));
    if (!known) {
        if (!scene_.author->owes_numbers) return false;
        TRY(scene_.store->write_number(wanted));
        return true;
    }
    if (!is_free(*known)) return known->record == wanted.record;
    if (!TRY(is_of_author(*known))) return false;
    TRY(use(*known, wanted));
    return true;
}

Result<bool> NumberLeases::report(const NumberEntry& reported) {
    const auto known = TRY(scene_.store->find_number(reported.entity, reported.number));
    if (known && !is_free(*known)) return false;
    NumberEntry kept = reported;
    // Devices report first what they have shown. What was only taken from a block must not come
    // instead of it, but it is nobody else's.
    if (TRY(scene_.store->find_reported_number(reported.entity, reported.record)))
        kept.use = NumberUse::Brought;
    if (known)
        TRY(use(*known, kept));
    else
        TRY(scene_.store->write_number(kept));
    return true;
}

Status NumberLeases::use(const NumberEntry& known, const NumberEntry& wanted) {
    NumberEntry used = wanted;
    used.block = known.block;
    TRY(scene_.store->write_number(used));
    StagedRow* staged = TRY(find_block(known.block));
    if (staged == nullptr) return {};
    const NumberBlock block = number_block_of(*block_definition_, known.block, staged->row.values);
    if (known.use == NumberUse::Void) {
        StagedRow* log = TRY(find_void(block, known.number));
        if (log != nullptr) set(*log, "state", std::string("used"));
        return {};
    }
    const EntityDef* entity = scene_.registry->find(wanted.entity);
    return TRY(is_used_up(*entity, block)) ? close(*staged) : Status{};
}

Result<bool> NumberLeases::is_used_up(const EntityDef& entity, const NumberBlock& block) {
    for (std::int64_t n = block.first; n <= block.last; ++n) {
        const auto known =
            TRY(scene_.store->find_number(entity.id, number_in_series(block.series, n)));
        if (known && known->use == NumberUse::Leased) return false;
    }
    return true;
}

Status NumberLeases::give_up(const NumberEntry& number) {
    const auto known = TRY(scene_.store->find_number(number.entity, number.number));
    // A restored server lacks the block: what the device showed must not come a second time.
    if (!known && scene_.author->owes_numbers) return scene_.store->write_number(number);
    if (!known || known->use != NumberUse::Leased || !TRY(is_of_author(*known))) return {};
    StagedRow& staged = *TRY(find_block(known->block));
    const NumberBlock block = number_block_of(*block_definition_, known->block, staged.row.values);
    TRY(make_void(block, *known, kSecond));
    const EntityDef* entity = scene_.registry->find(number.entity);
    return TRY(is_used_up(*entity, block)) ? close(staged) : Status{};
}

// ---- taking back -------------------------------------------------------------------------------

Status NumberLeases::close(StagedRow& block) {
    set(block, "state", std::string(word_of(NumberBlock::State::Closed)));
    return scene_.store->forget_open_block(block.row.id);
}

Status NumberLeases::close_expired() {
    if (block_definition_ == nullptr) return {};
    const std::vector<OpenBlock> expired = TRY(scene_.store->read_expired_blocks(scene_.now_ms));
    if (expired.empty() || TRY(scene_.store->numbers_are_held())) return {};
    for (const OpenBlock& block : expired) TRY(close_expired(block));
    return {};
}

Status NumberLeases::close_expired(const OpenBlock& expired) {
    StagedRow* staged = TRY(find_block(expired.block));
    // Nothing says which numbers it had; a file that an earlier program wrote may hold such a one.
    if (staged == nullptr) return scene_.store->forget_open_block(expired.block);
    const NumberBlock block =
        number_block_of(*block_definition_, expired.block, staged->row.values);
    const bool given_back = expired.expires_ms == kGivenBack;
    for (std::int64_t n = block.first; n <= block.last; ++n) {
        const auto known =
            TRY(scene_.store->find_number(expired.entity, number_in_series(block.series, n)));
        if (known && known->use == NumberUse::Leased)
            TRY(make_void(block, *known, given_back ? kGivenBackReason : kExpired));
    }
    return close(*staged);
}

Result<StagedRow*> NumberLeases::find_void(const NumberBlock& block, const std::string& number) {
    const RecordId id =
        conflict_id(void_definition_->id, block.id, place_in(block, number).value_or(0));
    return scene_.rows->find(*void_definition_, id);
}

Status NumberLeases::make_void(const NumberBlock& block, const NumberEntry& known,
                               std::string_view reason) {
    TRY(scene_.store->write_number({known.entity, known.number, {}, NumberUse::Void, block.id}));
    StagedRow* log = TRY(find_void(block, known.number));
    if (log == nullptr) {
        const std::uint32_t place = place_in(block, known.number).value_or(0);
        log = &scene_.rows->create(*void_definition_,
                                   conflict_id(void_definition_->id, block.id, place));
    }
    set(*log, "entity", block.module);
    set(*log, "series", block.series);
    set(*log, "number", known.number);
    set(*log, "device", block.device);
    set(*log, "reason", std::string(reason));
    set(*log, "at", scene_.now_ms);
    set(*log, "state", std::string("void"));
    return {};
}

}  // namespace holdfast::sync
