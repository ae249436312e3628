// The generic suite: everything of a module is hidden from somebody at once, and nothing of it is
// anywhere: not in records, questions, searches, lists, forms, files or the history.
#include <algorithm>

#include "core/app/export.h"
#include "core/app/form_view.h"
#include "core/app/import.h"
#include "core/app/list_view.h"
#include "core/app/sources.h"
#include "core/history.h"
#include "core/summary.h"
#include "generic/turn.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

std::vector<const FieldDef*> all_fields(const EntityDef& entity) {
    std::vector<const FieldDef*> fields;
    for (const auto* each : {&entity.fields, &entity.computed})
        for (const FieldDef& field : *each) fields.push_back(&field);
    return fields;
}

/// A record of which every field has a history.
RecordId make_record(const EntityDef& entity) {
    const RecordId id = world().maker.create(entity, 900);
    for (const FieldDef& field : entity.fields) {
        if (!RecordMaker::is_typed(entity, field)) continue;
        const Value next = RecordMaker::value_for(entity, field, 903);
        if (is_null(next)) continue;
        const Draft draft = world().draft().set(entity.id, id, {{field.id, next}});
        static_cast<void>(issues_of(world().store, draft));
    }
    return id;
}

std::vector<FieldId> fields_of(const EntityDef& entity) {
    std::vector<FieldId> fields;
    for (const FieldDef& field : entity.fields) fields.push_back(field.id);
    return fields;
}

/// The record in JSON as somebody writes it (null: who may see all); the fields that were written.
/// Empty when it may not be exported.
std::string exported(const EntityDef& entity, const Record& record, const Policy* policy,
                     std::vector<FieldId>& written) {
    std::string file;
    auto opened = Export::open(world().store, entity.id, FileFormat::Json, fields_of(entity),
                               {Strings(), 0, policy});
    if (!opened) return file;
    written = opened->fields();
    opened->begin(file);
    const bool any = must(opened->append({record}, file)) == 1;
    opened->end(file);
    return any ? file : std::string();
}

template <typename T>
bool is_refused(const Result<T>& result) {
    return !result && result.error().code == ErrorCode::Unauthorized;
}

bool contains(const std::vector<FieldId>& fields, FieldId field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

/// Whether somebody who may not see the field can ask by it.
void check_questions(const EntityDef& entity, const FieldDef& field) {
    Query query;
    query.entity = entity.id;
    CHECK(is_refused(summarize(world().store, query, {{field.key, DateBucket::None}},
                               {{AggregateKind::Count, {}}})));
    query.filter.kind = FilterNode::Kind::Leaf;
    query.filter.path = field.key;
    query.filter.op = FilterOperator::IsNotEmpty;
    CHECK(is_refused(count_rows(world().store, query)));
    query.filter = {};
    query.sort = {{field.key, SortDirection::Ascending}};
    CHECK(is_refused(find_rows(world().store, query, 1)));
}

/// Every text of the record, looked for in its module.
void check_search(const EntityDef& entity, const Record& record,
                  const std::vector<const FieldDef*>& hidden) {
    for (const FieldDef* field : hidden) {
        const std::string text(text_or_empty(shown(record, entity, *field)));
        if (field->searching == Searching::No || text.size() < 4) continue;
        CAPTURE(field->key, text);
        Query query;
        query.entity = entity.id;
        query.search = text;
        CHECK(must(count_rows(world().store, query)) == 0);
    }
}

void check_history(const EntityDef& entity, const RecordId& id,
                   const std::vector<const FieldDef*>& hidden) {
    const auto is_hidden = [&](FieldId field) {
        return std::any_of(hidden.begin(), hidden.end(),
                           [&](const FieldDef* each) { return each->id == field; });
    };
    for (const HistoryEntry& entry : must(read_history(world().store, {entity.id, id})).entries)
        for (const HistoryChange& change : entry.changes) CHECK_FALSE(is_hidden(change.field));
    const auto then = must(read_as_of(world().store, {entity.id, id, world().environment.now}));
    if (!then) return;
    for (const FieldDef* field : hidden) CHECK(is_null(shown(*then, entity, *field)));
}

void check_screens(const EntityDef& entity, const RecordId& id,
                   const std::vector<const FieldDef*>& hidden) {
    const Strings strings;
    ListView list(world().store, entity.id, strings);
    std::vector<FieldId> offered;
    for (const ListColumn& column : list.available_columns()) offered.push_back(column.field);
    FormView form = must(FormView::open(world().store, entity.id, id, strings, 0));
    for (const FormGroup& group : form.groups())
        for (const FormField& field : group.fields) offered.push_back(field.field);
    for (const FieldDef* field : hidden) {
        CAPTURE(field->key);
        CHECK_FALSE(contains(offered, field->id));
    }
}

/// Files: what goes out lacks the fields, and nothing that comes in can be put there.
void check_files(const EntityDef& entity, const Record& record, const std::string& evas_file,
                 const Policy& policy, const std::vector<const FieldDef*>& hidden) {
    std::vector<FieldId> written;
    const std::string file = exported(entity, record, &policy, written);
    for (const FieldDef* field : hidden) {
        CAPTURE(field->key);
        CHECK_FALSE(contains(written, field->id));
        // Links are written with a member of this name, too.
        if (field->key != "title") CHECK(file.find("\"" + field->key + "\":") == std::string::npos);
        const std::string text(text_or_empty(shown(record, entity, *field)));
        const bool own_words = info_of(field->type).free_text && text.size() > 8;
        if (own_words) CHECK(file.find(text) == std::string::npos);
    }
    if (evas_file.empty()) return;
    std::string problem;
    auto opened = Import::open(source_of(evas_file), world().store, entity.id,
                               {Strings(), 0, &policy}, &problem);
    if (!opened) return;
    for (const ImportTarget& target : opened->targets())
        for (const FieldDef* field : hidden) CHECK(target.field != field->id);
}

}  // namespace

TEST_CASE("no hidden field of any module is anywhere that its reader can look", "[generic]") {
    int all = 0;
    for_each_module("hidden everywhere", 100, [&](const EntityDef& entity) {
        const RecordId id = make_record(entity);
        const Record record = *must(world().store.read(entity.id, id));
        std::vector<FieldId> written;
        const std::string evas_file = exported(entity, record, nullptr, written);
        const ReadersTurn turn(entity, all_fields(entity));
        const Policy policy = must(world().store.policy());
        const auto read = must(world().store.read(entity.id, id));
        if (!read) return 0;  // A share of somebody else's.
        std::vector<const FieldDef*> hidden;
        for (const FieldDef& field : entity.fields)
            if (policy.field_access(entity.id, field.id) == FieldAccess::Hidden)
                hidden.push_back(&field);
        for (const FieldDef* field : hidden) {
            CAPTURE(field->key);
            CHECK(is_null(shown(*read, entity, *field)));
            check_questions(entity, *field);
        }
        check_search(entity, record, hidden);
        check_history(entity, id, hidden);
        check_screens(entity, id, hidden);
        check_files(entity, record, evas_file, policy, hidden);
        all += static_cast<int>(hidden.size());
        return static_cast<int>(hidden.size());
    });
    CHECK(all > 800);
}
