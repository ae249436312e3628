#include "host.h"

#include <algorithm>

#include "host_words.h"

namespace holdfast::wasm {
namespace {

constexpr int kSliceMs = 8;
/// While a person watches an import: fewer, larger commits; a tap is still answered within 50 ms.
constexpr int kWatchedSliceMs = 24;
constexpr std::size_t kExportSliceBytes = std::size_t{1} << 20;
constexpr std::string_view kHomeAddress = "#/home";
constexpr std::string_view kTableFiles = ".csv,.tsv,.txt,text/csv,text/tab-separated-values";

double sooner(double first, double second) {
    if (first < 0) return second;
    return second < 0 ? first : std::min(first, second);
}

}  // namespace

Host::Host(ui::GlyphSource& glyphs, ui::Renderer& renderer)
    : platform_(screens_, glyphs, renderer), strings_(language_from_tag(browser_language())) {
    screens_.set_strings(strings_);
    platform_.set_words(ui::kit_words(strings_));
}

Workspace* Host::workspace() {
    return session_ ? &session_->workspace() : nullptr;
}

SyncDriver* Host::sync() {
    if (!session_) return nullptr;
    frame_wished_ = true;
    session_->housekeeping().on_activity(environment_.now_ms());
    return &session_->sync();
}

void Host::open(WorkspaceKind kind) {
    frame_wished_ = true;
    Result<std::unique_ptr<Session>> opened = Session::open(kind, environment_);
    if (!opened) {
        const bool start_again =
            opened.error().code == ErrorCode::Conflict && kind == WorkspaceKind::Demo;
        return start_again ? command(Command::StartDemoAgain) : show_failure(opened.error());
    }
    session_ = std::move(*opened);
    screens_.facts().demo = kind == WorkspaceKind::Demo;
    screens_.facts().stage = session_->demo() ? ui::Stage::Loading : ui::Stage::Ready;
    screens_.show(&session_->workspace());
    apply_settings();
    session_->workspace().navigate(route_);
    // Before the page hears that it is ready: whoever goes on at once is not called back.
    carry_out_requests();
    session_->sync().start();
}

void Host::close() {
    frame_wished_ = true;
    screens_.show(nullptr);
    end_export();
    session_.reset();
    screens_.facts().stage = ui::Stage::Released;
}

void Host::show_stage(ui::Stage stage, std::string_view problem) {
    frame_wished_ = true;
    screens_.facts().stage = stage;
    screens_.facts().problem = problem.empty() ? std::string() : std::string(strings_.get(problem));
}

void Host::start_new(WorkspaceKind kind) {
    close();
    const Status begun = begin_new_workspace();
    if (!begun && begun.error().code == ErrorCode::Conflict)
        return show_stage(ui::Stage::Recovery, "start.new_refused");
    if (!begun) return show_failure(begun.error());
    // What the address names was in the other files.
    route_ = kHomeAddress;
    platform_.page().add(ui::PageRequestKind::Route, route_);
    open(kind);
}

void Host::show_problem(std::string_view problem, std::string_view detail) {
    frame_wished_ = true;
    std::string sentence = strings_.format(problem, {std::string(detail)});
    if (session_ && screens_.facts().stage == ui::Stage::Ready)
        return session_->workspace().on_problem(std::move(sentence));
    screens_.facts().problem = std::move(sentence);
}

void Host::show_failure(const Error& error) {
    const Recovery recovery = recovery_from(error.code);
    show_stage(ui::Stage::Recovery, recovery.problem);
    screens_.facts().remedy = recovery.remedy;
    if (error.code == ErrorCode::Full) screens_.facts().problem = strings_.sentence(error);
}

bool Host::has_unsaved_input() const {
    return session_ && session_->workspace().has_unsaved_input();
}

void Host::ask_hand_over() {
    frame_wished_ = true;
    screens_.facts().asked_to_move = true;
}

void Host::forget_hand_over() {
    frame_wished_ = true;
    screens_.facts().asked_to_move = false;
}

void Host::on_file_picked(std::uint32_t token, std::string name) {
    frame_wished_ = true;
    auto file = std::make_unique<PickedFile>(token);
    if (session_) session_->workspace().on_file_picked(std::move(name), std::move(file));
}

void Host::on_update_ready() {
    frame_wished_ = true;
    screens_.facts().update_ready = true;
}

void Host::on_visible(bool visible) {
    if (!session_) return;
    session_->sync().on_visible(visible);
    if (!visible) (void)session_->housekeeping().settle();
}

void Host::on_copied(Clipboard answer) {
    frame_wished_ = true;
    if (session_) session_->workspace().on_copied(answer);
}

void Host::on_kept(ui::Keeping keeping, std::int64_t bytes_used, std::int64_t bytes_granted) {
    ui::HostFacts& facts = screens_.facts();
    facts.keeping = keeping;
    facts.bytes_used = bytes_used;
    facts.bytes_granted = bytes_granted;
    frame_wished_ = true;
}

Status Host::begin_export() {
    if (!session_) return fail(ErrorCode::NotFound, "host.begin_export");
    if (export_) return fail(ErrorCode::Conflict, "host.begin_export");
    export_.emplace(TRY(DatabaseExport::begin(session_->workspace().store().database(),
                                              session_->storage().active_slots())));
    session_->housekeeping().pause();
    export_slice_.resize(kExportSliceBytes);
    return {};
}

int Host::read_export() {
    if (!export_) return -1;
    const Result<std::size_t> count = export_->read(export_slice_);
    return count ? static_cast<int>(*count) : -1;
}

void Host::end_export() {
    export_.reset();
    export_slice_ = {};
    if (session_) session_->housekeeping().resume();
}

std::optional<Generation> Host::kept_files() {
    if (!session_) return std::nullopt;
    return session_->storage().files().kept();
}

double Host::draw_frame(double now_ms) {
    fill_in_facts();
    say_state();
    double wake = platform_.draw_frame(now_ms);
    frame_wished_ = false;
    obey();
    wake = frame_after(wake);
    if (wake < 0 || wake > 0) settled_frame_ = platform_.settled_frame();
    return wake;
}

double Host::frame_after(double wake_ms) {
    if (take_frame_wish()) return 0;
    if (!session_) return wake_ms;
    const std::optional<std::int64_t> next = session_->workspace().next_wake_ms();
    if (!next) return wake_ms;
    return sooner(wake_ms,
                  static_cast<double>(std::max<std::int64_t>(*next - environment_.now_ms(), 1)));
}

bool Host::take_frame_wish() {
    return std::exchange(frame_wished_, false);
}

void Host::obey() {
    if (std::optional<std::string> route = screens_.take_route()) {
        frame_wished_ = true;
        route_ = *route;
        if (session_ && route_ != session_->workspace().route().address)
            session_->workspace().navigate(route_);
    }
    for (const Intent& intent : screens_.take_intents()) {
        frame_wished_ = true;
        if (session_ && screens_.facts().stage == ui::Stage::Ready) {
            session_->workspace().handle(intent);
            after_intent(intent);
        } else {
            obey_without_workspace(intent);
        }
    }
    if (!session_) return;
    answer_hand_over();
    const ScreenKind screen = session_->workspace().route().screen;
    if (std::exchange(screen_, screen) != screen && screen == ScreenKind::Settings)
        command(Command::MeasureStorage);
    carry_out_requests();
}

void Host::carry_out_requests() {
    for (const HostRequest& request : session_->workspace().take_requests()) {
        frame_wished_ = true;
        carry_out(request);
    }
}

void Host::after_intent(const Intent& intent) {
    session_->housekeeping().on_activity(environment_.now_ms());
    const ui::Keeping keeping = screens_.facts().keeping;
    const bool unsafe = keeping == ui::Keeping::BestEffort;
    if (std::holds_alternative<intent::Save>(intent) && unsafe && !asked_to_keep_) {
        asked_to_keep_ = true;
        command(Command::AskToKeep);
    }
}

void Host::answer_hand_over() {
    if (!screens_.facts().asked_to_move || has_unsaved_input()) return;
    screens_.facts().asked_to_move = false;
    command(Command::HandOver);
}

void Host::obey_without_workspace(const Intent& intent) {
    if (std::holds_alternative<intent::UseHere>(intent)) command(Command::UseHere);
    if (std::holds_alternative<intent::StopWaiting>(intent)) command(Command::StopWaiting);
    if (std::holds_alternative<intent::UseTemporaryWorkspace>(intent))
        command(Command::UseTemporary);
    if (std::holds_alternative<intent::DownloadData>(intent)) command(Command::DownloadData);
    if (std::holds_alternative<intent::StartNewWorkspace>(intent)) command(Command::StartNew);
    if (std::holds_alternative<intent::TryAgain>(intent)) command(Command::TryAgain);
    if (std::holds_alternative<intent::ReloadForUpdate>(intent)) command(Command::Reload);
}

void Host::carry_out(const HostRequest& request) {
    using Kind = HostRequest::Kind;
    using Page = ui::PageRequestKind;
    ui::PageRequests& page = platform_.page();
    switch (request.kind) {
        case Kind::PickFile:
            return page.add(Page::PickFile, std::string(kTableFiles), request.name);
        case Kind::Download:
            return page.add(Page::Download, request.name, request.content);
        case Kind::DownloadPart:
            return page.add(Page::DownloadPart, request.name, request.content);
        case Kind::CopyText:
            return page.add(Page::CopyText, request.content);
        case Kind::SetAddress:
            // What the page shows already is not said again: meanwhile somebody may have gone on.
            if (request.name == route_) return;
            route_ = request.name;
            return page.add(Page::Route, request.name);
        case Kind::ReplaceAddress:
            return page.add(Page::Route, request.name, "replace");
        case Kind::SetLanguage:
        case Kind::SetTheme:
            return apply_settings();
        case Kind::SyncNow:
            return session_->sync().sync_now();
        case Kind::Enrol:
            return session_->sync().enrol(request.name);
        case Kind::UseHere:
            return command(Command::UseHere);
        case Kind::UseTemporary:
            return command(Command::UseTemporary);
        case Kind::DownloadData:
            return command(Command::DownloadData);
        case Kind::Reload:
            return command(Command::Reload);
        case Kind::LocalChange:
            return session_->sync().on_local_change();
    }
}

void Host::apply_settings() {
    Workspace& workspace = session_->workspace();
    strings_ = workspace.strings();
    screens_.set_strings(strings_);
    platform_.set_words(ui::kit_words(strings_));
    platform_.page().add(ui::PageRequestKind::Language, std::string(tag_of(strings_.language())));
    if (workspace.theme() == "light") return platform_.set_appearance(ui::Appearance::Light);
    if (workspace.theme() == "dark") return platform_.set_appearance(ui::Appearance::Dark);
    platform_.use_page_appearance();
}

void Host::fill_in_facts() {
    ui::HostFacts& facts = screens_.facts();
    if (!session_) return;
    if (session_->keeping() == Keeping::Temporary) facts.keeping = ui::Keeping::Temporary;
    facts.low_on_room = session_->storage().low_on_room();
    const Enrolment& enrolment = session_->workspace().store().state().enrolment;
    facts.user = enrolment.user;
    facts.server = enrolment.server;
    facts.device_code = enrolment.device_code;
    const std::string& problem = session_->sync().enrol_problem();
    facts.enrol_problem = problem.empty() ? problem : std::string(strings_.get(problem));
    facts.progress_done = session_->demo() ? session_->demo()->written() : 0;
    facts.progress_total = session_->demo() ? session_->demo()->total() : 0;
}

void Host::say_state() {
    const auto say = [this](std::string name, std::string value) {
        platform_.page().add(ui::PageRequestKind::State, std::move(name), std::move(value));
    };
    say("app", std::string(state_of(screens_.facts().stage)));
    if (!session_) return;
    const SyncStatus& status = session_->workspace().sync_status();
    say("sync", std::string(state_of(status.phase)));
    say("pending", std::to_string(status.pending));
}

double Host::work() {
    if (!session_) return kNoWork;
    if (const std::optional<double> next = seed_demo()) return *next;
    Workspace& workspace = session_->workspace();
    const std::int64_t now = environment_.now_ms();
    if (workspace.step(workspace.import() != nullptr ? kWatchedSliceMs : kSliceMs)) {
        frame_wished_ = true;
        session_->housekeeping().on_activity(now);
        return 0;
    }
    Housekeeping& housekeeping = session_->housekeeping();
    if (const auto due = housekeeping.due_ms(); due && *due <= now) {
        const Status done = housekeeping.step(now);
        if (!done && done.error().code == ErrorCode::Corrupt) show_failure(done.error());
    }
    const auto due = housekeeping.due_ms();
    return due ? static_cast<double>(std::max<std::int64_t>(*due - now, 0)) : kNoWork;
}

std::optional<double> Host::seed_demo() {
    if (!session_->demo()) return std::nullopt;
    frame_wished_ = true;
    const Result<bool> more = session_->demo()->step();
    if (more && *more) return 0;
    session_->demo().reset();
    if (more) {
        screens_.facts().stage = ui::Stage::Ready;
        session_->workspace().on_data_changed();
    } else {
        show_failure(more.error());
    }
    return 0;
}

}  // namespace holdfast::wasm
