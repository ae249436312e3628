// Rights over every module: levels open what they say and nothing else, and a hidden field is
// nowhere.
#include <algorithm>

#include "core/app/form_view.h"
#include "core/policy.h"
#include "core/record_source.h"
#include "generic/turn.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// Of each module: compiling the rights for every field of all takes minutes under sanitizers.
constexpr int kHiddenFieldsMax = 3;

const RecordId kTom{0xA11CE, 1};

Policy policy_at(RightsLevel level) {
    return Policy::compile(Registry::base(), tables_of_one(kTom, level), kTom);
}

Policy policy_hiding(const EntityDef& entity, const FieldDef& field) {
    PolicyTables tables = tables_of_one(kTom);
    hide_field(tables, entity.key, field.key);
    return Policy::compile(Registry::base(), tables, kTom);
}

/// Fields that rights are judged by stay readable.
bool can_be_hidden(const EntityDef& entity, const FieldDef& field) {
    return policy_hiding(entity, field).field_access(entity.id, field.id) == FieldAccess::Hidden;
}

Query asked_by(const EntityDef& entity, const Policy& policy) {
    Query query;
    query.entity = entity.id;
    query.policy = &policy;
    return query;
}

template <typename T>
bool is_refused(const Result<T>& result) {
    return !result && result.error().code == ErrorCode::Unauthorized;
}

/// How many records the check in memory lets through.
std::int64_t count_allowed(Scene& scene, const Policy& policy, Action action) {
    RecordSource source(scene.store);
    std::int64_t count = 0;
    for (const Record& record : scene.all())
        count += must(policy.can(action, record, source)) ? 1 : 0;
    return count;
}

bool has_column(const ListView& list, FieldId field) {
    const std::vector<ListColumn> columns = list.available_columns();
    return std::any_of(columns.begin(), columns.end(),
                       [&](const ListColumn& column) { return column.field == field; });
}

bool has_editor(FormView& form, FieldId field) {
    for (const FormGroup& group : form.groups())
        for (const FormField& each : group.fields)
            if (each.field == field) return true;
    return false;
}

}  // namespace

TEST_CASE("every level opens the same records of every module in memory and in SQL", "[generic]") {
    for_each_module("rights levels", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const RightsLevel level : {RightsLevel::None, RightsLevel::Own, RightsLevel::All}) {
            const Policy policy = policy_at(level);
            for (const Action action : {Action::Read, Action::Edit, Action::Export}) {
                Query query = asked_by(entity, policy);
                query.action = action;
                CAPTURE(static_cast<int>(level), static_cast<int>(action));
                CHECK(must(count_rows(scene.store, query)) == count_allowed(scene, policy, action));
                ++cases;
            }
        }
        return cases;
    });
}

TEST_CASE("a hidden field of any module cannot be read, filtered, sorted or grouped", "[generic]") {
    for_each_module("hidden field", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (cases == kHiddenFieldsMax) break;
            if (field.type == FieldType::Json || !can_be_hidden(entity, field)) continue;
            CAPTURE(field.key);
            const Policy policy = policy_hiding(entity, field);
            Query query = asked_by(entity, policy);
            const auto rows = must(find_rows(scene.store, query, 5));
            for (const Record& record : must(read_rows(scene.store, entity.id, rows, &policy)))
                CHECK(is_null(shown(record, entity, field)));
            CHECK(is_refused(report(scene.store, query, {field.id}, FieldId::None)));
            query.filters = {{field.id, FilterOperator::IsEmpty, {}}};
            CHECK(is_refused(find_rows(scene.store, query, 1)));
            query.filters.clear();
            query.sort_field = field.id;
            CHECK(is_refused(find_rows(scene.store, query, 1)));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("a hidden field of any module is in no list, form or export of the person", "[generic]") {
    for_each_module("hidden on screens", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (cases == 1) break;
            const Value& value = shown(scene.first(), entity, field);
            if (is_null(value) || !can_be_hidden(entity, field)) continue;
            CAPTURE(field.key);
            const ReadersTurn turn(entity, {&field});
            const Strings strings(Language::English);
            const auto record = must(scene.store.read(entity.id, scene.ids[0]));
            if (!record) continue;  // A share of somebody else's.
            CHECK(is_null(shown(*record, entity, field)));
            CHECK_FALSE(has_column(ListView(scene.store, entity.id, strings), field.id));
            FormView form = must(FormView::open(scene.store, entity.id, scene.ids[0], strings, 0));
            CHECK_FALSE(has_editor(form, field.id));
            ++cases;
        }
        return cases;
    });
}
