#include "work_queue.h"

#include "net_loopback.h"
#include "test_store.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

namespace {

struct Scene {
    Registry registry = thing_registry();
    net::LoopbackNetwork network;
    Writer writer{open_store(registry), network};
    std::vector<GroupReport> groups;
    std::vector<std::string> told;

    Scene() {
        writer.on_group([this](const GroupReport& report) { groups.push_back(report); });
    }
    void add(std::uint64_t low, std::size_t weight = 1) {
        add_work(
            [low](SqliteStore& store) -> Status {
                const ServerSeq seq = TRY(store.take_seq());
                return store.write_row(kThing, row_of(record(low), seq, "x"));
            },
            weight);
    }
    void add_work(Work work, std::size_t weight = 1) {
        writer.queue().add({std::move(work),
                            [this](Status done) { told.push_back(done ? "done" : "failed"); },
                            weight});
    }
    std::int64_t stored() {
        Statement count = must(writer.store().database().prepare("SELECT count(*) FROM thing"));
        must(count.step());
        return count.integer(0);
    }
};

}  // namespace

TEST_CASE("pushes that wait together are committed together and answered after",
          "[server][queue]") {
    Scene scene;
    for (std::uint64_t low = 1; low <= 3; ++low) scene.add(low);
    scene.writer.run_group();
    CHECK(scene.told.empty());
    CHECK(scene.stored() == 3);
    scene.network.run();
    CHECK(scene.told == std::vector<std::string>(3, "done"));
    REQUIRE(scene.groups.size() == 1);
    CHECK(scene.groups[0].jobs == 3);
    CHECK(scene.groups[0].outcome == GroupReport::Outcome::Committed);
}

TEST_CASE("a group has at most 64 pushes", "[server][queue]") {
    Scene scene;
    for (std::uint64_t low = 1; low <= 100; ++low) scene.add(low);
    scene.writer.run_group();
    CHECK(scene.stored() == 64);
    scene.writer.run_group();
    CHECK(scene.stored() == 100);
}

TEST_CASE("heavy pushes close a group earlier, but never an empty one", "[server][queue]") {
    Scene scene;
    scene.add(1, kGroupWeightMax);
    scene.add(2, 10 * kGroupWeightMax);
    scene.writer.run_group();
    CHECK(scene.stored() == 1);
    scene.writer.run_group();
    CHECK(scene.stored() == 2);
    scene.writer.run_group();
    scene.network.run();
    CHECK(scene.groups.size() == 2);
}

TEST_CASE("one push that fails does not take the group with it", "[server][queue]") {
    Scene scene;
    scene.add(1);
    scene.add_work([](SqliteStore& store) -> Status {
        TRY(store.write_row(kThing, row_of(record(2), ServerSeq{9}, "x")));
        return fail(ErrorCode::BadInput, "on purpose");
    });
    scene.add(3);
    scene.writer.run_group();
    scene.network.run();
    CHECK(scene.told == std::vector<std::string>{"done", "failed", "done"});
    CHECK(scene.stored() == 2);
}

TEST_CASE("when the group cannot be committed nobody is told that it was", "[server][queue]") {
    Scene scene;
    scene.add(1);
    scene.add_work([](SqliteStore& store) -> Status { return store.database().run("ROLLBACK"); });
    scene.add(3);
    scene.writer.run_group();
    scene.network.run();
    CHECK(scene.told == std::vector<std::string>(3, "failed"));
    CHECK(scene.stored() == 0);
    CHECK(scene.groups[0].outcome == GroupReport::Outcome::Failed);
    scene.add(4);
    scene.writer.run_group();
    scene.network.run();
    CHECK(scene.told.back() == "done");
    CHECK(scene.stored() == 1);
}

TEST_CASE("a read sees one moment and reports through the loop", "[server][queue]") {
    Scene scene;
    WorkQueue reads;
    bool finished = false;
    CHECK_FALSE(run_read(reads, scene.writer.store(), scene.network));
    reads.add({[](SqliteStore& store) -> Status {
                   CHECK(TRY(store.epoch()) == kEpoch);
                   return {};
               },
               [&](Status done) { finished = done.has_value(); }});
    CHECK(run_read(reads, scene.writer.store(), scene.network));
    CHECK_FALSE(finished);
    scene.network.run();
    CHECK(finished);
}
