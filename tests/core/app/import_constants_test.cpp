// One value for all rows of a file that lacks the field.
#include "core/app/import_fixture.h"

using namespace holdfast;
using test::ImportFixture;
using test::must;
using test::number;

namespace {

struct ConstantsFixture : ImportFixture {
    void give(Import& import, std::string_view key, std::string_view field_key, std::string text) {
        const FieldId id = field(key, field_key);
        import.add_constant(id);
        import.set_constant(id, std::move(text));
    }
    static bool offers(const Import& import, FieldId field) {
        for (const ImportTarget& target : import.constant_fields())
            if (target.field == field) return true;
        return false;
    }
};

constexpr char kOrders[] = "Subject,Site city\nPump,Lund\nBoiler,\n";

}  // namespace

TEST_CASE_METHOD(ConstantsFixture, "a constant stands in every row, whatever kind of field it is",
                 "[app][import][constants]") {
    const RecordId account = create("account", {{"name", "Acme"}});
    Import import = open("work_order", kOrders);
    give(import, "work_order", "account", to_text(account));
    give(import, "work_order", "priority", "high");
    give(import, "work_order", "due", "11/22/2026");
    give(import, "work_order", "require_signature", "1");
    give(import, "work_order", "status", "open");
    give(import, "work_order", "assignee", "ana");
    import.start_dry_run();
    finish(import);
    CHECK(import.counts().created == 2);
    CHECK(all("work_order").empty());
    import.start();
    finish(import);
    CHECK(import.counts().created == 2);
    for (const Record& order : all("work_order")) {
        CHECK(value(order, "work_order", "account") == Value(account));
        CHECK(words(order, "work_order", "priority") == "high");
        CHECK(value(order, "work_order", "due") == number(20'779));
        CHECK(value(order, "work_order", "require_signature") == number(1));
        CHECK(words(order, "work_order", "status") == "open");
        CHECK(words(order, "work_order", "assignee") == "ana");
    }
}

TEST_CASE_METHOD(ConstantsFixture, "a constant fills what the file would have to have",
                 "[app][import][constants]") {
    Import import = open("work_order", "Site city\nLund\n");
    REQUIRE(import.missing_fields().size() == 1);
    import.add_constant(field("work_order", "subject"));
    CHECK(import.missing_fields().size() == 1);
    import.set_constant(field("work_order", "subject"), "Round trip");
    CHECK(import.missing_fields().empty());
    start(import);
    CHECK(words(all("work_order").at(0), "work_order", "subject") == "Round trip");
}

TEST_CASE_METHOD(ConstantsFixture, "a column takes the place of a constant, and cannot be one too",
                 "[app][import][constants]") {
    Import import = open("work_order", kOrders);
    const FieldId subject = field("work_order", "subject");
    const FieldId description = field("work_order", "description");
    CHECK_FALSE(offers(import, subject));
    CHECK(offers(import, description));
    give(import, "work_order", "description", "From the file");
    CHECK_FALSE(offers(import, description));
    import.map_column(1, description);
    CHECK(import.constants().empty());
    import.map_column(1, FieldId::None);
    CHECK(offers(import, description));
    import.add_constant(subject);
    CHECK(import.constants().empty());
    give(import, "work_order", "description", "Again");
    import.remove_constant(description);
    CHECK(import.constants().empty());
    // A full name is in a column already.
    Import people = open("contact", "Name\nClaire Gute\n");
    CHECK_FALSE(offers(people, field("contact", "last_name")));
}

TEST_CASE_METHOD(ConstantsFixture, "a constant that cannot be read is told at its editor",
                 "[app][import][constants]") {
    Import import = open("work_order", kOrders);
    give(import, "work_order", "due", "soon");
    import.start();
    CHECK(import.phase() == ImportPhase::Mapping);
    CHECK_FALSE(import.constants().at(0).error.empty());
    import.set_constant(field("work_order", "due"), "");
    start(import);
    CHECK(value(all("work_order").at(0), "work_order", "due") == Value());
}

TEST_CASE_METHOD(ConstantsFixture, "constants are remembered with the columns",
                 "[app][import][constants]") {
    const RecordId account = create("account", {{"name", "Acme"}});
    {
        Import import = open("work_order", kOrders);
        give(import, "work_order", "account", to_text(account));
        give(import, "work_order", "description", "A;B\n\"C\", å");
        give(import, "work_order", "require_signature", "");
        give(import, "work_order", "priority", "urgent");
        start(import);
    }
    Import again = open("work_order", kOrders);
    CHECK(again.is_remembered());
    REQUIRE(again.constants().size() == 4);
    CHECK(again.constants()[0].text == "Acme");
    CHECK(again.constants()[1].text == "A;B\n\"C\", å");
    CHECK(again.constants()[3].text == "urgent");
    start(again);
    CHECK(value(all("work_order").at(3), "work_order", "account") == Value(account));
    CHECK(value(all("work_order").at(3), "work_order", "require_signature") == number(0));

    save(draft().remove(entity("account").id, account));
    CHECK(open("work_order", kOrders).constants().size() == 3);
}

TEST_CASE_METHOD(ConstantsFixture, "a memory of constants that is damaged is none",
                 "[app][import][constants]") {
    {
        Import import = open("work_order", kOrders);
        give(import, "work_order", "priority", "urgent");
        start(import);
    }
    const std::string setting = "import.maps.work_order";
    const std::string kept = must(store.read_setting(setting));
    const std::size_t tail = kept.rfind(';') + 1;
    for (const char* damage :
         {"", "[", "[1, \"x\", null]", R"([{"field": -1, "text": "x"}])", R"([{"field": 70000}])",
          R"([{"field": 11, "text": 5}, {"field": 11, "link": "no"}])"}) {
        CAPTURE(damage);
        must(store.write_setting(setting, kept.substr(0, tail) + damage));
        Import import = open("work_order", kOrders);
        CHECK(import.is_remembered());
        CHECK(import.constants().empty());
    }
}
