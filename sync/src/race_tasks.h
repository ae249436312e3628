// RaceTasks: what a rule decided for two people becomes a task for somebody who looks at it.
//
// The server makes it while it decides, and nobody else does: one for each record and occasion,
// whose id follows from both. A dispute that comes again opens it anew.
#pragma once

#include <string_view>

#include "staged_rows.h"

namespace holdfast::sync {

/// Id of the task about a record, for an occasion: a UUIDv8 made of its arguments.
[[nodiscard]] RecordId race_task_id(const RecordId& record, std::string_view occasion);

/// The module of tasks, and its fields; null when the registry keeps no tasks with an occasion.
[[nodiscard]] const EntityDef* find_task_module(const Registry& registry);

/// Stages the task about `subject` in the same transaction.
[[nodiscard]] Status make_race_task(const EntityDef& tasks, StagedRows& rows,
                                    const StagedRow& subject, std::string_view occasion);

}  // namespace holdfast::sync
