// The generic suite: every module of the registry, by its definition alone, through everything that
// a module gets for free. A module that is added later is in here without a change.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "core/app/csv_import.h"
#include "core/app/form_view.h"
#include "core/app/list_view.h"
#include "core/query.h"
#include "core/record_source.h"
#include "core/rules.h"
#include "core/store_fixture.h"
#include "generic/record_maker.h"

using namespace holdfast;
using test::FixedEnvironment;
using test::issues_of;
using test::must;
using test::RecordMaker;

namespace {

/// One store for all modules: records of one are linked by those of others.
struct World : test::StoreFixture {
    World() : maker(store, environment) {}
    RecordMaker maker;
    std::map<EntityId, std::vector<RecordId>> made;
};
World& world() {
    static World only;
    return only;
}

/// A module with five records of its own.
struct Scene {
    explicit Scene(const EntityDef& definition)
        : module(definition), store(world().store), ids(world().made[definition.id]) {
        while (ids.size() < 5) {
            world().environment.now += 1'000;
            ids.push_back(world().maker.create(module, ids.size() * 3 + 1));
        }
    }
    /// All living records, those that others have linked to included.
    [[nodiscard]] std::vector<Record> all() const {
        Query query;
        query.entity = module.id;
        return must(read_rows(store, module.id, must(find_rows(store, query, 1'000))));
    }
    [[nodiscard]] Record first() const { return *must(store.read(module.id, ids[0])); }
    [[nodiscard]] Draft draft() const { return world().draft(); }
    const EntityDef& module;
    Store& store;
    std::vector<RecordId>& ids;
};

/// Counts what was really asked of how many modules; printed at the end.
std::map<std::string, std::pair<int, int>>& table() {
    static std::map<std::string, std::pair<int, int>> counts;
    return counts;
}
void note(const char* check, int cases) {
    ++table()[check].first;
    table()[check].second += cases;
}

template <typename Check>
void for_each_module(const char* name, Check&& check) {
    for (const EntityDef& entity : Registry::base().entities()) {
        // Conflicts are written by the server alone.
        if (entity.key == "conflict") continue;
        CAPTURE(entity.key);
        note(name, check(entity));
    }
}

Value shown(const Record& record, const EntityDef& entity, const FieldDef& field) {
    return record.values[entity.index_of(field.id)];
}

std::vector<RecordId> found_by(Store& store, const Query& query) {
    std::vector<RecordId> ids;
    for (const Record& record :
         must(read_rows(store, query.entity, must(find_rows(store, query, 1'000)))))
        ids.push_back(record.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<RecordId> ids_where(const std::vector<Record>& records, auto&& holds) {
    std::vector<RecordId> ids;
    for (const Record& record : records)
        if (holds(record)) ids.push_back(record.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::set<RecordId> ids_of(const std::vector<Record>& records) {
    std::set<RecordId> ids;
    for (const Record& record : records) ids.insert(record.id);
    return ids;
}

/// The last one made of those that are not `known`: what it links to was made before it.
Record new_record(const std::vector<Record>& records, const std::set<RecordId>& known) {
    const Record* made = nullptr;
    for (const Record& record : records)
        if (!known.contains(record.id) && (!made || made->id < record.id)) made = &record;
    REQUIRE(made != nullptr);
    return *made;
}

/// Such a module is imported after others, by the titles of their records: see csv_import_test.
bool may_need_a_link(const EntityDef& entity) {
    return std::any_of(entity.fields.begin(), entity.fields.end(), [&](const FieldDef& field) {
        const bool link = info_of(field.type).kind == ValueKind::Link;
        return link && (field.need == Need::Required || !field.logic.required_if.empty() ||
                        field.type == FieldType::LinkAny);
    });
}

class Memory : public ByteSource {
public:
    explicit Memory(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] std::int64_t size() const override {
        return static_cast<std::int64_t>(text_.size());
    }
    [[nodiscard]] Status read(std::int64_t offset, std::size_t count, std::string& out) override {
        out += text_.substr(static_cast<std::size_t>(offset), count);
        return {};
    }

private:
    std::string text_;
};

}  // namespace

TEST_CASE("every module takes valid values and gives them back", "[generic]") {
    for_each_module("create", [](const EntityDef& entity) {
        Scene scene(entity);
        CHECK(scene.all().size() >= scene.ids.size());
        return static_cast<int>(scene.ids.size());
    });
}

TEST_CASE("every required field of every module is missed by name", "[generic]") {
    for_each_module("required", [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (field.need != Need::Required || !is_null(field.initial) ||
                !RecordMaker::is_typed(entity, field))
                continue;
            CAPTURE(field.key);
            const auto issues =
                issues_of(scene.store,
                          scene.draft().set(entity.id, scene.ids[0], {{field.id, Value()}}));
            const bool named =
                std::any_of(issues.begin(), issues.end(), [&](const FieldIssue& issue) {
                    return issue.field == field.id;
                });
            CHECK(named);
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every field of every module refuses a value of another kind, and keeps its own",
          "[generic]") {
    for_each_module("wrong kind", [](const EntityDef& entity) {
        Scene scene(entity);
        const Record before = scene.first();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (!RecordMaker::is_typed(entity, field)) continue;
            CAPTURE(field.key);
            const bool integer = info_of(field.type).kind == ValueKind::Integer;
            const Value wrong = integer ? Value(std::string("x")) : Value(std::int64_t{5});
            CHECK_FALSE(issues_of(scene.store, scene.draft().set(entity.id, before.id,
                                                                 {{field.id, wrong}}))
                            .empty());
            ++cases;
        }
        CHECK(scene.first().values == before.values);
        return cases;
    });
}

TEST_CASE("every text of every module refuses ten megabytes, and every choice an unknown key",
          "[generic]") {
    for_each_module("hostile values", [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            const bool text = info_of(field.type).kind == ValueKind::Text;
            if (!RecordMaker::is_typed(entity, field) || !text) continue;
            CAPTURE(field.key);
            // Ten megabytes once for each module, a byte too many everywhere else.
            const std::size_t bytes =
                cases == 0 ? 10'000'000 : static_cast<std::size_t>(field.bytes_max) + 1;
            const auto issues =
                issues_of(scene.store, scene.draft().set(entity.id, scene.ids[0],
                                                         {{field.id, std::string(bytes, 'x')}}));
            CHECK(issues.size() >= 1);
            const bool closed = field.type == FieldType::Choice &&
                                field.choice_list == ChoiceList::Closed;
            if (closed)
                CHECK(issues_of(scene.store,
                                scene.draft().set(entity.id, scene.ids[0],
                                                  {{field.id, std::string("no_such_choice")}}))
                          .front()
                          .kind == IssueKind::NotAChoice);
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("a link of any module leads somewhere or is refused", "[generic]") {
    for_each_module("dangling link", [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (field.type != FieldType::Link || !RecordMaker::is_typed(entity, field)) continue;
            CAPTURE(field.key);
            const auto issues =
                issues_of(scene.store, scene.draft().set(entity.id, scene.ids[0],
                                                         {{field.id, RecordId{9, 9}}}));
            CHECK(issues.size() >= 1);
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every field of every module is filtered as one by one would", "[generic]") {
    for_each_module("filter", [](const EntityDef& entity) {
        Scene scene(entity);
        const std::vector<Record> records = scene.all();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            const Value wanted = shown(records.front(), entity, field);
            Query query;
            query.entity = entity.id;
            query.filters.push_back({field.id, FilterOperator::Equal, wanted});
            const bool none = is_null(wanted);
            CHECK(found_by(scene.store, query) == ids_where(records, [&](const Record& record) {
                      return none ? is_null(shown(record, entity, field))
                                  : shown(record, entity, field) == wanted;
                  }));
            query.filters[0].op = FilterOperator::IsEmpty;
            CHECK(found_by(scene.store, query) == ids_where(records, [&](const Record& record) {
                      return is_null(shown(record, entity, field));
                  }));
            cases += 2;
        }
        return cases;
    });
}

TEST_CASE("every field of every module sorts both ways", "[generic]") {
    for_each_module("sort", [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            Query query;
            query.entity = entity.id;
            query.sort_field = field.id;
            const auto up = must(find_rows(scene.store, query, 1'000));
            query.direction = SortDirection::Descending;
            auto down = must(find_rows(scene.store, query, 1'000));
            std::reverse(down.begin(), down.end());
            CHECK(up == down);
            CHECK(up.size() == scene.all().size());
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every field of every module groups all of its records", "[generic]") {
    for_each_module("group", [](const EntityDef& entity) {
        Scene scene(entity);
        Query query;
        query.entity = entity.id;
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            std::int64_t counted = 0;
            for (const ReportRow& row :
                 must(report(scene.store, query, {field.id}, FieldId::None)))
                counted += row.count;
            CHECK(counted == static_cast<std::int64_t>(scene.all().size()));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("what is searchable in any module is found by a part of it", "[generic]") {
    for_each_module("search", [](const EntityDef& entity) {
        Scene scene(entity);
        const std::vector<Record> records = scene.all();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            const std::string text(text_or_empty(shown(records[0], entity, field)));
            if (field.searching == Searching::No || text.size() < 3) continue;
            CAPTURE(field.key, text);
            Query query;
            query.entity = entity.id;
            query.search = text.substr(1);
            const auto found = found_by(scene.store, query);
            CHECK(std::binary_search(found.begin(), found.end(), records[0].id));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every module has a list and a form that say something", "[generic]") {
    for_each_module("views", [](const EntityDef& entity) {
        Scene scene(entity);
        const Strings strings;
        ListView list(scene.store, entity.id, strings);
        CHECK(list.row_count() == static_cast<std::int64_t>(scene.all().size()));
        CHECK(list.columns().size() == entity.list_columns.size());
        CHECK_FALSE(list.row(0).title.empty());
        CHECK(list.error() == nullptr);
        FormView form = must(FormView::open(scene.store, entity.id, scene.ids[0], strings, 0));
        CHECK_FALSE(form.title().empty());
        CHECK_FALSE(form.groups().empty());
        CHECK(form.error() == nullptr);
        const FormView fresh = must(FormView::create(scene.store, entity.id, {}, strings, 0));
        CHECK(fresh.mode() == FormMode::Create);
        return 3;
    });
}

TEST_CASE("every number of every list is one that the catalogue's columns can add up",
          "[generic]") {
    for_each_module("computed", [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.computed) {
            CAPTURE(field.key);
            const auto values =
                must(read_computed(scene.store, entity.id, scene.ids[0], {field.id}, 20'800));
            REQUIRE(values.size() == 1);
            RecordSource source(scene.store);
            const auto record = must(scene.store.read(entity.id, scene.ids[0]));
            const Expression* expression = Registry::base().rules(entity.id).computed(field.id);
            REQUIRE(expression != nullptr);
            CHECK(must(expression->evaluate(*record, source, 20'800)) == values[0]);
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every field of every module is changed and set back", "[generic]") {
    for_each_module("update", [](const EntityDef& entity) {
        Scene scene(entity);
        const Record before = scene.first();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (!RecordMaker::is_typed(entity, field)) continue;
            const Value next = RecordMaker::value_for(entity, field, 2);
            if (is_null(next)) continue;
            CAPTURE(field.key);
            const auto set = [&](const Value& value) {
                return issues_of(scene.store, scene.draft().set(entity.id, before.id,
                                                                {{field.id, value}}));
            };
            // A rule of the module may forbid this one value beside the others.
            if (!set(next).empty()) continue;
            const auto changed = must(scene.store.read(entity.id, before.id));
            CHECK(shown(*changed, entity, field) == next);
            set(shown(before, entity, field));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("a record of any module goes to the recycle bin and comes back whole", "[generic]") {
    for_each_module("recycle bin", [](const EntityDef& entity) {
        Scene scene(entity);
        const Record before = scene.first();
        const std::size_t count = scene.all().size();
        CHECK(issues_of(scene.store, scene.draft().remove(entity.id, before.id)).empty());
        CHECK(scene.all().size() == count - 1);
        CHECK(issues_of(scene.store, scene.draft().restore(entity.id, before.id)).empty());
        CHECK(scene.first().values == before.values);
        return 2;
    });
}

TEST_CASE("what any module exports as CSV, it imports again with the same values", "[generic]") {
    for_each_module("csv round trip", [](const EntityDef& entity) {
        Scene scene(entity);
        CsvExport columns{entity.id, {}, 0};
        for (const FieldDef& field : entity.fields)
            if (RecordMaker::is_typed(entity, field) && field.key != "external_id" &&
                info_of(field.type).kind != ValueKind::Link)
                columns.fields.push_back(field.id);
        if (columns.fields.empty() || may_need_a_link(entity)) return 0;
        const Record before = scene.first();
        const std::string file = export_header(Registry::base(), columns, Strings()) +
                                 must(export_rows(scene.store, columns, {before}, Strings()));
        std::string problem;
        CsvImport import = must(CsvImport::open(std::make_unique<Memory>(file), scene.store,
                                                entity.id, Strings(), &problem));
        const std::set<RecordId> known = ids_of(scene.all());
        import.start();
        while (import.phase() == ImportPhase::Running) import.step(100);
        for (const CsvRefusal& refusal : import.refusals()) UNSCOPED_INFO(refusal.reason);
        CHECK(import.phase() == ImportPhase::Done);
        CHECK(import.rows_refused() == 0);
        if (import.rows_refused() > 0) return 0;
        const Record after = new_record(scene.all(), known);
        for (const FieldDef& field : entity.fields) {
            const bool mapped = std::find(import.mapping().begin(), import.mapping().end(),
                                          field.id) != import.mapping().end();
            if (!mapped || info_of(field.type).kind == ValueKind::Link) continue;
            CAPTURE(field.key);
            CHECK(shown(after, entity, field) == shown(before, entity, field));
        }
        return 1;
    });
}

TEST_CASE("the table of the generic suite", "[generic]") {
    std::printf("generic suite: %-16s %8s %8s\n", "check", "modules", "cases");
    int total = 0;
    for (const auto& [check, counts] : table()) {
        std::printf("generic suite: %-16s %8d %8d\n", check.c_str(), counts.first, counts.second);
        total += counts.second;
    }
    std::printf("generic suite: %d modules x %zu checks, %d cases\n",
                static_cast<int>(Registry::base().entities().size()), table().size(), total);
    CHECK(total > 0);
}
