// World: one server, some devices and the network between them, driven by one seed.
//
// The rules are the product's: handle_push, build_delta, the overlay. The world supplies everything
// that goes wrong around them and judges what comes out (see truth.h).
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "faulty_server_store.h"
#include "fleet.h"
#include "invariant.h"
#include "manners.h"
#include "memory_client_store.h"
#include "message.h"
#include "random.h"
#include "sync/server_rules.h"
#include "truth.h"

namespace holdfast::sim {

inline constexpr unsigned kSteps = 300;
/// With real clients a push takes several: leaving, arriving, the commit, the answer.
inline constexpr unsigned kFleetSteps = 900;

/// Things that go wrong, counted so that a run shows that they did.
enum class Fault : std::uint8_t {
    MessageDropped,
    MessageRepeated,
    MessageReordered,
    DeltaCut,
    DeviceOffline,
    NetworkCut,
    DeviceCrashed,
    ServerCrashed,
    ServerRestored,
    ServerPutBack,
    HistoryProved,
    ClockJumped,
    PushRefused,
    PushGap,
    TransactionRefused,
    TransactionBlocked,
    ConflictRecorded,
    ConflictSettled,
    OldFormSaved,
    AttentionDiscarded,
    StatesRaced,
    NumberReported,
    NumberLeased,
    NumberVoid,
    VoidTakenBack,
    DiedWriting,
    WriteTorn,
    PowerCut,
    DiskFull,
    Count,
};
[[nodiscard]] const char* name_of(Fault fault);
using FaultCounts = std::array<std::uint64_t, static_cast<std::size_t>(Fault::Count)>;

class DeviceClock : public Environment {
public:
    DeviceClock(const std::int64_t& world_ms, Random& random)
        : world_ms_(&world_ms), random_(&random) {}
    [[nodiscard]] std::int64_t now_ms() override { return *world_ms_ + skew_ms; }
    [[nodiscard]] std::uint64_t random() override { return random_->next(); }
    std::int64_t skew_ms = 0;

private:
    const std::int64_t* world_ms_;
    Random* random_;
};

/// A record as it was when a person opened it, perhaps long ago.
struct Form {
    ServerSeq seen = ServerSeq::None;
    Record record;
    std::vector<CellValue> losers;  ///< Of the conflicts that were open then.
};

struct Device {
    DeviceNo no = DeviceNo::None;
    std::unique_ptr<DeviceClock> clock;
    std::unique_ptr<SimStore> store;
    MemoryClientStore* memory = nullptr;  ///< Same as `store` when that is in memory.
    std::vector<Form> forms;
    enum class Link : std::uint8_t { Up, Down } link = Link::Up;
    std::uint32_t session = 0;  ///< Grows at every crash.
    std::uint32_t awaited = 0;  ///< Ticket of the latest pull, 0 once answered.
    TransactionNo first_expected = TransactionNo::None;  ///< By the server, when it said so.
    TransactionNo decided_upto = TransactionNo::None;    ///< By the deltas applied here.
    std::uint64_t history = 0;                           ///< Of the last of them.
    std::vector<TransactionNo> refused;                  ///< Known here.
    std::vector<TransactionNo> saved;                    ///< Everything a person did here.
    std::vector<TransactionNo> discarded;
    std::vector<Write> writes;  ///< Own ones, in order.
    std::vector<Increase> increases;
};

using StoreFactory =
    std::function<std::unique_ptr<SimStore>(const Registry&, Environment&, DeviceNo)>;

/// How many steps a world has, before everything is healed and judged.
[[nodiscard]] unsigned steps_of(Habit habit);

struct WorldOptions {
    std::uint64_t seed = 1;
    std::optional<std::vector<unsigned>> only{};  ///< Steps, ascending; the others are left out.
    Mutation mutation = Mutation::None;
    StoreFactory make_store;  ///< Empty: memory.
    Habit habit = Habit::SaveSoon;
};
struct Outcome {
    std::string problem;      ///< Empty: the world is sound.
    std::uint64_t trace = 0;  ///< Equal for equal runs.
    FaultCounts faults{};
    InvariantCounts judged{};  ///< How often each was looked at.
};

class World : public FleetHost {
public:
    explicit World(WorldOptions options);
    [[nodiscard]] Outcome run();

private:
    friend class Person;
    struct HeldPush {
        Message message;
        ServerSeq first = ServerSeq::None;
    };
    struct CounterState {
        std::uint64_t epoch = 0;
        std::uint64_t history = 0;
        ServerSeq head = ServerSeq::None;
        std::array<std::int64_t, kItems> stock{};
    };

