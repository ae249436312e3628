#include "screens/board_page.h"

#include <algorithm>

#include "screens/tool_button.h"

namespace holdfast::ui {
namespace {

constexpr float kSearchWidthMax = 420;
constexpr float kGap = 8;

DropVerdict to_ui(MoveVerdict verdict) {
    switch (verdict) {
        case MoveVerdict::Allowed:
            return DropVerdict::Fine;
        case MoveVerdict::NeedsMore:
            return DropVerdict::Asks;
        case MoveVerdict::Forbidden:
            break;
    }
    return DropVerdict::Refused;
}

/// The view model as the kit's board wants it.
class Cards final : public BoardSource {
public:
    Cards(ScreenContext& context, KanbanView& view) : context_(context), view_(view) {}

    [[nodiscard]] int column_count() override { return static_cast<int>(view_.columns().size()); }

    [[nodiscard]] BoardColumn column(int index) override {
        const KanbanColumn& column = view_.columns()[static_cast<std::size_t>(index)];
        return {column.label, context_.strings().count_of(view_.entity(), column.count), column.sum,
                static_cast<int>(column.count), holdfast::ui::to_ui(column.tone)};
    }

    [[nodiscard]] int fact_count(int column, int index) override {
        const KanbanCard* card = view_.card(static_cast<std::size_t>(column), index);
        return card == nullptr ? -1 : static_cast<int>(card->facts.size());
    }

    void read_card(int column, int index, BoardCard& made) override {
        const KanbanCard* card = view_.card(static_cast<std::size_t>(column), index);
        if (card == nullptr) return;
        made.key = to_text(card->id);
        made.title = card->title;
        for (const KanbanFact& fact : card->facts) {
            const Tone tone = holdfast::ui::to_ui(fact.tone);
            const bool chip = fact.kind == holdfast::CellKind::State || tone != Tone::Neutral;
            made.facts.push_back({fact.text, tone, chip});
            if (tone == Tone::Danger || tone == Tone::Warning) made.edge = tone;
        }
        if (card->mark == RowMark::Pending) made.mark = context_.word("ui.mark_pending");
        if (card->mark == RowMark::Conflict) made.mark = context_.word("ui.mark_conflict");
    }

    [[nodiscard]] DropAdvice advise(const std::string& key, int column) override {
        const auto id = parse_record_id(key);
        if (!id) return {DropVerdict::Refused, {}};
        MoveAdvice advice = view_.advise(*id, static_cast<std::size_t>(column));
        return {to_ui(advice.verdict), std::move(advice.sentence)};
    }

private:
    ScreenContext& context_;
    KanbanView& view_;
};

}  // namespace

void BoardPage::draw(ScreenContext& context) {
    KanbanView* view = context.workspace.kanban();
    if (view == nullptr) return;
    if (address_ != context.workspace.route().address) {
        *this = BoardPage{};
        address_ = context.workspace.route().address;
    }
    Frame& frame = context.frame;
    const EntityDef& entity = view->entity();
    Scope main(frame, Role::Main, context.strings().plural_of(context.name_of(entity)),
               available_rect(frame));
    const ScrollAreaOptions margins = page_margins(frame, 1e9F);
    Region region(frame, "board page", inset(available_rect(frame), margins.padding_x, 12));
    Stack stack(frame, 12);
    head_.draw(context, entity);
    draw_tools(context, *view);
    filter_.draw_held(context, entity);
    draw_board(context, *view);
    filter_.draw(context, entity);
    draw_column_choice(context, *view);
    if (can_create(context, entity) && frame.take_key({Key::N}))
        context.want(context.new_record(entity));
    if (frame.take_key({Key::Slash}))
        frame.focus(context.strings().phrase_of(context.name_of(entity), "search"));
}

void BoardPage::draw_tools(ScreenContext& context, KanbanView& view) {
    Frame& frame = context.frame;
    const EntityDef& entity = view.entity();
    const std::string_view filter = context.word("ui.filter");
    const std::string_view columns = context.word("board.columns_by");
    const ButtonOptions by{.icon = Icon::Columns3, .expanded = choosing_, .opens_menu = true};
    const bool filters = has_filter_fields(entity);
    std::vector<Part> parts{fill(1, 0, kSearchWidthMax)};
    if (filters) parts.push_back(fixed(tool_button_width(frame, filter, {.icon = Icon::Filter})));
    parts.push_back(fixed(tool_button_width(frame, columns, by)));
    Row row(frame, parts, kGap, RowAlign::Center);
    row.next();
    if (search_.draw(context, entity, view.query().search)) board_ = BoardState{};
    if (filters) row.next();
    if (filters && tool_button(frame, filter, {.icon = Icon::Filter}))
        filter_.open(context, entity);
    row.next();
    const bool choosing = tool_button(frame, columns, by);
    choice_anchor_ = last_rect(frame);
    if (choosing) choosing_ = true;
}

void BoardPage::draw_column_choice(ScreenContext& context, KanbanView& view) {
    if (!choosing_) return;
    const EntityDef& entity = view.entity();
    const std::vector<FieldId> fields = KanbanView::column_fields(entity);
    std::vector<MenuEntry> entries;
    for (const FieldId field : fields)
        entries.push_back({.label = context.strings().label_of(entity, *entity.find_field(field)),
                           .icon = field == view.column_field() ? Icon::Check : Icon::None});
    const int chosen =
        menu(context.frame, context.word("board.columns_by"), choice_anchor_, entries, choosing_);
    if (chosen < 0) return;
    board_ = BoardState{};
    context.want(intent::SetKanbanColumns{fields[static_cast<std::size_t>(chosen)]});
}

void BoardPage::draw_board(ScreenContext& context, KanbanView& view) {
    Frame& frame = context.frame;
    Cards cards(context, view);
    const std::int64_t left_out = view.columns_left_out();
    if (left_out > 0) muted_text(frame, context.strings().plural("board.more_columns", left_out));
    Region region(frame, "board", available_rect(frame));
    const BoardEvents events =
        board(frame, context.word("views.board"), cards, board_,
              {context.word("board.nothing_here"), context.word("board.card_hint"),
               context.word("board.drop_here")});
    if (!events.announce.empty()) announce(context, view, events.announce);
    if (!events.opened.empty())
        context.go_to(context.module_address(view.entity()) + "/" + events.opened);
    if (events.moved.empty()) return;
    if (const auto id = parse_record_id(events.moved))
        context.want(intent::MoveCard{*id, static_cast<std::size_t>(events.moved_to)});
}

// What the eye sees in the head of a column, the ear is told.
void BoardPage::announce(ScreenContext& context, KanbanView& view, std::string_view key) {
    const auto to = static_cast<std::size_t>(board_.lifted_to);
    const std::vector<KanbanColumn>& columns = view.columns();
    std::string words = context.strings().format(key, {board_.lifted_title});
    if (key == "board.over" && to < columns.size()) {
        words = context.strings().format(key, {columns[to].label});
        const auto id = parse_record_id(board_.lifted);
        if (id && board_.lifted_to != board_.lifted_from)
            if (const MoveAdvice advice = view.advise(*id, to); !advice.sentence.empty())
                words += ". " + advice.sentence;
    }
    context.frame.page.add(PageRequestKind::Announce, std::move(words));
}

}  // namespace holdfast::ui
