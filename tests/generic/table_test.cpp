// The table at the end of the generic suite: its file stands last among the sources.
#include <cstdio>

#include "generic/scene.h"

using namespace holdfast;
using test::table;

TEST_CASE("the table of the generic suite", "[generic]") {
    std::printf("generic suite: %-16s %8s %8s\n", "check", "modules", "cases");
    int total = 0;
    for (const auto& [check, counts] : table()) {
        std::printf("generic suite: %-16s %8d %8d\n", check.c_str(), counts.first, counts.second);
        total += counts.second;
    }
    std::printf("generic suite: %d modules x %zu checks, %d cases\n",
                static_cast<int>(Registry::base().entities().size()), table().size(), total);
    CHECK(total > 0);
}
