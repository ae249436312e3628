#include "core/registry.h"

#include <algorithm>
#include <set>

#include "support/test.h"

using namespace holdfast;

namespace {

/// The smallest entity that compiles, with room for one more member and more fields.
std::string document(const std::string& member = "", const std::string& more_fields = "") {
    return R"({"id":1,"key":"thing","icon":"box","title":["name"],)" + member +
           R"("fields":[{"id":1,"key":"name","type":"text"})" + more_fields +
           R"(],"list":{"columns":["name"],"order":"name"},)"
           R"("form":[{"section":"main","fields":["name"]}]})";
}

std::string mistake_of(const std::string& text) {
    std::string mistake;
    const Result<Registry> registry = Registry::compile({{"thing.json", text}}, &mistake);
    if (registry) return "none";
    CHECK(registry.error().code == ErrorCode::BadInput);
    return mistake;
}

}  // namespace

TEST_CASE("a mistake in a definition is named with file, place and reason", "[core][registry]") {
    struct Case {
        std::string text;
        std::string mistake;
    };
    const std::string status = R"(,{"id":2,"key":"status","type":"state"})";
    const auto machine = [](const std::string& states, const std::string& transitions) {
        return R"("state":{"field":"status","initial":"a","states":[)" + states +
               R"(],"transitions":[)" + transitions + "]},";
    };
    const std::string two_states = R"({"key":"a","category":"open"},{"key":"b","category":"done"})";
    const auto [text, mistake] = GENERATE_COPY(values<Case>({
        {document(), "none"},
        {"{", "thing.json: $: is not a JSON object"},
        {"[]", "thing.json: $: is not a JSON object"},
        {"{}", "thing.json: $.id: must be a whole number up to 65534"},
        {document("", R"(,{"id":1,"key":"other","type":"text"})"),
         "thing.json: $.fields[1].id: is taken already"},
        {document("", R"(,{"id":2,"key":"name","type":"text"})"),
         "thing.json: $.fields[1].key: is taken already"},
        {document("", R"(,{"id":0,"key":"other","type":"text"})"),
         "thing.json: $.fields[1].id: must be 1 or more"},
        {document("", R"(,{"id":2,"key":"id","type":"text"})"),
         "thing.json: $.fields[1].key: must be a free snake_case word"},
        {document("", R"(,{"id":2,"key":"other","type":"txt"})"),
         "thing.json: $.fields[1].type: \"txt\" is not a known word"},
        {document("", R"(,{"id":2,"key":"other","type":"link","to":"nothing"})"),
         "thing.json: $.fields.other: there is no entity \"nothing\""},
        {document("", R"(,{"id":2,"key":"other","type":"money","scale":2,"default":"1"})"),
         "thing.json: $.fields[1].default: does not fit the field's type"},
        {document("", R"(,{"id":2,"key":"other","type":"text","group":"g","merge":"once"})"),
         "thing.json: $.fields[1]: a field has a merge group or a merge kind, not both"},
        {document("", R"(,{"id":2,"key":"other","type":"date","search":true})"),
         "thing.json: $.fields[1].search: only texts can be searched"},
        {document(R"("parent":"name",)"), "thing.json: $.parent: must be a field of type link"},
        {document(R"("number":{"field":"name","prefix":"T"},)"),
         "thing.json: $.number.field: must be a field of type number"},
        {document(machine(two_states, R"("a > b")"), status), "none"},
        {document(machine(two_states, R"("a > c")"), status),
         "thing.json: $.state.transitions: \"a > c\": there is no state \"c\""},
        {document(machine(two_states, R"("a b")"), status),
         "thing.json: $.state.transitions: \"a b\": must read \"from > to | to\""},
        {document(machine(R"({"key":"b","category":"open"})", ""), status),
         "thing.json: $.state.initial: there is no state \"a\""},
        {document(machine(R"({"key":"a","category":"odd"})", ""), status),
         "thing.json: $.state.states[0].category: \"odd\" is not a known word"},
    }));
    CHECK(mistake_of(text) == mistake);
}

TEST_CASE("two entities cannot share an id or a key", "[core][registry]") {
    std::string mistake;
    CHECK_FALSE(Registry::compile({{"a.json", document()}, {"b.json", document()}}, &mistake));
    CHECK(mistake == "b.json: $.id: is taken by another entity");
}

