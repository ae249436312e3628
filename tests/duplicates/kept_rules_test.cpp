// Rules of duplicates that administrators keep as records.
#include "core/strings.h"
#include "duplicates/duplicate_fixture.h"

using namespace holdfast;
using test::DuplicateRightsFixture;
using test::must;
using test::number;
using test::text;

using Titles = std::vector<std::string>;

namespace {

template <typename Base>
struct RulesBase : Base {
    RecordId rule(std::initializer_list<test::Given> given) {
        return this->create("duplicate_rule", given);
    }
    /// Compares these fields of a module, normalised.
    RecordId rule(const char* module, const char* fields) {
        return rule({{"name", text("Rule")}, {"entity", text(module)}, {"fields", text(fields)}});
    }
    /// The rule and where it is refused: "fields fields".
    std::string refusal(std::initializer_list<test::Given> given) {
        const RecordId id = make_record_id(this->environment);
        const EntityDef& rules = this->entity("duplicate_rule");
        const auto issues =
            this->refuse(this->draft().create(rules.id, id, this->values(rules.key, given)));
        REQUIRE(issues.size() == 1);
        CHECK(issues[0].kind == IssueKind::CheckFailed);
        for (const char* tag : {"en", "pt-BR", "sv", "ja", "fr", "es"}) {
            const Strings strings(language_from_tag(tag));
            CHECK(strings.sentence(rules, issues[0]) !=
                  strings.format("issue.check_failed",
                                 {std::string(strings.singular_of(rules)), std::string()}));
            CHECK(Strings::has("duplicate_rule.check." + issues[0].detail));
        }
        return rules.find_field(issues[0].field)->key + " " + issues[0].detail;
    }
    Titles accounts(std::initializer_list<test::Given> given) {
        return this->titles("account", given);
    }
};
using RulesFixture = RulesBase<test::DuplicateFixture>;
using RulesRightsFixture = RulesBase<DuplicateRightsFixture>;

}  // namespace

TEST_CASE_METHOD(RulesFixture,
                 "a rule that is kept as a record counts at once, and no longer when "
                 "it is switched off or removed",
                 "[duplicates][rules]") {
    create("account", {{"name", text("Nord")}, {"external_id", text("AX 7")}});
    CHECK(accounts({{"external_id", text("ax-7")}}).empty());
    const RecordId kept = rule("account", "external_id");
    CHECK(accounts({{"external_id", text("ax-7")}}) == Titles{"Nord"});
    CHECK(accounts({{"name", text("nord")}}) == Titles{"Nord"});
    set("duplicate_rule", kept, {{"active", number(0)}});
    CHECK(accounts({{"external_id", text("ax-7")}}).empty());
    set("duplicate_rule", kept, {{"active", number(1)}});
    CHECK(accounts({{"external_id", text("ax-7")}}) == Titles{"Nord"});
    save(draft().remove(entity("duplicate_rule").id, kept));
    CHECK(accounts({{"external_id", text("ax-7")}}).empty());
}

TEST_CASE_METHOD(RulesFixture, "a rule that comes by sync counts at once", "[duplicates][rules]") {
    enrol();
    create("account", {{"name", text("Nord")}, {"external_id", text("AX 7")}});
    CHECK(accounts({{"external_id", text("ax-7")}}).empty());
    Delta news = delta(1);
    news.rows.push_back({entity("duplicate_rule").id,
                         {row("duplicate_rule", make_record_id(environment), 1,
                              {{"name", text("By number")},
                               {"entity", text("account")},
                               {"active", number(1)},
                               {"fields", text("[\"external_id\"]")},
                               {"method", text("normalised")},
                               {"while_typing", number(1)}})}});
    must(store.apply(news));
    CHECK(accounts({{"external_id", text("ax-7")}}) == Titles{"Nord"});
}

TEST_CASE_METHOD(RulesFixture, "a rule for the same fields stands for the definition's",
                 "[duplicates][rules]") {
    create("account", {{"name", text("Berg Installation AB")}});
    CHECK(accounts({{"name", text("bergs installation")}}).size() == 1);
    rule({{"name", text("Exact names")},
          {"entity", text("account")},
          {"fields", text("[\"name\"]")},
          {"method", text("exact")}});
    CHECK(accounts({{"name", text("bergs installation")}}).empty());
    CHECK(accounts({{"name", text("Berg Installation AB")}}).size() == 1);
}

