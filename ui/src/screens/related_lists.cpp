#include "screens/related_lists.h"

#include <algorithm>

#include "screens/list_rows.h"

namespace holdfast::ui {
namespace {

constexpr int kRowsShownMax = 8;

float grid_height(const Frame& frame, std::int64_t rows) {
    const Metrics& metrics = frame.theme.metrics;
    const auto shown = static_cast<float>(std::clamp<std::int64_t>(rows, 1, kRowsShownMax));
    return frame.layout.phone() ? shown * metrics.card_row : (shown + 1) * metrics.row;
}

}  // namespace

void RelatedLists::draw(ScreenContext& context) {
    const std::vector<RelatedList>& related = context.workspace.related();
    if (related.empty()) return;
    if (address_ != context.workspace.route().address) {
        address_ = context.workspace.route().address;
        selected_ = 0;
        grid_ = GridState{};
    }
    std::vector<TabItem> items;
    for (const RelatedList& list : related)
        items.push_back({list.label, static_cast<int>(list.count)});
    selected_ = std::min(selected_, static_cast<int>(items.size()) - 1);
    if (tabs(context.frame, context.word("ui.related"), items, selected_)) grid_ = GridState{};
    ListView* list = context.workspace.related_list(static_cast<std::size_t>(selected_));
    if (list != nullptr) draw_list(context, *list);
}

void RelatedLists::draw_list(ScreenContext& context, ListView& list) {
    Frame& frame = context.frame;
    if (list.row_count() == 0) {
        if (list.error() == nullptr)
            muted_text(frame, context.strings().phrase_of(list.entity(), "empty"));
        return;
    }
    ListRows rows(list, context.strings(), MarkColumn::Hidden);
    const float height = grid_height(frame, list.row_count());
    const Rect rect = rect_at(available_rect(frame).min, {available_width(frame), height});
    GridEvents events;
    {
        Region region(frame, "related", rect);
        events =
            grid(frame, context.strings().plural_of(list.entity()), rows.columns(), rows, grid_);
    }
    if (events.activated < 0) return;
    context.go_to("#/" + list.entity().key + "/" + to_text(list.row(events.activated).id));
}

}  // namespace holdfast::ui
