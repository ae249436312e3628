#include "kanban_judge.h"

#include <algorithm>

#include "core/frozen.h"
#include "core/policy.h"
#include "core/record_source.h"
#include "core/rules.h"
#include "store/move_demands.h"

namespace holdfast {
namespace {

class Judge {
public:
    Judge(Store& store, const PlannedCardMove& move, const Strings& strings)
        : store_(store),
          move_(move),
          entity_(*move.entity),
          rules_(store.registry().rules(move.entity->id)),
          strings_(strings),
          source_(store),
          today_(day_of(store.environment().now_ms(), 0)),
          after_(move.record) {}

    Result<MoveAdvice> judge() {
        const std::size_t position = entity_.index_of(move_.column->id);
        if (after_.values[position] == move_.to) return MoveAdvice{};
        TRY(judge_rights());
        TRY(judge_kept());
        if (advice_.verdict != MoveVerdict::Allowed) return advice_;
        if (move_.column->type == FieldType::State) {
            TRY(enter(std::string(text_or_empty(move_.to))));
        } else {
            TRY(put(position));
        }
        if (advice_.verdict != MoveVerdict::Allowed) return advice_;
        source_.put(after_);
        TRY(judge_state());
        TRY(judge_conditions());
        TRY(judge_checks());
        if (advice_.verdict == MoveVerdict::Allowed && !missing_.empty())
            advice_ = {MoveVerdict::NeedsMore, strings_.format("board.needs", {missing_labels()})};
        return advice_;
    }

private:
    void forbid(std::string sentence) {
        if (advice_.verdict == MoveVerdict::Forbidden) return;
        advice_ = {MoveVerdict::Forbidden, std::move(sentence)};
    }

    Status judge_rights() {
        const Policy policy = TRY(store_.policy());
        if (!TRY(policy.can(Action::Edit, move_.record, source_)))
            forbid(
                strings_.sentence(entity_, {after_.id, FieldId::None, IssueKind::NoRight, "edit"}));
        const FieldId column = move_.column->id;
        if (policy.field_access(entity_.id, column) != FieldAccess::Write)
            forbid(strings_.sentence(entity_, {after_.id, column, IssueKind::NoRight, "field"}));
        return {};
    }

    [[nodiscard]] std::string label_of(std::string_view state) const {
        const FieldDef& field = *entity_.find_field(entity_.state_field);
        return std::string(strings_.label_of_choice(entity_, field, state));
    }

    /// What a log or an issued document says stays.
    Status judge_kept() {
        const bool edits = move_.column->type != FieldType::State;
        if (edits && entity_.kind == EntityKind::Log) forbid_whole(IssueKind::AddOnly);
        if (TRY(is_part_of_frozen(store_, entity_, move_.record))) forbid_whole(IssueKind::Frozen);
        return {};
    }

    void forbid_whole(IssueKind kind) {
        forbid(strings_.sentence(entity_, {after_.id, FieldId::None, kind, {}}));
    }

    Status enter(std::string state) {
        const std::size_t position = entity_.index_of(entity_.state_field);
        const std::string from(text_or_empty(after_.values[position]));
        if (from == state) return {};
        if (!entity_.allows(from, state)) {
            forbid(strings_.format("board.no_way", {label_of(from), label_of(state)}));
            return {};
        }
        TRY(judge_demands(from, state));
        after_.values[position] = state;
        entered_ = std::move(state);
        return {};
    }

    /// What the transition needs beside the record's own rules.
    Status judge_demands(std::string_view from, std::string_view to) {
        const Policy policy = TRY(store_.policy());
        if (const auto issue = TRY(find_move_issue(store_, policy, move_.record, to)))
            forbid(strings_.sentence(entity_, *issue));
        const TransitionDef* transition = entity_.find_transition(from, to);
        if (transition != nullptr && transition->reason != FieldId::None)
            note_missing(transition->reason);
        return {};
    }

    Status put(std::size_t position) {
        const FieldDef& column = *move_.column;
        const bool engine = column.access == Access::ReadOnly || column.merge == MergeKind::Server;
        const FieldRules* rules = rules_.find(column.id);
        bool fixed = engine;
        if (!fixed && rules != nullptr && rules->readonly_if)
            fixed = integer_or(TRY(rules->readonly_if->evaluate(after_, source_, today_)), 0) != 0;
        const std::string label(strings_.label_of(entity_, column));
        if (fixed) forbid(strings_.format("board.fixed", {label}));
        if (is_null(move_.to) && column.need == Need::Required)
            forbid(strings_.sentence(entity_, {after_.id, column.id, IssueKind::Missing, {}}));
        after_.values[position] = move_.to;
        TRY(judge_offered());
        return follow();
    }

