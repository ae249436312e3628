// RulesBench: the server's rules over a database in memory, with two devices that write by hand.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "conflict_records.h"
#include "memory_server_store.h"
#include "sim_registry.h"
#include "support/test.h"
#include "sync/server_rules.h"

namespace holdfast::sync::test {

using holdfast::test::must;
namespace item = sim::item;

inline constexpr DeviceNo kAna{1};
inline constexpr DeviceNo kBen{2};
inline constexpr RecordId kPump{7, 7};
inline constexpr std::int64_t kNoonMs = 1'700'000'000'000;

inline FieldEdit edit(FieldId field, Value value, std::uint64_t base) {
    FieldEdit written;
    written.field = field;
    written.value = std::move(value);
    written.base = ServerSeq{base};
    return written;
}

inline Operation operation(OperationKind kind, std::vector<FieldEdit> edits,
                           std::uint64_t base = 0) {
    Operation made;
    made.kind = kind;
    made.entity = sim::kItem;
    made.record = kPump;
    made.edits = std::move(edits);
    made.base = ServerSeq{base};
    return made;
}

inline Operation set(FieldId field, std::int64_t value, std::uint64_t base) {
    return operation(OperationKind::Set, {edit(field, value, base)});
}

/// The pump exists from position 1 on; both devices have seen it.
class RulesBench {
public:
    RulesBench() {
        store.add_device(kAna);
        store.add_device(kBen);
        store.commit();
        must_apply(kAna, {operation(OperationKind::Create, {})});
    }

    /// One transaction of the device, stamped `later_ms` after noon.
    TransactionResult push(DeviceNo device, std::vector<Operation> operations,
                           std::int64_t later_ms = 0, std::vector<TransactionNo> depends_on = {}) {
        TransactionRecord transaction;
        transaction.no = TransactionNo{raw(store.last_no(device)) + 1};
        transaction.hlc = {static_cast<std::uint64_t>(kNoonMs + later_ms) << 16};
        transaction.depends_on = std::move(depends_on);
        transaction.operations = std::move(operations);
        return must_reply(device, {1, 1, {transaction}}).results.at(0);
    }
    TransactionResult must_apply(DeviceNo device, std::vector<Operation> operations,
                                 std::int64_t later_ms = 0) {
        const TransactionResult result = push(device, std::move(operations), later_ms);
        REQUIRE(result.status == TransactionStatus::Applied);
        return result;
    }
    PushReply must_reply(DeviceNo device, const PushRequest& request) {
        auto outcome = try_push(device, request);
        REQUIRE(std::holds_alternative<PushReply>(outcome));
        return std::get<PushReply>(std::move(outcome));
    }
    std::variant<PushReply, Problem> try_push(DeviceNo device, const PushRequest& request) {
        ServerContext context{&sim::sim_registry(), &store, now_ms};
        auto outcome = must(handle_push(context, device, request));
        store.commit();
        return outcome;
    }
    Delta delta(DeviceNo device, const DeltaRequest& request) {
        ServerContext context{&sim::sim_registry(), &store, now_ms};
        return must(build_delta(context, device, request));
    }

    [[nodiscard]] const ServerRow& pump() const { return *store.find(sim::kItem, kPump); }
    [[nodiscard]] Value value(FieldId field) const {
        return pump().values[sim::position_of(field)];
    }
    /// A field of the pump's n-th conflict record; null when there is no such record.
    [[nodiscard]] Value conflict(std::uint32_t slot, std::string_view key) const {
        const ServerRow* row = store.find(sim::kConflict, conflict_id(sim::kItem, kPump, slot));
        const EntityDef& entity = *sim::sim_registry().find(sim::kConflict);
        return row == nullptr ? Value{} : row->values[entity.index_of(entity.find_field(key)->id)];
    }

    std::int64_t now_ms = kNoonMs;  ///< The server's clock.
    sim::MemoryServerStore store{sim::Mutation::None};
};

inline Value text_value(std::string_view characters) {
    return Value{std::string(characters)};
}

}  // namespace holdfast::sync::test
