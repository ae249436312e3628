// The tools of a list: filter, columns, select, import, export; with words on a desktop only.
#pragma once

#include <cstdint>
#include <vector>

#include "screens/screen_context.h"

namespace holdfast::ui {

enum class ListTool : std::uint8_t { None, Filter, Columns, Select, Import, Export };

/// Lives for one pass.
class ListTools {
public:
    /// Those that make sense here and that the person may use: cards on a phone have no columns.
    ListTools(ScreenContext& context, const ListView& list);

    /// The width that draw() takes.
    [[nodiscard]] float width() const;
    /// The tool that was pressed.
    [[nodiscard]] ListTool draw();

private:
    struct Entry {
        ListTool tool;
        std::string_view word;
        Icon icon;
        float width;
    };
    void add(ListTool tool, std::string_view key, Icon icon);

    ScreenContext& context_;
    std::vector<Entry> entries_;
};

}  // namespace holdfast::ui
