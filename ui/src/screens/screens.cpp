#include "ui/screens.h"

#include "screens/attention.h"
#include "screens/board_page.h"
#include "screens/calendar_page.h"
#include "screens/command_palette.h"
#include "screens/duplicates_page.h"
#include "screens/import_page.h"
#include "screens/leave_question.h"
#include "screens/record_list.h"
#include "screens/record_page.h"
#include "screens/recycle_bin.h"
#include "screens/search_page.h"
#include "screens/settings.h"
#include "screens/shell.h"
#include "screens/simple_pages.h"
#include "screens/stage_page.h"
#include "screens/sync_page.h"

namespace holdfast::ui {
namespace {

constexpr std::string_view kProduct = "Holdfast";

/// What makes two frames show the same screen; the address also holds what is searched for.
struct ShownScreen {
    ScreenKind screen = ScreenKind::Home;
    EntityId entity = EntityId::None;
    RecordId record;
    std::optional<FormMode> mode;
    bool operator==(const ShownScreen&) const = default;
};

ShownScreen screen_of(Workspace& workspace) {
    const Route& route = workspace.route();
    ShownScreen shown{route.screen, route.entity, route.record, {}};
    if (const FormView* form = workspace.form(); form != nullptr) shown.mode = form->mode();
    return shown;
}

/// Key of the words for a screen that shows no record and no list; empty for those.
std::string_view title_key(ScreenKind screen) {
    switch (screen) {
        case ScreenKind::Home:
            return "ui.home";
        case ScreenKind::Search:
            return "ui.search";
        case ScreenKind::Import:
            return "ui.import";
        case ScreenKind::Duplicates:
            return "merge.title";
        case ScreenKind::Conflicts:
            return "ui.conflicts";
        case ScreenKind::Attention:
            return "ui.needs_attention";
        case ScreenKind::RecycleBin:
            return "ui.recycle_bin";
        case ScreenKind::Sync:
            return "ui.sync";
        case ScreenKind::Settings:
            return "ui.settings";
        case ScreenKind::NotFound:
            return "empty.not_found";
        case ScreenKind::List:
        case ScreenKind::Kanban:
        case ScreenKind::Calendar:
        case ScreenKind::Record:
            break;
    }
    return {};
}

constexpr KeyPress kUndoKey{Key::Z, kPrimary};
constexpr KeyPress kRedoKey{Key::Z, kPrimary | kShift};

void take_undo_keys(ScreenContext& context) {
    if (context.frame.take_key(kUndoKey)) context.want(intent::UndoLast{});
    if (context.frame.take_key(kRedoKey)) context.want(intent::RedoLast{});
}

}  // namespace

struct Screens::Impl {
    Workspace* workspace = nullptr;
    Strings strings;
    HostFacts facts;
    std::vector<Intent> intents;
    std::optional<std::string> route;
    std::uint32_t toast_shown = 0;  // Token of the newest.

    std::optional<ShownScreen> shown;

    Shell shell;
    CommandPalette palette;
    LeaveQuestion leave_question;
    RecordList list;
    BoardPage board;
    CalendarPage calendar;
    RecordPage record;
    ImportPage import;
    Attention attention;
    RecycleBin recycle_bin;
    SearchPage search;
    SyncPage sync;
    StagePage stage;

