// The dialog that chooses the columns of a list.
#pragma once

#include <vector>

#include "screens/screen_context.h"

namespace holdfast::ui {

class ColumnChoice {
public:
    /// Starts from the columns that are shown now.
    void open(const ListView& list);
    /// The dialog while it is open; asks for SetColumns when the person applies.
    void draw(ScreenContext& context, const ListView& list);

private:
    struct Entry {
        ListColumn column;
        bool shown = false;
    };
    [[nodiscard]] std::vector<FieldId> chosen() const;

    bool open_ = false;
    EntityId entity_ = EntityId::None;
    std::vector<Entry> entries_;
};

}  // namespace holdfast::ui
