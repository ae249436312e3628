// Delivered once or twice is the same: three in ten of 100,000 pushes come again, at once or later,
// and the database is equal bit for bit.
#include <deque>

#include "server/quarrel.h"
#include "sync/server_rules.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;
using holdfast::test::must;

namespace {

constexpr int kPushes = 100'000;
/// Of those that are taken: three in ten of all.
constexpr unsigned kRepeatedPercent = 32;
constexpr int kPushesPerCommit = 64;
/// Every conflict stays open here; on a few records they would become thousands.
constexpr std::size_t kRecords = 6'000;
/// How many other pushes may come between one and its repetition.
constexpr std::size_t kLateMax = 200;

class Site {
public:
    Site() : store_(open()) {
        must(store_.begin());
        for (std::uint32_t no = 1; no <= Quarrel::kDevices; ++no)
            must(store_.write_device({DeviceNo{no},
                                      "K" + std::to_string(no),
                                      "user" + std::to_string(no),
                                      TransactionNo::None,
                                      {}}));
        must(store_.commit());
        must(store_.begin());
    }
    std::variant<sync::PushReply, sync::Problem> push(DeviceNo device,
                                                      const sync::PushRequest& request) {
        sync::ServerContext context;
        context.registry = &sim::sim_registry();
        context.store = &store_;
        context.now_ms = 1'000'000;
        return must(sync::handle_push(context, device, request));
    }
    void commit() {
        must(store_.commit());
        must(store_.begin());
    }
    ServerSeq head() { return must(store_.head()); }
    /// Every row of every table, in the order of their keys.
    std::string dump() {
        must(store_.commit());
        std::string all;
        Statement tables = must(store_.database().prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
            "('server_secret') AND name NOT LIKE 'sqlite_%' ORDER BY name"));
        while (must(tables.step())) all += dump_table(std::string(tables.text(0)));
        return all;
    }

private:
    static SqliteStore open() {
        Database db = must(open_server_database(":memory:"));
        must(prepare_server_schema(db, sim::sim_registry(), kEpoch));
        return SqliteStore(std::move(db), sim::sim_registry());
    }
    std::string dump_table(const std::string& table) {
        Statement columns = must(store_.database().prepare(
            "SELECT group_concat('quote(\"' || name || '\")', ' || \",\" || ') "
            "FROM pragma_table_info(?1)"));
        columns.bind(0, std::string_view(table));
        REQUIRE(must(columns.step()));
        std::string text = table + "\n";
        std::string cells(columns.text(0));
        for (std::size_t at = cells.find("\",\""); at != std::string::npos;
             at = cells.find("\",\"", at + 3))
            cells.replace(at, 3, "','");
        Statement rows = must(
            store_.database().prepare("SELECT " + cells + " FROM \"" + table + "\" ORDER BY 1"));
        while (must(rows.step())) {
            text += rows.text(0);
            text += '\n';
        }
        return text;
    }

    SqliteStore store_;
};

struct Late {
    DeviceNo device;
    sync::PushRequest push;
};

}  // namespace

TEST_CASE("pushes that are delivered twice change nothing, bit for bit", "[faults]") {
    Site once;
    Site twice;
    Quarrel quarrel(20'261'123, kRecords);
    std::deque<Late> late;
    int repeated = 0;
    int applied = 0;
    for (int number = 0; number < kPushes; ++number) {
        const DeviceNo device = quarrel.any_device();
        const sync::PushRequest push = quarrel.push_of(device, kEpoch, once.head());
        const auto answer = once.push(device, push);
        static_cast<void>(twice.push(device, push));
        const auto* reply = std::get_if<sync::PushReply>(&answer);
        if (reply != nullptr) {
            quarrel.decided(device, reply->last_no);
            applied += static_cast<int>(reply->results.size());
        }
        // One that came behind a gap was not taken; when it comes again it may be.
        if (reply != nullptr && quarrel.chance(kRepeatedPercent)) {
            ++repeated;
            late.push_back({device, push});
        }
        while (!late.empty() && (late.size() > kLateMax || quarrel.chance(50))) {
            static_cast<void>(twice.push(late.front().device, late.front().push));
            late.pop_front();
        }
        if (number % kPushesPerCommit != 0) continue;
        once.commit();
        twice.commit();
    }
    for (const Late& last : late) static_cast<void>(twice.push(last.device, last.push));
    CHECK(repeated >= 3 * kPushes / 10);
    CHECK(applied > kPushes);
    const std::string expected = once.dump();
    CHECK(expected.size() > 1'000'000);
    CHECK((twice.dump() == expected));
    std::printf("100,000 pushes, %d of them delivered twice: %zu bytes of rows compared\n",
                repeated, expected.size());
}
