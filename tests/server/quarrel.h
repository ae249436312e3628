// Quarrel: pushes that collide, come twice, leave gaps and come from another epoch, by one seed.
#pragma once

#include <algorithm>
#include <map>

#include "random.h"
#include "sim_registry.h"
#include "sync/protocol.h"
#include "test_store.h"

namespace holdfast::server::test {

/// Pushes of three devices that quarrel over a dozen records, or over as many as are asked for.
class Quarrel {
public:
    static constexpr std::uint32_t kDevices = 3;

    explicit Quarrel(std::uint64_t seed, std::size_t records = 12)
        : random_(seed), records_(records) {}

    DeviceNo any_device() {
        return DeviceNo{1 + static_cast<std::uint32_t>(random_.below(kDevices))};
    }
    sync::PushRequest push_of(DeviceNo device, std::uint64_t epoch, ServerSeq head) {
        sync::PushRequest request;
        request.epoch = random_.chance(3) ? epoch + 1 : epoch;
        std::uint64_t no = next_no_[device] + 1;
        if (random_.chance(20) && no > 1) no -= 1 + random_.below(std::min<std::size_t>(no - 1, 3));
        if (random_.chance(3)) no += 2;
        const std::size_t count = 1 + random_.below(4);
        for (std::size_t i = 0; i < count; ++i)
            request.transactions.push_back(transaction(TransactionNo{no + i}, head));
        return request;
    }
    void decided(DeviceNo device, TransactionNo last_no) { next_no_[device] = raw(last_no); }
    ServerSeq some_checkpoint(ServerSeq head) { return ServerSeq{random_.below(raw(head) + 1)}; }
    bool chance(unsigned percent) { return random_.chance(percent); }

private:
    TransactionRecord transaction(TransactionNo no, ServerSeq head) {
        TransactionRecord made;
        made.no = no;
        made.id = {raw(no), random_.next()};
        made.hlc = Hlc{(900'000 + random_.below(200'000)) << 16};
        if (raw(no) > 1 && random_.chance(10)) made.depends_on = {TransactionNo{raw(no) - 1}};
        const std::size_t count = 1 + random_.below(3);
        for (std::size_t i = 0; i < count; ++i) made.operations.push_back(operation(head));
        return made;
    }
    Operation operation(ServerSeq head) {
        const ServerSeq base = some_checkpoint(head);
        Operation made;
        made.entity = random_.chance(75) ? sim::kItem : sim::kPart;
        made.record =
            record(1 + random_.below(records_) + (made.entity == sim::kPart ? 1'000'000 : 0));
        made.base = base;
        const std::size_t kind = random_.below(10);
        made.kind = kind < 3   ? OperationKind::Create
                    : kind < 8 ? OperationKind::Set
                    : kind < 9 ? OperationKind::Remove
                               : OperationKind::Restore;
        const bool has_edits =
            made.kind == OperationKind::Create || made.kind == OperationKind::Set;
        if (has_edits) made.edits = edits(made.entity, base);
        return made;
    }
    std::vector<FieldEdit> edits(EntityId entity, ServerSeq base) {
        std::vector<FieldEdit> made;
        for (std::uint16_t field = 1; field <= (entity == sim::kItem ? 6 : 2); ++field) {
            if (!random_.chance(40)) continue;
            FieldEdit edit;
            edit.field = FieldId{field};
            edit.value = static_cast<std::int64_t>(random_.below(1'000));
            if (entity == sim::kPart && field == 1)
                edit.value = record(1 + random_.below(records_));
            edit.base = base;
            made.push_back(std::move(edit));
        }
        return made;
    }

    sim::Random random_;
    std::size_t records_;
    std::map<DeviceNo, std::uint64_t> next_no_;
};

}  // namespace holdfast::server::test
