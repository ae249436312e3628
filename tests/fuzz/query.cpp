// Saved queries: any text is a query that can be asked and written again, or is refused.
#include "core/query_json.h"
#include "fuzz/target.h"

namespace holdfast::test {

std::vector<Bytes> seeds() {
    std::vector<Bytes> made;
    for (const std::string_view text :
         {R"json({"entity":"work_order","filter":{"all":[)json"
          R"json({"path":"status","op":"equal","values":["open"]},)json"
          R"json({"path":"planned_start","op":"during","range":"this_week"},)json"
          R"json({"any":[{"path":"account.parent.name","op":"is_empty"},)json"
          R"json({"not":{"expression":"amount > 1000 and due < today()"}}]}]},)json"
          R"json("sort":[{"path":"account.name","direction":"descending"}],)json"
          R"json("group":[{"path":"planned_start","by":"month"}],)json"
          R"json("totals":[{"kind":"sum","path":"amount"},{"kind":"count","path":""}],)json"
          R"json("columns":["number","account.name"]})json",
          R"json({"entity":"account","search":"b",)json"
          R"json("order":{"field":"name","direction":"ascending"},)json"
          R"json("filters":[{"field":"name","op":"contains","value":"a"}],)json"
          R"json("filter":{"path":"parent","op":"in","values":[null,)json"
          R"json({"id":"01900000-0000-7000-8000-000000000001"}]}})json"}) {
        // What is refused leads no mutation to what is asked and written again.
        HOLDFAST_ASSERT(query_from_json(Registry::base(), text).has_value());
        made.emplace_back(text.begin(), text.end());
    }
    return made;
}

void feed(std::span<const std::uint8_t> bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const Registry& registry = Registry::base();
    const auto saved = query_from_json(registry, text);
    if (!saved) return;
    HOLDFAST_ASSERT(!find_query_issue(registry, saved->query));
    const std::string written = to_json(registry, *saved);
    const auto again = query_from_json(registry, written);
    HOLDFAST_ASSERT(again && again->query.filter == saved->query.filter);
    HOLDFAST_ASSERT(again->query.sort == saved->query.sort && again->group == saved->group);
    HOLDFAST_ASSERT(to_json(registry, *again) == written);
}

}  // namespace holdfast::test
