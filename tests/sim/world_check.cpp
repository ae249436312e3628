#include <algorithm>

#include "core/field_position.h"
#include "world.h"

namespace holdfast::sim {
namespace {

constexpr int kRoundsMax = 200;

bool contains(const std::vector<TransactionNo>& numbers, TransactionNo no) {
    return std::find(numbers.begin(), numbers.end(), no) != numbers.end();
}

}  // namespace

const Record* World::find(Device& device, EntityId entity, const RecordId& id) {
    const auto record = device.store->find(entity, id);
    if (!record) fail_with("find failed: " + std::string(record.error().context));
    return record ? *record : nullptr;
}

std::int64_t World::shown(Device& device, const CellRef& cell) {
    const Record* record = find(device, kItem, cell.record);
    if (record == nullptr) record = find(device, kPart, cell.record);
    return record ? integer_or(record->values[position_of(cell.field)], kNothing) : kNothing;
}

bool World::is_undecided(const Device& device, TransactionNo no) {
    return no > device.decided_upto && !contains(device.refused, no);
}

// ---- at any time -------------------------------------------------------------------------------

void World::check() {
    check_twins();
    for (Device& device : devices_) {
        check_own_writes(device);
        check_counters(device);
    }
}

void World::check_twins() {
    for (std::size_t index = 0; index < kItems; index += 2) {
        const CellRef one{items_[index], item::kTwin};
        const CellRef two{items_[index + 1], item::kTwin};
        judged(Invariant::Atomicity, devices_.size());
        for (Device& device : devices_)
            if (shown(device, one) != shown(device, two))
                return fail_with("atomicity: half of a transaction is visible");
    }
}

void World::check_own_writes(Device& device) {
    std::vector<CellRef> done;
    for (auto write = device.writes.rbegin(); write != device.writes.rend(); ++write) {
        if (write->by.no <= device.decided_upto) break;
        if (!is_undecided(device, write->by.no)) continue;
        if (std::find(done.begin(), done.end(), write->cell) != done.end()) continue;
        done.push_back(write->cell);
        // What others created can be gone for a while after a restore; own new records never are.
        const bool gone = find(device, kItem, write->cell.record) == nullptr &&
                          find(device, kPart, write->cell.record) == nullptr;
        const auto created = truth_.find_creation(write->cell.record);
        if (gone && !(created && created->device == device.no && is_undecided(device, created->no)))
            continue;
        judged(Invariant::ReadYourWrites);
        if (shown(device, write->cell) != write->value)
            return fail_with("read your writes: an own undecided write is not shown");
    }
}

/// What a delta brings of the device's own work it also decides.
void World::check_own_work(const Device& device, const Delta& delta) {
    if (delta.epoch != server_.epoch_now() || device.history != history_) return;
    judged(Invariant::OwnOnce);
    const auto& log = server_.log();
    for (auto at = log.rbegin(); at != log.rend() && at->seq > delta.from; ++at)
        if (at->seq <= delta.to && at->entry.device == device.no &&
            at->entry.no > delta.decided_upto)
            return fail_with("own work: it is in the rows and undecided as well");
}

void World::check_counters(Device& device) {
    const StoreState& state = device.store->state();
    const CounterState* base = nullptr;
    for (const CounterState& counters : counter_states_)
        if (counters.epoch == state.enrolment.epoch && counters.history == device.history &&
            counters.head <= state.checkpoint)
            base = &counters;
    if (base == nullptr) return;
    judged(Invariant::PendingCounter, kItems);
    for (std::size_t index = 0; index < kItems; ++index) {
        std::int64_t expected = base->stock[index];
        for (auto change = device.increases.rbegin(); change != device.increases.rend(); ++change)
            if (change->record == items_[index] && is_undecided(device, change->by.no))
                expected += change->delta;
        const std::int64_t visible = shown(device, {items_[index], item::kStock});
        if ((visible == kNothing ? 0 : visible) != expected)
            return fail_with("counters: not the server's value and the own undecided changes");
    }
}

// ---- when everything is healed -----------------------------------------------------------------

bool World::is_quiet() {
    for (Device& device : devices_) {
        const StoreState& state = device.store->state();
        const auto queued = device.store->read_queued(TransactionNo::None, 1, 1);
        const bool done = queued && queued->empty() && state.enrolment.epoch == *server_.epoch() &&
                          state.checkpoint == *server_.head();
        if (!done) return false;
    }
    return held_.empty();
}

void World::drain() {
    if (fleet_) return drain_fleet();
    for (Device& device : devices_) device.link = Device::Link::Up;
    for (int round = 0; round < kRoundsMax && outcome_.problem.empty(); ++round) {
        for (std::size_t index = 0; index < devices_.size(); ++index) {
            push(index);
            pull(index);
        }
        while (!soup_.empty() && outcome_.problem.empty()) {
            const Message message = std::move(soup_.back());
            soup_.pop_back();
            deliver(message);
        }
        while (!held_.empty()) decide_held(0);
        commit_server();
        if (is_quiet()) return;
    }
    fail_with("liveness: the devices do not come to rest");
}

void World::count_conflict(const sync::ServerRow& row) {
    const EntityDef& definition = *sim_registry().find(kConflict);
    const FieldDef& rule = *definition.find_field("rule");
    count(Fault::ConflictRecorded);
    if (row.values[definition.index_of(rule.id)] == Value(std::string("race")))
        count(Fault::StatesRaced);
}

void World::count_numbers() {
    const EntityDef& log = *sim_registry().find(kNumberVoid);
    for (const sync::NumberEntry& entry : server_.numbers()) {
        if (entry.use == sync::NumberUse::Reported) count(Fault::NumberReported);
        if (entry.use == sync::NumberUse::Void) count(Fault::NumberVoid);
        if (!entry.block.is_none() && !entry.record.is_none()) count(Fault::NumberLeased);
    }
    for (const MemoryServerStore::StoredRow& stored : server_.rows())
        if (stored.entity == kNumberVoid &&
            text_or_empty(stored.row.values[position_of(log, "state")]) == "used")
            count(Fault::VoidTakenBack);
}

void World::count_disk_faults() {
    for (const Device& device : devices_) {
        const DiskFaults faults = device.store->disk_faults();
        count(Fault::DiedWriting, faults.died_writing);
        count(Fault::WriteTorn, faults.torn);
        count(Fault::PowerCut, faults.power_cuts);
        count(Fault::DiskFull, faults.full);
    }
}

void World::judge() {
    judged(Invariant::Liveness);
    judged(Invariant::FalseConflict, devices_.size() == 1 ? 1 : 0);
    for (std::size_t at = raw(Invariant::ExactlyOnce); at <= raw(Invariant::GivenNumbers); ++at)
        judged(static_cast<Invariant>(at));
    for (const MemoryServerStore::StoredRow& stored : server_.rows())
        if (stored.entity == kConflict) count_conflict(stored.row);
    count_numbers();
    if (devices_.size() == 1 && outcome_.faults[static_cast<std::size_t>(Fault::ConflictRecorded)])
        fail_with("false conflict: a single device conflicts with itself");
    const Past past = history_ > 0 ? Past::PutBackUnseen : Past::Known;
    if (std::string problem = truth_.judge(server_, past); !problem.empty())
        fail_with(std::move(problem));
    for (Device& device : devices_) {
        check_convergence(device);
        check_nothing_lost(device);
    }
    for (const MemoryServerStore::StoredRow& stored : server_.rows())
        trace(raw(stored.row.version));
}

void World::check_convergence(Device& device) {
    for (const MemoryServerStore::StoredRow& stored : server_.rows()) {
        judged(Invariant::Convergence);
        const Record* record = find(device, stored.entity, stored.row.id);
        const bool same = record && record->values == stored.row.values &&
                          (record->life == Record::Life::Deleted) == stored.row.deleted;
        if (!same) return fail_with("convergence: a device differs from the server");
    }
    std::size_t held = 0;
    for (const EntityId entity : {kItem, kPart, kConflict, kNumberBlock, kNumberVoid})
        held += device.store->count(entity).value_or(0);
    if (held != server_.rows().size())
        fail_with("convergence: a device shows records the server does not have");
}

void World::check_nothing_lost(Device& device) {
    const auto attention = device.store->needing_attention();
    if (!attention) return fail_with("needing_attention failed");
    judged(Invariant::NothingLost, device.saved.size());
    for (const TransactionNo no : device.saved) {
        const bool unknown = no > server_.last_no(device.no);
        // What was refused stays with its author, also when a restored server forgot that it did.
        const bool refused =
            unknown ? contains(device.refused, no) : server_.is_refused(device.no, no);
        if (unknown && !refused) return fail_with("exactly once: a transaction was never decided");
        if (contains(device.discarded, no)) continue;
        if (refused != contains(*attention, no))
            return fail_with("nothing typed is lost: refused work is not in needs attention");
    }
}

}  // namespace holdfast::sim
