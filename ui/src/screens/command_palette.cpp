#include "screens/command_palette.h"

#include <algorithm>

namespace holdfast::ui {
namespace {

constexpr KeyPress kOpenKey{Key::K, kPrimary};
constexpr std::size_t kShownMax = 12;

struct Command {
    std::string label;
    Intent intent;
};

struct Place {
    std::string_view word;
    std::string_view address;
};
constexpr Place kPlaces[] = {{"ui.home", "#/home"},
                             {"ui.conflicts", "#/conflicts"},
                             {"ui.needs_attention", "#/attention"},
                             {"ui.recycle_bin", "#/recycle_bin"},
                             {"ui.sync", "#/sync"},
                             {"ui.settings", "#/settings"}};

void add_modules(ScreenContext& context, std::vector<Command>& commands) {
    for (const ModuleLink& module : context.workspace.modules())
        commands.push_back({module.label, intent::GoTo{module.address}});
    for (const ModuleLink& module : context.workspace.modules()) {
        if (!module.can_create) continue;
        commands.push_back({module.new_label, intent::NewRecord{module.entity, {}, module.preset}});
    }
}

std::vector<Command> all_commands(ScreenContext& context) {
    std::vector<Command> commands;
    add_modules(context, commands);
    for (const Place& place : kPlaces)
        commands.push_back(
            {std::string(context.word(place.word)), intent::GoTo{std::string(place.address)}});
    if (context.workspace.can_undo())
        commands.push_back({std::string(context.word("ui.undo")), intent::UndoLast{}});
    if (context.workspace.can_redo())
        commands.push_back({std::string(context.word("ui.redo")), intent::RedoLast{}});
    if (context.workspace.sync_status().phase != SyncPhase::Standalone)
        commands.push_back({std::string(context.word("ui.sync_now")), intent::SyncNow{}});
    return commands;
}

char folded(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Whether the letters of `query` stand in `label` in this order, with anything in between.
bool fits(std::string_view label, std::string_view query) {
    std::size_t at = 0;
    for (const char letter : label)
        if (at < query.size() && folded(letter) == folded(query[at])) ++at;
    return at == query.size();
}

/// What is no command may be the name of a record.
Command search_for(ScreenContext& context, const std::string& words) {
    Route wanted;
    wanted.screen = ScreenKind::Search;
    wanted.search = words;
    return {context.strings().format("ui.search_for", {words}),
            intent::GoTo{address_of(context.workspace.store().registry(), wanted)}};
}

}  // namespace

void CommandPalette::draw(ScreenContext& context) {
    if (context.frame.take_key(kOpenKey)) {
        open_ = true;
        picker_ = {.open = true, .query = {}, .query_changed = false};
    }
    if (open_) draw_dialog(context);
}

void CommandPalette::draw_dialog(ScreenContext& context) {
    Frame& frame = context.frame;
    Dialog dialog(frame, context.word("ui.commands"), open_, {.width = 560});
    if (!dialog.shown()) return;
    std::vector<Command> commands = all_commands(context);
    std::erase_if(commands,
                  [&](const Command& command) { return !fits(command.label, picker_.query); });
    if (commands.size() > kShownMax) commands.erase(commands.begin() + kShownMax, commands.end());
    if (!picker_.query.empty()) commands.push_back(search_for(context, picker_.query));
    std::vector<Choice> choices;
    for (const Command& command : commands) choices.push_back({command.label});
    const int chosen =
        picker(frame, context.word("ui.commands_hint"), {}, choices, picker_, {.auto_focus = true});
    // The list is all there is: whoever closes it is done with the palette.
    if (!picker_.open) open_ = false;
    if (chosen < 0) return;
    context.want(commands[static_cast<std::size_t>(chosen)].intent);
    open_ = false;
}

}  // namespace holdfast::ui
