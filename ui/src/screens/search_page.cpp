#include "screens/search_page.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 760;

/// Only so many are looked for: beyond them it is known that there are more, not how many.
std::string count_words(ScreenContext& context, const EntityDef& entity, const SearchGroup& group) {
    std::string words = context.strings().count_of(entity, group.count);
    return group.has_more ? context.strings().format("search.or_more", {std::move(words)}) : words;
}

void draw_hit(ScreenContext& context, const ListRow& row, const std::string& address) {
    Frame& frame = context.frame;
    IdScope scope(frame, to_text(row.id));
    Stack stack(frame, 0);
    if (link(frame, row.title, address)) context.go_to(address);
    std::string more;
    for (const ListCell& cell : row.cells) more += (more.empty() ? "" : " \xC2\xB7 ") + cell.text;
    if (!more.empty()) muted_text(frame, more);
}

void draw_group(ScreenContext& context, const SearchGroup& group) {
    Frame& frame = context.frame;
    const EntityDef* entity = context.workspace.store().registry().find(group.entity);
    if (entity == nullptr || group.count == 0) return;
    Card card(frame, entity->key, {.role = Role::Region, .name = group.label});
    Stack stack(frame, 8);
    section_heading(frame, group.label, count_words(context, *entity, group));
    for (std::size_t index = 0; index < group.rows.size(); ++index)
        draw_hit(context, group.rows[index], group.addresses[index]);
}

bool found_nothing(const std::vector<SearchGroup>& groups) {
    for (const SearchGroup& group : groups)
        if (group.count > 0) return false;
    return true;
}

}  // namespace

void SearchPage::draw(ScreenContext& context) {
    const Route& route = context.workspace.route();
    if (!typing_) text_ = route.search;
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, context.word("ui.search"), rect);
    ScrollArea area(frame, "search", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, context.word("ui.search"), 1);
    draw_box(context);
    if (route.search.empty()) return;
    const std::vector<SearchGroup>& groups = context.workspace.search_groups();
    for (const SearchGroup& group : groups) draw_group(context, group);
    if (!context.workspace.search_complete())
        return muted_text(frame, context.word("search.still_looking"));
    if (!found_nothing(groups)) return;
    const std::string title = context.strings().format("empty.no_results_for", {route.search});
    (void)empty_state(
        context,
        {.icon = Icon::SearchX, .title = title, .detail = context.word("empty.no_results_hint")});
}

void SearchPage::draw_box(ScreenContext& context) {
    const FieldEvents events =
        search_box(context.frame, context.word("ui.search"), text_, context.word("ui.search"));
    typing_ = events.focused;
    if (!events.changed || events.composing) return;
    context.want(intent::SetSearch{text_});
}

}  // namespace holdfast::ui