    /// A column that the module does not offer to such a record.
    Status judge_offered() {
        const FieldRules* rules = rules_.find(move_.column->id);
        if (rules == nullptr) return {};
        for (const auto& [choice, condition] : rules->options_if) {
            if (choice != text_or_empty(move_.to) || !TRY(fails(condition))) continue;
            forbid(strings_.sentence(entity_,
                                     {after_.id, move_.column->id, IssueKind::NotAChoice, {}}));
        }
        return {};
    }

    Status follow() {
        const Expression* follows = rules_.state_follows();
        if (follows == nullptr) return {};
        source_.put(after_);
        const Value named = TRY(follows->evaluate(after_, source_, today_));
        const std::string wanted(text_or_empty(named));
        if (entity_.find_state(wanted) == nullptr) return {};
        return enter(wanted);
    }

    Result<bool> fails(const Expression& condition) {
        const Value answer = TRY(condition.evaluate(after_, source_, today_));
        return !is_null(answer) && integer_or(answer, 0) == 0;
    }

    Status judge_state() {
        const StateDef* state = entity_.find_state(entered_);
        if (state == nullptr) return {};
        for (const FieldId field : state->required) note_missing(field);
        const Expression* guard = rules_.guard(entered_);
        if (guard == nullptr) return {};
        const Value answer = TRY(guard->evaluate(after_, source_, today_));
        if (integer_or(answer, 0) == 0)
            forbid(strings_.sentence(
                entity_, {after_.id, entity_.state_field, IssueKind::GuardFailed, entered_}));
        return {};
    }

    void note_missing(FieldId field) {
        const bool filled = !is_null(after_.values[entity_.index_of(field)]);
        if (!filled && std::find(missing_.begin(), missing_.end(), field) == missing_.end())
            missing_.push_back(field);
    }

    /// Only what the move brings about: a demand that stood before does not keep a card in place.
    Status judge_conditions() {
        for (const FieldDef& field : entity_.fields) {
            const FieldRules* rules = rules_.find(field.id);
            if (rules == nullptr || !rules->required_if) continue;
            if (!reads_moved(*rules->required_if)) continue;
            const Value wanted = TRY(rules->required_if->evaluate(after_, source_, today_));
            if (integer_or(wanted, 0) == 0) continue;
            if (rules->visible_if) {
                const Value shown = TRY(rules->visible_if->evaluate(after_, source_, today_));
                if (integer_or(shown, 0) == 0) continue;
            }
            note_missing(field.id);
        }
        return {};
    }

    Status judge_checks() {
        const std::vector<Expression>& checks = rules_.checks();
        for (std::size_t index = 0; index < checks.size(); ++index) {
            if (!reads_moved(checks[index]) || !TRY(fails(checks[index]))) continue;
            const CheckDef& check = entity_.checks[index];
            forbid(strings_.sentence(entity_,
                                     {after_.id, check.field, IssueKind::CheckFailed, check.key}));
        }
        return {};
    }

    [[nodiscard]] bool reads_moved(const Expression& expression) const {
        const std::vector<ExpressionDependency> reads = expression.dependencies();
        return std::any_of(reads.begin(), reads.end(), [&](const ExpressionDependency& read) {
            if (read.entity != entity_.id || read.path.find('.') != std::string::npos) return false;
            return read.field == move_.column->id ||
                   (!entered_.empty() && read.field == entity_.state_field);
        });
    }

    [[nodiscard]] std::string missing_labels() const {
        std::string labels;
        for (const FieldId field : missing_) {
            if (!labels.empty()) labels += ", ";
            labels += strings_.label_of(entity_, *entity_.find_field(field));
        }
        return labels;
    }

    Store& store_;
    const PlannedCardMove& move_;
    const EntityDef& entity_;
    const EntityRules& rules_;
    const Strings& strings_;
    RecordSource source_;
    std::int64_t today_;
    Record after_;
    std::string entered_;
    std::vector<FieldId> missing_;
    MoveAdvice advice_;
};

}  // namespace

Result<MoveAdvice> judge_move(Store& store, const PlannedCardMove& move, const Strings& strings) {
    return Judge(store, move, strings).judge();
}

}  // namespace holdfast
