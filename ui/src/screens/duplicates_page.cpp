#include "screens/duplicates_page.h"

#include <array>
#include <string>

#include "screens/merge_dialog.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 760;
constexpr float kGap = 8;

void draw_searching(ScreenContext& context, const DuplicateListView& view) {
    Frame& frame = context.frame;
    muted_text(frame, context.word("merge.searching"));
    progress_bar(frame, context.word("merge.find"), static_cast<float>(view.share_done()));
    if (button(frame, context.word("duplicates.stop"))) context.want(intent::StopDuplicateScan{});
}

void draw_nothing(ScreenContext& context, const DuplicateListView& view) {
    const bool stopped = view.phase() == DuplicateListView::Phase::Stopped;
    const EmptyAnswer answer = empty_state(
        context,
        {.icon = Icon::Merge,
         .title = context.word(stopped ? "duplicates.stopped" : "duplicates.none"),
         .detail = context.word(stopped ? "duplicates.stopped_hint" : "duplicates.none_hint"),
         .primary = context.word("duplicates.search_again")});
    if (answer == EmptyAnswer::Primary) context.want(intent::StartDuplicateScan{});
}

void draw_record(ScreenContext& context, const AlikeRecord& record) {
    Frame& frame = context.frame;
    IdScope id(frame, to_text(record.record));
    if (link(frame, record.title, record.address)) context.go_to(record.address);
    if (!record.detail.empty()) muted_text(frame, record.detail);
}

/// Of those that are named.
std::string names_in(const AlikeGroup& group) {
    std::string names;
    for (const AlikeRecord& record : group.records)
        names += (names.empty() ? "" : ", ") + record.title;
    return names;
}

void draw_group(ScreenContext& context, const AlikeGroup& group) {
    Frame& frame = context.frame;
    IdScope id(frame, std::to_string(group.number));
    Card card(frame, "group", {.role = Role::Article, .name = names_in(group)});
    Stack stack(frame, kGap);
    section_heading(
        frame,
        context.strings().plural("duplicates.records", static_cast<std::int64_t>(group.count)),
        context.strings().format("merge.same", {group.fields}));
    for (const AlikeRecord& record : group.records) draw_record(context, record);
    if (group.count > group.records.size())
        muted_text(frame, context.strings().plural(
                              "duplicates.not_named",
                              static_cast<std::int64_t>(group.count - group.records.size())));
    const std::array<DialogButton, 3> buttons{{
        {context.word("duplicates.compare"), ButtonKind::Primary},
        {context.word("duplicates.keep_apart")},
        {context.word("duplicates.skip"), ButtonKind::Ghost},
    }};
    const int pressed = dialog_buttons(frame, buttons);
    if (pressed == 0) context.want(intent::OpenDuplicates{group.number});
    if (pressed == 1) context.want(intent::KeepApart{group.number});
    if (pressed == 2) context.want(intent::SkipDuplicates{group.number});
}

void draw_found(ScreenContext& context, DuplicateListView& view,
                const std::vector<AlikeGroup>& groups) {
    Frame& frame = context.frame;
    if (groups.empty()) return draw_nothing(context, view);
    muted_text(frame, context.strings().plural("duplicates.groups",
                                               static_cast<std::int64_t>(view.group_count())));
    if (view.has_more_in_module()) muted_text(frame, context.word("duplicates.more_in_module"));
    if (view.phase() == DuplicateListView::Phase::Stopped)
        muted_text(frame, context.word("duplicates.stopped_hint"));
    for (const AlikeGroup& group : groups) draw_group(context, group);
    if (view.can_show_more() && button(frame, context.word("bin.show_more")))
        context.want(intent::ShowMoreDuplicates{});
    if (button(frame, context.word("duplicates.search_again"), {.icon = Icon::RefreshCw}))
        context.want(intent::StartDuplicateScan{});
}

}  // namespace

void draw_duplicates(ScreenContext& context) {
    DuplicateListView* view = context.workspace.duplicates();
    if (view == nullptr) return;
    Frame& frame = context.frame;
    const EntityDef& entity = *context.workspace.store().registry().find(view->entity());
    const std::string title = context.strings().format(
        "duplicates.title", {std::string(context.strings().plural_of(entity))});
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, title, rect);
    ScrollArea area(frame, "duplicates", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, title, 1);
    if (view->phase() == DuplicateListView::Phase::Searching) return draw_searching(context, *view);
    // What could not be read is told by the banner of the shell.
    if (const auto groups = view->groups()) draw_found(context, *view, **groups);
    draw_merge_dialog(context);
}

}  // namespace holdfast::ui
