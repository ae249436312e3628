#include "core/app/starter.h"

#include "core/app/workspace_fixture.h"
#include "core/query.h"
#include "core/store_fixture.h"

using namespace holdfast;
using test::must;
using test::text;
using test::WorkspaceFixture;

namespace {

class StarterFixture : public test::StoreFixture {
public:
    const EntityDef& pipeline = entity("pipeline");
    const EntityDef& stage = entity("stage");

    CommitWithUndo begin(Language language = Language::English) {
        CommitWithUndo written = must(write_starter(store, pipeline, Strings(language)));
        REQUIRE(std::holds_alternative<Saved>(written.outcome));
        return written;
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
    begin();
    CHECK(stage_names() ==
          std::vector<std::string>{"Qualification", "Proposal", "Negotiation", "Won", "Lost"});
    const Record made = *must(store.read(pipeline.id, starter_record(pipeline, 0)));
    CHECK(text_or_empty(made.values[pipeline.index_of(pipeline.state_field)]) == "published");
    CHECK(must(find_starter(store, stage.id)) == nullptr);
}

TEST_CASE_METHOD(StarterFixture, "a starter speaks the person's language", "[app][starter]") {
    begin(Language::Swedish);
    CHECK(stage_names().front() == "Kvalificering");
}

TEST_CASE_METHOD(StarterFixture, "a starter is taken back as a whole, and can be used again",
                 "[app][starter]") {
    const CommitWithUndo written = begin();
    must(take_back(store, written.undo.value()));
    CHECK(stage_names().empty());
    REQUIRE(must(find_starter(store, pipeline.id)) == &pipeline);
    begin();
    CHECK(stage_names().size() == 5);
}

TEST_CASE_METHOD(StarterFixture, "a starter that was thrown away comes out of the recycle bin",
                 "[app][starter]") {
    begin();
    save(draft().remove(pipeline.id, starter_record(pipeline, 0)));
    REQUIRE(must(find_starter(store, stage.id)) == &pipeline);
    begin();
    CHECK(stage_names().size() == 5);
}

TEST_CASE_METHOD(StarterFixture, "nothing is offered where there is no starter or no right",
                 "[app][starter]") {
    CHECK(must(find_starter(store, entity("account").id)) == nullptr);
    CHECK(must(find_starter(store, EntityId{60'000})) == nullptr);
    create("pipeline", {{"name", text("Ours")}});
    CHECK(must(find_starter(store, pipeline.id)) == nullptr);
}

TEST_CASE_METHOD(WorkspaceFixture, "with a starter a new workspace can make a deal",
                 "[app][starter]") {
    const EntityDef* module = workspace.starter_for(entity("stage"));
    REQUIRE(module != nullptr);
    workspace.handle(intent::NewRecord{entity("deal")});
    type("deal", "name", "Boiler for the school");
    workspace.handle(intent::UseStarter{module->id});
    type("deal", "stage", to_text(starter_record(*Registry::base().find("stage"), 0)));
    workspace.handle(intent::Save{});
    REQUIRE(workspace.form() != nullptr);
    CHECK(workspace.form()->mode() == FormMode::Show);
    CHECK(workspace.starter_for(entity("stage")) == nullptr);
}
