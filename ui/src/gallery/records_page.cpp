#include <array>
#include <string>

#include "gallery/pages.h"
#include "ui/kit.h"

namespace holdfast::ui {
namespace {

constexpr int kRows = 100000;

constexpr std::array<GridColumn, 6> kColumns = {{
    {"Name", CellKind::Avatar, 2.2F, 220, true, CardPlace::Title},
    {"City", CellKind::Text, 1, 120, true, CardPlace::Meta},
    {"Status", CellKind::Chip, 0.6F, 130, true, CardPlace::Corner},
    {"Phone", CellKind::Muted, 1, 150, false, CardPlace::Meta},
    {"Open orders", CellKind::Number, 0.4F, 110, true, CardPlace::Hidden},
    {"Revenue", CellKind::Number, 0.7F, 130, true, CardPlace::CornerMeta},
}};

struct Status {
    const char* label;
    Tone tone;
};
constexpr std::array<Status, 4> kStatuses = {{{"Active", Tone::Success},
                                              {"Prospect", Tone::Info},
                                              {"On hold", Tone::Warning},
                                              {"Lost", Tone::Danger}}};
constexpr std::array<const char*, 10> kNames = {
    "Nordhamn Rör",       "Kyoto 精密工業",   "Padaria São João", "Åkerlund & Söner",
    "Lumière Électrique", "Acme Industries",  "Café El Molino",   "Brisa do Mar Serviços",
    "Fjällvent AB",       "Ueda 建設株式会社"};
constexpr std::array<const char*, 6> kCities = {"Göteborg", "京都",  "São Paulo",
                                                "Lyon",     "Malmö", "Zaragoza"};

std::string grouped(int value) {
    std::string digits = std::to_string(value);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

class DemoRows final : public GridSource {
public:
    [[nodiscard]] int row_count() const override { return kRows; }

    bool read_row(int index, GridRow& row) override {
        const auto at = static_cast<std::size_t>(index);
        const Status& status = kStatuses[(at * 7 + at / 3) % kStatuses.size()];
        row.key = "account " + std::to_string(index);
        row.cells[0].text =
            std::string(kNames[at % kNames.size()]) + " " + std::to_string(index + 1);
        row.cells[1].text = kCities[(at * 5) % kCities.size()];
        row.cells[2] = {status.label, status.tone};
        row.cells[3].text = "+46 31 70" + std::to_string(1000 + index % 9000);
        row.cells[4].text = std::to_string(index * 7 % 23);
        row.cells[5].text = grouped(index * 7919 % 1900000 + 12500) + " kr";
        return true;
    }
};

class NoRows final : public GridSource {
public:
    [[nodiscard]] int row_count() const override { return 12; }
    bool read_row(int, GridRow&) override { return false; }
};

class RecordsPage final : public Screen {
public:
    void draw(Frame& frame) override {
        const float margin = frame.layout.phone() ? 16 : frame.theme.metrics.margin;
        const Rect area = available_rect(frame);
        draw_head(frame, inset(area, margin, margin - 4));
        const float top =
            margin - 4 + 2 * frame.theme.metrics.control + 12 + (frame.layout.phone() ? 16 : 12);
        Rect body = inset(area, frame.layout.phone() ? 0 : margin, 0);
        body.min.y += top;
        if (!frame.layout.phone()) body.max.y -= margin;
        draw_rows(frame, body);
    }

private:
    void draw_head(Frame& frame, const Rect& rect) {
        const Region region(frame, "head", rect_at(rect.min, {rect.width(), 110}));
        const Stack stack(frame, 12);
        const bool phone = frame.layout.phone();
        const ButtonOptions create = {.kind = ButtonKind::Primary, .icon = Icon::Plus};
        const float width =
            phone ? icon_button_width(frame) : button_width(frame, "New account", create);
        {
            const std::array<Part, 2> parts = {fill(), fixed(width)};
            Row row(frame, parts, 12, RowAlign::Center);
            row.next();
            heading(frame, "Accounts", 1);
            row.next();
            const bool pressed =
                phone ? icon_button(frame, Icon::Plus, "New account", {.kind = ButtonKind::Primary})
                      : button(frame, "New account", create);
            if (pressed) show_toast(frame, "Not in the gallery", {.tone = Tone::Info});
        }
        const ButtonOptions filter = {.icon = Icon::Filter};
        const float filter_width =
            phone ? icon_button_width(frame) : button_width(frame, "Filter", filter);
        const std::array<Part, 3> parts = {fill(1, 120, 360), fixed(filter_width), fill(0.01F)};
        Row row(frame, std::span(parts.data(), phone ? 2 : 3), 8);
        row.next();
        search_box(frame, "Search accounts", search_);
        row.next();
        if (phone)
            icon_button(frame, Icon::Filter, "Filter", {.kind = ButtonKind::Secondary});
        else
            button(frame, "Filter", filter);
    }

    void draw_rows(Frame& frame, const Rect& rect) {
        const Region region(frame, "rows", rect);
        if (search_ == "nothing") {
            if (empty_state(frame, {.icon = Icon::SearchX,
                                    .title = "No account matches",
                                    .detail = "Try fewer letters, or look in all modules.",
                                    .primary = "Clear search"}) == EmptyAnswer::Primary) {
                search_.clear();
                frame.again();
            }
            return;
        }
        if (search_ == "loading") {
            grid(frame, "Accounts", kColumns, loading_, state_);
            return;
        }
        const GridEvents events = grid(frame, "Accounts", kColumns, rows_, state_);
        if (events.activated < 0) return;
        GridRow row;
        row.cells.resize(kColumns.size());
        rows_.read_row(events.activated, row);
        state_.selected_key = row.key;
        frame.again();
    }

    DemoRows rows_;
    NoRows loading_;
    GridState state_;
    std::string search_;
};

}  // namespace

std::unique_ptr<Screen> make_records_page() {
    return std::make_unique<RecordsPage>();
}

}  // namespace holdfast::ui
