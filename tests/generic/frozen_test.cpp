// The generic suite: what stays as it is: issued documents with their lines, and logs.
#include <algorithm>

#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::issues_of;
using test::must;
using test::RecordMaker;

namespace {

/// A workspace of its own for each module: what is issued cannot be put away again.
struct Office : test::StoreFixture {
    Office() : maker(store, environment) { create("user", {{"name", "Eva"}, {"login", "eva"}}); }
    [[nodiscard]] Record read(const EntityDef& module, const RecordId& id) {
        return *must(store.read(module.id, id));
    }
    /// What a person would type to have such a record again.
    static std::vector<Draft::FieldValue> typed(const EntityDef& module, const Record& record) {
        std::vector<Draft::FieldValue> values;
        for (const FieldDef& field : module.fields) {
            const Value& value = record.values[module.index_of(field.id)];
            const bool people = field.access == Access::Writable && field.id != module.state_field;
            if (people && !is_null(value)) values.push_back({field.id, value});
        }
        return values;
    }
    RecordMaker maker;
};

bool is_frozen_issue(const std::vector<FieldIssue>& issues) {
    return std::any_of(issues.begin(), issues.end(), [](const FieldIssue& issue) {
        return issue.kind == IssueKind::Frozen && issue.field == FieldId::None;
    });
}

bool is_add_only(const std::vector<FieldIssue>& issues) {
    return std::any_of(issues.begin(), issues.end(),
                       [](const FieldIssue& issue) { return issue.kind == IssueKind::AddOnly; });
}

/// A document with two lines, one of them in the recycle bin, and a line of another document.
struct Document : Office {
    Document(const EntityDef& document, const EntityDef& part) : head(document), line(part) {
        kept = maker.create(line, 1);
        id = link_or_none(read(line, kept).values[line.index_of(line.parent_field)]);
        gone = copy(id);
        save(draft().remove(line.id, gone));
        other = maker.create(head, 2);
        free = copy(other);
    }
    Draft make_line(const RecordId& line_id, const RecordId& of) {
        std::vector<Draft::FieldValue> values = typed(line, read(line, kept));
        for (Draft::FieldValue& value : values)
            if (value.field == line.parent_field) value.value = of;
        return draft().create(line.id, line_id, std::move(values));
    }
    RecordId copy(const RecordId& of) {
        const RecordId made = make_record_id(environment);
        save(make_line(made, of));
        return made;
    }
    Draft setting(const std::string& state) {
        return draft().set(head.id, id, {{head.state_field, state}});
    }
    void put(const std::string& state) { save(setting(state)); }
    Draft move_line(const RecordId& line_id, const RecordId& to) {
        return draft().set(line.id, line_id, {{line.parent_field, to}});
    }
    /// Every way to change the lines.
    std::vector<Draft> attempts() {
        const FieldDef* words = line.find_field("description");
        REQUIRE(words != nullptr);
        return {make_line(make_record_id(environment), id),
                draft().set(line.id, kept, {{words->id, std::string("Something else")}}),
                draft().remove(line.id, kept),
                draft().restore(line.id, gone),
                move_line(kept, other),
                move_line(free, id)};
    }
    const EntityDef& head;
    const EntityDef& line;
    RecordId id, kept, gone, other, free;
};

int judge_document(const EntityDef& head, const EntityDef& line) {
    int cases = 0;
    for (const StateDef& state : head.states) {
        if (!head.freezes(state.key)) continue;
        CAPTURE(line.key, state.key);
        Document document(head, line);
        document.put(state.key);
        for (const Draft& attempt : document.attempts()) {
            CAPTURE(cases);
            CHECK(is_frozen_issue(issues_of(document.store, attempt)));
            ++cases;
        }
        CHECK(is_frozen_issue(
            issues_of(document.store, document.draft().remove(head.id, document.id))));
        for (const StateDef& other : head.states) {
            if (other.key == state.key || head.allows(state.key, other.key)) continue;
            CAPTURE(other.key);
            CHECK(is_frozen_issue(issues_of(document.store, document.setting(other.key))));
        }
    }
    return cases;
}

}  // namespace

TEST_CASE("a document of any module with sums freezes when it leaves its first state",
          "[generic]") {
    for_each_module("documents", 3, [](const EntityDef& entity) {
        if (entity.totals.lines == EntityId::None) return 0;
        CHECK_FALSE(entity.freezes(entity.initial_state));
        for (const StateDef& state : entity.states) {
            CAPTURE(state.key);
            CHECK(entity.freezes(state.key) == (state.key != entity.initial_state));
        }
        return 1;
    });
}

TEST_CASE("lines of an issued document of any module neither come nor go nor change", "[generic]") {
    for_each_module("frozen", 4, [](const EntityDef& entity) {
        int cases = 0;
        if (entity.frozen_in.empty()) return cases;
        for (const EntityId child : entity.children)
            cases += judge_document(entity, *Registry::base().find(child));
        CHECK(cases > 0);
        return cases;
    });
}

TEST_CASE("what a log of any module says is neither changed nor removed, but taken back",
          "[generic]") {
    for_each_module("log", 5, [](const EntityDef& entity) {
        if (entity.kind != EntityKind::Log) return 0;
        Office office;
        const RecordId id = office.maker.create(entity, 1);
        const Record before = office.read(entity, id);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            const Value next = RecordMaker::value_for(entity, field, 2);
            if (!RecordMaker::is_typed(entity, field) || is_null(next)) continue;
            if (next == before.values[entity.index_of(field.id)]) continue;
            CAPTURE(field.key);
            CHECK(is_add_only(
                issues_of(office.store, office.draft().set(entity.id, id, {{field.id, next}}))));
            ++cases;
        }
        CHECK(is_add_only(issues_of(office.store, office.draft().remove(entity.id, id))));
        CHECK(office.read(entity, id).values == before.values);
        office.save(office.draft().remove(entity.id, id).take_back());
        CHECK(office.read(entity, id).life == Record::Life::Deleted);
        office.save(office.draft().restore(entity.id, id));
        return cases;
    });
}