    void populate();
    void step();
    void step_fleet();
    void happen_rarely();
    void change_link();
    void jump_clock(Device& device);
    void crash_device(Device& device);
    void crash_server();
    void restore_server();
    void put_back_server();
    void heal_history(std::uint64_t epoch, const sync::Standing& standing);

    void send(Message message);
    void deliver_any();
    void deliver(const Message& message);
    void push_perhaps(std::size_t device);
    void push(std::size_t device);
    void pull(std::size_t device);
    void on_push(const Message& message);
    void decide_push(const Message& message);
    void decide_held(std::size_t index);
    void commit_server();
    void on_pull(const Message& message);
    void on_reply(const Message& message);
    void on_problem(const Message& message);
    void on_rows(const Message& message);
    void note_applied(Device& device, const Delta& delta, ServerSeq before, std::uint64_t epoch);
    void on_arrived(const Message& message) override;
    void on_commit_due() override { commit_server(); }
    std::optional<sync::LiveNews> live_news(ServerSeq after) override;
    void on_applied(std::size_t device, const Delta& delta, ServerSeq before,
                    std::uint64_t epoch) override;
    void note_refusals(Device& device, const Delta& delta);
    void check_own_work(const Device& device, const Delta& delta);
    void note_numbers(const Delta& delta);
    void note_number(EntityId entity, const std::string& number, const RecordId& record);
    void count_numbers();
    void count_disk_faults();
    [[nodiscard]] std::shared_ptr<const sync::PushRequest> tampered(const Message& message) const;
    [[nodiscard]] std::string state_at_server(const RecordId& record) const;
    void check_refused_races(const Message& message, const sync::PushReply& reply);

    void check();
    void check_twins();
    void check_own_writes(Device& device);
    void check_counters(Device& device);
    void drain();
    void drain_fleet();
    [[nodiscard]] std::string restless_devices();
    [[nodiscard]] bool is_quiet();
    void judge();
    void count_conflict(const sync::ServerRow& row);
    void check_convergence(Device& device);
    void check_nothing_lost(Device& device);

    [[nodiscard]] static bool is_undecided(const Device& device, TransactionNo no);
    /// Null when the device does not show the record. Valid until the store is used again.
    [[nodiscard]] const Record* find(Device& device, EntityId entity, const RecordId& id);
    [[nodiscard]] std::int64_t shown(Device& device, const CellRef& cell);
    [[nodiscard]] RecordId new_id();
    void fail_with(std::string problem);
    void judged(Invariant invariant, std::uint64_t times = 1) {
        outcome_.judged[static_cast<std::size_t>(invariant)] += times;
    }
    void count(Fault fault, std::uint64_t times = 1) {
        outcome_.faults[static_cast<std::size_t>(fault)] += times;
    }
    void trace(std::uint64_t value);
    [[nodiscard]] sync::ServerContext context();

    WorldOptions options_;
    Random random_;
    Manners manners_;
    std::int64_t now_ms_ = 1'700'000'000'000;
    std::int64_t next_value_ = 1000;
    MemoryServerStore server_;
    FaultyServerStore rules_store_;
    std::vector<Device> devices_;
    std::unique_ptr<Fleet> fleet_;  ///< Null: the world itself pushes and asks for its devices.
    std::pair<std::uint64_t, ServerSeq> told_{};  ///< Epoch and head that the fleet heard of last.
    std::vector<Message> soup_;
    std::vector<Message> unsent_replies_;  ///< Of pushes that are not committed yet.
    std::uint32_t last_ticket_ = 0;
    std::vector<HeldPush> held_;  ///< Only under Mutation::SeqBeforeCommit.
    std::vector<RecordId> items_;
    std::vector<RecordId> parts_;
    std::vector<CounterState> counter_states_;
    std::size_t log_checked_ = 0;
    /// Grows whenever a backup is put back and nobody says so: until a device proves it, positions
    /// are given a second time, and so are document numbers.
    std::uint64_t history_ = 0;
    std::map<std::string, std::uint64_t> histories_;  ///< In which a mark was given.
    /// Every number that a device ever showed: it stays the record's, whatever happens, unless the
    /// server was put back unseen.
    std::map<std::pair<EntityId, std::string>, RecordId> shown_numbers_;
    Truth truth_;
    Outcome outcome_;
};

}  // namespace holdfast::sim
