// The generic suite: every module through a file and back.
#include <algorithm>
#include <cstdio>
#include <set>

#include "core/app/import.h"
#include "core/app/sources.h"
#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::issues_of;
using test::must;
using test::RecordMaker;
using test::Scene;
using test::shown;

namespace {

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

}  // namespace

TEST_CASE("what any module exports as CSV, it imports again with the same values", "[generic]") {
    for_each_module("csv round trip", [](const EntityDef& entity) {
        Scene scene(entity);
        CsvExport columns{entity.id, {}, 0};
        for (const FieldDef& field : entity.fields)
            if (RecordMaker::is_typed(entity, field) && field.key != "external_id" &&
                info_of(field.type).kind != ValueKind::Link)
                columns.fields.push_back(field.id);
        if (columns.fields.empty() || may_need_a_link(entity)) return 0;
        const Record before = scene.last();
        const std::string file = export_header(Registry::base(), columns, Strings()) +
                                 must(export_rows(scene.store, columns, {before}, Strings()));
        // The record itself makes room for its copy: some of its values may be nobody else's.
        CHECK(issues_of(scene.store, scene.draft().remove(entity.id, before.id)).empty());
        std::string problem;
        Import import =
            must(Import::open(test::source_of(file), scene.store, entity.id, Strings(), &problem));
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
