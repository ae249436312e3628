#include "screens/stage_page.h"

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

StageWords words_of(Stage stage) {
    switch (stage) {
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
                    "settings.download_data"};
        case Stage::Loading:
        case Stage::Ready:
            break;
    }
    return {Icon::Clock, "start.loading", "", ""};
}

Intent answer_of(Stage stage) {
    if (stage == Stage::NoStorage) return intent::UseTemporaryWorkspace{};
    if (stage == Stage::Recovery) return intent::DownloadData{};
    return intent::UseHere{};
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

void draw_stage(Frame& frame, const HostFacts& facts, const Strings& strings,
                std::vector<Intent>& intents) {
    if (facts.stage == Stage::Loading) return draw_loading(frame, facts, strings);
    const StageWords words = words_of(facts.stage);
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
    if (answer == EmptyAnswer::Secondary) intents.push_back(intent::StopWaiting{});
}

}  // namespace holdfast::ui
