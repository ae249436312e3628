#include "screens/column_choice.h"

#include <algorithm>
#include <array>
#include <string>

namespace holdfast::ui {

void ColumnChoice::open(const ListView& list) {
    open_ = true;
    entity_ = list.entity().id;
    entries_.clear();
    const std::vector<ListColumn>& shown = list.columns();
    for (const ListColumn& column : shown) entries_.push_back({column, true});
    for (ListColumn& column : list.available_columns()) {
        const bool known = std::any_of(shown.begin(), shown.end(), [&](const ListColumn& other) {
            return other.field == column.field;
        });
        if (!known) entries_.push_back({std::move(column), false});
    }
}

void ColumnChoice::draw(ScreenContext& context, const ListView& list) {
    if (!open_ || entity_ != list.entity().id) return;
    Frame& frame = context.frame;
    Dialog dialog(frame, context.word("ui.columns"), open_);
    if (!dialog.shown()) return;
    Stack stack(frame, 4);
    for (Entry& entry : entries_) {
        IdScope id(frame, std::to_string(raw(entry.column.field)));
        check_box(frame, entry.column.label, entry.shown);
    }
    const std::array<DialogButton, 2> buttons{{
        {context.word("ui.apply"), ButtonKind::Primary,
         chosen().empty() ? Enabled::No : Enabled::Yes},
        {context.word("ui.cancel")},
    }};
    const int pressed = dialog_buttons(frame, buttons);
    if (pressed >= 0) open_ = false;
    if (pressed == 0) context.want(intent::SetColumns{chosen()});
}

std::vector<FieldId> ColumnChoice::chosen() const {
    std::vector<FieldId> fields;
    for (const Entry& entry : entries_)
        if (entry.shown) fields.push_back(entry.column.field);
    return fields;
}

}  // namespace holdfast::ui
