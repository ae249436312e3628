// Work that the server refuses does not hold up what stands behind it.
#include "core/query.h"
#include "support/direct_line.h"

using namespace holdfast;
using holdfast::test::DirectLine;
using holdfast::test::must;
using holdfast::test::Office;

namespace {

constexpr int kPoisoned = 200;
constexpr int kGood = 4'490;

struct PoisonScene {
    PoisonScene() : office(Registry::base()), ana(office.add_device()), ben(office.add_device()) {}

    static const EntityDef& module(const char* key) { return *Registry::base().find(key); }
    static void commit(Office::Device& device, const Draft& draft) {
        REQUIRE(std::holds_alternative<Saved>(must(device.store.commit(draft))));
    }
    static Draft draft(Office::Device& device) {
        return {"test.poison", device.store.state().checkpoint};
    }
    void create(Office::Device& device, const char* key, const RecordId& id, const char* field,
                const std::string& text) {
        const EntityDef& entity = module(key);
        commit(device, draft(device).create(entity.id, id, {{entity.find_field(field)->id, text}}));
    }
    void move(Office::Device& device, const RecordId& id, const char* to) {
        commit(device, draft(device).transition(module("task").id, id, "not_started", to));
    }

    Office office;
    Office::Device& ana;
    Office::Device& ben;
};

}  // namespace

TEST_CASE("200 refused transactions ahead of 4,490 good ones: all good ones land in one pass",
          "[faults]") {
    PoisonScene scene;
    std::vector<RecordId> tasks;
    for (int number = 0; number < kPoisoned; ++number) {
        tasks.push_back(make_record_id(scene.ben.environment));
        scene.create(scene.ben, "task", tasks.back(), "subject", "Task " + std::to_string(number));
    }
    DirectLine(scene.office, scene.ben).run();
    DirectLine(scene.office, scene.ana).run();
    // Ben calls them off; Ana, who does not know, puts them off.
    for (const RecordId& task : tasks) scene.move(scene.ben, task, "cancelled");
    DirectLine(scene.office, scene.ben).run();
    for (const RecordId& task : tasks) scene.move(scene.ana, task, "deferred");
    for (int number = 0; number < kGood; ++number)
        scene.create(scene.ana, "account", make_record_id(scene.ana.environment), "name",
                     "Account " + std::to_string(number));

    DirectLine line(scene.office, scene.ana);
    line.run();
    const PendingCounts counts = must(scene.ana.store.pending_counts());
    CHECK(counts.queued == 0);
    CHECK(counts.needs_attention == kPoisoned);
    CHECK(line.push_count == (kPoisoned + kGood + 255) / 256);
    scene.office.receive(scene.ben);
    Query accounts;
    accounts.entity = scene.module("account").id;
    CHECK(must(count_rows(scene.ben.store, accounts)) == kGood);
}
