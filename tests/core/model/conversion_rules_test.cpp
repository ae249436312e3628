// "convert" of a definition: what is read of it, and how mistakes in it are named.
#include "core/rules.h"
#include "support/test.h"

using namespace holdfast;

namespace {

std::string order_with(const std::string& convert) {
    return R"({"id":1,"key":"order","icon":"box","title":["name"],"convert":)" + convert +
           R"(,"fields":[{"id":1,"key":"name","type":"text"},
               {"id":2,"key":"bill","type":"link","to":"bill"},
               {"id":3,"key":"status","type":"state"}],
               "state":{"field":"status","initial":"open","states":[
                   {"key":"open","category":"open"},{"key":"done","category":"done"}],
                   "transitions":["open > done"]},
               "list":{"columns":["name"],"order":"name"},
               "form":[{"section":"main","fields":["name","bill","status"]}]})";
}

std::string part(const std::string& id, const std::string& key, const std::string& parent) {
    return R"({"id":)" + id + R"(,"key":")" + key +
           R"(","icon":"box","title":["name"],"parent":")" + parent +
           R"(","fields":[{"id":1,"key":"name","type":"text"},
               {"id":2,"key":")" +
           parent + R"(","type":"link","to":")" + parent +
           R"(","inverse":"lines","required":true},
               {"id":3,"key":"quantity","type":"quantity","scale":6},
               {"id":4,"key":"origin","type":"link","to":"order_line"},
               {"id":5,"key":"place","type":"integer","merge":"position"}],
               "list":{"columns":["name"],"order":"name"},
               "form":[{"section":"main","fields":["name","quantity"]}]})";
}

constexpr char kBill[] =
    R"({"id":2,"key":"bill","icon":"box","title":["name"],
        "number":{"field":"number","prefix":"B"},
        "fields":[{"id":1,"key":"name","type":"text"},{"id":2,"key":"number","type":"number"},
            {"id":3,"key":"order","type":"link","to":"order","inverse":"bills"},
            {"id":4,"key":"before","type":"link","to":"bill"},{"id":5,"key":"on","type":"date"}],
        "list":{"columns":["name"],"order":"name"},
        "form":[{"section":"main","fields":["name","order","before","on"]}]})";

tl::expected<Registry, std::string> compile(const std::string& convert) {
    std::string mistake;
    const std::string order = order_with(convert);
    const std::string order_line = part("3", "order_line", "order");
    const std::string bill_line = part("4", "bill_line", "bill");
    Result<Registry> registry = Registry::compile({{"order.json", order},
                                                   {"bill.json", kBill},
                                                   {"order_line.json", order_line},
                                                   {"bill_line.json", bill_line}},
                                                  &mistake);
    if (!registry) return tl::unexpected(mistake);
    return *std::move(registry);
}

/// Of a conversion into bills with more in it.
std::string into_bill(const std::string& more) {
    return R"([{"key":"bill","make":[{"to":"bill",)" + more + "}]}]";
}

}  // namespace

TEST_CASE("a definition says what its records become", "[core][registry][conversion]") {
    const auto registry = compile(
        R"x([{"key":"bill","when":"status == 'open'","then":"done","make":[
            {"to":"bill","link":"bill","back":"order","map":{"name":"name","on":"today()"},
             "same":["name"],
             "lines":[{"from":"lines","to":"lines","when":"name != ''","back":"origin",
                       "open":{"quantity":"quantity - 1"},"map":{"name":"name"}}]},
            {"key":"second","to":"bill","when":"name == 'x'","made":{"before":"bill"},
             "fill":{"name":"before.name"},
             "pick":{"order":["status == 'open'"]}}]}])x");
    REQUIRE(registry.has_value());
    const EntityRules& rules = registry->rules(EntityId{1});
    REQUIRE(rules.conversions().size() == 1);
    CHECK(rules.find_conversion("order") == nullptr);
    const ConversionRule* rule = rules.find_conversion("bill");
    REQUIRE(rule != nullptr);
    CHECK(rule->when.has_value());
    CHECK(rules.is_converted_state("done"));
    CHECK_FALSE(rules.is_converted_state("open"));
    CHECK_FALSE(rules.is_converted_state(""));
    CHECK(rules.is_conversion_link(FieldId{2}));
    CHECK_FALSE(rules.is_conversion_link(FieldId{1}));
    CHECK_FALSE(rules.is_conversion_link(FieldId::None));
    REQUIRE(rule->make.size() == 2);
    const ConvertedRecord& bill = rule->make[0];
    CHECK(bill.key == "bill");
    CHECK(bill.map.size() == 2);
    CHECK(bill.back == FieldId{3});
    CHECK(bill.same == std::vector<FieldId>{FieldId{1}});
    REQUIRE(bill.lines.size() == 1);
    CHECK(bill.lines[0].from == EntityId{3});
    CHECK(bill.lines[0].to_parent == FieldId{2});
    CHECK(bill.lines[0].back == FieldId{4});
    REQUIRE(bill.lines[0].open.has_value());
    CHECK(bill.lines[0].open->value.type().scale == 6);
    CHECK(rule->make[1].made.at(0).second == 0);
    CHECK(rule->make[1].fill.size() == 1);
    CHECK(rule->show == "bill");
    CHECK(rule->make[1].pick.at(0).conditions.size() == 1);
    CHECK(registry->rules(EntityId{2}).conversions().empty());
}

