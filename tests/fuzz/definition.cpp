// Module definitions: any JSON gives a registry or a sentence, never a crash.
#include <string>
#include <string_view>

#include "core/registry.h"
#include "fuzz/target.h"

namespace holdfast::test {

std::vector<Bytes> seeds() {
    constexpr std::string_view kText =
        R"({"key":"item","id":90,"icon":"box","menu":"work","title":["name"],)"
        R"("fields":[{"key":"name","id":1,"type":"text","required":true,"search":true},)"
        R"({"key":"amount","id":2,"type":"money","merge":"counter"}],)"
        R"("list":{"columns":["name"],"order":"name"},)"
        R"("form":[{"key":"main","fields":["name","amount"]}]})";
    return {Bytes(kText.begin(), kText.end())};
}

void feed(std::span<const std::uint8_t> bytes) {
    const std::string text(bytes.begin(), bytes.end());
    std::string problem;
    const Result<Registry> registry = Registry::compile({{"fuzz.json", text}}, &problem);
    HOLDFAST_ASSERT(registry || !problem.empty());
}

}  // namespace holdfast::test
