// The module "calibration" exists in meta/ beside this file and nowhere else.
#include "core/app/export.h"
#include "core/app/form_view.h"
#include "core/app/import.h"
#include "core/app/kanban_view.h"
#include "core/app/sources.h"
#include "core/app/workspace.h"
#include "core/history.h"
#include "core/query.h"
#include "core/store_fixture.h"
#include "support/office.h"
#include "support/person.h"

using namespace holdfast;
using test::must;

namespace {

const EntityDef& calibration() {
    const EntityDef* found = Registry::base().find("calibration");
    REQUIRE(found != nullptr);
    return *found;
}

struct Scene {
    Scene()
        : workspace(
              must(Store::open(must(Database::open(":memory:")), Registry::base(), environment)),
              environment) {}
    void type(std::string_view key, std::string text) {
        workspace.handle(intent::SetText{calibration().find_field(key)->id, std::move(text)});
    }
    RecordId save(const std::string& subject) {
        workspace.handle(intent::NewRecord{calibration().id});
        type("subject", subject);
        type("nominal", "10");
        type("measured", "10.25");
        type("due", "2026-12-01");
        workspace.handle(intent::Save{});
        REQUIRE(workspace.form() != nullptr);
        return workspace.form()->id();
    }
    Value stored(const RecordId& id, std::string_view key) {
        const auto record = must(workspace.store().read(calibration().id, id));
        REQUIRE(record.has_value());
        return record->values[calibration().index_of(calibration().find_field(key)->id)];
    }
    test::FixedEnvironment environment;
    Workspace workspace;
};

/// Tom may read calibrations, but not what was measured.
struct Office : test::StoreFixture {
    Office() {
        const auto key = [](const char* word) { return Value(std::string(word)); };
        create("user", {{"name", key("Eva")}, {"login", key("eva")}});
        const test::Person person = test::add_person(*this, "Tom", "tom", "all", "none");
        tom = person.user;
        profile = person.profile;
        create("profile_right", {{"profile", profile},
                                 {"entity", key("calibration")},
                                 {"field", key("measured")},
                                 {"access", key("hidden")}});
        scale = create("calibration",
                       {{"subject", key("Scale 7")}, {"measured", std::int64_t{10'250}}});
    }
    void sign_in(const RecordId& user) { must(store.write_setting("person", to_text(user))); }
    RecordId tom, profile, scale;
};

}  // namespace

TEST_CASE("a new module is in the navigation, by its own words", "[new_module]") {
    Scene scene;
    const auto& modules = scene.workspace.modules();
    const auto found = std::find_if(modules.begin(), modules.end(), [](const ModuleLink& module) {
        return module.address == "#/calibration";
    });
    REQUIRE(found != modules.end());
    CHECK(found->label == "Calibrations");
    CHECK(found->group == "Service");
    CHECK(Strings(Language::Swedish).plural_of(calibration()) == "Kalibreringar");
    CHECK(Strings(Language::Japanese).count_of(calibration(), 3) == "校正3件");
}

TEST_CASE("a new module has a form with numbers, computed fields and states", "[new_module]") {
    Scene scene;
    const RecordId id = scene.save("Scale 7");
    CHECK(scene.workspace.form()->title() == "CAL-0001 Scale 7");
    CHECK(scene.stored(id, "measured") == Value(std::int64_t{10'250}));
    const FieldId deviation = calibration().find_computed("deviation")->id;
    CHECK(must(read_computed(scene.workspace.store(), calibration().id, id, {deviation}, 0)) ==
          std::vector<Value>{std::int64_t{250}});
    const CommitOutcome refused = must(scene.workspace.form()->transition("done"));
    CHECK(std::holds_alternative<NeedsWork>(refused));
    CHECK(scene.stored(id, "status") == Value(std::string("planned")));
}

TEST_CASE("a new module has a list that sorts, filters and exports, and search finds it",
          "[new_module]") {
    Scene scene;
    scene.save("Scale 7");
    scene.save("Torque wrench");
    scene.workspace.navigate("#/calibration");
    ListView* list = scene.workspace.list();
    REQUIRE(list != nullptr);
    CHECK(list->row_count() == 2);
    CHECK(list->row(0).cells.at(3).text == "0.25");
    list->set_search("torque");
    CHECK(list->row_count() == 1);
    scene.workspace.navigate("#/search?q=scale");
    REQUIRE(scene.workspace.search_groups().size() == 1);
    CHECK(scene.workspace.search_groups()[0].label == "Calibrations");
}

TEST_CASE("a new module has a board on which cards move along its states", "[new_module]") {
    Scene scene;
    const RecordId id = scene.save("Scale 7");
    Store& store = scene.workspace.store();
    REQUIRE(KanbanView::fits(calibration()));
    KanbanView board(store, calibration().id, scene.workspace.strings());
    REQUIRE(board.columns().size() == 2);
    CHECK(board.columns()[0].label == "Planned");
    REQUIRE(board.card(0, 0) != nullptr);
    CHECK(board.card(0, 0)->title == "CAL-0001 Scale 7");
    CHECK(board.advise(id, 1).verdict == MoveVerdict::NeedsMore);
    scene.workspace.handle(intent::BeginEdit{});
    scene.type("verdict", "passed");
    scene.workspace.handle(intent::Save{});
    CHECK(std::holds_alternative<Saved>(must(board.move(id, 1)).outcome));
    CHECK(scene.stored(id, "status") == Value(std::string("done")));
    CHECK(board.columns()[1].count == 1);
}

TEST_CASE("a new module remembers what became of each record", "[new_module]") {
    test::StoreFixture fixture;
    const FieldId subject = fixture.field("calibration", "subject");
    const RecordId id = fixture.create("calibration", {{"subject", std::string("Scale 7")}});
    const std::int64_t then = fixture.environment.now_ms();
    fixture.environment.now += 60'000;
    fixture.set("calibration", id, {{"subject", std::string("Scale 8")}});
    HistoryQuery asked;
    asked.entity = calibration().id;
    asked.record = id;
    const HistoryPage page = must(read_history(fixture.store, asked));
    REQUIRE(page.entries.size() == 2);
    CHECK(page.entries[0].changes ==
          std::vector<HistoryChange>{{subject, std::string("Scale 7"), std::string("Scale 8")}});
    CHECK(page.entries[1].kind == HistoryKind::Created);
    const auto before = must(read_as_of(fixture.store, {calibration().id, id, then}));
    REQUIRE(before.has_value());
    CHECK(before->values[calibration().index_of(subject)] == Value(std::string("Scale 7")));
}

TEST_CASE_METHOD(Office, "rights bind a new module, field by field and as a whole",
                 "[new_module]") {
    const FieldId measured = field("calibration", "measured");
    sign_in(tom);
    ListView list(store, calibration().id, Strings());
    list.set_columns({field("calibration", "subject"), measured});
    CHECK(list.row_count() == 1);
    CHECK(list.columns().size() == 1);
    CHECK(get("calibration", scale, "measured") == Value());
    const auto issues = refuse(draft().set(calibration().id, scale, {{measured, Value()}}));
    CHECK(issues.at(0).kind == IssueKind::NoRight);
    HistoryQuery asked;
    asked.entity = calibration().id;
    asked.record = scale;
    for (const HistoryEntry& entry : must(read_history(store, asked)).entries)
        for (const HistoryChange& change : entry.changes) CHECK(change.field != measured);

    must(store.write_setting("person", ""));
    create("profile_right", {{"profile", profile},
                             {"entity", std::string("calibration")},
                             {"read_level", std::string("none")}});
    sign_in(tom);
    CHECK_FALSE(must(store.read(calibration().id, scale)).has_value());
}

TEST_CASE("a new module imports what it exports", "[new_module]") {
    Scene scene;
    const RecordId id = scene.save("Scale 7");
    std::vector<FieldId> fields;
    for (const char* key : {"subject", "nominal", "measured", "due"})
        fields.push_back(calibration().find_field(key)->id);
    const Record record = *must(scene.workspace.store().read(calibration().id, id));
    for (const FileFormat format : {FileFormat::Csv, FileFormat::Json}) {
        Export out =
            must(Export::open(scene.workspace.store(), calibration().id, format, fields, {}));
        std::string file;
        out.begin(file);
        CHECK(must(out.append({record}, file)) == 1);
        out.end(file);
        std::string problem;
        Import import = must(Import::open(test::source_of(file), scene.workspace.store(),
                                          calibration().id, {}, &problem));
        CHECK(import.format() == format);
        // The file's record id is known here: as a new record it comes in without it.
        import.set_options({});
        import.start();
        while (import.is_working()) import.step(100);
        CHECK(import.counts().created == 1);
    }
    Query query;
    query.entity = calibration().id;
    CHECK(must(count_rows(scene.workspace.store(), query)) == 3);
}

TEST_CASE("a new module goes to the recycle bin and back, and its record tells its links",
          "[new_module]") {
    Scene scene;
    const RecordId id = scene.save("Scale 7");
    CHECK(std::holds_alternative<Saved>(must(scene.workspace.form()->remove())));
    CHECK(std::holds_alternative<Saved>(must(scene.workspace.form()->restore())));
    CHECK(scene.stored(id, "subject") == Value(std::string("Scale 7")));
    CHECK(Registry::base().find("account")->find_inverse("calibrations") != nullptr);
}

TEST_CASE("two devices agree on a new module", "[new_module]") {
    test::Office office(Registry::base());
    auto& ana = office.add_device();
    auto& ben = office.add_device();
    const EntityDef& module = calibration();
    const FieldId subject = module.find_field("subject")->id;
    const FieldId measured = module.find_field("measured")->id;
    const RecordId id = make_record_id(ana.environment);
    const auto commit = [](test::Office::Device& device, const Draft& draft) {
        REQUIRE(std::holds_alternative<Saved>(must(device.store.commit(draft))));
    };
    commit(ana, Draft("calibration.create", ana.store.state().checkpoint)
                    .create(module.id, id, {{subject, std::string("Scale 7")}}));
    office.sync(ana);
    office.sync(ben);
    commit(ana, Draft("calibration.edit", ana.store.state().checkpoint)
                    .set(module.id, id, {{subject, std::string("Scale 8")}}));
    commit(ben, Draft("calibration.edit", ben.store.state().checkpoint)
                    .set(module.id, id, {{measured, std::int64_t{9'750}}}));
    office.sync(ana);
    office.sync(ben);
    office.sync(ana);
    const auto mine = must(ana.store.read(module.id, id));
    const auto theirs = must(ben.store.read(module.id, id));
    REQUIRE((mine && theirs));
    CHECK(mine->values == theirs->values);
    CHECK(mine->values[module.index_of(subject)] == Value(std::string("Scale 8")));
    CHECK(mine->values[module.index_of(measured)] == Value(std::int64_t{9'750}));
}

TEST_CASE("a new module's records become others by a button, as its file says", "[new_module]") {
    Scene scene;
    scene.save("Scale 7");
    CHECK(scene.workspace.conversions().empty());
    scene.workspace.handle(intent::BeginEdit{});
    scene.type("verdict", "failed");
    scene.workspace.handle(intent::Save{});
    REQUIRE(scene.workspace.conversions().size() == 1);
    CHECK(scene.workspace.conversions()[0].label == "Create work order");
    scene.workspace.handle(intent::Convert{scene.workspace.conversions()[0].key});
    REQUIRE(scene.workspace.form() != nullptr);
    CHECK(scene.workspace.form()->entity().key == "work_order");
    CHECK(scene.workspace.form()->title() == "WO-0001 Scale 7");
    REQUIRE(scene.workspace.toast().has_value());
    CHECK(scene.workspace.toast()->text == "WO-0001 Scale 7 created");
    CHECK(scene.workspace.toast()->undo);
}