TEST_CASE_METHOD(RulesFixture, "a rule of several fields needs all of them, phones by their digits",
                 "[duplicates][rules]") {
    rule("contact", "last_name, phone");
    create("contact", {{"last_name", text("Berg")}, {"phone", text("+46 70-123 45 67")}});
    CHECK(titles("contact", {{"last_name", text("BERG")}, {"phone", text("070 1234567")}}).size() ==
          1);
    CHECK(titles("contact", {{"last_name", text("Dahl")}}).empty());
}

TEST_CASE_METHOD(RulesFixture, "names have to be as similar as the rule asks",
                 "[duplicates][rules]") {
    create("account", {{"name", text("Berg Installation")}});
    const auto asks = [&](std::int64_t percent) {
        return RulesFixture::rule({{"name", text("Similar")},
                                   {"entity", text("account")},
                                   {"fields", text("name")},
                                   {"method", text("fuzzy")},
                                   {"threshold", number(percent * 10'000)}});
    };
    const RecordId strict = asks(95);
    CHECK(accounts({{"name", text("Bergs Installation")}}).empty());  // One letter of 17.
    set("duplicate_rule", strict, {{"threshold", number(90 * 10'000)}});
    CHECK(accounts({{"name", text("Bergs Installation")}}).size() == 1);
}

TEST_CASE_METHOD(RulesFixture, "a condition has to hold for both records", "[duplicates][rules]") {
    rule({{"name", text("Companies")},
          {"entity", text("account")},
          {"fields", text("external_id")},
          {"condition", text("kind == 'business'")}});
    create("account",
           {{"name", text("Nord")}, {"kind", text("business")}, {"external_id", text("7")}});
    CHECK(accounts({{"external_id", text("7")}, {"kind", text("business")}}).size() == 1);
    CHECK(accounts({{"external_id", text("7")}, {"kind", text("person")}}).empty());
    CHECK(accounts({{"external_id", text("7")}}).empty());
}

TEST_CASE_METHOD(RulesFixture, "a rule that does not warn while typing is asked by the scan alone",
                 "[duplicates][rules]") {
    rule({{"name", text("Quiet")},
          {"entity", text("account")},
          {"fields", text("external_id")},
          {"while_typing", number(0)}});
    create("account", {{"name", text("Nord")}, {"external_id", text("7")}});
    create("account", {{"name", text("Syd")}, {"external_id", text("7")}});
    CHECK(accounts({{"external_id", text("7")}}).empty());
    CHECK(groups("account").size() == 1);
}

TEST_CASE_METHOD(RulesFixture, "a module without rules of its own gets some, and is merged by them",
                 "[duplicates][rules]") {
    CHECK_FALSE(must(has_duplicate_rules(store, entity("work_order"))));
    rule("work_order", "subject");
    CHECK(must(has_duplicate_rules(store, entity("work_order"))));
    const RecordId first = create("work_order", {{"subject", text("Pump")}});
    environment.now += 1;
    const RecordId second = create("work_order", {{"subject", text("PUMP")}});
    CHECK(groups("work_order") == std::vector<std::vector<RecordId>>{{first, second}});
    merge("work_order", first, second);
    CHECK_FALSE(lives("work_order", second));
}

TEST_CASE_METHOD(RulesFixture, "a rule that blocks keeps what agrees from being saved",
                 "[duplicates][rules]") {
    rule({{"name", text("One account per number")},
          {"entity", text("account")},
          {"fields", text("external_id")},
          {"action", text("block")}});
    create("account", {{"name", text("Nord")}, {"external_id", text("7")}});
    const EntityDef& account = entity("account");
    const auto issues = refuse(
        draft().create(account.id, make_record_id(environment),
                       values("account", {{"name", text("Syd")}, {"external_id", text("7")}})));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].field == field("account", "external_id"));
    CHECK(issues[0].kind == IssueKind::NotUnique);
    CHECK(Strings(Language::English).sentence(account, issues[0]).find("looks the same") !=
          std::string::npos);

    const RecordId other = create("account", {{"name", text("Syd")}, {"external_id", text("8")}});
    refuse(draft().set(account.id, other, values("account", {{"external_id", text("7")}})));
    set("account", other, {{"name", text("South")}});
}

TEST_CASE_METHOD(RulesFixture, "a rule that blocks leaves alone what is alike already, and merges",
                 "[duplicates][rules]") {
    const RecordId one = create("account", {{"name", text("Nord")}, {"external_id", text("7")}});
    const RecordId two = create("account", {{"name", text("Syd")}, {"external_id", text("7")}});
    const RecordId three = create("account", {{"name", text("Ost")}, {"external_id", text("7")}});
    rule({{"name", text("One account per number")},
          {"entity", text("account")},
          {"fields", text("external_id")},
          {"action", text("block")}});
    set("account", two, {{"name", text("South")}});
    merge("account", one, two);
    save(draft().remove(entity("account").id, three));
    refuse(draft().restore(entity("account").id, three));
}

TEST_CASE_METHOD(RulesFixture, "one draft cannot bring the same twice past a rule that blocks",
                 "[duplicates][rules]") {
    rule({{"name", text("One account per number")},
          {"entity", text("account")},
          {"fields", text("external_id")},
          {"action", text("block")}});
    Draft both = draft();
    RecordId last;
    for (const char* name : {"Nord", "Syd"}) {
        last = make_record_id(environment);
        both.create(entity("account").id, last,
                    values("account", {{"name", text(name)}, {"external_id", text("7")}}));
    }
    const auto issues = refuse(both);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].record == last);  // The first one is no repeat.
    CHECK(accounts({{"external_id", text("7")}}).empty());
}

TEST_CASE_METHOD(RulesFixture, "what the draft names without touching it is compared all the same",
                 "[duplicates][rules]") {
    rule({{"name", text("One account per number")},
          {"entity", text("account")},
          {"fields", text("external_id")},
          {"action", text("block")}});
    const RecordId changed = create("account", {{"name", text("Syd")}, {"external_id", text("8")}});
    const RecordId renamed = create("account", {{"name", text("Ost")}, {"external_id", text("7")}});
    const EntityId module = entity("account").id;
    Draft both = draft();
    both.set(module, changed, values("account", {{"external_id", text("7")}}));
    both.set(module, renamed, values("account", {{"name", text("East")}}));
    const auto issues = refuse(both);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].record == changed);
}

TEST_CASE_METHOD(RulesFixture, "a rule that blocks is asked when its condition begins to hold",
                 "[duplicates][rules]") {
    rule({{"name", text("Companies")},
          {"entity", text("account")},
          {"fields", text("external_id")},
          {"condition", text("kind == 'business'")},
          {"action", text("block")}});
    create("account",
           {{"name", text("Nord")}, {"kind", text("business")}, {"external_id", text("7")}});
    const RecordId person = create(
        "account", {{"name", text("Syd")}, {"kind", text("person")}, {"external_id", text("7")}});
    const auto issues = refuse(
        draft().set(entity("account").id, person, values("account", {{"kind", text("business")}})));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].kind == IssueKind::NotUnique);
}

