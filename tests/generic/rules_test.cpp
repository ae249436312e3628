// The generic suite: what a module's definition demands of a record, field by field and rule by
// rule. What breaks it is named where it stands, and nothing of it is saved.
#include <algorithm>

#include "core/rules.h"
#include "generic/values.h"

using namespace holdfast;
using test::asked;
using test::fields_read_by;
using test::for_each_module;
using test::has_issue;
using test::is_given;
using test::NewRecord;
using test::RecordMaker;
using test::Scene;
using test::vary;
using test::world;

namespace {

/// Fields that a condition demands and nobody can leave empty.
struct NeverMissing {
    const char* module;
    const char* field;
    const char* reason;
};
constexpr NeverMissing kNeverMissing[] = {
    {"tag", "owner", "whoever makes it is its owner where nobody is named"},
};

bool is_never_missing(const EntityDef& entity, const FieldDef& field) {
    return std::any_of(std::begin(kNeverMissing), std::end(kNeverMissing), [&](const auto& each) {
        return each.module == entity.key && each.field == field.key;
    });
}

/// Commits for one rule; each looks a record over again.
constexpr int kCommitsMax = 60;

bool holds(const Expression& expression, const NewRecord& candidate) {
    return integer_or(asked(expression, candidate), 0) != 0;
}

bool is_broken(const Expression& expression, const NewRecord& candidate) {
    const Value answer = asked(expression, candidate);
    return !is_null(answer) && integer_or(answer, 1) == 0;
}

/// Whether a new record can break the rule; it is refused there then.
bool can_be_broken(const Scene& scene, const CheckDef& check, const Expression& expression) {
    const NewRecord start(scene.module, scene.first());
    int commits = 0;
    return vary(start, fields_read_by(scene.module, {&expression}), [&](NewRecord& candidate) {
        if (commits == kCommitsMax || !is_broken(expression, candidate)) return false;
        ++commits;
        return has_issue(candidate.commit(), check.field, IssueKind::CheckFailed, check.key);
    });
}

/// Whether the field can be demanded of a new record; it is missed by name then, and it alone.
bool can_be_demanded(const Scene& scene, const FieldDef& field, const FieldRules& rules) {
    NewRecord start(scene.module, scene.first());
    start.set(field, {});
    std::vector<const Expression*> conditions{&*rules.required_if};
    if (rules.visible_if) conditions.push_back(&*rules.visible_if);
    std::vector<const FieldDef*> read = fields_read_by(scene.module, conditions);
    std::erase(read, &field);
    int commits = 0;
    return vary(start, read, [&](NewRecord& candidate) {
        const bool demanded =
            std::all_of(conditions.begin(), conditions.end(),
                        [&](const Expression* each) { return holds(*each, candidate); });
        if (commits == kCommitsMax || !demanded) return false;
        ++commits;
        if (!has_issue(candidate.commit(), field.id, IssueKind::Missing)) return false;
        candidate.set(field, world().maker.any_value(scene.module, field, 3));
        return !has_issue(candidate.commit(), field.id, IssueKind::Missing);
    });
}

/// Gives every unique field of the module something new, links to new records included.
void fill_unique(NewRecord& candidate, std::uint64_t seed) {
    const EntityDef& entity = candidate.entity();
    RecordMaker maker(world().store, world().environment, seed);
    for (const auto& fields : entity.unique)
        for (const FieldId field : fields)
            candidate.set(*entity.find_field(field),
                          maker.any_value(entity, *entity.find_field(field), seed));
}

/// Saves it as it is, or without one field beside `kept` that these exclude, or one group.
bool save_with(NewRecord& candidate, const std::vector<FieldId>& kept) {
    if (candidate.commit().empty()) return true;
    for (const FieldDef& other : candidate.entity().fields) {
        if (std::find(kept.begin(), kept.end(), other.id) != kept.end()) continue;
        NewRecord without = candidate;
        for (const FieldDef& field : candidate.entity().fields)
            if (&field == &other || (!field.group.empty() && field.group == other.group))
                without.set(field, {});
        if (!without.commit().empty()) continue;
        candidate = without;
        return true;
    }
    return false;
}

IssueKind wrong_kind_of(const FieldDef& field) {
    if (info_of(field.type).kind == ValueKind::Link) return IssueKind::UnknownLink;
    if (field.type == FieldType::Date || field.type == FieldType::DateTime)
        return IssueKind::NotADate;
    const bool choice = field.type == FieldType::Choice || field.type == FieldType::Choices;
    return choice ? IssueKind::NotAChoice : IssueKind::NotANumber;
}

/// Asks every field that people fill; `breaks` gives what it must not hold, or nothing, and what
/// is to be said about it.
template <typename Breaks>
int refuse_each_field(const EntityDef& entity, Breaks&& breaks) {
    Scene scene(entity);
    const NewRecord start(entity, scene.first());
    int cases = 0;
    for (const FieldDef& field : entity.fields) {
        if (!is_given(entity, field) || field.type == FieldType::State) continue;
        for (const auto& [wrong, kind] : breaks(field)) {
            CAPTURE(field.key, static_cast<int>(kind));
            NewRecord candidate = start;
            candidate.set(field, wrong);
            CHECK(has_issue(candidate.commit(), field.id, kind));
            ++cases;
        }
    }
    return cases;
}

using Wrong = std::vector<std::pair<Value, IssueKind>>;

}  // namespace

