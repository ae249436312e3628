#include "screens/list_tools.h"

#include "screens/list_filter.h"
#include "screens/tool_button.h"

namespace holdfast::ui {
namespace {

constexpr float kGap = 8;

}  // namespace

ListTools::ListTools(ScreenContext& context, const ListView& list) : context_(context) {
    if (has_filter_fields(list.entity())) add(ListTool::Filter, "ui.filter", Icon::Filter);
    if (!context.frame.layout.phone()) add(ListTool::Columns, "ui.columns", Icon::Columns3);
    if (list.allows(holdfast::Action::MassEdit))
        add(ListTool::Select, "mass.select", Icon::ListChecks);
    if (list.allows(holdfast::Action::Import)) add(ListTool::Import, "ui.import", Icon::Import);
    if (list.allows(holdfast::Action::Export)) add(ListTool::Export, "ui.export", Icon::Download);
}

void ListTools::add(ListTool tool, std::string_view key, Icon icon) {
    const std::string_view word = context_.word(key);
    const float width = tool_button_width(context_.frame, word, {.icon = icon});
    entries_.push_back({tool, word, icon, width});
}

float ListTools::width() const {
    float sum = 0;
    for (const Entry& entry : entries_) sum += entry.width + kGap;
    return sum - kGap;
}

ListTool ListTools::draw() {
    Frame& frame = context_.frame;
    std::vector<Part> parts;
    for (const Entry& entry : entries_) parts.push_back(fixed(entry.width));
    Row row(frame, parts, kGap, RowAlign::Center);
    ListTool pressed = ListTool::None;
    for (const Entry& entry : entries_) {
        row.next();
        if (tool_button(frame, entry.word, {.icon = entry.icon})) pressed = entry.tool;
    }
    return pressed;
}

}  // namespace holdfast::ui