TEST_CASE_METHOD(RulesFixture, "a wrong rule is refused at the field that is wrong",
                 "[duplicates][rules]") {
    const Value name = text("Rule");
    const auto fields = [&](const std::string& keys) {
        return refusal({{"name", name}, {"entity", text("account")}, {"fields", text(keys)}});
    };
    const auto unknown = refuse(draft().create(
        entity("duplicate_rule").id, make_record_id(environment),
        values("duplicate_rule",
               {{"name", name}, {"entity", text("nothing")}, {"fields", text("name")}})));
    CHECK(
        unknown ==
        std::vector<FieldIssue>{
            {unknown.at(0).record, field("duplicate_rule", "entity"), IssueKind::NotAChoice, {}}});
    CHECK(refusal({{"name", name}, {"entity", text("merge_log")}, {"fields", text("at")}}) ==
          "entity module");
    CHECK(fields("[\"nothing\"]") == "fields fields");
    CHECK(fields("[]") == "fields fields");
    CHECK(fields("name, phone, email, tax_id, external_id") == "fields fields");
    CHECK(fields(std::string(3'999, '[')) == "fields fields");
    CHECK(fields("n\xC3\xA4me") == "fields fields");
    for (const char* condition : {"parent.name == 'A'", "count(contacts) > 1"})
        CHECK(refusal({{"name", name},
                       {"entity", text("account")},
                       {"fields", text("name")},
                       {"condition", text(condition)}}) == "condition condition");
    for (const char* broken : {"kind ==", "nothing == 1", "name"}) {
        const auto issues =
            refuse(draft().create(entity("duplicate_rule").id, make_record_id(environment),
                                  values("duplicate_rule", {{"name", name},
                                                            {"entity", text("account")},
                                                            {"fields", text("name")},
                                                            {"condition", text(broken)}})));
        REQUIRE(issues.size() == 1);
        CHECK(issues[0].kind == IssueKind::BadContent);
        CHECK(issues[0].field == field("duplicate_rule", "condition"));
    }
}

TEST_CASE_METHOD(RulesFixture, "the eleventh active rule of one draft is refused",
                 "[duplicates][rules]") {
    Draft rules = draft();
    RecordId last;
    for (int count = 0; count < 11; ++count) {
        last = make_record_id(environment);
        rules.create(entity("duplicate_rule").id, last,
                     values("duplicate_rule", {{"name", text("Rule")},
                                               {"entity", text("account")},
                                               {"fields", text("notes")}}));
    }
    const auto issues = refuse(rules);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].record == last);
    CHECK(issues[0].detail == "too_many_rules");
}

TEST_CASE_METHOD(RulesFixture, "rules beyond ten that came by sync are edited and switched off",
                 "[duplicates][rules]") {
    enrol();
    Delta news = delta(1);
    news.rows.push_back({entity("duplicate_rule").id, {}});
    for (int count = 0; count < 12; ++count)
        news.rows[0].rows.push_back(row("duplicate_rule", make_record_id(environment), 1,
                                        {{"name", text("Rule")},
                                         {"entity", text("account")},
                                         {"active", number(1)},
                                         {"fields", text("[\"notes\"]")},
                                         {"method", text("normalised")},
                                         {"while_typing", number(1)}}));
    must(store.apply(news));
    const RecordId kept = news.rows[0].rows[0].id;
    set("duplicate_rule", kept, {{"name", text("Renamed")}});
    set("duplicate_rule", kept, {{"active", number(0)}});
    const auto issues = refuse(draft().set(entity("duplicate_rule").id, kept,
                                           values("duplicate_rule", {{"active", number(1)}})));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].detail == "too_many_rules");
}

