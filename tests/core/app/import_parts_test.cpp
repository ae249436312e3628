// A record comes with its parts in one object of JSON, and goes with them.
#include <regex>

#include "core/app/import_fixture.h"
#include "core/policy.h"
#include "support/person.h"

using namespace holdfast;
using test::ImportFixture;
using test::must;
using test::number;

namespace {

struct PartsFixture : ImportFixture {
    using ImportFixture::ImportFixture;
    RecordId add_order(const char* subject) {
        const RecordId account = create("account", {{"name", "Acme"}});
        return create("work_order", {{"subject", subject}, {"account", account}});
    }
    RecordId add_line(const RecordId& order, const char* words, std::int64_t quantity,
                      std::int64_t position) {
        return create("work_order_line", {{"work_order", order},
                                          {"description", words},
                                          {"quantity", quantity},
                                          {"unit_price", std::int64_t{12'050}},
                                          {"position", position}});
    }
    static ImportOptions by_id(ImportMode mode = ImportMode::CreateOrUpdate) {
        ImportOptions options;
        options.mode = mode;
        options.match = {kRecordIdTarget};
        return options;
    }
    std::string file_of(const std::string& lines) {
        return R"([{"subject": "Pump", "lines": )" + lines + "}]";
    }
    std::string reason_of(const std::string& lines) {
        Import import = open("work_order", file_of(lines));
        start(import);
        CHECK(all("work_order").empty());
        CHECK(all("work_order_line").empty());
        REQUIRE(import.report().size() == 1);
        CHECK(import.report()[0].column == "lines");
        return import.report()[0].reason;
    }
};

/// Every id that is not a link's: the record's own and those of its parts.
std::string without_own_ids(const std::string& file) {
    return std::regex_replace(file, std::regex(R"re("id":"[0-9a-f-]{36}",("(number|kind)"))re"),
                              "\"id\":\"\",$1");
}

/// A profile that opens everything but `closed`.
PolicyTables all_but(std::string_view closed, const RecordId& user) {
    PolicyTables tables = test::tables_of_one(user);
    test::close_module(tables, std::string(closed));
    return tables;
}

}  // namespace

TEST_CASE_METHOD(PartsFixture, "an order leaves with its lines inside it and comes back the same",
                 "[app][import][parts]") {
    const RecordId order = add_order("Pump");
    add_line(order, "Seal", 2'500'000, 2);
    add_line(order, "Work", 1'000'000, 1);
    const std::string before = exported("work_order", FileFormat::Json, all("work_order"));
    CHECK(before.find(R"("lines":[{"id":")") != std::string::npos);
    CHECK(before.find("Work") < before.find("Seal"));
    save(draft().remove(entity("work_order").id, order));

    Import import = run("work_order", before);
    CHECK(import.counts().created == 1);
    CHECK(import.counts().records_created == 3);
    const std::vector<Record> orders = all("work_order");
    REQUIRE(orders.size() == 1);
    CHECK(orders[0].id != order);
    const std::string after = exported("work_order", FileFormat::Json, orders);
    CHECK(without_own_ids(after) == without_own_ids(before));

    import.undo();
    finish(import);
    CHECK(import.counts().records_removed == 3);
    CHECK(all("work_order").empty());
    CHECK(must(store.read_children(entity("work_order_line").id, orders[0].id)).empty());
}

TEST_CASE_METHOD(PartsFixture, "a trial tells of parts what the import then does",
                 "[app][import][parts]") {
    const std::string file =
        R"([{"subject": "A", "lines": [{"description": "Seal", "quantity": "2.5"}]},)"
        R"({"subject": "B", "lines": [{"description": "X"},)"
        R"( {"description": "Y", "quantity": "many"}]},)"
        R"({"subject": "C", "lines": []}])";
    Import import = open("work_order", file);
    import.start_dry_run();
    finish(import);
    CHECK(all("work_order").empty());
    const ImportCounts tried = import.counts();
    const std::string told = import.report().at(1).reason;
    CHECK(told == "Work order line 2: Quantity: “many” is not a number.");
    import.start();
    finish(import);
    CHECK(import.counts().created == 2);
    CHECK(import.counts().created == tried.created);
    CHECK(import.counts().records_created == 3);
    CHECK(import.counts().records_created == tried.records_created);
    REQUIRE(import.report().size() == 1);
    CHECK(import.report()[0].reason == told);
    // The refused row as a table still has its lines, and can be mended there.
    CHECK(import.refused_file().find("\"\"many\"\"") != std::string::npos);
}

TEST_CASE_METHOD(PartsFixture, "what the store says about a part refuses the row that has it",
                 "[app][import][parts]") {
    const std::string file =
        R"([{"subject": "A", "lines": [{"description": "Seal", "quantity": "-1"}]},)"
        R"({"subject": "B", "lines": [{"description": "Seal", "quantity": "1"}]}])";
    const Import import = run("work_order", file);
    CHECK(import.counts().created == 1);
    REQUIRE(import.report().size() == 1);
    CHECK(import.report()[0].column == "lines");
    CHECK(import.report()[0].reason.find("Work order line") == 0);
    REQUIRE(all("work_order_line").size() == 1);
    CHECK(words(all("work_order").at(0), "work_order", "subject") == "B");
}

TEST_CASE_METHOD(PartsFixture, "parts are recognized by id or by what they hold, others are added",
                 "[app][import][parts]") {
    const RecordId order = add_order("Pump");
    const RecordId seal = add_line(order, "Seal", 1'000'000, 1);
    add_line(order, "Work", 1'000'000, 2);
    const std::string file = R"([{"id": ")" + to_text(order) + R"(", "lines": [{"id": ")" +
                             to_text(seal) +
                             R"(", "quantity": "4"}, {"description": "Work", "quantity": "1"},)"
                             R"({"description": "Trip"}, {"description": "Trip"}]}])";
    Import import = run("work_order", file, by_id(ImportMode::UpdateOnly));
    CHECK(import.counts().updated == 1);
    CHECK(import.counts().records_created == 2);
    CHECK(all("work_order_line").size() == 4);
    CHECK(get("work_order_line", seal, "quantity") == number(4'000'000));

