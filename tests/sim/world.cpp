#include "world.h"

#include <algorithm>

#include "core/document_number.h"
#include "outbox.h"
#include "person.h"

namespace holdfast::sim {
namespace {

constexpr DeviceNo kFounder{100};
constexpr std::int64_t kHourMs = 3'600'000;
/// Blocks that are used up soon, and that expire while devices are away.
constexpr sync::LeaseTerms kTerms{2, 2, 30'000};
constexpr std::int64_t kYearMs = 365 * 24 * kHourMs;

/// More than any world has.
constexpr std::uint64_t kStepsMax = 4'096;
static_assert(kSteps < kStepsMax && kFleetSteps < kStepsMax);

bool is_among(const std::vector<unsigned>& steps, unsigned number) {
    return std::binary_search(steps.begin(), steps.end(), number);
}

/// What a server signs marks with.
std::uint64_t sign(std::string_view text) {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
    for (const char letter : text)
        hash = (hash ^ static_cast<std::uint8_t>(letter)) * 0x100000001B3ULL;
    return hash;
}

}  // namespace

const char* name_of(Fault fault) {
    constexpr const char* kNames[] = {
        "message dropped",   "message repeated",   "message reordered", "delta cut",
        "device offline",    "network cut",        "device crashed",    "server crashed",
        "server restored",   "server put back",    "history proved",    "clock jumped",
        "push refused",      "push with a gap",    "work refused",      "work blocked",
        "conflict recorded", "conflict settled",   "old form saved",    "attention discarded",
        "states raced",      "number reported",    "number leased",     "number void",
        "void taken back",   "died while writing", "write torn",        "power cut",
        "disk full"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(Fault::Count));
    return kNames[static_cast<std::size_t>(fault)];
}

unsigned steps_of(Habit habit) {
    return manners_of(habit).clients == Clients::Real ? kFleetSteps : kSteps;
}

World::World(WorldOptions options)
    : options_(std::move(options)),
      random_(options_.seed),
      manners_(manners_of(options_.habit)),
      server_(options_.mutation),
      rules_store_(server_, options_.mutation) {
    populate();
}

void World::populate() {
    // A world with one device is the proof that a person never conflicts with themselves.
    const std::size_t count = random_.chance(12) ? 1 : manners_.devices_min + random_.below(3);
    server_.add_absent_device(kFounder);
    for (std::size_t index = 0; index < count; ++index) {
        Device device;
        device.no = DeviceNo{static_cast<std::uint32_t>(index + 1)};
        device.clock = std::make_unique<DeviceClock>(now_ms_, random_);
        device.clock->skew_ms = static_cast<std::int64_t>(random_.below(400)) - 200;
        if (options_.make_store) {
            device.store = options_.make_store(sim_registry(), *device.clock, device.no);
        } else {
            auto memory = std::make_unique<MemoryClientStore>(
                sim_registry(), *device.clock, device.no, options_.mutation, random_);
            device.memory = memory.get();
            device.store = std::move(memory);
        }
        server_.add_device(device.no);
        devices_.push_back(std::move(device));
    }
    sync::PushRequest founding{1, sim_registry().version(), {}};
    TransactionRecord& transaction = founding.transactions.emplace_back();
    transaction.no = TransactionNo{1};
    for (std::size_t index = 0; index < kItems; ++index) {
        Operation& operation = transaction.operations.emplace_back();
        operation.kind = OperationKind::Create;
        operation.entity = kItem;
        operation.record = new_id();
        items_.push_back(operation.record);
    }
    sync::ServerContext founding_context{&sim_registry(), &server_, now_ms_};
    const auto reply = sync::handle_push(founding_context, kFounder, founding);
    HOLDFAST_ASSERT(reply.has_value());
    commit_server();
    if (manners_.clients == Clients::Model) return;
    fleet_ = std::make_unique<Fleet>(*this, random_, now_ms_, options_.mutation);
    for (Device& device : devices_) fleet_->add(*device.store, *device.clock);
}

sync::ServerContext World::context() {
    const bool trusts = options_.mutation == Mutation::ClockTrusted;
    sync::ServerContext made{&server_registry(options_.mutation),
                             &rules_store_,
                             trusts ? now_ms_ + 10 * kYearMs : now_ms_,
                             {},
                             kTerms};
    // Marks would heal much of what the planted faults break.
    if (options_.mutation == Mutation::None) made.sign = sign;
    return made;
}

RecordId World::new_id() {
    return {random_.next(), random_.next()};
}

void World::fail_with(std::string problem) {
    if (outcome_.problem.empty()) outcome_.problem = std::move(problem);
}

void World::trace(std::uint64_t value) {
    outcome_.trace = (outcome_.trace ^ value) * 0x100000001B3ULL;
}

Outcome World::run() {
    const unsigned steps = steps_of(options_.habit);
    for (unsigned number = 0; number < steps && outcome_.problem.empty(); ++number) {
        if (options_.only && !is_among(*options_.only, number)) continue;
        // Each step has its own chances, so that it stays what it is where others are left out.
        random_ = Random(options_.seed * kStepsMax + number);
        fleet_ ? step_fleet() : step();
        if (number % 16 == 0) check();
    }
    if (outcome_.problem.empty()) check();
    if (outcome_.problem.empty()) drain();
    if (outcome_.problem.empty()) check();
    if (outcome_.problem.empty()) judge();
    count_disk_faults();
    return outcome_;
}

void World::step() {
    now_ms_ += static_cast<std::int64_t>(random_.below(400));
    const std::size_t event = random_.below(100);
    const std::size_t device = random_.below(devices_.size());
    trace(event * 16 + device);
    if (event < 22)
        Person(*this, devices_[device]).act();
    else if (event < 33)
        push_perhaps(device);
    else if (event < 45)
        pull(device);
    else if (event < 93)
        deliver_any();
    else
        happen_rarely();
}

void World::happen_rarely() {
    Device& device = devices_[random_.below(devices_.size())];
    if (fleet_ && random_.chance(40)) return change_link();
    switch (random_.below(10)) {
        case 0:
        case 1:
        case 2:
            return crash_device(device);
        case 3:
            if (fleet_) return change_link();
            count(Fault::NetworkCut);
            return soup_.clear();
        case 4:
            if (fleet_) return change_link();
            device.link = device.link == Device::Link::Up ? Device::Link::Down : Device::Link::Up;
            if (device.link == Device::Link::Down) count(Fault::DeviceOffline);
            return;
        case 5:
            return jump_clock(device);
        case 6:
            return crash_server();
        case 7:
            if (!held_.empty()) return decide_held(random_.below(held_.size()));
            return commit_server();
        case 8:
            commit_server();
            return server_.back_up();
        default:
            return restore_server();
    }
}

void World::jump_clock(Device& device) {
    constexpr std::int64_t kJumps[] = {kHourMs, -kHourMs, kYearMs, -kYearMs};
    const std::size_t jump = random_.below(6);
    if (jump < 4) device.clock->skew_ms += kJumps[jump];
    if (jump == 4) device.clock->skew_ms = -now_ms_;  // 1970
    if (jump == 5) device.clock->skew_ms = 0;
    count(Fault::ClockJumped);
}

void World::crash_device(Device& device) {
    ++device.session;
    device.first_expected = TransactionNo::None;
    device.forms.clear();
    count(Fault::DeviceCrashed);
    if (const Status again = device.store->restart(); !again)
        return fail_with("a device does not start: " + std::string(again.error().context));
    if (fleet_) fleet_->restart_device(static_cast<std::size_t>(&device - devices_.data()));
}

void World::crash_server() {
    server_.crash();
    if (options_.mutation == Mutation::None) server_.start(now_ms_);
    unsent_replies_.clear();
    count(Fault::ServerCrashed);
    if (fleet_) fleet_->restart_server();
}

void World::put_back_server() {
    crash_server();
    if (!server_.put_back()) return;
    ++history_;
    server_.start(now_ms_);
    log_checked_ = server_.log().size();
    count(Fault::ServerPutBack);
    commit_server();
}

void World::heal_history(std::uint64_t epoch, const sync::Standing& standing) {
    sync::ServerContext server_context = context();
    const auto lost = sync::has_lost_history(server_context, epoch, standing);
    if (!lost) return fail_with("has_lost_history failed: " + std::string(lost.error().context));
    if (!*lost) return;
    judged(Invariant::ProvedLoss);
    count(Fault::HistoryProved);
    // A second restore may put back a state from before the first one.
    const bool restored = outcome_.faults[static_cast<std::size_t>(Fault::ServerRestored)] > 1;
    if (history_ == 0 && !restored)
        return fail_with("marks: history was not lost, and a device proved it");
    commit_server();
    server_.note_past_epoch(epoch);
    server_.begin_new_history(now_ms_);
    commit_server();
}

void World::restore_server() {
    if (!random_.chance(30)) return;
    const bool quietly = random_.chance(50);
    if (quietly && options_.mutation == Mutation::None) return put_back_server();
    crash_server();
    if (!server_.restore(now_ms_)) return;
    held_.clear();
    log_checked_ = server_.log().size();
    count(Fault::ServerRestored);
    commit_server();
}

void World::note_applied(Device& device, const Delta& delta, ServerSeq before,
                         std::uint64_t epoch) {
    device.decided_upto = delta.decided_upto;
    device.history = histories_[delta.mark];
    note_refusals(device, delta);
    note_numbers(delta);
    check_own_work(device, delta);
    const StoreState& state = device.store->state();
    judged(Invariant::Monotonic);
    if (state.enrolment.epoch == epoch && state.checkpoint < before)
        fail_with("monotonic: a checkpoint went back");
    trace(raw(state.checkpoint));
}

void World::note_refusals(Device& device, const Delta& delta) {
    for (const TransactionResult& refusal : delta.refusals) {
        if (refusal.no > delta.decided_upto) continue;
        const auto known = std::find(device.refused.begin(), device.refused.end(), refusal.no);
        if (known == device.refused.end()) device.refused.push_back(refusal.no);
    }
}

void World::note_numbers(const Delta& delta) {
    for (const EntityRows& part : delta.rows) {
        const EntityDef& entity = *sim_registry().find(part.entity);
        if (!gives_numbers(entity)) continue;
        const std::size_t position = entity.index_of(entity.number_field);
        for (const RowImage& row : part.rows) {
            if (position >= row.values.size()) continue;
            const std::string number(text_or_empty(row.values[position]));
            if (number.empty()) continue;
            note_number(part.entity, number, row.id);
        }
    }
}

void World::note_number(EntityId entity, const std::string& number, const RecordId& record) {
    judged(Invariant::OneNumber);
    const auto [shown, added] = shown_numbers_.try_emplace({entity, number}, record);
    if (shown->second != record && history_ == 0)
        fail_with("numbers: a number stood on two records");
}

}  // namespace holdfast::sim
