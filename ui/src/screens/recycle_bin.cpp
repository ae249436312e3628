#include "screens/recycle_bin.h"

#include <algorithm>
#include <array>

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 760;

BinKey key_of(const BinItem& item) {
    return {item.entity, item.record};
}

std::string address_of_module(ScreenContext& context, EntityId entity) {
    Route route;
    route.screen = ScreenKind::RecycleBin;
    route.entity = entity;
    return address_of(context.workspace.store().registry(), route);
}

}  // namespace

bool RecycleBin::is_selected(const BinKey& key) const {
    return std::find(selected_.begin(), selected_.end(), key) != selected_.end();
}

void RecycleBin::select(const BinKey& key, bool on) {
    if (on && !is_selected(key)) selected_.push_back(key);
    if (!on) std::erase(selected_, key);
}

/// What was restored, or is of another module now, is no longer meant.
void RecycleBin::forget_absent(const RecycleBinView& view) {
    std::erase_if(selected_, [&](const BinKey& key) {
        return std::none_of(view.items.begin(), view.items.end(),
                            [&](const BinItem& item) { return key_of(item) == key; });
    });
}

void RecycleBin::draw(ScreenContext& context) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, context.word("ui.recycle_bin"), rect);
    ScrollArea area(frame, "recycle_bin", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, context.word("ui.recycle_bin"), 1);
    const RecycleBinView& view = context.workspace.recycle_bin();
    forget_absent(view);
    if (view.total == 0) {
        empty_state(context, {.icon = Icon::Trash2,
                              .title = context.word("bin.empty"),
                              .detail = context.word("bin.empty_hint")});
        return;
    }
    if (!view.can_purge) muted_text(frame, context.word("bin.server_decides"));
    draw_filter(context, view);
    draw_selection(context, view);
    draw_items(context, view);
    draw_question(context);
}

void RecycleBin::draw_filter(ScreenContext& context, const RecycleBinView& view) {
    std::vector<std::string> labels{std::string(context.word("bin.all_modules")) + " (" +
                                    std::to_string(view.total) + ")"};
    int selected = 0;
    for (const BinModule& module : view.modules) {
        if (module.entity == context.workspace.route().entity)
            selected = static_cast<int>(labels.size());
        labels.push_back(module.label + " (" + std::to_string(module.count) + ")");
    }
    std::vector<Choice> choices;
    for (const std::string& label : labels) choices.push_back({label});
    if (!combo_box(context.frame, context.word("bin.show"), choices, selected)) return;
    const EntityId chosen = selected == 0
                                ? EntityId::None
                                : view.modules[static_cast<std::size_t>(selected - 1)].entity;
    context.go_to(address_of_module(context, chosen));
}

void RecycleBin::draw_selection(ScreenContext& context, const RecycleBinView& view) {
    Frame& frame = context.frame;
    bool all = !view.items.empty() && selected_.size() == view.items.size();
    if (check_box(frame, context.word("bin.select_all"), all))
        for (const BinItem& item : view.items) select(key_of(item), all);
    if (selected_.empty()) return;
    const auto count = static_cast<std::int64_t>(selected_.size());
    const std::string restore = context.strings().plural("bin.restore_selected", count);
    const std::string purge = context.strings().plural("bin.purge_selected", count);
    const std::array<DialogButton, 2> buttons{{{restore, ButtonKind::Primary}, {purge}}};
    const std::size_t offered = view.can_purge ? 2 : 1;
    const int pressed = dialog_buttons(frame, std::span(buttons).first(offered));
    if (pressed == 0) context.want(intent::RestoreFromBin{selected_});
    if (pressed == 1) asked_ = selected_;
}

void RecycleBin::draw_items(ScreenContext& context, const RecycleBinView& view) {
    for (const BinItem& item : view.items) draw_item(context, item, view);
    if (view.item_count <= static_cast<std::int64_t>(view.items.size())) return;
    if (button(context.frame, context.word("bin.show_more"))) context.want(intent::ShowMoreOfBin{});
}

void RecycleBin::draw_item(ScreenContext& context, const BinItem& item,
                           const RecycleBinView& view) {
    Frame& frame = context.frame;
    IdScope id(frame, to_text(item.record));
    const std::string name = item.module + ": " + item.title;
    Card card(frame, "item", {.role = Role::Article, .name = name});
    Stack stack(frame, 8);
    section_heading(frame, item.title, item.module + " \xC2\xB7 " + item.removed);
    if (!item.left.empty()) muted_text(frame, item.left);
    bool selected = is_selected(key_of(item));
    if (check_box(frame, context.strings().format("bin.select", {item.title}), selected))
        select(key_of(item), selected);
    const std::array<DialogButton, 2> buttons{
        {{context.word("ui.restore")}, {context.word("bin.delete_for_good")}}};
    const std::size_t offered = view.can_purge ? 2 : 1;
    const int pressed = dialog_buttons(frame, std::span(buttons).first(offered));
    if (pressed == 0) context.want(intent::RestoreFromBin{{key_of(item)}});
    if (pressed == 1) asked_ = {key_of(item)};
}

void RecycleBin::draw_question(ScreenContext& context) {
    bool open = !asked_.empty();
    if (!open) return;
    Frame& frame = context.frame;
    const std::string title =
        context.strings().plural("bin.purge_title", static_cast<std::int64_t>(asked_.size()));
    Dialog dialog(frame, title, open, {.width = 420, .detail = context.word("bin.purge_text")});
    if (dialog.shown()) {
        const std::array<DialogButton, 2> buttons{{
            {context.word("bin.delete_for_good"), ButtonKind::Danger},
            {context.word("ui.cancel")},
        }};
        const int pressed = dialog_buttons(frame, buttons);
        if (pressed == 0) context.want(intent::PurgeFromBin{asked_});
        if (pressed >= 0) open = false;
    }
    if (!open) asked_.clear();
}

}  // namespace holdfast::ui
