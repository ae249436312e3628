// Second names of modules in definitions.
#include "core/registry.h"
#include "support/test.h"

using namespace holdfast;

namespace {

std::string document(const std::string& presets, const std::string& menu = "work") {
    const std::string in_menu = menu.empty() ? "" : R"("menu":")" + menu + R"(",)";
    return R"({"id":1,"key":"thing","icon":"box",)" + in_menu +
           R"("title":["name"],"fields":[)"
           R"({"id":1,"key":"name","type":"text","max":4},)"
           R"({"id":2,"key":"red","type":"boolean","default":0},)"
           R"({"id":3,"key":"size","type":"choice","choices":["s","l"]},)"
           R"({"id":4,"key":"seen","type":"date","readonly":true}],)"
           R"("list":{"columns":["name"],"order":"name"},)"
           R"("form":[{"section":"main","fields":["name","red","size"]}])" +
           presets + "}";
}

std::string other(const std::string& key) {
    return R"({"id":2,"key":")" + key +
           R"(","icon":"box","title":["name"],"fields":[{"id":1,"key":"name","type":"text"}],)"
           R"("list":{"columns":["name"],"order":"name"},)"
           R"("form":[{"section":"main","fields":["name"]}]})";
}

std::string mistake_of(const std::vector<std::pair<std::string_view, std::string_view>>& texts) {
    std::string mistake;
    const Result<Registry> registry = Registry::compile(texts, &mistake);
    return registry ? "none" : mistake;
}

std::string one(const std::string& preset) {
    return R"(,"presets":[)" + preset + "]";
}

}  // namespace

TEST_CASE("a preset has what its module has, but where it says otherwise", "[core][registry]") {
    const std::string text = document(one(
        R"({"key":"red_thing","where":"red","defaults":{"red":true,"size":"l"},)"
        R"("list":{"columns":["size","name"],"order":"size"}},{"key":"thingy","hidden":true})"));
    const Registry registry = test::must(Registry::compile({{"thing.json", text}}, nullptr));
    const ModulePlace red = registry.find_place("red_thing");
    REQUIRE(red.preset != nullptr);
    CHECK(red.entity->key == "thing");
    CHECK(red.preset->icon == "box");
    CHECK(red.preset->menu == "work");
    CHECK(red.preset->shown);
    CHECK(red.preset->defaults ==
          std::vector<std::pair<FieldId, Value>>{{FieldId{2}, Value(std::int64_t{1})},
                                                 {FieldId{3}, Value(std::string("l"))}});
    CHECK(red.preset->list_columns == std::vector<FieldId>{FieldId{3}, FieldId{1}});
    CHECK(red.preset->list_order == FieldId{3});
    CHECK_FALSE(registry.find_place("thingy").preset->shown);
    CHECK(registry.find_place("thing").preset == nullptr);
    CHECK(registry.find_place("thing").entity != nullptr);
    CHECK(registry.find_place("nothing").entity == nullptr);
    CHECK(registry.find("red_thing") == nullptr);
}

TEST_CASE("a wrong preset is refused with place and reason", "[core][registry]") {
    struct Case {
        std::string preset;
        std::string mistake;
    };
    const auto [preset, mistake] = GENERATE(values<Case>({
        {R"({"key":"Thing"})", "$.presets[0].key: must be a snake_case word"},
        {R"({"icon":"box"})", "$.presets[0].key: must be a text"},
        {R"("thing")", "$.presets[0]: must be an object"},
        {R"({"key":"a","where":7})", "$.presets[0].where: must be a text"},
        {R"({"key":"a","hidden":"yes"})", "$.presets[0].hidden: must be true or absent"},
        {R"({"key":"a","defaults":{"blue":true}})",
         "$.presets[0].defaults.blue: there is no field \"blue\""},
        {R"({"key":"a","defaults":{"red":"yes"}})",
         "$.presets[0].defaults.red: does not fit the field"},
        {R"({"key":"a","defaults":{"size":"xl"}})",
         "$.presets[0].defaults.size: does not fit the field"},
        {R"({"key":"a","defaults":{"name":"too long"}})",
         "$.presets[0].defaults.name: does not fit the field"},
        {R"({"key":"a","defaults":{"seen":1}})",
         "$.presets[0].defaults.seen: people do not write this field"},
        {R"({"key":"a","list":{"columns":["blue"]}})",
         "$.presets[0].list.columns: there is no field \"blue\""},
        {R"({"key":"a","list":{"columns":[]}})", "$.presets[0].list.columns: must not be empty"},
        {R"({"key":"a","list":{"order":"blue"}})",
         "$.presets[0].list.order: there is no field \"blue\""},
        {R"({"key":"thing"})", "$.presets[0].key: is taken by an entity or another preset"},
        {R"({"key":"a"},{"key":"a"})", "$.presets[1].key: is taken by an entity or another preset"},
    }));
    CHECK(mistake_of({{"thing.json", document(one(preset))}}) == "thing.json: " + mistake);
}

TEST_CASE("a wrong starter is refused with place and reason", "[core][registry]") {
    struct Case {
        std::string starter;
        std::string mistake;
    };
    const auto [starter, mistake] = GENERATE(values<Case>({
        {R"({})", "$.starter: must be a list"},
        {R"(["thing"])", "$.starter[0]: must be an object"},
        {R"([{"blue":true}])", "$.starter[0].blue: there is no field \"blue\""},
        {R"([{"name":"a"},{"red":"yes"}])", "$.starter[1].red: does not fit the field"},
        {R"([{"seen":1}])", "$.starter[0].seen: people do not write this field"},
    }));
    const std::string text = document(",\"starter\":" + starter);
    CHECK(mistake_of({{"thing.json", text}}) == "thing.json: " + mistake);
}

TEST_CASE("a preset whose condition is none is refused with the expression's mistake",
          "[core][registry]") {
    for (const char* where : {"blue", "name", "red and"}) {
        CAPTURE(where);
        const std::string preset = R"({"key":"a","where":")" + std::string(where) + R"("})";
        CHECK(mistake_of({{"thing.json", document(one(preset))}})
                  .starts_with("thing.json: $.presets.a.where: "));
    }
}

TEST_CASE("a preset cannot have the key of another module or be linked to", "[core][registry]") {
    const std::string thing = document(one(R"({"key":"gadget"})"));
    CHECK(mistake_of({{"thing.json", thing}, {"gadget.json", other("gadget")}}) ==
          "thing.json: $.presets[0].key: is taken by an entity or another preset");
    std::string linked = other("tool");
    linked.insert(linked.find(R"(],"list")"),
                  R"(,{"id":2,"key":"what","type":"link","to":"gadget"})");
    CHECK(mistake_of({{"thing.json", thing}, {"tool.json", linked}}) ==
          "tool.json: $.fields.what: there is no entity \"gadget\"");
}

TEST_CASE("only a module of the navigation has second names, and goes by one it has",
          "[core][registry]") {
    CHECK(mistake_of({{"thing.json", document(one(R"({"key":"a"})"), "")}}) ==
          "thing.json: $.presets: a module without a menu has no second name");
    CHECK(mistake_of({{"thing.json", document(one(R"({"key":"a"})") + R"(,"called":"b")")}}) ==
          "thing.json: $.called: there is no preset \"b\"");
    CHECK(mistake_of({{"thing.json", document(one(R"({"key":"a"})") + R"(,"called":"a")")}}) ==
          "none");
}
