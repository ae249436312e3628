#include "bench/registry_bench.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "bench/bench.h"
#include "bench/must.h"
#include "core/registry.h"

namespace holdfast::bench {
namespace {

constexpr std::size_t kModules = 120;
constexpr int kFirstFreeId = 5'000;
constexpr int kRounds = 20;
constexpr int kFieldsOfMore = 20;

using Documents = std::vector<std::pair<std::string, std::string>>;

Documents shipped_modules() {
    Documents documents;
    const std::filesystem::path folder = HOLDFAST_SOURCE_DIR "/core/meta/entities";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        documents.emplace_back(entry.path().filename().string(), text.str());
    }
    return documents;
}

/// A module of the usual size: a condition for each field, none like another, and a sum.
std::pair<std::string, std::string> more_module(std::size_t number) {
    const std::string key = "more_" + std::to_string(number);
    const auto id = std::to_string(kFirstFreeId + static_cast<int>(number));
    std::string fields = R"({"id":1,"key":"name","type":"text","search":true})";
    for (int field = 2; field < kFieldsOfMore; ++field)
        fields += R"(,{"id":)" + std::to_string(field) + R"(,"key":"amount_)" +
                  std::to_string(field) + R"(","type":"integer","visible_if":"name != ')" +
                  std::to_string(field) + R"('"})";
    fields += R"(,{"id":90,"key":"both","type":"integer","compute":"amount_2 + amount_3"})";
    return {key + ".json", R"({"id":)" + id + R"(,"key":")" + key +
                               R"(","icon":"box","title":["name"],)" + R"("fields":[)" + fields +
                               R"(],"list":{"columns":["name"],"order":"name"},)" +
                               R"("form":[{"section":"main","fields":["name"]}]})"};
}

}  // namespace

void measure_registry() {
    Documents documents = shipped_modules();
    for (std::size_t number = 0; documents.size() < kModules; ++number)
        documents.push_back(more_module(number));
    const std::vector<std::pair<std::string_view, std::string_view>> given(documents.begin(),
                                                                           documents.end());
    std::vector<double> samples;
    for (int round = 0; round < kRounds; ++round)
        samples.push_back(time_ms([&] { must(Registry::compile(given, nullptr)); }));
    print({"registry.start_of_120_modules_p50", percentile(samples, 50), "ms", 30});
}

}  // namespace holdfast::bench