    void draw_screen(ScreenContext& context);
    void draw_workspace(ScreenContext& context);
    void draw_toast(ScreenContext& context);
    [[nodiscard]] std::string title() const;
};

void Screens::Impl::draw_screen(ScreenContext& context) {
    switch (workspace->route().screen) {
        case ScreenKind::Home:
            return draw_home(context);
        case ScreenKind::List:
            return list.draw(context);
        case ScreenKind::Kanban:
            return board.draw(context);
        case ScreenKind::Calendar:
            return calendar.draw(context);
        case ScreenKind::Record:
            return record.draw(context);
        case ScreenKind::Search:
            return search.draw(context);
        case ScreenKind::Import:
            return import.draw(context);
        case ScreenKind::Duplicates:
            return draw_duplicates(context);
        case ScreenKind::Conflicts:
            return draw_conflicts(context);
        case ScreenKind::Attention:
            return attention.draw(context);
        case ScreenKind::RecycleBin:
            return recycle_bin.draw(context);
        case ScreenKind::Sync:
            return sync.draw(context);
        case ScreenKind::Settings:
            return draw_settings(context);
        case ScreenKind::NotFound:
            return draw_not_found(context);
    }
}

void Screens::Impl::draw_workspace(ScreenContext& context) {
    const ShownScreen wanted = screen_of(*workspace);
    if (shown && *shown != wanted) context.frame.enter_screen();
    shown = wanted;
    const ShellAreas areas = shell_areas(context.frame);
    shell.draw_around(context, areas);
    {
        Region body(context.frame, "body", areas.body);
        const std::string problem = shell.draw_banners(context);
        draw_screen(context);
        // Screens read while they are drawn; the banner that says what failed comes before them.
        if (workspace->problem() != problem) context.frame.again();
    }
    take_undo_keys(context);
    palette.draw(context);
    leave_question.draw(context);
    draw_toast(context);
}

void Screens::Impl::draw_toast(ScreenContext& context) {
    drop_toast(context.frame, workspace->settled_toast());
    const std::optional<Toast>& toast = workspace->toast();
    if (toast && toast->token != toast_shown) {
        toast_shown = toast->token;
        show_toast(context.frame, toast->text,
                   {.tone = toast->problem ? Tone::Danger : Tone::Neutral,
                    .action = toast->undo ? context.word("ui.undo") : std::string_view(),
                    .token = toast->token,
                    .visible_ms = static_cast<double>(kToastMs)});
    }
    if (const std::uint32_t token = draw_toasts(context.frame); token != 0)
        context.want(intent::Undo{token});
}

std::string Screens::Impl::title() const {
    const std::string product(kProduct);
    if (workspace == nullptr) return product;
    if (FormView* form = workspace->form(); form != nullptr)
        return form->title() + " \xC2\xB7 " + product;
    const EntityDef* entity = workspace->store().registry().find(workspace->route().entity);
    const bool many = workspace->list() != nullptr || workspace->kanban() != nullptr ||
                      workspace->calendar() != nullptr;
    if (entity != nullptr && many) {
        const ModuleName name(ModulePlace{entity, workspace->preset()});
        return std::string(strings.plural_of(name)) + " \xC2\xB7 " + product;
    }
    const std::string_view key = title_key(workspace->route().screen);
    if (key.empty() || facts.stage != Stage::Ready) return product;
    return std::string(strings.get(key)) + " \xC2\xB7 " + product;
}

Screens::Screens() : impl_(std::make_unique<Impl>()) {}
Screens::~Screens() = default;

void Screens::show(Workspace* workspace) {
    impl_->workspace = workspace;
    impl_->shown.reset();
}

void Screens::set_strings(const Strings& strings) {
    impl_->strings = strings;
}

HostFacts& Screens::facts() {
    return impl_->facts;
}

void Screens::draw(Frame& frame) {
    frame.page.add(PageRequestKind::Title, impl_->title());
    if (impl_->workspace == nullptr || impl_->facts.stage != Stage::Ready) {
        impl_->stage.draw(frame, impl_->facts, impl_->strings, impl_->intents);
        return;
    }
    ScreenContext context{frame, *impl_->workspace, impl_->facts, impl_->intents};
    impl_->draw_workspace(context);
}

void Screens::on_route(std::string_view fragment) {
    impl_->route = std::string(fragment);
}

std::vector<Intent> Screens::take_intents() {
    return std::exchange(impl_->intents, {});
}

std::optional<std::string> Screens::take_route() {
    return std::exchange(impl_->route, {});
}

KitWords kit_words(const Strings& strings) {
    const auto word = [&](std::string_view key) { return std::string(strings.get(key)); };
    return {.close = word("ui.close"),
            .clear = word("ui.clear"),
            .undo = word("ui.undo"),
            .search = word("ui.search"),
            .no_matches = word("ui.no_options"),
            .choose = word("ui.choose"),
            .required = word("ui.required"),
            .next_rows = word("ui.next_rows"),
            .loading = word("ui.loading"),
            .more = word("ui.more"),
            .back = word("ui.back"),
            .sorted_up = word("ui.ascending"),
            .notifications = word("ui.notifications"),
            .sync = word("ui.sync"),
            .selection = word("mass.selection")};
}

}  // namespace holdfast::ui
