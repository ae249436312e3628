#include "core/app/starter.h"

#include "core/app/workspace_fixture.h"
#include "core/query.h"
#include "core/store/policy_fixture.h"

using namespace holdfast;
using test::must;
using test::text;
using test::WorkspaceFixture;

namespace {

class StarterFixture : public test::StoreFixture {
public:
    const EntityDef& pipeline = entity("pipeline");
    const EntityDef& stage = entity("stage");

    StarterDone begin(Language language = Language::English) {
        StarterDone done = must(write_starter(store, pipeline, Strings(language)));
        REQUIRE(std::holds_alternative<Saved>(done.commit.outcome));
        return done;
    }
    std::vector<std::string> stage_names() {
        Query query;
        query.entity = stage.id;
        query.sort = {{"position", SortDirection::Ascending}};
        std::vector<std::string> names;
        for (const Record& record :
             must(read_rows(store, stage.id, must(find_rows(store, query, 100)))))
            names.emplace_back(text_or_empty(record.values[stage.index_of(stage.title[0])]));
        return names;
    }
};

}  // namespace

TEST_CASE_METHOD(StarterFixture, "a starter brings a module's records with their parts",
                 "[app][starter]") {
    REQUIRE(must(find_starter(store, stage.id)) == &pipeline);
    const StarterDone done = begin();
    CHECK(stage_names() ==
          std::vector<std::string>{"Qualification", "Proposal", "Negotiation", "Won", "Lost"});
    REQUIRE(done.firsts.size() == 2);
    const Record made = *must(store.read(pipeline.id, done.firsts[0].second));
    CHECK(text_or_empty(made.values[pipeline.index_of(pipeline.state_field)]) == "published");
    CHECK(must(find_starter(store, stage.id)) == nullptr);
}

TEST_CASE_METHOD(StarterFixture, "a starter speaks the person's language", "[app][starter]") {
    begin(Language::Swedish);
    CHECK(stage_names().front() == "Kvalificering");
}

TEST_CASE_METHOD(StarterFixture, "a starter is taken back as a whole, and can be used again",
                 "[app][starter]") {
    must(take_back(store, begin().commit.undo.value()));
    CHECK(stage_names().empty());
    REQUIRE(must(find_starter(store, pipeline.id)) == &pipeline);
    begin();
    CHECK(stage_names().size() == 5);
}

TEST_CASE_METHOD(StarterFixture, "after it was thrown away a starter makes new records",
                 "[app][starter]") {
    const RecordId first = begin().firsts[0].second;
    save(draft().remove(pipeline.id, first));
    REQUIRE(must(find_starter(store, stage.id)) == &pipeline);
    CHECK(begin().firsts[0].second != first);
}

TEST_CASE_METHOD(StarterFixture, "nothing is offered without a starter, or where there are records",
                 "[app][starter]") {
    CHECK(must(find_starter(store, entity("account").id)) == nullptr);
    CHECK(must(find_starter(store, EntityId{60'000})) == nullptr);
    create("pipeline", {{"name", text("Ours")}});
    CHECK(must(find_starter(store, pipeline.id)) == nullptr);
}

TEST_CASE_METHOD(test::PolicyFixture, "a starter is offered to those only who may make its records",
                 "[app][starter]") {
    allow("pipeline", "create_level", "none");
    become(tom);
    CHECK(must(find_starter(store, entity("pipeline").id)) == nullptr);
    CHECK(must(find_starter(store, entity("stage").id)) == nullptr);
}

TEST_CASE_METHOD(WorkspaceFixture, "with a starter a new workspace can make a deal",
                 "[app][starter]") {
    const EntityDef* module = workspace.starter_for(entity("stage"));
    REQUIRE(module != nullptr);
    workspace.handle(intent::NewRecord{entity("deal")});
    type("deal", "name", "Boiler for the school");
    workspace.handle(intent::UseStarter{module->id, field("deal", "stage")});
    workspace.handle(intent::Save{});
    REQUIRE(workspace.form() != nullptr);
    CHECK(workspace.form()->mode() == FormMode::Show);
    CHECK(workspace.starter_for(entity("stage")) == nullptr);
}
