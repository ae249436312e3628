#include "screens/module_head.h"

#include <array>

namespace holdfast::ui {
namespace {

constexpr float kGap = 12;

struct KindWords {
    ViewKind kind;
    ScreenKind screen;
    std::string_view word;
    std::string_view path;
};
constexpr std::array<KindWords, 3> kKinds{{
    {ViewKind::List, ScreenKind::List, "views.list", ""},
    {ViewKind::Kanban, ScreenKind::Kanban, "views.board", "/kanban"},
    {ViewKind::Calendar, ScreenKind::Calendar, "views.calendar", "/calendar"},
}};

const KindWords& words_of(ViewKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

float switch_width(ScreenContext& context, const std::vector<TabItem>& items) {
    float width = 0;
    for (const TabItem& item : items)
        width += text_width(context.frame, item.label, context.frame.theme.type.strong) + 22;
    return width;
}

}  // namespace

bool can_create(ScreenContext& context, const EntityDef& entity) {
    return context.workspace.can_create(entity.id, context.workspace.preset());
}

void ModuleHead::draw(ScreenContext& context, const EntityDef& entity) {
    draw_title(context, entity);
    draw_menu(context);
    draw_dialog(context);
}

void ModuleHead::draw_title(ScreenContext& context, const EntityDef& entity) {
    Frame& frame = context.frame;
    const std::string_view create = context.strings().phrase_of(context.name_of(entity), "new");
    const ButtonOptions options{.kind = ButtonKind::Primary, .icon = Icon::Plus, .shortcut = "N"};
    const bool phone = frame.layout.phone();
    std::vector<TabItem> items;
    for (const ViewKind kind : context.workspace.view_kinds())
        items.push_back({context.word(words_of(kind).word)});
    const float icon = icon_button_width(frame);
    const bool alike = context.workspace.can_find_duplicates(entity.id);
    {
        const bool creates = can_create(context, entity);
        std::vector<Part> parts{fill()};
        if (!phone) parts.push_back(fixed(switch_width(context, items)));
        if (!phone) parts.push_back(fixed(icon));
        if (!phone && alike) parts.push_back(fixed(icon));
        if (creates) parts.push_back(fixed(button_width(frame, create, options)));
        Row row(frame, parts, kGap, RowAlign::Center);
        row.next();
        heading(frame, context.strings().plural_of(context.name_of(entity)), 1);
        if (!phone) {
            row.next();
            draw_switch(context, entity);
            row.next();
            draw_views_button(context);
            if (alike) row.next();
            if (alike) draw_duplicates_button(context, entity);
        }
        if (creates) row.next();
        if (creates && button(frame, create, options)) context.want(context.new_record(entity));
    }
    if (!phone) return;
    std::vector<Part> parts{fill(), fixed(icon)};
    if (alike) parts.push_back(fixed(icon));
    Row row(frame, parts, kGap, RowAlign::Center);
    row.next();
    draw_switch(context, entity);
    row.next();
    draw_views_button(context);
    if (!alike) return;
    row.next();
    draw_duplicates_button(context, entity);
}

void ModuleHead::draw_duplicates_button(ScreenContext& context, const EntityDef& entity) {
    if (icon_button(context.frame, Icon::Merge, context.word("merge.find"),
                    {.kind = ButtonKind::Ghost}))
        context.go_to("#/" + entity.key + "/duplicates");
}

void ModuleHead::draw_switch(ScreenContext& context, const EntityDef& entity) {
    const std::vector<ViewKind> kinds = context.workspace.view_kinds();
    if (kinds.size() < 2) return;
    std::vector<TabItem> items;
    int selected = 0;
    for (std::size_t index = 0; index < kinds.size(); ++index) {
        items.push_back({context.word(words_of(kinds[index]).word)});
        const bool shown = words_of(kinds[index]).screen == context.workspace.route().screen;
        if (shown) selected = static_cast<int>(index);
    }
    if (!tabs(context.frame, context.word("views.switch"), items, selected)) return;
    const KindWords& words = words_of(kinds[static_cast<std::size_t>(selected)]);
    context.go_to(context.module_address(entity) + std::string(words.path));
}

void ModuleHead::draw_views_button(ScreenContext& context) {
    if (!keeps_views(context.workspace.store().registry())) return;
    const bool pressed =
        icon_button(context.frame, Icon::ListTodo, context.word("views.saved"),
                    {.kind = ButtonKind::Ghost, .expanded = menu_open_, .opens_menu = true});
    menu_anchor_ = last_rect(context.frame);
    if (pressed) menu_open_ = true;
}

void ModuleHead::draw_menu(ScreenContext& context) {
    if (!menu_open_) return;
    const std::vector<SavedView>& views = context.workspace.saved_views();
    const RecordId open = context.workspace.open_view();
    std::vector<MenuEntry> entries{{.label = context.word("views.everything"),
                                    .icon = open.is_none() ? Icon::Check : Icon::None}};
    for (const SavedView& view : views)
        entries.push_back({.label = view.name, .icon = view.id == open ? Icon::Check : Icon::None});
    entries.push_back({.label = context.word("views.save"), .icon = Icon::Plus});
    if (!open.is_none())
        entries.push_back(
            {.label = context.word("views.remove"), .icon = Icon::Trash2, .tone = Tone::Danger});
    const int chosen =
        menu(context.frame, context.word("views.saved"), menu_anchor_, entries, menu_open_);
    if (chosen < 0) return;
    const auto at = static_cast<std::size_t>(chosen);
    if (at == 0) return context.want(intent::OpenView{{}});
    if (at <= views.size()) return context.want(intent::OpenView{views[at - 1].id});
    if (at == views.size() + 2) return context.want(intent::RemoveView{open});
    naming_ = true;
    name_.clear();
    shared_ = false;
}

void ModuleHead::draw_dialog(ScreenContext& context) {
    if (!naming_) return;
    Frame& frame = context.frame;
    Dialog dialog(frame, context.word("views.save"), naming_);
    if (!dialog.shown()) return;
    Stack stack(frame, frame.theme.metrics.gap);
    const FieldEvents events =
        text_field(frame, context.word("views.name"), name_,
                   {.necessity = Necessity::Required, .length_max = 120, .auto_focus = true});
    check_box(frame, context.word("views.share"), shared_);
    const std::array<DialogButton, 2> buttons{{
        {context.word("ui.save"), ButtonKind::Primary, name_.empty() ? Enabled::No : Enabled::Yes},
        {context.word("ui.cancel")},
    }};
    const int pressed = dialog_buttons(frame, buttons);
    const bool save = pressed == 0 || (events.submitted && !name_.empty());
    if (save)
        context.want(
            intent::SaveView{name_, shared_ ? ViewSharing::Everyone : ViewSharing::Private});
    if (save || pressed == 1) naming_ = false;
}

bool ModuleSearch::draw(ScreenContext& context, const EntityDef& entity, std::string_view present) {
    if (!typing_) text_ = present;
    const std::string_view label = context.strings().phrase_of(context.name_of(entity), "search");
    // Beside other tools a phone has no room for the whole sentence.
    const std::string_view hint = context.frame.layout.phone() ? context.word("ui.search") : label;
    const FieldEvents events = search_box(context.frame, label, text_, hint);
    typing_ = events.focused;
    if (!events.changed || events.composing) return false;
    context.want(intent::SetSearch{text_});
    return true;
}

}  // namespace holdfast::ui
