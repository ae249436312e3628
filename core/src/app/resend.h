// Resend: how a refused transaction can be sent once more. Private to core/src/app.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/app/form_view.h"
#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

/// What a refused transaction is about, when one form can hold all of it: one record, its lines and
/// its move to another state.
struct ResendForm {
    EntityId entity = EntityId::None;
    RecordId record;
    bool creates = false;
    std::vector<Draft::FieldValue> given;   ///< Of a creation, also what has no editor.
    ServerSeq seen = ServerSeq::None;       ///< What its author had seen.
    std::string to_state;                   ///< Empty when it moves nowhere, or is there already.
    std::vector<Draft::FieldValue> stamps;  ///< Of the move.
};
/// Nothing when no form can hold it: several records, a deletion, something that is not here or
/// lies in the recycle bin, a field without an editor.
[[nodiscard]] Result<std::optional<ResendForm>> find_resend_form(Store& store,
                                                                 const PendingTransaction& pending);

/// Types the transaction into its form, in words of `strings`: all but what ResendForm carries.
void type_again(FormView& form, const Registry& registry, const TransactionRecord& transaction,
                const Strings& strings, int zone_offset_minutes);

/// Whether saving the form, after type_again(), leaves out nothing of the transaction but its move.
/// What is closed to this person, or has no editor among the columns of a line, is left out.
[[nodiscard]] bool holds_all(FormView& form, const Registry& registry,
                             const TransactionRecord& transaction);

/// The same operations once more, in place of the refused ones and based on what they were based
/// on. NotFound when a record that moves to another state is not here.
[[nodiscard]] Result<Draft> draft_again(Store& store, const PendingTransaction& pending);

}  // namespace holdfast
