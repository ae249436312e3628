#include "screens/record_list.h"

#include "screens/list_rows.h"
#include "screens/list_tools.h"

namespace holdfast::ui {
namespace {

constexpr float kSearchWidthMax = 420;

SortOrder to_ui(SortDirection direction) {
    return direction == SortDirection::Ascending ? SortOrder::Ascending : SortOrder::Descending;
}

int column_of(const ListView& list, FieldId field) {
    const auto& columns = list.columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].field == field) return static_cast<int>(i);
    return -1;
}

/// "3 of 27".
std::string shown_of_all(const Strings& strings, ListView& list) {
    return strings.format("filter.count",
                          {strings.integer(list.row_count()), strings.integer(list.total_count())});
}

}  // namespace

void RecordList::start_over(std::string address) {
    address_ = std::move(address);
    grid_ = GridState{};
    filter_ = ListFilter{};
    columns_ = ColumnChoice{};
    export_ = ExportChoice{};
}

void RecordList::draw(ScreenContext& context) {
    ListView* list = context.workspace.list();
    if (list == nullptr) return;
    if (address_ != context.workspace.route().address)
        start_over(context.workspace.route().address);
    Frame& frame = context.frame;
    Scope main(frame, Role::Main, context.strings().plural_of(context.name_of(list->entity())),
               available_rect(frame));
    const ScrollAreaOptions margins = page_margins(frame, 1e9F);
    Region region(frame, "list", inset(available_rect(frame), margins.padding_x, 12));
    Stack stack(frame, 12);
    head_.draw(context, list->entity());
    draw_tools(context, *list);
    if (!context.workspace.filters().empty())
        filter_.draw_held(context, list->entity(), shown_of_all(context.strings(), *list));
    selection_.draw_bar(context, *list);
    draw_grid(context, *list);
    filter_.draw(context, list->entity());
    columns_.draw(context, *list);
    export_.draw(context, *list);
    mass_edit_.draw(context);
    selection_.take_keys(context);
    take_keys(context, *list);
}

void RecordList::draw_tools(ScreenContext& context, ListView& list) {
    Frame& frame = context.frame;
    ListTools tools(context, list);
    const Part parts[] = {fill(1, 0, kSearchWidthMax), fixed(tools.width())};
    Row row(frame, parts, 12, RowAlign::Center);
    row.next();
    draw_search(context, list);
    row.next();
    switch (tools.draw()) {
        case ListTool::Filter:
            return filter_.open(context, list.entity());
        case ListTool::Columns:
            return columns_.open(list);
        case ListTool::Select:
            return selection_.turn(context, grid_);
        case ListTool::Import:
            return context.go_to(context.module_address(list.entity()) + "/import");
        case ListTool::Export:
            return export_.open(context.frame);
        case ListTool::None:
            return;
    }
}

void RecordList::draw_search(ScreenContext& context, ListView& list) {
    if (search_.draw(context, list.entity(), list.search())) grid_.cursor = 0;
}

void RecordList::draw_grid(ScreenContext& context, ListView& list) {
    if (list.row_count() == 0) return draw_empty(context, list);
    const bool shared = context.workspace.sync_status().phase != SyncPhase::Standalone;
    const RecordSelection* selection = context.workspace.selection();
    ListRows rows(list, context.strings(), shared ? MarkColumn::Shown : MarkColumn::Hidden,
                  selection);
    grid_.choosing = selection != nullptr;
    grid_.sort_column = column_of(list, list.sort_field());
    grid_.sort_order = to_ui(list.sort_direction());
    Region region(context.frame, "grid", available_rect(context.frame));
    obey_grid(context, list,
              grid(context.frame, context.strings().plural_of(context.name_of(list.entity())),
                   rows.columns(), rows, grid_));
}

void RecordList::obey_grid(ScreenContext& context, ListView& list, const GridEvents& events) {
    const auto sorted = static_cast<std::size_t>(grid_.sort_column);
    if (events.sort_changed && sorted < list.columns().size()) {
        context.want(
            intent::SetSort{list.columns()[sorted].field, grid_.sort_order == SortOrder::Descending
                                                              ? SortDirection::Descending
                                                              : SortDirection::Ascending});
    }
    if (events.activated < 0) return;
    if (!selection_.take_row(context, events))
        context.go_to(context.module_address(list.entity()) + "/" +
                      to_text(list.row(events.activated).id));
}

void RecordList::draw_empty(ScreenContext& context, ListView& list) {
    const EntityDef& entity = list.entity();
    if (list.total_count() > 0) {
        const EmptyAnswer answer =
            empty_state(context, {.icon = Icon::SearchX,
                                  .title = context.word("empty.no_results"),
                                  .detail = context.word("empty.no_results_hint"),
                                  .secondary = context.word("ui.clear_search")});
        if (answer != EmptyAnswer::Secondary) return;
        context.want(intent::SetSearch{""});
        context.want(intent::SetFilters{});
        return;
    }
    const PresetDef* preset = context.workspace.preset();
    const EntityDef* starter = context.workspace.starter_for(entity.id);
    const bool imports = starter == nullptr && list.allows(holdfast::Action::Import);
    const std::string_view title = context.strings().phrase_of(context.name_of(entity), "empty");
    const bool creates = can_create(context, entity);
    const EmptyAnswer answer = empty_state(
        context, {.icon = icon_of(preset == nullptr ? entity.icon : preset->icon),
                  .title = title,
                  .detail = context.word(starter != nullptr ? "starter.hint"
                                         : creates          ? "empty.no_records_hint"
                                                            : "empty.nothing_to_see_hint"),
                  .primary = creates ? context.strings().phrase_of(context.name_of(entity), "new")
                                     : std::string_view(),
                  .secondary = starter != nullptr ? context.word("starter.use")
                               : imports          ? context.word("ui.import")
                                                  : std::string_view()});
    if (answer == EmptyAnswer::Primary) context.want(context.new_record(entity));
    if (answer != EmptyAnswer::Secondary) return;
    if (starter != nullptr) return context.want(intent::UseStarter{starter->id});
    context.go_to(context.module_address(entity) + "/import");
}

void RecordList::take_keys(ScreenContext& context, ListView& list) {
    if (can_create(context, list.entity()) && context.frame.take_key({Key::N}))
        context.want(context.new_record(list.entity()));
    if (context.frame.take_key({Key::Slash})) {
        context.frame.focus(context.strings().phrase_of(context.name_of(list.entity()), "search"));
    }
}

}  // namespace holdfast::ui