    // The same file again finds all of it.
    CHECK(run("work_order", file, by_id(ImportMode::UpdateOnly)).report().at(0).reason ==
          "Nothing is different.");
    CHECK(all("work_order_line").size() == 4);
}

TEST_CASE_METHOD(PartsFixture, "undo takes back parts, but not what somebody worked on",
                 "[app][import][parts]") {
    const RecordId order = add_order("Pump");
    const RecordId seal = add_line(order, "Seal", 1'000'000, 1);
    const std::string file = R"([{"id": ")" + to_text(order) + R"(", "lines": [{"id": ")" +
                             to_text(seal) +
                             R"(", "quantity": "4"}, {"description": "Trip"}]},)"
                             R"({"subject": "New", "lines": [{"description": "Kept"}]}])";
    Import import = run("work_order", file, by_id());
    CHECK(import.counts().updated == 1);
    for (const Record& line : all("work_order_line"))
        if (words(line, "work_order_line", "description") == "Kept")
            set("work_order_line", line.id, {{"unit", "h"}});
    import.undo();
    finish(import);
    CHECK(get("work_order_line", seal, "quantity") == number(1'000'000));
    CHECK(all("work_order").size() == 2);
    CHECK(all("work_order_line").size() == 2);
    CHECK(import.counts().records_removed == 1);
}

TEST_CASE_METHOD(PartsFixture, "a link that several parts name is made once",
                 "[app][import][parts]") {
    const Import import = run("work_order", file_of(R"([{"description": "A", "product": "Pump 7"},
        {"description": "B", "product": "Pump 7"}])"));
    CHECK(import.counts().created == 1);
    CHECK(all("product").size() == 1);
    CHECK(all("work_order_line").size() == 2);
}

TEST_CASE_METHOD(PartsFixture, "lists that are none, are wrong or are too much refuse their row",
                 "[app][import][parts]") {
    const std::string list =
        "Work order lines: a list of objects has to stand here, as an export writes it.";
    CHECK(reason_of("\"[[[\"") == list);
    CHECK(reason_of("\"[1] 2\"") == list);
    CHECK(reason_of("\"[]}, {\"") == list);
    CHECK(reason_of("[1]") == "Work order line 1: There is no object here.");
    CHECK(reason_of("[[{}]]") == "Work order line 1: There is no object here.");
    CHECK(reason_of("[{}]") == "Work order line 1: Description is empty.");
    CHECK(reason_of(R"([{"description": "A", "colour": "red"}])") ==
          "Work order line 1: No field is called “colour”. Rename it in the file or take it out.");
    CHECK(reason_of(R"([{"description": {"a": {"b": {"c": [1]}}}}])").find("No field is called") !=
          std::string::npos);
    CHECK(reason_of(R"([{"description": "A", "work_order": "x", "unit": ")" +
                    std::string(300, 'x') + "\"}]")
              .find("Work order line 1: Unit") == 0);
    CHECK(reason_of("[{\"description\": \"A\\u0000B\"}]").find("Work order line 1: ") == 0);
}

