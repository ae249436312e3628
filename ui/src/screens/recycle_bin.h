// Recycle bin: what was deleted, by module, to restore or to delete for good.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

class RecycleBin {
public:
    void draw(ScreenContext& context);

private:
    void draw_filter(ScreenContext& context, const RecycleBinView& view);
    void draw_selection(ScreenContext& context, const RecycleBinView& view);
    void draw_item(ScreenContext& context, const BinItem& item, const RecycleBinView& view);
    void draw_items(ScreenContext& context, const RecycleBinView& view);
    void draw_question(ScreenContext& context);
    void forget_absent(const RecycleBinView& view);
    void select(const BinKey& key, bool on);
    [[nodiscard]] bool is_selected(const BinKey& key) const;

    std::vector<BinKey> selected_;
    std::vector<BinKey> asked_;  ///< "Delete for good?" is open for these.
};

}  // namespace holdfast::ui
