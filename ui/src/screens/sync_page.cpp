#include "screens/sync_page.h"

#include <array>
#include <span>
#include <utility>

#include "screens/sync_words.h"

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 640;

}  // namespace

void SyncPage::draw(ScreenContext& context) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, context.word("ui.sync"), rect);
    ScrollArea area(frame, "sync", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, context.word("ui.sync"), 1);
    draw_state(context);
    if (context.facts.user.empty()) {
        draw_enrolment(context);
    } else {
        draw_device(context);
    }
}

void SyncPage::draw_state(ScreenContext& context) {
    Frame& frame = context.frame;
    const SyncStatus& status = context.workspace.sync_status();
    const SyncWords words = sync_words(context.workspace);
    Card card(frame, "state", {.role = Role::Region, .name = context.word("ui.status")});
    Stack stack(frame, 12);
    section_heading(frame, context.word("ui.status"));
    chip(frame, words.text, words.tone, words.icon);
    if (!status.problem.empty()) text(frame, context.word(status.problem));
    if (status.phase == SyncPhase::Standalone) return;
    if (button(frame, context.word("ui.sync_now"), {.icon = Icon::RefreshCw}))
        context.want(intent::SyncNow{});
}

void SyncPage::draw_device(ScreenContext& context) {
    Frame& frame = context.frame;
    const SyncStatus& status = context.workspace.sync_status();
    Card card(frame, "device", {.role = Role::Region, .name = context.word("sync.this_device")});
    Stack stack(frame, 12);
    section_heading(frame, context.word("sync.this_device"));
    const std::string waiting = context.strings().plural("sync.waiting", status.pending);
    const std::array<std::pair<std::string_view, std::string_view>, 3> facts{{
        {"sync.user", context.facts.user},
        {"sync.device", context.facts.device_code},
        {"ui.queued", waiting},
    }};
    const Columns columns(frame, facts.size());
    for (std::size_t first = 0; first < facts.size(); first += columns.count()) {
        Row row(frame, columns.parts(), frame.theme.metrics.gap);
        for (const auto& [word, value] : std::span(facts).subspan(first, columns.count())) {
            row.next();
            fact(frame, context.word(word), value);
        }
    }
}

void SyncPage::draw_enrolment(ScreenContext& context) {
    Frame& frame = context.frame;
    const std::string_view title = context.word("enrol.form");
    Card card(frame, "enrol");
    Scope form(frame, Role::Form, title);
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(frame, title, context.word("enrol.keeps_records"));
    const std::string& given = context.workspace.route().code;
    if (given_ != given) code_ = given_ = given;
    const FieldEvents events = text_field(frame, context.word("enrol.code"), code_,
                                          {.necessity = Necessity::Required,
                                           .help = context.word("enrol.hint"),
                                           .error = context.facts.enrol_problem,
                                           .auto_complete = "one-time-code",
                                           .length_max = 64});
    const bool pressed = button(
        frame, title,
        {.kind = ButtonKind::Primary, .enabled = code_.empty() ? Enabled::No : Enabled::Yes});
    if ((pressed || events.submitted) && !code_.empty()) context.want(intent::Enrol{code_});
}

}  // namespace holdfast::ui