TEST_CASE_METHOD(RulesFixture, "more than ten active rules of one module are refused",
                 "[duplicates][rules]") {
    for (std::size_t count = 0; count < 10; ++count) rule("account", "external_id");
    CHECK(
        refusal({{"name", text("Rule")}, {"entity", text("account")}, {"fields", text("notes")}}) ==
        "entity too_many_rules");
    rule({{"name", text("Later")},
          {"entity", text("account")},
          {"fields", text("notes")},
          {"active", number(0)}});
}

TEST_CASE_METHOD(RulesFixture,
                 "a wrong rule that came by sync counts for nothing and can be "
                 "switched off",
                 "[duplicates][rules]") {
    enrol();
    Delta news = delta(1);
    const RecordId wrong = make_record_id(environment);
    news.rows.push_back({entity("duplicate_rule").id,
                         {row("duplicate_rule", wrong, 1,
                              {{"name", text("Wrong")},
                               {"entity", text("account")},
                               {"active", number(1)},
                               {"fields", text("gone")},
                               {"method", text("normalised")},
                               {"action", text("warn")}})}});
    must(store.apply(news));
    create("account", {{"name", text("Nord")}});
    CHECK(accounts({{"name", text("Nord")}}).size() == 1);
    set("duplicate_rule", wrong, {{"active", number(0)}});
}

TEST_CASE_METHOD(RulesRightsFixture, "nobody learns by a kept rule what a hidden field holds",
                 "[duplicates][rules][rights]") {
    rule({{"name", text("By number")},
          {"entity", text("account")},
          {"fields", text("external_id")},
          {"action", text("block")}});
    rule({{"name", text("By note")},
          {"entity", text("account")},
          {"fields", text("phone")},
          {"condition", text("not is_null(external_id)")}});
    create("account", {{"name", text("Nord")},
                       {"owner", text("tom")},
                       {"phone", text("070-1234567")},
                       {"external_id", text("7")}});
    restrict_field("account", "external_id", "hidden");
    allow("account", "read_level", "all");
    become(tom);
    CHECK(accounts({{"external_id", text("7")}}).empty());
    CHECK(groups("account").empty());
}

TEST_CASE_METHOD(RulesFixture,
                 "records that are kept apart are not found again until that is "
                 "taken back",
                 "[duplicates][rules]") {
    const RecordId first = create("account", {{"name", text("Berg")}});
    const RecordId second = create("account", {{"name", text("Berg")}});
    must(keep_apart(store, {second, first}));
    CHECK(groups("account").empty());
    CHECK(candidates("account", {{"name", text("Berg")}}, first).empty());
    CHECK(candidates("account", {{"name", text("Berg")}}).size() == 2);
    must(forget_apart(store, {first, second}));
    CHECK(groups("account").size() == 1);
    const std::vector<RecordId> many(kKeptApartMax + 1, first);
    CHECK(keep_apart(store, many).error().code == ErrorCode::LimitExceeded);
}
