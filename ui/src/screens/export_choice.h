// The menu of file formats that a list can be exported to.
#pragma once

#include "screens/screen_context.h"

namespace holdfast::ui {

/// Name of a format as import and export show it.
[[nodiscard]] std::string_view format_key(FileFormat format);

class ExportChoice {
public:
    /// Below the widget drawn last.
    void open(const Frame& frame);
    /// The menu while it is open; asks for ExportList when the person chooses.
    void draw(ScreenContext& context, const ListView& list);

private:
    bool open_ = false;
    Rect anchor_;
};

}  // namespace holdfast::ui
