#include "screens/shell.h"

#include <algorithm>
#include <array>
#include <string>

#include "screens/sync_words.h"

namespace holdfast::ui {
namespace {

struct FixedPlace {
    std::string_view word;
    std::string_view href;
    Icon icon;
    ScreenKind screen;
};
constexpr FixedPlace kHome{"ui.home", "#/home", Icon::House, ScreenKind::Home};
constexpr std::array<FixedPlace, 5> kFootPlaces{{
    {"ui.conflicts", "#/conflicts", Icon::GitMerge, ScreenKind::Conflicts},
    {"ui.needs_attention", "#/attention", Icon::CircleAlert, ScreenKind::Attention},
    {"ui.recycle_bin", "#/recycle_bin", Icon::Trash2, ScreenKind::RecycleBin},
    {"ui.sync", "#/sync", Icon::RefreshCw, ScreenKind::Sync},
    {"ui.settings", "#/settings", Icon::Settings, ScreenKind::Settings},
}};

int badge_of(ScreenContext& context, ScreenKind screen) {
    if (screen == ScreenKind::Conflicts)
        return static_cast<int>(context.workspace.conflicts().size());
    if (screen == ScreenKind::Attention)
        return static_cast<int>(context.workspace.attention().size());
    return 0;
}

/// A phone's bar has room for what is always needed, and for what waits for the person now.
bool stands_in_bar(ScreenContext& context, const FixedPlace& place) {
    if (place.screen == ScreenKind::Home) return true;
    return context.frame.layout.phone() && badge_of(context, place.screen) > 0;
}

NavItem to_item(ScreenContext& context, const FixedPlace& place) {
    return {.label = context.word(place.word),
            .href = place.href,
            .icon = place.icon,
            .badge = badge_of(context, place.screen),
            .current = context.workspace.route().screen == place.screen,
            .secondary = !stands_in_bar(context, place)};
}

void add_foot(ScreenContext& context, std::vector<NavItem>& items) {
    for (const FixedPlace& place : kFootPlaces) items.push_back(to_item(context, place));
}

bool is_shown(const ModuleLink& module, const Route& route) {
    return route.entity == module.entity && route.preset == module.preset &&
           route.screen != ScreenKind::RecycleBin;
}

std::vector<NavItem> navigation_items(ScreenContext& context) {
    const Route& route = context.workspace.route();
    const bool phone = context.frame.layout.phone();
    std::vector<NavItem> items{to_item(context, kHome)};
    // On a phone what waits stands before the modules, of which there is room for the pinned ones.
    if (phone) add_foot(context, items);
    for (const ModuleLink& module : context.workspace.modules()) {
        if (phone && !module.pinned) continue;
        items.push_back({.label = module.label,
                         .href = module.address,
                         .icon = icon_of(module.icon),
                         .current = is_shown(module, route),
                         .group = phone ? std::string_view() : std::string_view(module.group)});
    }
    if (!phone) add_foot(context, items);
    return items;
}

std::string back_address(ScreenContext& context) {
    const Route& route = context.workspace.route();
    const bool inside = route.screen == ScreenKind::Record || route.screen == ScreenKind::Import ||
                        route.screen == ScreenKind::Duplicates;
    const EntityDef* entity = context.workspace.store().registry().find(route.entity);
    return inside && entity != nullptr ? context.module_address(*entity) : std::string();
}

}  // namespace

void Shell::draw_around(ScreenContext& context, const ShellAreas& areas) {
    const std::vector<NavItem> items = navigation_items(context);
    const std::string_view name = context.word("ui.modules");
    Frame& frame = context.frame;
    const int pressed = frame.layout.phone() ? bottom_bar(frame, name, items, areas.bottom)
                                             : side_navigation(frame, name, items, areas.side);
    if (pressed >= 0) context.go_to(items[static_cast<std::size_t>(pressed)].href);
    draw_bar(context, areas.bar);
    draw_menu(context);
}

void Shell::draw_bar(ScreenContext& context, const Rect& rect) {
    Frame& frame = context.frame;
    const std::string back = back_address(context);
    AppBar bar(frame, {.back_href = back}, rect);
    if (bar.back_pressed()) context.go_to(back);

    const bool phone = frame.layout.phone();
    const float icon_width = icon_button_width(frame);
    const SyncWords sync = sync_words(context.workspace);
    const float chip_max = available_width(frame) - 2 * icon_width - 16;
    const Part parts[] = {fill(), fixed(std::min(sync_chip_width(frame, sync.text), chip_max)),
                          fixed(icon_width)};
    Row row(frame, std::span(parts).first(phone ? 3 : 2), 8, RowAlign::Center);
    row.next();
    draw_search_button(context);
    row.next();
    if (sync_chip(frame, sync.text, sync.tone, sync.icon)) context.go_to("#/sync");
    if (!phone) return;
    row.next();
    if (icon_button(frame, Icon::EllipsisVertical, context.word("ui.menu"),
                    {.kind = ButtonKind::Ghost, .expanded = menu_open_, .opens_menu = true})) {
        menu_open_ = true;
    }
    menu_anchor_ = last_rect(frame);
}

void Shell::draw_search_button(ScreenContext& context) {
    const std::string_view search = context.word("ui.search");
    const bool pressed =
        context.frame.layout.phone()
            ? icon_button(context.frame, Icon::Search, search)
            : button(context.frame, search, {.kind = ButtonKind::Ghost, .icon = Icon::Search});
    if (pressed) context.go_to("#/search");
}

void Shell::draw_menu(ScreenContext& context) {
    if (!menu_open_) return;
    std::array<MenuEntry, kFootPlaces.size()> entries;
    for (std::size_t i = 0; i < entries.size(); ++i)
        entries[i] = {.label = context.word(kFootPlaces[i].word), .icon = kFootPlaces[i].icon};
    const int chosen =
        menu(context.frame, context.word("ui.menu"), menu_anchor_, entries, menu_open_);
    if (chosen >= 0) context.go_to(kFootPlaces[static_cast<std::size_t>(chosen)].href);
}

std::string Shell::draw_banners(ScreenContext& context) {
    std::string problem = context.workspace.problem();
    if (!problem.empty())
        banner(context.frame, problem, {.tone = Tone::Danger, .shape = BannerShape::Strip});
    draw_notices(context);
    return problem;
}

void Shell::draw_notices(ScreenContext& context) {
    Frame& frame = context.frame;
    const auto strip = [&](std::string_view key, Tone tone, std::string_view action = {}) {
        return banner(frame, context.word(key),
                      {.tone = tone,
                       .action = action.empty() ? action : context.word(action),
                       .shape = BannerShape::Strip});
    };
    if (context.facts.keeping == Keeping::Temporary) {
        // On a phone the sentence needs the width; the button is in the settings.
        const std::string_view save = frame.layout.phone() ? "" : "settings.download_data";
        if (strip("start.temporary_banner", Tone::Warning, save))
            context.want(intent::DownloadData{});
    }
    if (context.facts.low_on_room) strip("start.low_on_room", Tone::Warning);
    if (context.facts.asked_to_move) strip("start.asked_to_move", Tone::Info);
    // "Reload" would empty a temporary workspace; the new version comes with the next visit.
    if (!context.facts.update_ready || context.facts.keeping == Keeping::Temporary) return;
    // An edit is never interrupted: the button comes when nothing unsaved is left.
    const bool unsaved = context.workspace.has_unsaved_input();
    if (strip("start.update_ready", Tone::Info, unsaved ? "" : "start.reload"))
        context.want(intent::ReloadForUpdate{});
}

}  // namespace holdfast::ui
