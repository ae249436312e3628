#include <algorithm>
#include <span>
#include <vector>

#include "screens/simple_pages.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 960;
constexpr std::size_t kRecordsMaxOnPhone = 3;

void draw_module_title(ScreenContext& context, const ModuleLink& module) {
    Frame& frame = context.frame;
    constexpr float kIcon = 24;
    const Part parts[] = {fixed(kIcon), fill()};
    Row row(frame, parts, 12, RowAlign::Center);
    row.next();
    paint_icon(frame, icon_of(module.icon), kIcon, frame.theme.palette->tone(Tone::Accent).text,
               rect_at(available_rect(frame).min, {kIcon, kIcon}));
    space(frame, kIcon);
    row.next();
    if (link(frame, module.label, module.address)) context.go_to(module.address);
}

void draw_records(ScreenContext& context, const EntityDef& entity, const SearchGroup& group) {
    Frame& frame = context.frame;
    if (group.count == 0) return muted_text(frame, context.strings().phrase_of(entity, "empty"));
    muted_text(frame, context.strings().count_of(entity, group.count));
    const std::size_t count_max = frame.layout.phone() ? kRecordsMaxOnPhone : group.rows.size();
    for (const ListRow& row : std::span(group.rows).first(std::min(count_max, group.rows.size()))) {
        const std::string id = to_text(row.id);
        IdScope scope(frame, id);
        const std::string address = "#/" + entity.key + "/" + id;
        if (link(frame, row.title, address)) context.go_to(address);
    }
}

void draw_module(ScreenContext& context, const ModuleLink& module) {
    const EntityDef* entity = context.workspace.store().registry().find(module.entity);
    if (entity == nullptr) return;
    Frame& frame = context.frame;
    Card card(frame, module.address, {.role = Role::Region, .name = module.label});
    Stack stack(frame, 12);
    draw_module_title(context, module);
    for (const SearchGroup& group : context.workspace.overview())
        if (group.entity == module.entity) draw_records(context, *entity, group);
    if (module.can_create && button(frame, module.new_label, {.icon = Icon::Plus}))
        context.want(intent::NewRecord{module.entity});
}

template <typename Draw>
void draw_in_columns(Frame& frame, std::size_t count, Draw&& draw) {
    const Columns columns(frame, 3);
    for (std::size_t first = 0; first < count; first += columns.count()) {
        Row row(frame, columns.parts(), frame.theme.metrics.gap);
        for (std::size_t i = first; i < first + columns.count() && i < count; ++i) {
            row.next();
            draw(i);
        }
    }
}

/// The modules of one part of the navigation, as links.
struct ModuleGroup {
    std::string_view label;
    std::vector<const ModuleLink*> modules;
};

void draw_group(ScreenContext& context, const ModuleGroup& group) {
    Card card(context.frame, group.label, {.role = Role::Region, .name = group.label});
    Stack stack(context.frame, 8);
    section_heading(context.frame, group.label);
    for (const ModuleLink* module : group.modules) draw_module_title(context, *module);
}

/// Pinned modules with their first records, then all modules in their groups.
void draw_modules(ScreenContext& context) {
    std::vector<const ModuleLink*> pinned;
    std::vector<ModuleGroup> groups;
    for (const ModuleLink& module : context.workspace.modules()) {
        if (module.pinned) pinned.push_back(&module);
        if (groups.empty() || groups.back().label != module.group)
            groups.push_back({module.group, {}});
        groups.back().modules.push_back(&module);
    }
    draw_in_columns(context.frame, pinned.size(),
                    [&](std::size_t i) { draw_module(context, *pinned[i]); });
    heading(context.frame, context.word("home.all_modules"), 2);
    draw_in_columns(context.frame, groups.size(),
                    [&](std::size_t i) { draw_group(context, groups[i]); });
}

void draw_waiting(ScreenContext& context, std::string_view key, std::size_t count,
                  std::string_view address) {
    if (count == 0) return;
    const std::string sentence = context.strings().plural(key, static_cast<std::int64_t>(count));
    if (banner(context.frame, sentence,
               {.tone = Tone::Warning, .action = context.word("ui.open")})) {
        context.go_to(address);
    }
}

}  // namespace

void draw_home(ScreenContext& context) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, context.word("ui.home"), rect);
    ScrollArea area(frame, "home", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, context.word("home.welcome"), 1);
    if (context.facts.keeping != Keeping::Temporary || context.facts.demo)
        muted_text(frame, context.word(context.facts.demo ? "home.demo" : "home.hint"));
    draw_waiting(context, "ui.conflict_count", context.workspace.conflicts().size(), "#/conflicts");
    draw_waiting(context, "sync.attention", context.workspace.attention().size(), "#/attention");
    if (context.workspace.modules().empty())
        empty_state(context, {.icon = Icon::Info,
                              .title = context.word("home.no_rights"),
                              .detail = context.word("home.no_rights_hint")});
    else
        draw_modules(context);
}

}  // namespace holdfast::ui
