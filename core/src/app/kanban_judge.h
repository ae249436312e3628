// KanbanJudge: what moving a record to another column would come to, before it is done. Private to
// core/src/app.
#pragma once

#include "core/app/kanban_view.h"

namespace holdfast {

struct PlannedCardMove {
    const EntityDef* entity;
    const FieldDef* column;
    Record record;  ///< As it is stored.
    Value to;
};
/// Reads what the module's rules read; nothing is written. Blocks on disk shortly. A rule that only
/// the commit knows (uniqueness) is not foreseen: the commit refuses it.
[[nodiscard]] Result<MoveAdvice> judge_move(Store& store, const PlannedCardMove& move,
                                            const Strings& strings);

}  // namespace holdfast
