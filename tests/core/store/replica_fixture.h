// Replica: an enrolled store that shares one account with its server at checkpoint 10.
#pragma once

#include "core/store_fixture.h"

namespace holdfast::test {

inline constexpr std::int64_t kHourMs = 3'600'000;

struct Replica : StoreFixture {
    Replica() {
        enrol();
        Delta first = delta(10);
        first.rows.push_back(
            {entity("account").id,
             {row("account", account, 10, {{"name", text("Server")}, {"phone", text("11111")}})}});
        must(store.apply(first));
    }
    Delta account_delta(std::uint64_t to, std::uint64_t decided_upto,
                        std::initializer_list<Given> given) {
        Delta result = delta(to, decided_upto);
        result.rows.push_back({entity("account").id, {row("account", account, to, given)}});
        return result;
    }
    /// The server was restored from a backup that knows own transactions up to `decided_upto`.
    Delta restored(std::uint64_t decided_upto, std::initializer_list<Given> given) {
        Delta result = account_delta(5'000, decided_upto, given);
        result.rebaseline = true;
        result.from = ServerSeq::None;
        result.epoch = 2;
        return result;
    }
    /// Queued work of people, without what the device reports about document numbers.
    std::vector<TransactionRecord> queued_work() {
        std::vector<TransactionRecord> work = queued();
        std::erase_if(work, [](const TransactionRecord& transaction) {
            return transaction.reason == "numbers.report";
        });
        return work;
    }
    /// The server has news every hour.
    void sync_hourly(int hours) {
        for (int hour = 0; hour < hours; ++hour) {
            environment.now += kHourMs;
            must(store.apply(delta(raw(store.state().checkpoint) + 1, 1)));
        }
    }
    /// Own transactions in the log.
    std::int64_t kept() {
        Statement statement = must(store.database().prepare("SELECT count(*) FROM sync_pending"));
        REQUIRE(must(statement.step()));
        return statement.integer(0);
    }
    static TransactionResult refusal(std::uint64_t no, TransactionStatus status) {
        TransactionResult result;
        result.no = TransactionNo{no};
        result.status = status;
        result.code = RejectionCode::Stale;
        result.current = "\"x\"";
        return result;
    }
    const RecordId account{0x018BCFE568007ABC, 0x8123456789ABCDEF};
};

}  // namespace holdfast::test
