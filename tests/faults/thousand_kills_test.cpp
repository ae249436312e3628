// The server is killed a thousand times, at moments that a seed chooses, while eight devices write.
#include <cstdio>

#include "core/random.h"
#include "faults/kill_scene.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr int kKills = 1'000;
constexpr int kDecidedBetweenMax = 5;
constexpr std::int64_t kHealedMsMax = 10'000;

}  // namespace

TEST_CASE("a thousand kills of the server under load lose and double nothing", "[faults]") {
    const std::uint64_t seed = seed_of_faults();
    CAPTURE(seed);
    std::printf("1,000 kills: HOLDFAST_FAULT_SEED=%llu\n", static_cast<unsigned long long>(seed));
    Random random(seed);
    std::atomic<bool> enough = false;
    const Load load{8, 1'000'000, &enough};
    Company company(load);
    int kills = 0;
    std::int64_t healed_ms = 0;
    const auto every = [&] { return 1 + static_cast<int>(random.below(kDecidedBetweenMax)); };
    work_together(company.people, company.shared, load, every, [&] {
        if (enough) return;
        company.server.kill();
        company.server.start_again();
        if (++kills < kKills) return;
        healed_ms = company.environment.now_ms();
        enough = true;
        // After so many failures devices wait for up to a minute, unless somebody looks at them.
        for (const auto& person : company.people) person->device.look();
    });
    const std::int64_t settled_ms = company.environment.now_ms() - healed_ms;
    std::printf("%d kills, %d transactions, queues empty after %lld ms\n", kills,
                count_saved(company.people), static_cast<long long>(settled_ms));
    CHECK(kills == kKills);
    CHECK(settled_ms <= kHealedMsMax);
    check_devices(company.workspace.data, company.people);
    CHECK(company.server.stop() == 0);
    check_database(company.workspace.data, company.people);
}

TEST_CASE("the judge of the kills sees a row that is lost, doubled or changed", "[faults]") {
    const Workspace workspace;
    ServerProcess server(workspace.data);
    REQUIRE(server.is_ready());
    server::SystemEnvironment environment;
    const RecordId shared = make_record_id(environment);
    Person ana(0, server.port(), workspace.code());
    ana.create_shared(shared);
    REQUIRE(ana.knows(shared));
    CHECK(server.stop() == 0);
    Database db = open_beside(workspace.data);
    const ShownValues before = content_of_server(db);
    CHECK((content_of(ana.device.store()) == before));
    const std::string damage =
        GENERATE(as<std::string>(), "DELETE FROM account", "UPDATE account SET name = 'other'",
                 "INSERT INTO account (_id, _v, _del, _del_v, name) "
                 "VALUES (randomblob(16), 1, 0, 0, 'shared')");
    must(db.run(damage));
    CHECK_FALSE((content_of(ana.device.store()) == content_of_server(db)));
}
