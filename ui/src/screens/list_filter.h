// The filters of a module's views: those that hold, and the dialog that sets them, with one choice
// per state and choice field.
#pragma once

#include <vector>

#include "core/query.h"
#include "screens/screen_context.h"

namespace holdfast::ui {

class ListFilter {
public:
    /// Starts from the filters that hold now.
    void open(ScreenContext& context, const EntityDef& entity);
    /// The filters that hold, each with a press that ends it, and `count` behind them ("3 of 27");
    /// nothing while none holds.
    void draw_held(ScreenContext& context, const EntityDef& entity, std::string_view count = {});
    /// The dialog while it is open; asks for SetFilters when the person applies.
    void draw(ScreenContext& context, const EntityDef& entity);

private:
    struct Row {
        const FieldDef* field = nullptr;
        int chosen = 0;  ///< 0: any; otherwise the choice after it.
    };
    void draw_row(ScreenContext& context, const EntityDef& entity, Row& row);
    [[nodiscard]] std::vector<FieldFilter> filters() const;

    bool open_ = false;
    const EntityDef* entity_ = nullptr;
    std::vector<Row> rows_;
};

/// Whether the module has a field that can be filtered by.
[[nodiscard]] bool has_filter_fields(const EntityDef& entity);

}  // namespace holdfast::ui
