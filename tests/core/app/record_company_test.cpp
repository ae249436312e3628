#include "core/app/record_company.h"

#include "core/app/saved_views.h"
#include "core/store_fixture.h"

using namespace holdfast;
using test::must;
using test::text;

namespace {

class CompanyFixture : public test::StoreFixture {
public:
    CompanyFixture() : account(create("account", {{"name", text("Acme")}})) {}
    RecordCompany company() { return {store, entity("account").id, account}; }
    std::vector<StreamItem> stream() {
        const StreamQuestion question{entity("account").id, account, &strings, 0};
        return must(read_stream(store, question, {read_comments}));
    }
    RecordId account;
    Strings strings;
};

}  // namespace

TEST_CASE_METHOD(CompanyFixture, "comments stand around their record, the newest first",
                 "[app][stream]") {
    must(company().comment("  First  "));
    environment.now += 60'000;
    must(company().comment("Second"));
    REQUIRE(stream().size() == 2);
    CHECK(stream()[0].text == "Second");
    CHECK(stream()[1].text == "First");
    const RecordId other = create("account", {{"name", text("Berg")}});
    CHECK(must(RecordCompany(store, entity("account").id, other).tags(strings)).empty());
}

TEST_CASE_METHOD(CompanyFixture, "a comment says who wrote it, and undo takes it back",
                 "[app][stream]") {
    enrol();
    create("user", {{"name", text("Ana Berg")}, {"login", text("ana")}});
    const CommitWithUndo made = must(company().comment("Called back"));
    REQUIRE(stream().size() == 1);
    CHECK(stream()[0].who == "Ana Berg");
    CHECK(stream()[0].at_ms == environment.now);
    must(take_back(store, made.undo.value()));
    CHECK(stream().empty());
}

TEST_CASE_METHOD(CompanyFixture, "an empty comment is not saved", "[app][stream]") {
    CHECK(std::holds_alternative<NeedsWork>(must(company().comment("   ")).outcome));
    CHECK(stream().empty());
}

TEST_CASE_METHOD(CompanyFixture, "a tag is made once and given to many", "[app][tags]") {
    must(company().add_tag("VIP"));
    const RecordId other = create("account", {{"name", text("Berg")}});
    RecordCompany second(store, entity("account").id, other);
    CHECK(must(second.tag_options("vi", strings)).size() == 1);
    must(second.add_tag("VIP"));
    const auto first_tags = must(company().tags(strings));
    const auto second_tags = must(second.tags(strings));
    REQUIRE(first_tags.size() == 1);
    REQUIRE(second_tags.size() == 1);
    CHECK(first_tags[0].tag == second_tags[0].tag);
    CHECK(must(second.tag_options("vi", strings)).empty());
    const CommitWithUndo removed = must(company().remove_tag(first_tags[0].link));
    CHECK(must(company().tags(strings)).empty());
    must(take_back(store, removed.undo.value()));
    CHECK(must(company().tags(strings)).size() == 1);
}

TEST_CASE_METHOD(CompanyFixture, "a record is followed by whoever works here", "[app][follow]") {
    CHECK_FALSE(must(company().can_follow()));
    enrol();
    create("user", {{"name", text("Ana Berg")}, {"login", text("ana")}});
    CHECK(must(company().can_follow()));
    must(company().set_followed(RecordCompany::Follow::Yes));
    must(company().set_followed(RecordCompany::Follow::Yes));
    CHECK(must(company().followed()));
    must(company().set_followed(RecordCompany::Follow::No));
    CHECK_FALSE(must(company().followed()));
}

TEST_CASE_METHOD(CompanyFixture, "a kept view brings back its question, own or shared",
                 "[app][views]") {
    SavedView view;
    view.name = "Companies";
    view.query.query.entity = entity("account").id;
    view.query.query.filters.push_back(
        {field("account", "kind"), FilterOperator::Equal, text("business")});
    view.query.query.sort_field = field("account", "name");
    view.query.query.direction = SortDirection::Descending;
    view.query.columns = {"name", "kind"};
    CHECK(std::holds_alternative<Saved>(must(save_view(store, view))));
    const auto views = must(read_saved_views(store, entity("account").id));
    REQUIRE(views.size() == 1);
    CHECK(views[0].name == "Companies");
    CHECK(views[0].kind == ViewKind::List);
    REQUIRE(views[0].query.query.filters.size() == 1);
    CHECK(views[0].query.query.filters[0].value == text("business"));
    CHECK(views[0].query.query.direction == SortDirection::Descending);
    CHECK(views[0].query.columns == view.query.columns);
    CHECK(must(read_saved_views(store, entity("contact").id)).empty());
    const UndoStep removed = *must(remove_view(store, views[0].id)).undo;
    CHECK(must(read_saved_views(store, entity("account").id)).empty());
    must(take_back(store, removed));
    CHECK(must(read_saved_views(store, entity("account").id)).size() == 1);
}

TEST_CASE_METHOD(CompanyFixture, "a view without a name is not kept", "[app][views]") {
    SavedView view;
    view.query.query.entity = entity("account").id;
    CHECK(std::holds_alternative<NeedsWork>(must(save_view(store, view))));
}
