#include "screens/search_page.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 760;

bool is_plain(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

/// Percent-encoding, so that any text can stand in an address.
std::string encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (is_plain(letter)) {
            result += letter;
        } else {
            result += '%';
            result += kDigits[byte >> 4U];
            result += kDigits[byte & 15U];
        }
    }
    return result;
}

void draw_group(ScreenContext& context, const SearchGroup& group) {
    Frame& frame = context.frame;
    const EntityDef* entity = context.workspace.store().registry().find(group.entity);
    if (entity == nullptr || group.count == 0) return;
    Card card(frame, entity->key, {.role = Role::Region, .name = group.label});
    Stack stack(frame, 8);
    section_heading(frame, group.label, context.strings().count_of(*entity, group.count));
    for (const ListRow& row : group.rows) {
        const std::string id = to_text(row.id);
        IdScope scope(frame, id);
        const std::string address = "#/" + entity->key + "/" + id;
        if (link(frame, row.title, address)) context.go_to(address);
    }
}

bool found_nothing(const std::vector<SearchGroup>& groups) {
    for (const SearchGroup& group : groups)
        if (group.count > 0) return false;
    return true;
}

}  // namespace

void SearchPage::draw(ScreenContext& context) {
    const Route& route = context.workspace.route();
    if (address_ != route.address) {
        address_ = route.address;
        text_ = route.search;
    }
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
    if (!found_nothing(groups)) return;
    const std::string title = context.strings().format("empty.no_results_for", {route.search});
    (void)empty_state(
        frame,
        {.icon = Icon::SearchX, .title = title, .detail = context.word("empty.no_results_hint")});
}

void SearchPage::draw_box(ScreenContext& context) {
    const FieldEvents events =
        search_box(context.frame, context.word("ui.search"), text_, context.word("ui.search"));
    if (!events.changed || events.composing) return;
    address_ = "#/search?q=" + encoded(text_);
    context.go_to(address_);
}

}  // namespace holdfast::ui
