// The table at the end of the generic suite: its file stands last among the sources.
#include <cstdio>

#include "generic/scene.h"

using namespace holdfast;
using test::table;

TEST_CASE("the table of the generic suite", "[generic]") {
    const char* columns = "generic suite: %-20s %8s %8s %8s\n";
    std::printf(columns, "check", "visited", "asked", "cases");
    std::size_t asked = 0;
    int cases = 0;
    for (const auto& [check, tally] : table()) {
        std::printf(columns, check.c_str(), std::to_string(tally.visited.size()).c_str(),
                    std::to_string(tally.asked.size()).c_str(),
                    std::to_string(tally.cases).c_str());
        asked += tally.asked.size();
        cases += tally.cases;
    }
    std::printf(
        "generic suite: %zu modules, %zu checks, %zu times a check asked a module, "
        "%d cases\n",
        Registry::base().entities().size(), table().size(), asked, cases);
    CHECK(cases > 0);
}
