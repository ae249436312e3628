#include "screens/calendar_page.h"

#include <algorithm>
#include <array>

#include "screens/calendar_source.h"
#include "screens/tool_button.h"

namespace holdfast::ui {
namespace {

constexpr float kSearchWidthMax = 320;
constexpr float kGap = 8;
constexpr float kAgendaWidth = 760;
constexpr std::int64_t kMsPerMinute = 60'000;

struct ModeWord {
    CalendarMode mode;
    std::string_view word;
};
constexpr std::array<ModeWord, 4> kModes{{{CalendarMode::Month, "calendar.month"},
                                          {CalendarMode::Week, "calendar.week"},
                                          {CalendarMode::Day, "calendar.one_day"},
                                          {CalendarMode::Agenda, "calendar.agenda"}}};

std::string more_words(int count, void* context) {
    return static_cast<const Strings*>(context)->plural("calendar.more", count);
}

std::string record_address(const ScreenContext& context, const CalendarView& view,
                           const std::string& id) {
    return context.module_address(view.entity()) + "/" + id;
}

/// A phone has no room for seven columns of hours: its week is read as a list.
bool shows_list(const ScreenContext& context, const CalendarView& view) {
    const bool narrow = context.frame.layout.phone() && view.mode() == CalendarMode::Week;
    return narrow || view.mode() == CalendarMode::Agenda;
}

int now_minute(ScreenContext& context) {
    const std::int64_t now = context.workspace.store().environment().now_ms();
    const std::int64_t minutes = now / kMsPerMinute + context.workspace.zone_offset_minutes();
    const std::int64_t rest = minutes % kMinutesPerDay;
    return static_cast<int>(rest < 0 ? rest + kMinutesPerDay : rest);
}

}  // namespace

void CalendarPage::draw(ScreenContext& context) {
    CalendarView* view = context.workspace.calendar();
    if (view == nullptr) return;
    if (address_ != context.workspace.route().address) {
        *this = CalendarPage{};
        address_ = context.workspace.route().address;
        calendar_.selected = view->day();
    }
    if (mode_ != view->mode()) calendar_.scrolled = false;
    mode_ = view->mode();
    Frame& frame = context.frame;
    const EntityDef& entity = view->entity();
    Scope main(frame, Role::Main, context.strings().plural_of(context.name_of(entity)),
               available_rect(frame));
    const ScrollAreaOptions margins = page_margins(frame, 1e9F);
    Region region(frame, "calendar page", inset(available_rect(frame), margins.padding_x, 12));
    Stack stack(frame, 12);
    head_.draw(context, entity);
    draw_bar(context, *view);
    filter_.draw_held(context, entity);
    if (!view->complete()) muted_text(frame, context.word("calendar.partial"));
    draw_body(context, *view);
    draw_undated(context, *view);
    filter_.draw(context, entity);
    take_keys(context, *view);
}

void CalendarPage::draw_bar(ScreenContext& context, CalendarView& view) {
    Frame& frame = context.frame;
    const bool phone = frame.layout.phone();
    const float icon = icon_button_width(frame);
    const std::string_view today = context.word("calendar.today");
    const std::string undated = std::string(context.word("calendar.undated")) + " (" +
                                context.strings().integer(view.undated_count()) + ")";
    const float aside =
        view.undated_count() > 0 && view.movable() && !phone ? button_width(frame, undated) : 1.0F;
    const Part parts[] = {fixed(icon), fixed(button_width(frame, today)), fixed(icon), fill(),
                          fixed(aside)};
    {
        Row row(frame, parts, kGap, RowAlign::Center);
        row.next();
        if (icon_button(frame, Icon::ChevronLeft, context.word("calendar.previous")))
            context.want(intent::StepCalendar{-1});
        row.next();
        if (button(frame, today)) context.want(intent::StepCalendar{0});
        row.next();
        if (icon_button(frame, Icon::ChevronRight, context.word("calendar.next")))
            context.want(intent::StepCalendar{1});
        row.next();
        heading(frame, view.title(), 2);
        row.next();
        if (aside > 1 && button(frame, undated)) undated_open_ = true;
    }
    const ButtonOptions filter{.icon = Icon::Filter};
    const std::string_view word = context.word("ui.filter");
    const bool filters = has_filter_fields(view.entity());
    std::vector<Part> below{fill()};
    if (filters) below.push_back(fixed(tool_button_width(frame, word, filter)));
    if (!phone) below.push_back(fill(1, 0, kSearchWidthMax));
    Row row(frame, below, kGap, RowAlign::Center);
    row.next();
    draw_modes(context, view);
    if (filters) row.next();
    if (filters && tool_button(frame, word, filter)) filter_.open(context, view.entity());
    if (phone) return;
    row.next();
    if (search_.draw(context, view.entity(), view.search())) calendar_.lifted.clear();
}

void CalendarPage::draw_modes(ScreenContext& context, CalendarView& view) {
    std::vector<TabItem> items;
    int selected = 0;
    for (const ModeWord& each : kModes) {
        if (each.mode == view.mode()) selected = static_cast<int>(items.size());
        items.push_back({context.word(each.word)});
    }
    if (tabs(context.frame, context.word("calendar.range"), items, selected))
        context.want(intent::SetCalendarMode{kModes[static_cast<std::size_t>(selected)].mode});
}

void CalendarPage::draw_body(ScreenContext& context, CalendarView& view) {
    if (shows_list(context, view)) return draw_agenda(context, view);
    Frame& frame = context.frame;
    CalendarEntries entries(context, view);
    Strings words = context.strings();
    const CalendarOptions options{.movable = view.movable(),
                                  .resizable = view.resizable(),
                                  .now_minute = now_minute(context),
                                  .hint = context.word("calendar.entry_hint"),
                                  .all_day = context.word("calendar.all_day"),
                                  .nothing = context.word("calendar.nothing"),
                                  .more = more_words,
                                  .context = &words};
    Region region(frame, "calendar", available_rect(frame));
    const std::string title = view.title();
    const bool month = view.mode() == CalendarMode::Month;
    take_events(context, view,
                month ? calendar_month(frame, title, entries, calendar_, options)
                      : calendar_days(frame, title, entries, calendar_, options));
}

void CalendarPage::take_events(ScreenContext& context, CalendarView& view,
                               const CalendarEvents& events) {
    if (!events.opened.empty()) context.go_to(record_address(context, view, events.opened));
    if (events.day >= 0) context.want(intent::SetCalendarDay{events.day, CalendarMode::Day});
    const CalendarShift shift{events.days, events.minutes};
    if (const auto id = parse_record_id(events.moved)) context.want(intent::MoveEntry{*id, shift});
    if (const auto id = parse_record_id(events.resized))
        context.want(intent::ResizeEntry{*id, shift});
    if (!events.announce.empty()) announce(context, view, events.announce);
}

void CalendarPage::announce(ScreenContext& context, CalendarView& view, std::string_view key) {
    std::string words;
    if (key == "calendar.lifted") {
        words = context.strings().format(key, {calendar_.lifted_title});
    } else if (key == "calendar.put_back") {
        words = context.strings().format("board.put_back", {calendar_.lifted_title});
    } else {
        words = view.day_label(calendar_.lifted_day + calendar_.days);
        const std::vector<CalendarEntry>& entries = view.entries();
        const auto found = std::find_if(
            entries.begin(), entries.end(),
            [this](const CalendarEntry& entry) { return to_text(entry.id) == calendar_.lifted; });
        if (found != entries.end() && !found->all_day) {
            const int from = calendar_.resizing ? found->last_minute : found->first_minute;
            const int minute = std::clamp(from + calendar_.minutes, 0, kMinutesPerDay);
            words += ", " + context.strings().time(minute * kMsPerMinute, 0);
        }
    }
    context.frame.page.add(PageRequestKind::Announce, std::move(words));
}

void CalendarPage::draw_agenda(ScreenContext& context, CalendarView& view) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    ScrollArea area(frame, "agenda", rect, {.width_max = kAgendaWidth});
    Stack stack(frame, 12);
    bool any = false;
    for (std::int64_t day = view.first_day(); day < view.first_day() + view.day_count(); ++day) {
        const std::vector<std::size_t> entries = view.entries_on(day);
        if (entries.empty()) continue;
        any = true;
        IdScope scope(frame, std::to_string(day));
        const std::string name = view.day_label(day);
        Card card(frame, "day", {.role = Role::Region, .name = name});
        Stack lines(frame, 8);
        heading(frame, name, 2);
        for (const std::size_t index : entries) {
            const CalendarEntry& entry = view.entries()[index];
            const std::string id = to_text(entry.id);
            IdScope row_scope(frame, id);
            const Part parts[] = {fixed(112), fill()};
            Row row(frame, parts, 12);
            row.next();
            muted_text(frame, entry.time.empty() ? context.word("calendar.all_day")
                                                 : std::string_view(entry.time));
            row.next();
            if (link(frame, entry.title, record_address(context, view, id)))
                context.go_to(record_address(context, view, id));
        }
    }
    if (!any) muted_text(frame, context.word("calendar.nothing"));
}

void CalendarPage::draw_undated(ScreenContext& context, CalendarView& view) {
    if (!undated_open_) return;
    Frame& frame = context.frame;
    const std::string hint =
        context.strings().format("calendar.undated_hint", {context.strings().date(view.day())});
    Dialog dialog(frame, context.word("calendar.undated"), undated_open_, {.detail = hint});
    if (!dialog.shown()) return;
    Stack stack(frame, 8);
    for (const ListRow& row : view.undated()) {
        IdScope scope(frame, to_text(row.id));
        if (!button(frame, row.title, {.width = ButtonWidth::Fill})) continue;
        context.want(intent::PlaceEntry{row.id, view.day()});
        undated_open_ = false;
    }
}

void CalendarPage::take_keys(ScreenContext& context, CalendarView& view) {
    Frame& frame = context.frame;
    if (can_create(context, view.entity()) && frame.take_key({Key::N}))
        context.want(context.new_record(view.entity()));
    if (frame.take_key({Key::PageDown})) context.want(intent::StepCalendar{1});
    if (frame.take_key({Key::PageUp})) context.want(intent::StepCalendar{-1});
}

}  // namespace holdfast::ui
