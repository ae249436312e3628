#include <array>
#include <string>

#include "gallery/pages.h"
#include "ui/kit.h"

namespace holdfast::ui {
namespace {

class ControlsPage final : public Screen {
public:
    void draw(Frame& frame) override {
        const ScrollArea area(frame, "controls", available_rect(frame),
                              {.padding_x = frame.theme.metrics.margin,
                               .padding_y = frame.theme.metrics.margin,
                               .width_max = 980});
        const Stack stack(frame, 24);
        heading(frame, "Controls", 1);
        draw_buttons(frame);
        draw_choices(frame);
        draw_chips(frame);
        draw_tabs(frame);
    }

private:
    static void place(Frame& frame, Flow& flow, std::string_view label,
                      const ButtonOptions& options) {
        flow.next(button_width(frame, label, options));
        button(frame, label, options);
    }

    void draw_buttons(Frame& frame) {
        const Card card(frame, "buttons", {.role = Role::Region, .name = "Buttons"});
        const Stack stack(frame, 16);
        section_heading(frame, "Buttons", "One primary per view; danger only to destroy.");
        Flow flow(frame, 12);
        flow.next(button_width(frame, "New account", {.icon = Icon::Plus}));
        if (button(frame, "New account", {.kind = ButtonKind::Primary, .icon = Icon::Plus}))
            ++presses_;
        place(frame, flow, "Import", {.icon = Icon::Upload});
        place(frame, flow, "Cancel", {.kind = ButtonKind::Ghost});
        place(frame, flow, "Delete for ever", {.kind = ButtonKind::Danger, .icon = Icon::Trash2});
        place(frame, flow, "Not now", {.enabled = Enabled::No});
        place(frame, flow, "Saving", {.kind = ButtonKind::Primary, .busy = true});
        place(frame, flow, "Small", {.size = ButtonSize::Small});
        place(frame, flow, "設定", {.icon = Icon::Settings});
        flow.next(icon_button_width(frame));
        icon_button(frame, Icon::Pencil, "Edit");
        flow.next(200);
        text(frame, "Presses: " + std::to_string(presses_));
    }

    void draw_choices(Frame& frame) {
        const Card card(frame, "choices", {.role = Role::Region, .name = "Choices"});
        const Stack stack(frame, 16);
        section_heading(frame, "Choices");
        const bool narrow = frame.layout.phone();
        const std::array<Part, 2> two = {fill(), fill()};
        const std::array<Part, 1> one = {fill()};
        Row row(frame, narrow ? std::span<const Part>(one) : std::span<const Part>(two), 32);
        row.next();
        {
            const Stack left(frame, 4);
            check_box(frame, "VIP only", vip_);
            check_box(frame, "Show closed orders", closed_);
            bool fixed_value = true;
            check_box(frame, "Always on", fixed_value, Enabled::No);
            if (narrow) draw_settings(frame);
        }
        if (narrow) return;
        row.next();
        const Stack right(frame, 4);
        draw_settings(frame);
    }

    void draw_settings(Frame& frame) {
        toggle_switch(frame, "Work offline", offline_);
        toggle_switch(frame, "Notify me", notify_);
        bool off = false;
        toggle_switch(frame, "Managed by your administrator", off, Enabled::No);
    }

    static void draw_chips(Frame& frame) {
        const Card card(frame, "chips", {.role = Role::Region, .name = "Status"});
        const Stack stack(frame, 16);
        section_heading(frame, "Status", "Colour never speaks alone.");
        struct Entry {
            const char* label;
            Tone tone;
            Icon icon;
        };
        constexpr std::array<Entry, 8> kEntries = {{
            {"Draft", Tone::Neutral, Icon::None},
            {"Planned", Tone::Info, Icon::None},
            {"In progress", Tone::Accent, Icon::None},
            {"Done", Tone::Success, Icon::None},
            {"On hold", Tone::Warning, Icon::None},
            {"Cancelled", Tone::Danger, Icon::None},
            {"Not synced", Tone::Warning, Icon::CloudOff},
            {"Verified", Tone::Success, Icon::Check},
        }};
        Flow flow(frame, 8);
        for (const Entry& entry : kEntries) {
            flow.next(chip_width(frame, entry.label, entry.icon));
            chip(frame, entry.label, entry.tone, entry.icon);
        }
    }

    void draw_tabs(Frame& frame) {
        const Card card(frame, "tabs", {.role = Role::Region, .name = "Tabs"});
        const Stack stack(frame, 16);
        section_heading(frame, "Tabs");
        constexpr std::array<TabItem, 4> kItems = {
            {{"Details", -1}, {"Contacts", 4}, {"Work orders", 12}, {"History", -1}}};
        tabs(frame, "Related", kItems, tab_);
        muted_text(frame, std::string("This is ") +
                              std::string(kItems[static_cast<std::size_t>(tab_)].label) + ".");
    }

    int presses_ = 0;
    bool vip_ = false;
    bool closed_ = true;
    bool offline_ = true;
    bool notify_ = false;
    int tab_ = 0;
};

}  // namespace

std::unique_ptr<Screen> make_controls_page() {
    return std::make_unique<ControlsPage>();
}

}  // namespace holdfast::ui
