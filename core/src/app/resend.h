// Resend: how a refused transaction can be sent once more. Private to core/src/app.
#pragma once

#include <optional>
#include <string>

#include "core/app/form_view.h"
#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

/// What a refused transaction is about, when one form can show all of it: one record, its lines and
/// its move to another state.
struct ResendForm {
    EntityId entity = EntityId::None;
    RecordId record;
    bool creates = false;
    std::string to_state;  ///< Empty when it moves nowhere.
};
/// Nothing when no form can show it: several records, a deletion, a record that is not here.
[[nodiscard]] Result<std::optional<ResendForm>> find_resend_form(
    Store& store, const TransactionRecord& transaction);

/// Types the transaction into its form, in words of `strings`: all of it but the move.
void type_again(FormView& form, const Registry& registry, const TransactionRecord& transaction,
                const Strings& strings, int zone_offset_minutes);

/// The same operations once more, on top of what is shown now. NotFound when a record that moves to
/// another state is not here.
[[nodiscard]] Result<Draft> draft_again(Store& store, const TransactionRecord& transaction);

}  // namespace holdfast