TEST_CASE("a new record of any module is missed every required field of by name", "[generic]") {
    for_each_module("required, new", 100, [](const EntityDef& entity) {
        return refuse_each_field(entity, [](const FieldDef& field) {
            if (field.need != Need::Required) return Wrong{};
            return Wrong{{Value(), IssueKind::Missing}};
        });
    });
}

TEST_CASE("a new record of any module is refused a value of another kind at its field",
          "[generic]") {
    for_each_module("wrong kind", 100, [](const EntityDef& entity) {
        return refuse_each_field(entity, [](const FieldDef& field) {
            const bool integer = info_of(field.type).kind == ValueKind::Integer;
            const Value wrong = integer ? Value(std::string("x")) : Value(std::int64_t{5});
            return Wrong{{wrong, wrong_kind_of(field)}};
        });
    });
}

TEST_CASE("a new record of any module is refused texts that are too long and unknown choices",
          "[generic]") {
    for_each_module("hostile values", 95, [](const EntityDef& entity) {
        // Ten megabytes once for each module, a byte too many everywhere else.
        std::size_t bytes = 10'000'000;
        return refuse_each_field(entity, [&](const FieldDef& field) {
            if (info_of(field.type).kind != ValueKind::Text) return Wrong{};
            bytes = std::max(bytes, static_cast<std::size_t>(field.bytes_max) + 1);
            Wrong wrong{{std::string(bytes, 'x'), IssueKind::TooLong}};
            bytes = 0;
            const bool choice = field.type == FieldType::Choice || field.type == FieldType::Choices;
            if ((choice && field.choice_list == ChoiceList::Closed) ||
                field.type == FieldType::Entity)
                wrong.emplace_back(std::string("no_such_choice"), IssueKind::NotAChoice);
            return wrong;
        });
    });
}

TEST_CASE("every field of every module that a condition demands is missed by name", "[generic]") {
    for_each_module("required if", 30, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            const FieldRules* rules = Registry::base().rules(entity.id).find(field.id);
            if (!rules || !rules->required_if) continue;
            CAPTURE(field.key, field.logic.required_if);
            CHECK(can_be_demanded(scene, field, *rules) != is_never_missing(entity, field));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("every check of every module refuses a record that breaks it", "[generic]") {
    for_each_module("checks", 55, [](const EntityDef& entity) {
        Scene scene(entity);
        int cases = 0;
        for (std::size_t index = 0; index < entity.checks.size(); ++index) {
            const CheckDef& check = entity.checks[index];
            CAPTURE(check.key, check.holds);
            CHECK(can_be_broken(scene, check, Registry::base().rules(entity.id).checks()[index]));
            ++cases;
        }
        return cases;
    });
}

TEST_CASE("no two records of any module share what is unique in it", "[generic]") {
    for_each_module("unique", 40, [](const EntityDef& entity) {
        if (entity.unique.empty()) return 0;
        Scene scene(entity);
        int cases = 0;
        for (const std::vector<FieldId>& fields : entity.unique) {
            NewRecord candidate(entity, scene.first());
            CAPTURE(entity.find_field(fields.back())->key);
            bool saved = false;
            for (std::uint64_t seed = 0; !saved && seed < 8; ++seed) {
                fill_unique(candidate, 70'000 + 10 * raw(entity.id) + seed);
                saved = save_with(candidate, fields);
            }
            CHECK(saved);
            CHECK(has_issue(candidate.commit(), fields.back(), IssueKind::NotUnique));
            // Who has none of it collides with nobody.
            candidate.set(*entity.find_field(fields.back()), {});
            CHECK_FALSE(has_issue(candidate.commit(), fields.back(), IssueKind::NotUnique));
            ++cases;
        }
        return cases;
    });
}
