// Change sets of administrators: any bytes are refused with a place and a reason, or make a
// registry.
#include "core/customization.h"

#include <string>

#include "core/app/customization_words.h"
#include "customization/definitions.h"
#include "fuzz/target.h"

namespace holdfast::test {
namespace {

constexpr std::string_view kSeeds[] = {
    R"({"change":{"job":{"add_fields":[{"key":"x_gate","type":"text","label":{"en":"Gate"},)"
    R"("search":true,"index":true,"section":"plan"},{"key":"x_sum","type":"money",)"
    R"("label":{"ja":"Sum"},"compute":"hours * 2"},{"key":"x_kind","type":"choice","label":)"
    R"({"sv":"Slag"},"choices":["a",{"key":"b","label":{"en":"B"}}],"default":"a"}]}}})",
    R"({"change":{"job":{"label":{"en":"Task"},"plural":{"en":"Tasks"},"change_fields":{"reason":)"
    R"({"required":true,"default":"none"},"priority":{"add_choices":[{"key":"x_top","label":)"
    R"({"en":"Top"}}],"choice_labels":{"high":{"en":"Now"}},"remove_choices":["high"]}},)"
    R"("hide_fields":["due"]},"place":{"hide_fields":["note"]}}})",
    R"({"change":{"job":{"add_states":[{"key":"x_parts","category":"waiting","label":{"en":"P"},)"
    R"("guard":"hours > 1","require":["reason"],"stamp":{"field":"done_at","when":"every"}}],)"
    R"("change_states":{"held":{"label":{"fr":"Gel"}}},"add_transitions":["open > x_parts"],)"
    R"("list":{"columns":["subject","twice"],"order":"due"},"form":[{"section":"main","fields":)"
    R"(["subject","place"]},{"section":"x_door","label":{"en":"Door"},"fields":["due"]}]}}})",
    R"({"add":[{"key":"x_pet","label":{"en":"Pet"},"plural":{"en":"Pets"},"fields":[{"key":)"
    R"("kind","type":"choice","choices":["a","b"],"options_if":{"a":"true"},"label":{"en":"K"}}],)"
    R"("form":[{"section":"main","fields":["kind"]}]}],"change":{"x_pet":{"change_fields":{"kind":)"
    R"({"remove_choices":["b"]}},"form":[{"section":"main","fields":["kind"]}],"hide_fields":)"
    R"([]}}})",
    R"({"add":[{"key":"x_car","menu":"work","icon":"car","label":{"en":"Car"},"plural":{"en":)"
    R"("Cars"},"fields":[{"key":"name","type":"text","label":{"en":"Name"},"unique":true},)"
    R"({"key":"job","type":"link","to":"job","label":{"en":"Job"},"inverse":"x_cars"},)"
    R"({"key":"status","type":"state","label":{"en":"Status"}}],"state":{"field":"status",)"
    R"("initial":"a","states":[{"key":"a","category":"open","label":{"en":"A"}}],)"
    R"("transitions":[]},"kanban":{"column":"status"}}]})"};

}  // namespace

std::vector<Bytes> seeds() {
    std::vector<Bytes> all;
    for (const std::string_view text : kSeeds) all.emplace_back(text.begin(), text.end());
    return all;
}

void feed(std::span<const std::uint8_t> bytes) {
    static const Customization base =
        Customization::compile({{"place.json", kPlace}, {"job.json", kJob}}, {});
    const std::string items(bytes.begin(), bytes.end());
    const auto issue = base.check(items);
    const Customization made = Customization::compile({{"place.json", kPlace}, {"job.json", kJob}},
                                                      {{RecordId{1, 1}, "fuzz", items}});
    HOLDFAST_ASSERT(made.issues().size() == (issue ? 1U : 0U));
    if (!issue) return;
    HOLDFAST_ASSERT(made.registry().version() == base.registry().version());
    HOLDFAST_ASSERT(issue->path.starts_with("$") && !issue->reason.empty());
    HOLDFAST_ASSERT(!sentence(Strings(Language::Japanese), *issue).empty());
}

}  // namespace holdfast::test
