#include <algorithm>

#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

constexpr std::string_view kModeKeys[] = {"import.mode.create", "import.mode.update",
                                          "import.mode.both"};
constexpr std::string_view kLinkKeys[] = {"import.missing_links.create",
                                          "import.missing_links.refuse"};

int place_of(const std::vector<ImportTarget>& targets, FieldId wanted) {
    const auto found =
        std::find_if(targets.begin(), targets.end(),
                     [wanted](const ImportTarget& target) { return target.field == wanted; });
    return found == targets.end() ? 0 : static_cast<int>(found - targets.begin()) + 1;
}

void draw_mode(ScreenContext& context, const Import& import) {
    int chosen = static_cast<int>(import.options().mode);
    const auto choices = words_of(context, kModeKeys);
    if (!combo_box(context.frame, context.word("import.mode"), choices, chosen)) return;
    ImportOptions options = import.options();
    options.mode = static_cast<ImportMode>(chosen);
    context.want(intent::ImportSetOptions{std::move(options)});
}

/// Two fields are enough to tell people apart: last name and mail address, subject and date.
void draw_match(ScreenContext& context, const Import& import, std::size_t place) {
    const std::vector<ImportTarget> targets = import.match_targets();
    const std::vector<FieldId>& match = import.options().match;
    const bool first = place == 0;
    std::vector<Choice> choices{{context.word(first ? "import.match_none" : "import.match_only")}};
    for (const ImportTarget& target : targets) choices.push_back({target.label});
    int chosen = place < match.size() ? place_of(targets, match[place]) : 0;
    const std::string_view label = context.word(first ? "import.match" : "import.match_second");
    if (!combo_box(context.frame, label, choices, chosen)) return;
    ImportOptions options = import.options();
    options.match.resize(std::min(options.match.size(), place));
    if (chosen > 0) {
        const FieldId field = targets[static_cast<std::size_t>(chosen) - 1].field;
        std::erase(options.match, field);
        options.match.push_back(field);
        if (first && match.size() > 1 && match[1] != field) options.match.push_back(match[1]);
    }
    context.want(intent::ImportSetOptions{std::move(options)});
}

void draw_links(ScreenContext& context, const Import& import) {
    int chosen = static_cast<int>(import.options().missing_links);
    const auto choices = words_of(context, kLinkKeys);
    if (!combo_box(context.frame, context.word("import.missing_links"), choices, chosen)) return;
    ImportOptions options = import.options();
    options.missing_links = static_cast<MissingLinks>(chosen);
    context.want(intent::ImportSetOptions{std::move(options)});
}

bool has_links(const Import& import) {
    return std::any_of(import.mapping().begin(), import.mapping().end(), [&](FieldId target) {
        const FieldDef* field = import.entity().find_field(target);
        return field != nullptr && info_of(field->type).kind == ValueKind::Link;
    });
}

}  // namespace

void draw_import_options(ScreenContext& context, const Import& import) {
    Frame& frame = context.frame;
    const std::string_view title = context.word("import.options");
    Card card(frame, "options", {.role = Role::Group, .name = title});
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(frame, title);
    draw_mode(context, import);
    draw_match(context, import, 0);
    if (!import.options().match.empty() && import.match_targets().size() > 1)
        draw_match(context, import, 1);
    if (has_links(import)) draw_links(context, import);
    const bool ready = import.missing_fields().empty() && !import.needs_match();
    if (button(frame, context.word("import.check"),
               {.icon = Icon::Eye, .enabled = ready ? Enabled::Yes : Enabled::No})) {
        context.want(intent::ImportCheck{});
    }
}

}  // namespace holdfast::ui
