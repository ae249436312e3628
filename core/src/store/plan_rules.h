// PlanRules: what the expressions of a module demand of rows before they are written. Private to
// core/src/store.
#pragma once

#include <vector>

#include "core/record_source.h"
#include "core/rules.h"
#include "store/draft_plan.h"

namespace holdfast {

/// Whether the draft touches anything of the record itself that the expression reads. What it
/// reads of other records counts as touched: who edits lines has the whole document in view.
[[nodiscard]] bool is_touched(const PlannedRow& planned, const Expression& expression);

class PlanRules {
public:
    /// `rows`: of the whole draft, so that a line is judged by the document it comes with.
    PlanRules(Store::Impl& store, const std::deque<PlannedRow>& rows);

    /// Required-if, options and checks, of what the draft changes: a rule that an old record breaks
    /// already does not keep people from editing something else.
    [[nodiscard]] Status check(const PlannedRow& planned);
    /// The guard of a state that the draft enters.
    [[nodiscard]] Status check_entered(const PlannedRow& planned, const StateDef& state);
    /// Fields that are read-only as the record is stored, or as it is typed when it is new. An undo
    /// may write what it opens, too.
    [[nodiscard]] Status check_writable(const PlannedRow& planned, const Operation& operation,
                                        const Draft& draft);

    [[nodiscard]] std::vector<FieldIssue> take_issues() { return std::move(issues_); }

private:
    enum class Truth : std::uint8_t { False, True, Unknown };
    [[nodiscard]] Result<Truth> ask(const Expression& condition, const Record& record);
    [[nodiscard]] Status check_required(const PlannedRow& planned, const FieldDef& field);
    /// A choice that the module does not offer to such a record.
    [[nodiscard]] Status check_offered(const PlannedRow& planned, const FieldDef& field);

    Store::Impl* store_;
    RecordSource source_;
    RecordSource stored_;  ///< Without the draft.
    std::int64_t today_;
    std::vector<FieldIssue> issues_;
};

}  // namespace holdfast
