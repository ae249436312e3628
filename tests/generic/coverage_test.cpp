// Coverage: every capability of tiers P0 and P1 names the module or engine that carries it, and
// what of it still waits, with the reason. coverage.json has the list of the specification.
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/registry.h"
#include "support/test.h"

using namespace holdfast;

namespace {

nlohmann::json coverage() {
    std::ifstream file(std::string(HOLDFAST_SOURCE_DIR) + "/tests/generic/coverage.json");
    return nlohmann::json::parse(file);
}

std::set<std::string> carried_by_modules() {
    std::set<std::string> ids;
    for (const EntityDef& entity : Registry::base().entities())
        ids.insert(entity.purposes.begin(), entity.purposes.end());
    return ids;
}

}  // namespace

TEST_CASE("every capability of tiers P0 and P1 is carried or says why it waits", "[coverage]") {
    const std::set<std::string> modules = carried_by_modules();
    struct Count {
        int rows = 0;
        int carried = 0;
        int waiting = 0;
    };
    std::map<std::string, Count> tiers;
    for (const auto& row : coverage()) {
        const auto id = row.at("id").get<std::string>();
        CAPTURE(id);
        const bool waits = row.contains("waits");
        CHECK((modules.contains(id) || !row.value("engine", "").empty()));
        Count& count = tiers[row.at("tier").get<std::string>()];
        ++count.rows;
        ++(waits ? count.waiting : count.carried);
        if (waits)
            std::printf("coverage: %s %s waits: %s\n", row.at("tier").get<std::string>().c_str(),
                        id.c_str(), row.at("waits").get<std::string>().c_str());
    }
    CHECK(tiers["P0"].rows == 30);
    CHECK(tiers["P1"].rows == 52);
    for (const auto& [tier, count] : tiers)
        std::printf("coverage: %s: %d rows, %d carried whole, %d with something waiting\n",
                    tier.c_str(), count.rows, count.carried, count.waiting);
}

TEST_CASE("what waits of tier P0 names the work that brings it", "[coverage]") {
    for (const auto& row : coverage()) {
        if (row.at("tier") != "P0" || !row.contains("waits")) continue;
        CAPTURE(row.at("id").get<std::string>());
        const auto reason = row.at("waits").get<std::string>();
        const auto names = [&](const char* work) { return reason.find(work) != reason.npos; };
        CHECK((names("technician's day") || names("the kit") || names("attachments")));
    }
}

TEST_CASE("no module claims a capability that nobody asked for", "[coverage]") {
    std::set<std::string> known;
    for (const auto& row : coverage()) known.insert(row.at("id").get<std::string>());
    for (const std::string& id : carried_by_modules()) {
        CAPTURE(id);
        CHECK(known.contains(id));
    }
}
