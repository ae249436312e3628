// A calendar's view model as the kit wants it.
#pragma once

#include <vector>

#include "screens/screen_context.h"

namespace holdfast::ui {

/// Lives for one pass.
class CalendarEntries final : public CalendarSource {
public:
    CalendarEntries(ScreenContext& context, CalendarView& view);

    [[nodiscard]] int day_count() override { return view_.day_count(); }
    [[nodiscard]] CalendarDay day(int index) override;
    [[nodiscard]] const CalendarItem& item(int position) override {
        return items_[static_cast<std::size_t>(position)];
    }
    [[nodiscard]] std::vector<int> items_on(int index) override;
    [[nodiscard]] std::vector<int> whole_days_on(int index) override;
    [[nodiscard]] std::vector<CalendarBlock> blocks_on(int index) override;

private:
    CalendarView& view_;
    std::vector<CalendarItem> items_;
    std::vector<std::vector<int>> days_;
};

}  // namespace holdfast::ui
