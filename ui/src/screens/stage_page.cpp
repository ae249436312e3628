#include "screens/stage_page.h"

#include <array>

namespace holdfast::ui {
namespace {

constexpr float kLoadingWidth = 420;
constexpr int kSkeletonRows = 10;

struct StageWords {
    Icon icon;
    std::string_view title;
    std::string_view detail;
    std::string_view primary;
    std::string_view secondary = {};
};

std::string_view remedy_key(Remedy remedy) {
    switch (remedy) {
        case Remedy::TryAgain:
            break;
        case Remedy::Reload:
            return "start.reload";
        case Remedy::StartNew:
            return "start.new_workspace";
    }
    return "ui.retry";
}

StageWords words_of(const HostFacts& facts) {
    switch (facts.stage) {
        case Stage::OtherTab:
            return {Icon::Copy, "start.other_tab_title", "start.other_tab_text", "start.use_here"};
        case Stage::Released:
            return {Icon::Copy, "start.moved_title", "start.other_tab_text", "start.use_here"};
        case Stage::HandingOver:
            return {Icon::Clock, "start.handing_over", "start.other_tab_text", "", "ui.cancel"};
        case Stage::NoStorage:
            return {Icon::HardDrive, "start.no_storage_title", "start.no_storage_text",
                    "start.use_temporary"};
        case Stage::Recovery:
            return {Icon::TriangleAlert, "start.recovery_title", "start.recovery_text",
                    "settings.download_data", remedy_key(facts.remedy)};
        case Stage::NotOpened:
            return {Icon::TriangleAlert, "start.recovery_title", "start.storage_silent",
                    "ui.retry"};
        case Stage::Loading:
        case Stage::Ready:
            break;
    }
    return {Icon::Clock, "start.loading", "", ""};
}

Intent answer_of(Stage stage) {
    if (stage == Stage::NoStorage) return intent::UseTemporaryWorkspace{};
    if (stage == Stage::Recovery) return intent::DownloadData{};
    if (stage == Stage::NotOpened) return intent::TryAgain{};
    return intent::UseHere{};
}

/// The second button, where it needs no question.
Intent second_answer_of(const HostFacts& facts) {
    if (facts.stage == Stage::HandingOver) return intent::StopWaiting{};
    if (facts.remedy == Remedy::Reload) return intent::ReloadForUpdate{};
    return intent::TryAgain{};
}

bool asks_first(const HostFacts& facts) {
    return facts.stage == Stage::Recovery && facts.remedy == Remedy::StartNew;
}

void draw_loading(Frame& frame, const HostFacts& facts, const Strings& strings) {
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, strings.get("start.loading"), rect);
    ScrollArea area(frame, "loading", rect,
                    {.padding_x = 24, .padding_y = 96, .width_max = kLoadingWidth});
    Stack stack(frame, frame.theme.metrics.gap);
    if (facts.progress_total <= 0) return skeleton_rows(frame, kSkeletonRows);
    heading(frame, strings.get("start.preparing_demo"), 1);
    progress_bar(
        frame, strings.get("start.preparing_demo"),
        static_cast<float>(facts.progress_done) / static_cast<float>(facts.progress_total));
    muted_text(frame, strings.plural("start.records_written", facts.progress_done));
}

}  // namespace

void StagePage::draw(Frame& frame, const HostFacts& facts, const Strings& strings,
                     std::vector<Intent>& intents) {
    if (!asks_first(facts)) asking_ = false;
    if (facts.stage == Stage::Loading) return draw_loading(frame, facts, strings);
    const StageWords words = words_of(facts);
    const auto word = [&](std::string_view key) {
        return key.empty() ? std::string_view() : strings.get(key);
    };
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, word(words.title), rect);
    Region region(frame, "stage", rect);
    const std::string_view detail = facts.problem.empty() ? word(words.detail) : facts.problem;
    const EmptyAnswer answer = empty_state(frame, {.icon = words.icon,
                                                   .title = word(words.title),
                                                   .detail = detail,
                                                   .primary = word(words.primary),
                                                   .secondary = word(words.secondary)});
    if (answer == EmptyAnswer::Primary) intents.push_back(answer_of(facts.stage));
    if (answer == EmptyAnswer::Secondary && !asks_first(facts))
        intents.push_back(second_answer_of(facts));
    if (answer == EmptyAnswer::Secondary && asks_first(facts)) asking_ = true;
    draw_question(frame, strings, intents);
}

void StagePage::draw_question(Frame& frame, const Strings& strings, std::vector<Intent>& intents) {
    if (!asking_) return;
    Dialog dialog(frame, strings.get("start.new_title"), asking_,
                  {.width = 420, .detail = strings.get("start.new_text")});
    if (!dialog.shown()) return;
    const std::array<DialogButton, 2> buttons{{
        {strings.get("start.new_workspace"), ButtonKind::Primary},
        {strings.get("ui.cancel")},
    }};
    const int pressed = dialog_buttons(frame, buttons);
    if (pressed == 0) intents.push_back(intent::StartNewWorkspace{});
    if (pressed < 0) return;
    asking_ = false;
    frame.again();
}

}  // namespace holdfast::ui
