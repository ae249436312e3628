#include "screens/screen_context.h"

#include <algorithm>

namespace holdfast::ui {
namespace {

struct NamedIcon {
    std::string_view name;
    Icon icon;
};
constexpr NamedIcon kIcons[] = {
    {"archive", Icon::Archive},
    {"bell", Icon::Bell},
    {"briefcase", Icon::Briefcase},
    {"building", Icon::Building2},
    {"building-2", Icon::Building2},
    {"calendar", Icon::Calendar},
    {"clipboard-list", Icon::ClipboardList},
    {"contact", Icon::User},
    {"database", Icon::Database},
    {"file-text", Icon::FileText},
    {"git-merge", Icon::GitMerge},
    {"inbox", Icon::Inbox},
    {"list", Icon::List},
    {"mail", Icon::Mail},
    {"map-pin", Icon::MapPin},
    {"package", Icon::Package},
    {"phone", Icon::Phone},
    {"user", Icon::User},
    {"users", Icon::Users},
    {"wrench", Icon::Wrench},
};

}  // namespace

EmptyAnswer empty_state(ScreenContext& context, const EmptyState& state) {
    if (!context.workspace.problem().empty()) return EmptyAnswer::None;
    return empty_state(context.frame, state);
}

Tone to_ui(holdfast::Tone tone) {
    switch (tone) {
        case holdfast::Tone::Neutral:
            return Tone::Neutral;
        case holdfast::Tone::Info:
            return Tone::Info;
        case holdfast::Tone::Success:
            return Tone::Success;
        case holdfast::Tone::Warning:
            return Tone::Warning;
        case holdfast::Tone::Danger:
            return Tone::Danger;
    }
    return Tone::Neutral;
}

Icon icon_of(std::string_view name) {
    const auto* found = std::find_if(std::begin(kIcons), std::end(kIcons),
                                     [name](const NamedIcon& entry) { return entry.name == name; });
    return found == std::end(kIcons) ? Icon::File : found->icon;
}

ScrollAreaOptions page_margins(const Frame& frame, float width_max, ScrollStart start) {
    const float margin =
        frame.layout.phone() ? frame.theme.metrics.padding : frame.theme.metrics.margin;
    return {.padding_x = margin, .padding_y = margin, .width_max = width_max, .start = start};
}

Columns::Columns(Frame& frame, std::size_t columns)
    : count_(frame.layout.phone() ? 1 : std::min<std::size_t>(columns, std::size(parts_))) {
    std::fill_n(parts_, count_, fill());
}

}  // namespace holdfast::ui
