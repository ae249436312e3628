#include "screens/list_selection.h"

#include <array>

namespace holdfast::ui {
namespace {

constexpr KeyPress kAllKey{Key::A, kPrimary};
constexpr float kGap = 8;

}  // namespace

void ListSelection::turn(ScreenContext& context, GridState& grid) {
    announced_ = 0;
    if (context.workspace.selection() != nullptr) return context.want(intent::StopSelecting{});
    context.want(intent::StartSelecting{});
    grid.take_focus = true;
}

bool ListSelection::take_row(ScreenContext& context, const GridEvents& events) {
    if (context.workspace.selection() == nullptr) return false;
    context.want(intent::SelectRow{events.activated,
                                   events.extends ? SelectHow::Extend : SelectHow::Toggle});
    return true;
}

void ListSelection::take_keys(ScreenContext& context) {
    const bool choosing =
        context.workspace.selection() != nullptr && context.workspace.mass_edit() == nullptr;
    if (!choosing) return;
    if (context.frame.take_key(kAllKey)) context.want(intent::SelectAllRows{});
    if (context.frame.take_key({Key::Escape})) context.want(intent::StopSelecting{});
}

/// Rows that change far from the focus are heard of by their number.
void ListSelection::announce(ScreenContext& context, std::int64_t count, std::string_view words) {
    if (announced_ == count) return;
    announced_ = count;
    context.frame.page.add(PageRequestKind::Announce, std::string(words));
}

void ListSelection::draw_bar(ScreenContext& context, ListView& list) {
    const RecordSelection* selection = context.workspace.selection();
    if (selection == nullptr) return;
    Frame& frame = context.frame;
    const std::int64_t count = selection->count();
    const std::string words = context.strings().plural("mass.selected", count);
    announce(context, count, words);
    Card card(frame, "selection",
              {.role = Role::Group,
               .name = context.word("mass.selection"),
               .edge = Tone::Accent,
               .padding = 12});
    if (frame.layout.phone()) {
        Stack stack(frame, kGap);
        text(frame, words, frame.theme.type.strong, frame.theme.palette->text);
        draw_buttons(context, list, count);
        return;
    }
    const Part parts[] = {fill(), fill(3)};
    Row row(frame, parts, kGap, RowAlign::Center);
    row.next();
    text(frame, words, frame.theme.type.strong, frame.theme.palette->text);
    row.next();
    draw_buttons(context, list, count);
}

void ListSelection::draw_buttons(ScreenContext& context, ListView& list, std::int64_t count) {
    Frame& frame = context.frame;
    const std::string all = context.strings().plural("mass.select_all", list.row_count());
    const std::string_view change = context.word("mass.change");
    const std::string_view cancel = context.word("ui.cancel");
    const ButtonOptions primary{.kind = ButtonKind::Primary,
                                .enabled = count > 0 ? Enabled::Yes : Enabled::No};
    const ButtonOptions second{.shortcut = "Control+A"};
    const ButtonOptions third{.kind = ButtonKind::Ghost, .shortcut = "Escape"};
    // A phone's width holds the three of them in every language only side by side and filled.
    const std::array<float, 3> widths{button_width(frame, all, second),
                                      button_width(frame, change, primary),
                                      button_width(frame, cancel, third)};
    Flow flow(frame, kGap);
    flow.next(widths[0]);
    if (button(frame, all, second)) context.want(intent::SelectAllRows{});
    flow.next(widths[1]);
    if (button(frame, change, primary)) context.want(intent::OpenMassEdit{});
    flow.next(widths[2]);
    if (button(frame, cancel, third)) context.want(intent::StopSelecting{});
}

}  // namespace holdfast::ui