TEST_CASE_METHOD(PartsFixture, "as many parts as no transaction takes are refused, others go on",
                 "[app][import][parts]") {
    std::string lines = "[";
    for (int part = 0; part < 6'000; ++part) lines += R"({"unit":"h"},)";
    lines.back() = ']';
    const std::string many = R"({"subject": "Many", "lines": )" + lines + "}";
    std::string huge = "[";
    for (int part = 0; part < 100'000; ++part) huge += "{},";
    huge.back() = ']';
    const std::string deep =
        R"({"subject": "Deep", "lines": )" + std::string(40, '[') + std::string(40, ']') + "}";
    const std::string file = R"({"subject": "First", "lines": [{"description": "A"}]})"
                             "\n" +
                             many + "\n" + R"({"subject": "Huge", "lines": )" + huge + "}\n" +
                             deep + "\n" + R"({"subject": "Last", "lines": []})" + "\n";
    const Import import = run("work_order", file);
    CHECK(import.counts().created == 2);
    CHECK(import.counts().refused == 3);
    CHECK(all("work_order_line").size() == 1);
}

TEST_CASE_METHOD(PartsFixture, "parts of a closed module are neither written nor read",
                 "[app][import][parts][policy]") {
    const RecordId order = add_order("Pump");
    add_line(order, "Secret seal", 1'000'000, 1);
    const RecordId user{7, 7};
    const std::string open_file = exported("work_order", FileFormat::Json, all("work_order"));
    save(draft().remove(entity("work_order").id, order));
    const Policy policy = Policy::compile(registry, all_but("work_order_line", user), user);
    const ExchangeContext context{.policy = &policy};
    Import import = open("work_order", open_file, context);
    const auto& columns = import.column_names();
    const auto lines = std::find(columns.begin(), columns.end(), "lines");
    REQUIRE(lines != columns.end());
    CHECK(import.mapping()[static_cast<std::size_t>(lines - columns.begin())] == FieldId::None);
    for (const ImportTarget& target : import.targets()) CHECK(target.label != "Work order lines");
    start(import);
    CHECK(import.counts().created == 1);
    CHECK(import.counts().records_created == 1);
    const auto orders = all("work_order");
    add_line(orders.at(0).id, "Secret seal", 1'000'000, 1);
    CHECK(exported("work_order", FileFormat::Json, orders, context).find("lines") ==
          std::string::npos);
}

TEST_CASE("parts of parts come along, to the depth of the module", "[app][import][parts]") {
    const auto definition = [](int id, const char* key, const char* parent) {
        const std::string name(key);
        const std::string up(parent);
        const std::string link =
            up.empty() ? std::string()
                       : R"(,{"id":2,"key":")" + up + R"(","type":"link","to":")" + up +
                             R"(","inverse":")" + name + R"(s","required":true,"index":true})";
        return R"({"id":)" + std::to_string(id) + R"(,"key":")" + name + R"(","icon":"box",)" +
               (up.empty() ? std::string() : R"("parent":")" + up + "\",") +
               R"("title":["name"],"fields":[{"id":1,"key":"name","type":"text","required":true})" +
               link + R"(],"list":{"columns":["name"],"order":"name"},)" +
               R"("form":[{"section":"main","fields":["name"]}]})";
    };
    std::string mistake;
    const std::string house = definition(901, "house", "");
    const std::string room = definition(902, "room", "house");
    const std::string door = definition(903, "door", "room");
    auto compiled = Registry::compile(
        {{"house.json", house}, {"room.json", room}, {"door.json", door}}, &mistake);
    CAPTURE(mistake);
    const Registry registry = must(std::move(compiled));
    PartsFixture scene(registry);
    const std::string file =
        R"([{"name": "H", "rooms": [{"name": "R", "doors": [{"name": "D"}, {"name": "E"}]}]}])";
    Import import = scene.run("house", file);
    CHECK(import.counts().records_created == 4);
    const std::string out = scene.exported("house", FileFormat::Json, scene.all("house"));
    CHECK(std::regex_replace(out, std::regex(R"re("id":"[^"]*",)re"), "") ==
          "[\n"
          R"({"name":"H","rooms":[{"name":"R","doors":[{"name":"D"},{"name":"E"}]}]})"
          "\n]\n");
    import.undo();
    ImportFixture::finish(import);
    CHECK(import.counts().records_removed == 4);
    CHECK(scene.all("door").empty());
}
