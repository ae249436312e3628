// The generic suite: every module through files of every format and back.
#include <algorithm>
#include <set>

#include "core/app/export.h"
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

Record new_record(const std::vector<Record>& records, const std::set<RecordId>& known) {
    const auto made = std::find_if(records.begin(), records.end(), [&](const Record& record) {
        return !known.contains(record.id);
    });
    REQUIRE(made != records.end());
    return *made;
}

bool is_link(const FieldDef& field) {
    return info_of(field.type).kind == ValueKind::Link;
}

std::vector<FieldId> all_fields(const EntityDef& entity) {
    std::vector<FieldId> fields;
    for (const FieldDef& field : entity.fields) fields.push_back(field.id);
    return fields;
}

std::string exported(Scene& scene, FileFormat format, const Record& record) {
    Export out =
        must(Export::open(scene.store, scene.module.id, format, all_fields(scene.module), {}));
    std::string file;
    out.begin(file);
    const std::int64_t written = must(out.append({record}, file));
    CHECK((written == 1 || format == FileFormat::Icalendar));
    out.end(file);
    return written == 1 ? file : std::string();
}

/// The last record out and in again, once it has made room for its copy: some of its values may be
/// nobody else's. Nothing when the file could not be taken, which is told.
std::optional<Record> round_trip(Scene& scene, FileFormat format, const Record& before,
                                 std::vector<FieldId>& mapping) {
    const EntityDef& entity = scene.module;
    const std::string file = exported(scene, format, before);
    // A record without its date stands in no calendar.
    if (file.empty()) return std::nullopt;
    CAPTURE(file);
    std::string problem;
    auto opened = Import::open(test::source_of(file), scene.store, entity.id, {}, &problem);
    // Of some modules there is nothing that a person writes.
    if (problem == "import.problem.not_importable") return std::nullopt;
    Import import = must(std::move(opened));
    CHECK(issues_of(scene.store, scene.draft().remove(entity.id, before.id).take_back()).empty());
    CHECK(import.format() == format);
    ImportOptions options;
    options.missing_links = MissingLinks::Refuse;
    import.set_options(options);
    const std::set<RecordId> known = ids_of(scene.all());
    import.start();
    while (import.is_working()) import.step(100);
    std::string told;
    for (const ImportReportRow& row : import.report()) told += row.column + ": " + row.reason;
    CAPTURE(told);
    // What only the engine or a card knows too little of cannot come from a file.
    const bool possible = import.missing_fields().empty();
    if (possible) CHECK(import.counts().created == 1);
    std::optional<Record> after;
    if (import.counts().created == 1) after = new_record(scene.all(), known);
    mapping = import.mapping();
    if (possible) import.undo();
    while (import.is_working()) import.step(100);
    CHECK(ids_of(scene.all()) == known);
    CHECK(issues_of(scene.store, scene.draft().restore(entity.id, before.id)).empty());
    return after;
}

/// Titles of linked records may be shared by several; those are told apart by JSON only.
bool needs_links(const EntityDef& entity) {
    return std::any_of(entity.fields.begin(), entity.fields.end(), [&](const FieldDef& field) {
        return is_link(field) && (field.need == Need::Required || !field.logic.required_if.empty());
    });
}

}  // namespace

namespace {

enum class Links : std::uint8_t { Compared, LeftOut };

int compare(const EntityDef& entity, FileFormat format, Links links) {
    Scene scene(entity);
    if (!Export::offers(entity, format)) return 0;
    if (links == Links::LeftOut && needs_links(entity)) return 0;
    const Record before = scene.last();
    std::vector<FieldId> mapping;
    const auto after = round_trip(scene, format, before, mapping);
    if (!after) return 0;
    int compared = 0;
    for (const FieldDef& field : entity.fields) {
        const bool mapped = std::find(mapping.begin(), mapping.end(), field.id) != mapping.end();
        if (!mapped || (links == Links::LeftOut && is_link(field))) continue;
        // Calendars know fewer states than a module has, rules instead of any text, and no end at
        // the start; every card has an id of its own.
        const bool by_parts = format == FileFormat::Vcard || format == FileFormat::Icalendar;
        const bool told_otherwise = field.type == FieldType::State || field.key == "external_id" ||
                                    field.key == "recurrence" || field.id == entity.calendar.end;
        if (by_parts && told_otherwise) continue;
        CAPTURE(field.key);
        CHECK(shown(*after, entity, field) == shown(before, entity, field));
        ++compared;
    }
    return compared;
}

}  // namespace

TEST_CASE("what any module exports as JSON, it imports again with the same values and links",
          "[generic]") {
    for_each_module("JSON round trip", 95, [](const EntityDef& entity) {
        return compare(entity, FileFormat::Json, Links::Compared);
    });
}

TEST_CASE("what any module exports as CSV, it imports again with the same values", "[generic]") {
    for_each_module("CSV round trip", 35, [](const EntityDef& entity) {
        return compare(entity, FileFormat::Csv, Links::LeftOut);
    });
}

TEST_CASE("people of any module leave as cards and come back", "[generic]") {
    for_each_module("vCard round trip", 3, [](const EntityDef& entity) {
        return compare(entity, FileFormat::Vcard, Links::LeftOut);
    });
}

TEST_CASE("dated records of any module leave as a calendar and come back", "[generic]") {
    for_each_module("iCalendar round trip", 6, [](const EntityDef& entity) {
        return compare(entity, FileFormat::Icalendar, Links::LeftOut);
    });
}