TEST_CASE("what is unique and links that are followed back have an index, asked for or not",
          "[core][registry]") {
    const Registry registry = test::must(Registry::compile(
        {{"thing.json",
          document(R"("unique":[["name","code"]],)",
                   R"(,{"id":2,"key":"code","type":"text"})"
                   R"(,{"id":3,"key":"whole","type":"link","to":"thing","inverse":"parts"})"
                   R"(,{"id":4,"key":"next","type":"link","to":"thing","on_delete":"restrict"})"
                   R"(,{"id":5,"key":"like","type":"link","to":"thing"})")}},
        nullptr));
    std::vector<std::string> indexed;
    for (const FieldDef& field : registry.find("thing")->fields)
        if (field.indexing == Indexing::Index) indexed.push_back(field.key);
    CHECK(indexed == std::vector<std::string>{"name", "whole", "next"});
}

TEST_CASE("the version changes with the definition and not with its layout", "[core][registry]") {
    const auto version_of = [](const std::string& text) {
        return test::must(Registry::compile({{"thing.json", text}}, nullptr)).version();
    };
    std::string spaced = document();
    spaced.insert(1, "\n   ");
    CHECK(version_of(spaced) == version_of(document()));
    CHECK(version_of(document()) !=
          version_of(document("", R"(,{"id":2,"key":"other","type":"text"})")));
}

TEST_CASE("the modules of the base registry keep their released numbers", "[core][registry]") {
    struct Case {
        std::string_view key;
        int id;
        std::string_view menu;
    };
    const auto [key, id, menu] = GENERATE(values<Case>({
        {"account", 1, "customers"},
        {"contact", 2, "customers"},
        {"work_order", 3, "service"},
        {"work_order_line", 4, ""},
        {"conflict", 5, ""},
    }));
    const EntityDef* entity = Registry::base().find(key);
    REQUIRE(entity != nullptr);
    CHECK(raw(entity->id) == id);
    CHECK(entity->menu == menu);
    CHECK(Registry::base().find(entity->id) == entity);
}

TEST_CASE("every base entity is whole: fields sorted, order indexed or small, all in forms",
          "[core][registry]") {
    for (const EntityDef& entity : Registry::base().entities()) {
        CAPTURE(entity.key);
        std::set<FieldId> placed;
        for (const FormSection& section : entity.form)
            placed.insert(section.fields.begin(), section.fields.end());
        for (std::size_t index = 1; index < entity.fields.size(); ++index)
            CHECK(entity.fields[index - 1].id < entity.fields[index].id);
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            CHECK(entity.index_of(field.id) ==
                  static_cast<std::size_t>(&field - &entity.fields[0]));
            const bool engine_only =
                field.id == entity.parent_field || field.merge == MergeKind::Position ||
                field.merge == MergeKind::Server || field.access == Access::ReadOnly ||
                field.type == FieldType::Entity;
            CHECK((engine_only || placed.contains(field.id)));
        }
    }
}

TEST_CASE("the states of a work order allow the way of a job and refuse short cuts back",
          "[core][registry]") {
    struct Case {
        std::string_view from;
        std::string_view to;
        bool allowed;
    };
    const auto [from, to, allowed] = GENERATE(values<Case>({
        {"draft", "open", true},
        {"open", "scheduled", true},
        {"scheduled", "dispatched", true},
        {"dispatched", "accepted", true},
        {"accepted", "travelling", true},
        {"travelling", "in_progress", true},
        {"open", "in_progress", true},
        {"in_progress", "on_hold", true},
        {"on_hold", "in_progress", true},
        {"in_progress", "completed", true},
        {"in_progress", "cannot_complete", true},
        {"completed", "closed", true},
        {"completed", "in_progress", true},
        {"on_hold", "cancelled", true},
        {"draft", "completed", false},
        {"closed", "in_progress", false},
        {"closed", "cancelled", false},
        {"cancelled", "open", false},
        {"completed", "draft", false},
    }));
    const EntityDef& entity = *Registry::base().find("work_order");
    CAPTURE(from, to);
    CHECK(entity.states.size() == 13);
    CHECK(entity.allows(from, to) == allowed);
}

TEST_CASE("lines are children of their work order", "[core][registry]") {
    const EntityDef& order = *Registry::base().find("work_order");
    const EntityDef& line = *Registry::base().find("work_order_line");
    CHECK(std::find(order.children.begin(), order.children.end(), line.id) != order.children.end());
    CHECK(line.find_field(line.parent_field)->target == order.id);
}
