// Sets that only fail in the whole: which ones are to blame, and what it costs to find out.
#include <set>

#include "customization/customize.h"

using namespace holdfast;
using namespace holdfast::test;

TEST_CASE("one broken set among many is found with few compilations") {
    const std::size_t broken = GENERATE(range(std::size_t{0}, std::size_t{64}, std::size_t{7}));
    std::vector<std::string> sets;
    for (std::size_t index = 0; index < 64; ++index) {
        const std::string formula = index == broken ? "nothing + 1" : "hours + 1";
        sets.push_back(on_job(R"({"add_fields": [{"key": "x_)" + std::to_string(index) +
                              R"(", "type": "integer", "label": {"en": "Own"}, "compute": ")" +
                              formula + R"("}]})"));
    }
    const Customization made = customize(sets);
    REQUIRE(made.issues().size() == 1);
    CHECK(made.issues()[0].name == "set " + std::to_string(broken + 1));
    CHECK(made.issues()[0].expression_key == "expression.unknown_field");
    CHECK(job_of(made).computed.size() == 64);
    // The whole, then two for each halving.
    CHECK(made.compilations() <= 13);
}

TEST_CASE("however many sets are broken, the others count, in their order") {
    const std::set<std::size_t> broken = GENERATE(values<std::set<std::size_t>>(
        {{0, 1, 2, 3, 4, 5, 6, 7}, {0, 7}, {2, 3, 4}, {1, 3, 5, 7}, {6}, {}}));
    std::vector<std::string> sets;
    for (std::size_t index = 0; index < 8; ++index) {
        const std::string number = std::to_string(index);
        // Each also asks for what the one before it has added.
        const std::string before = index == 0 ? "hours" : "x_" + std::to_string(index - 1);
        sets.push_back(on_job(R"({"add_fields": [{"key": "x_)" + number +
                              R"(", "type": "integer", "label": {"en": "Own"}, "readonly_if": ")" +
                              (broken.contains(index) ? "nothing" : "hours") + R"( >= 1"}]})"));
        sets.push_back(on_job(R"({"change_fields": {")" + before +
                              R"(": {"label": {"en": "Renamed by )" + number + "\"}}}}"));
    }
    const Customization made = customize(sets);
    for (std::size_t index = 0; index < 8; ++index) {
        CAPTURE(index);
        const std::string key = "x_" + std::to_string(index);
        CHECK((job_of(made).find_field(key) == nullptr) == broken.contains(index));
    }
    std::set<std::string> left_out;
    for (const CustomizationIssue& issue : made.issues()) left_out.insert(issue.name);
    std::set<std::string> expected;
    for (const std::size_t index : broken) {
        expected.insert("set " + std::to_string(2 * index + 1));
        if (index < 7) expected.insert("set " + std::to_string(2 * index + 4));
    }
    CHECK(left_out == expected);
    CHECK(made.compilations() < 2 * sets.size() + 1);
}
