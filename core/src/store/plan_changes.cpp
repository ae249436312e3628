#include "store/plan_changes.h"

#include <algorithm>

#include "core/customization_store.h"
#include "store/change_set_checks.h"

namespace holdfast {
namespace {

/// What readers of JSON see whole; enough to tell two versions apart.
constexpr std::uint64_t kWholeInJson = (std::uint64_t{1} << 53) - 1;

constexpr char kLastPublication[] = "SELECT coalesce(max(published_at), 0) FROM change_set";

const Value& value_of(const EntityDef& entity, const Record& record, std::string_view key) {
    const FieldDef* field = entity.find_field(key);
    HOLDFAST_ASSERT(field != nullptr);
    return record.values[entity.index_of(field->id)];
}

bool counts(const EntityDef& entity, const Record& record) {
    if (record.life == Record::Life::Deleted || record.values.empty()) return false;
    return text_or_empty(record.values[entity.index_of(entity.state_field)]) == kPublishedState;
}

/// As it is stored; a record that the draft creates did not count.
bool counted(const PlannedRow& planned) {
    return planned.origin == PlannedRow::Origin::Stored && counts(*planned.entity, planned.stored);
}

bool will_count(const PlannedRow& planned) {
    return counts(*planned.entity, planned.row.record);
}

std::string text_of(const PlannedRow& planned, std::string_view key) {
    return std::string(text_or_empty(value_of(*planned.entity, planned.row.record, key)));
}

bool changes_text(const PlannedRow& planned) {
    const FieldDef& items = *changes_field(*planned.entity);
    const Value& after = value_of(*planned.entity, planned.row.record, items.key);
    if (planned.origin == PlannedRow::Origin::Created) return !is_null(after);
    return value_of(*planned.entity, planned.stored, items.key) != after;
}

bool matters(const PlannedRow& planned) {
    if (!changes_field(*planned.entity)) return false;
    return counted(planned) != will_count(planned) || changes_text(planned);
}

ChangeSet set_of(const PlannedRow& planned) {
    return {planned.row.record.id, text_of(planned, "name"),
            text_of(planned, changes_field(*planned.entity)->key),
            integer_or(value_of(*planned.entity, planned.row.record, "published_at"), 0)};
}

std::vector<ChangeSet> with(std::vector<ChangeSet> sets,
                            const std::vector<const PlannedRow*>& touched) {
    for (const PlannedRow* planned : touched) {
        std::erase_if(sets, [&](const ChangeSet& set) { return set.id == planned->row.record.id; });
        if (will_count(*planned)) sets.push_back(set_of(*planned));
    }
    std::sort(sets.begin(), sets.end(), [](const ChangeSet& a, const ChangeSet& b) {
        return std::pair(a.published_at, a.id) < std::pair(b.published_at, b.id);
    });
    return sets;
}

}  // namespace

const FieldDef* changes_field(const EntityDef& entity) {
    const auto found =
        std::find_if(entity.fields.begin(), entity.fields.end(),
                     [](const FieldDef& field) { return field.content == Content::Changes; });
    return found == entity.fields.end() ? nullptr : &*found;
}

Result<std::int64_t> next_publication(Store::Impl& store) {
    Statement last = TRY(store.db.prepare(kLastPublication));
    TRY(last.step());
    return std::max(store.environment->now_ms(), last.integer(0) + 1);
}

bool starts_to_count(const PlannedRow& planned) {
    return changes_field(*planned.entity) && !counted(planned) && will_count(planned);
}

void PlanChanges::report(const PlannedRow& planned, FieldId field, CustomizationIssue issue) {
    FieldIssue found{planned.row.record.id, field, IssueKind::BadChanges, issue.path};
    found.change = std::make_shared<const CustomizationIssue>(std::move(issue));
    issues_.push_back(std::move(found));
}

/// What sets are refused for now is told at the text of each; what is due to one that stops to
/// count, at its state.
Status PlanChanges::check_counting(const std::vector<const PlannedRow*>& touched,
                                   const std::vector<ChangeSet>& before,
                                   const Customization& next) {
    const Customization present = Customization::compile(before);
    base_version_ = static_cast<std::int64_t>(present.registry().version() & kWholeInJson);
    const CustomizationIssue* other = find_new_issue(present, next);
    for (const PlannedRow* planned : touched) {
        const EntityDef& entity = *planned->entity;
        const auto own = std::find_if(next.issues().begin(), next.issues().end(),
                                      [&](const CustomizationIssue& issue) {
                                          return issue.change_set == planned->row.record.id;
                                      });
        if (will_count(*planned)) {
            if (own != next.issues().end())
                report(*planned, changes_field(entity)->id, *own);
            else if (auto taken = TRY(find_earlier_owner(store_->db, next.registry()))) {
                taken->name = text_of(*planned, "name");
                report(*planned, changes_field(entity)->id, *std::move(taken));
            }
        } else if (counted(*planned)) {
            if (other) report(*planned, entity.state_field, *other);
            const StuckQuestion question{store_->db, *store_->registry, present.registry(),
                                         next.registry()};
            auto stuck = TRY(find_stuck(question));
            if (!stuck) continue;
            stuck->change_set = planned->row.record.id;
            stuck->name = text_of(*planned, "name");
            report(*planned, entity.state_field, *std::move(stuck));
        }
    }
    return {};
}

Status PlanChanges::check() {
    std::vector<const PlannedRow*> touched;
    for (const PlannedRow& planned : *rows_)
        if (matters(planned)) touched.push_back(&planned);
    if (touched.empty()) return {};
    const std::vector<ChangeSet> before = TRY(read_change_sets(store_->db));
    const Customization next = Customization::compile(with(before, touched));
    const bool moves = std::any_of(touched.begin(), touched.end(), [](const PlannedRow* planned) {
        return counted(*planned) || will_count(*planned);
    });
    if (moves) TRY(check_counting(touched, before, next));
    for (const PlannedRow* planned : touched) {
        const bool waits =
            planned->row.record.life == Record::Life::Living && !will_count(*planned);
        const std::string items = text_of(*planned, changes_field(*planned->entity)->key);
        if (!waits || !changes_text(*planned) || items.empty()) continue;
        auto issue = next.check(items);
        if (!issue) continue;
        issue->name = text_of(*planned, "name");
        report(*planned, changes_field(*planned->entity)->id, *std::move(issue));
    }
    return {};
}

// A set that is published comes last. One that is brought along with its history keeps its time.
Status DraftPlan::put_change_sets_last() {
    for (Operation& operation : operations_) {
        if (operation.kind != OperationKind::Transition) continue;
        PlannedRow& planned = *find(operation.entity, operation.record);
        if (!starts_to_count(planned)) continue;
        const StateDef* state = planned.entity->find_state(kPublishedState);
        for (FieldEdit& edit : operation.edits) {
            if (!state || edit.field != state->stamp) continue;
            edit.value = TRY(next_publication(*store_));
            planned.row.record.values[planned.entity->index_of(edit.field)] = edit.value;
        }
    }
    return {};
}

// It says as well what it was checked on top of.
Status DraftPlan::check_change_sets() {
    PlanChanges changes(*store_, rows_);
    TRY(changes.check());
    for (FieldIssue& issue : changes.take_issues()) report(std::move(issue));
    for (PlannedRow& planned : rows_) {
        if (!starts_to_count(planned)) continue;
        const FieldDef* version = planned.entity->find_field("base_version");
        HOLDFAST_ASSERT(version != nullptr);
        Value& present = planned.row.record.values[planned.entity->index_of(version->id)];
        if (!is_null(present)) continue;
        present = changes.base_version();
        Draft draft(draft_->reason(), draft_->seen());
        draft.set(planned.entity->id, planned.row.record.id, {{version->id, present}});
        Operation operation = draft.operations().front();
        operation.edits.front().base = draft_->seen();
        add_operation(std::move(operation));
    }
    return {};
}

}  // namespace holdfast
