// Conversions that change nothing: there is nothing to make, or all is there already.
#include "core/conversion.h"
#include "core/history.h"
#include "core/store_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// A box becomes a label when it has a name, and leads to it.
const Registry& boxes() {
    static const Registry registry =
        must(Registry::compile({{"box.json",
                                 R"({"id":1,"key":"box","icon":"box","title":["name"],
              "fields":[{"id":1,"key":"name","type":"text"},
                        {"id":2,"key":"label","type":"link","to":"label"}],
              "convert":[{"key":"label","make":[{"to":"label","link":"label",
                          "when":"(name ?? '') != ''","map":{"text":"name"}}]}],
              "list":{"columns":["name"],"order":"name"},
              "form":[{"section":"main","fields":["name","label"]}]})"},
                                {"label.json",
                                 R"({"id":2,"key":"label","icon":"box","title":["text"],
              "fields":[{"id":1,"key":"text","type":"text"}],
              "list":{"columns":["text"],"order":"text"},
              "form":[{"section":"main","fields":["text"]}]})"}},
                               nullptr));
    return registry;
}

struct Boxes : StoreFixture {
    Boxes() : StoreFixture(boxes()) {}
    ConversionDone convert(const RecordId& box) {
        return must(convert_record(store, {EntityId{1}, box, "label", 0}));
    }
};

}  // namespace

TEST_CASE_METHOD(Boxes, "a conversion whose conditions make no record writes nothing",
                 "[store][conversion]") {
    const RecordId box = create("box", {{"name", Value()}});
    const std::int64_t before = last_history_group(store);
    const ConversionDone done = convert(box);
    CHECK(done.answer == ConversionAnswer::NothingOpen);
    CHECK(done.records.empty());
    CHECK(done.group == 0);
    CHECK(last_history_group(store) == before);
}

TEST_CASE_METHOD(Boxes, "a conversion that finds all there already leaves nothing to undo",
                 "[store][conversion]") {
    const RecordId box = create("box", {{"name", text("Screws")}});
    const ConversionDone first = convert(box);
    REQUIRE(first.answer == ConversionAnswer::Made);
    CHECK(first.group == last_history_group(store));
    const ConversionDone second = convert(box);
    REQUIRE(second.answer == ConversionAnswer::Made);
    CHECK(second.records.at(0).origin == ConvertedTo::Origin::Found);
    CHECK(second.records.at(0).record == first.records.at(0).record);
    CHECK(second.group == 0);
    CHECK(last_history_group(store) == first.group);
}
