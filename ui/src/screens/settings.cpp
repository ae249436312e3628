#include "screens/settings.h"

#include <algorithm>
#include <array>

namespace holdfast::ui {
namespace {

constexpr float kPageWidth = 640;

/// Each language in its own words, so that it is found by who needs it; in the order of kLanguages.
constexpr std::array<std::string_view, std::size(kLanguages)> kLanguageNames{
    "English",
    "Portugu\xC3\xAAs (Brasil)",
    "Svenska",
    "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
    "Fran\xC3\xA7"
    "ais",
    "Espa\xC3\xB1ol"};

struct ThemeChoice {
    std::string_view key;
    std::string_view word;
};
constexpr std::array<ThemeChoice, 3> kThemes{{
    {"system", "settings.theme.system"},
    {"light", "settings.theme.light"},
    {"dark", "settings.theme.dark"},
}};

void draw_language(ScreenContext& context) {
    std::array<Choice, kLanguageNames.size()> choices;
    for (std::size_t i = 0; i < choices.size(); ++i) choices[i] = {kLanguageNames[i]};
    const auto* found =
        std::find(std::begin(kLanguages), std::end(kLanguages), context.strings().language());
    int selected = static_cast<int>(found - std::begin(kLanguages));
    if (!combo_box(context.frame, context.word("settings.language"), choices, selected)) return;
    const Language chosen = kLanguages[static_cast<std::size_t>(selected)];
    context.want(intent::SetLanguage{std::string(tag_of(chosen))});
}

void draw_theme(ScreenContext& context) {
    std::array<Choice, kThemes.size()> choices;
    int selected = 0;
    for (std::size_t i = 0; i < kThemes.size(); ++i) {
        choices[i] = {context.word(kThemes[i].word)};
        if (kThemes[i].key == context.workspace.theme()) selected = static_cast<int>(i);
    }
    if (combo_box(context.frame, context.word("settings.theme"), choices, selected))
        context.want(
            intent::SetTheme{std::string(kThemes[static_cast<std::size_t>(selected)].key)});
}

std::string_view keeping_key(Keeping keeping) {
    switch (keeping) {
        case Keeping::Protected:
            return "settings.keeping.protected";
        case Keeping::BestEffort:
            return "settings.keeping.best_effort";
        case Keeping::Temporary:
            return "settings.keeping.temporary";
        case Keeping::Unknown:
            break;
    }
    return "settings.keeping.best_effort";
}

std::string size_text(std::int64_t bytes) {
    constexpr std::int64_t kMega = 1'000'000;
    constexpr std::int64_t kGiga = 1'000'000'000;
    if (bytes >= kGiga) return std::to_string((bytes + kGiga / 2) / kGiga) + " GB";
    return std::to_string((bytes + kMega - 1) / kMega) + " MB";
}

void draw_storage_used(ScreenContext& context) {
    const HostFacts& facts = context.facts;
    muted_text(context.frame,
               context.strings().format("settings.storage_used", {size_text(facts.bytes_used),
                                                                  size_text(facts.bytes_granted)}));
}

void draw_storage(ScreenContext& context) {
    Frame& frame = context.frame;
    const HostFacts& facts = context.facts;
    Card card(frame, "storage", {.role = Role::Region, .name = context.word("settings.data")});
    Stack stack(frame, 12);
    section_heading(frame, context.word("settings.data"));
    text(frame, context.word(keeping_key(facts.keeping)));
    // A temporary workspace uses no storage, and not every browser tells how much there is.
    if (facts.bytes_granted > 0 && facts.keeping != Keeping::Temporary) draw_storage_used(context);
    if (button(frame, context.word("settings.download_data"), {.icon = Icon::Download}))
        context.want(intent::DownloadData{});
}

}  // namespace

void draw_settings(ScreenContext& context) {
    Frame& frame = context.frame;
    const Rect rect = available_rect(frame);
    Scope main(frame, Role::Main, context.word("ui.settings"), rect);
    ScrollArea area(frame, "settings", rect, page_margins(frame, kPageWidth));
    Stack stack(frame, frame.theme.metrics.gap);
    heading(frame, context.word("ui.settings"), 1);
    {
        Card card(frame, "appearance",
                  {.role = Role::Region, .name = context.word("settings.appearance")});
        Stack fields(frame, frame.theme.metrics.gap);
        section_heading(frame, context.word("settings.appearance"));
        draw_language(context);
        draw_theme(context);
    }
    draw_storage(context);
}

}  // namespace holdfast::ui