TEST_CASE("mistakes in what records become are named with their place",
          "[core][registry][conversion]") {
    const auto check = [](const std::string& convert, const std::string& mistake) {
        CAPTURE(convert);
        const auto registry = compile(convert);
        REQUIRE_FALSE(registry.has_value());
        CHECK(registry.error() == "order.json: $.convert" + mistake);
    };
    const std::string make = "[0].make[0].";
    check("{}", ": must be a list");
    check("[1]", ": must be a list of objects");
    check(R"([{"make":[{"to":"bill"}]}])", "[0].key: must be a text");
    check(R"([{"key":"A b","make":[{"to":"bill"}]}])", "[0].key: must be a snake_case word");
    check(R"([{"key":"a"}])", "[0].make: must be a list of what is made");
    check(R"([{"key":"a","make":[],"more":1}])", "[0].more: is not known here");
    check(R"([{"key":"a","then":"gone","make":[{"to":"bill"}]}])",
          "[0].then: there is no state \"gone\"");
    check(R"([{"key":"a","when":"name","make":[{"to":"bill"}]}])",
          "[0].when: expression.wrong_type(condition, text) at byte 0");
    check(R"([{"key":"a","make":[{"to":"bill"}]},{"key":"a","make":[{"to":"bill"}]}])",
          "[1].key: is taken already");
    check(R"([{"key":"a","show":"gone","make":[{"to":"bill"}]}])",
          "[0].show: nothing is made that is named \"gone\"");
    check(R"([{"key":"a","make":[{"to":"gone"}]}])", make + "to: there is no entity \"gone\"");
    check(R"([{"key":"a","make":[{"to":"bill"},{"to":"bill"}]}])",
          "[0].make[1].key: is taken already");
    check(into_bill(R"("map":{"gone":"name"})"),
          make + "map.gone: there is no field \"gone\" in \"bill\"");
    check(into_bill(R"("map":{"name":"gone"})"),
          make + "map.name: expression.unknown_field(gone, order) at byte 0");
    check(into_bill(R"("map":{"on":"name"})"),
          make + "map.on: expression.wrong_type(date, text) at byte 0");
    check(into_bill(R"("map":{"number":"name"})"), make + "map.number: is given by the engine");
    check(into_bill(R"("fill":{"name":"lines"})"),
          make + "fill.name: expression.unknown_field(lines, bill) at byte 0");
    check(into_bill(R"("map":[])"), make + "map: must be an object");
    check(into_bill(R"("map":{"name":1})"), make + "map.name: must be a text");
    check(into_bill(R"("back":"before")"), make + "back: must be a link to \"order\"");
    check(into_bill(R"("link":"name")"), make + "link: must be a link to \"bill\"");
    check(into_bill(R"("made":{"before":"bill"})"),
          make + "made.before: nothing is made before that is named \"bill\"");
    check(R"([{"key":"a","make":[{"to":"bill"},{"key":"b","to":"bill","made":{"order":"bill"}}]}])",
          "[0].make[1].made.order: must be a link to what is made");
    check(into_bill(R"("pick":{"name":["true"]})"), make + "pick.name: must be a link");
    check(into_bill(R"("pick":{"before":["order"]})"),
          make + "pick.before: expression.wrong_type(condition, link) at byte 0");
    check(into_bill(R"("same":["gone"])"), make + "same: there is no field \"gone\"");
    const auto lines = [](const std::string& text) {
        return into_bill(R"("lines":[{)" + text + "}]");
    };
    check(lines(R"("from":"gone","to":"lines")"),
          make + "lines[0].from: there is no list \"gone\"");
    check(lines(R"("from":"lines","to":"gone")"),
          make + "lines[0].to: there are no parts \"gone\"");
    check(lines(R"("from":"lines","to":"lines","map":{"bill":"order"})"),
          make + "lines[0].map.bill: is given by the engine");
    check(lines(R"("from":"lines","to":"lines","map":{"place":"place"})"),
          make + "lines[0].map.place: is given by the engine");
    check(lines(R"("from":"lines","to":"lines","open":{"name":"name"})"),
          make + "lines[0].open: must be one field with a number");
    check(lines(R"("from":"lines","to":"lines","open":{})"),
          make + "lines[0].open: must be one field with a number");
    check(lines(R"("from":"lines","to":"lines","back":"bill")"),
          make + "lines[0].back: is given by the engine");
}

TEST_CASE("a definition that is longer than what is carried out is refused",
          "[core][registry][conversion]") {
    std::string many = "[";
    for (int index = 0; index < 9; ++index)
        many += std::string(index > 0 ? "," : "") + R"({"key":"k)" + std::to_string(index) +
                R"(","make":[{"to":"bill"}]})";
    const auto registry = compile(many + "]");
    REQUIRE_FALSE(registry.has_value());
    CHECK(registry.error() == "order.json: $.convert: has more than 8 items");
}
