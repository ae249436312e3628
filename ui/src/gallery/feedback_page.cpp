#include <array>
#include <string>

#include "gallery/pages.h"
#include "ui/kit.h"

namespace holdfast::ui {
namespace {

class FeedbackPage final : public Screen {
public:
    void draw(Frame& frame) override {
        const ScrollArea area(frame, "feedback", available_rect(frame),
                              {.padding_x = frame.theme.metrics.margin,
                               .padding_y = frame.theme.metrics.margin,
                               .width_max = 900});
        const Stack stack(frame, 16);
        heading(frame, "Feedback", 1);
        draw_banners(frame);
        draw_conflict(frame);
        draw_progress(frame);
        draw_facts(frame);
        draw_empty(frame);
    }

private:
    void draw_banners(Frame& frame) {
        banner(frame, "You are offline",
               {.tone = Tone::Info,
                .icon = Icon::CloudOff,
                .detail = "Keep working. 3 changes go out as soon as there is a connection."});
        if (banner(frame, "Another tab holds this workspace",
                   {.tone = Tone::Warning, .action = "Use it here"}))
            show_toast(frame, "Moved to this tab", {.action = frame.words.undo, .token = 7});
        banner(frame, "The backup is complete", {.tone = Tone::Success});
    }

    static void draw_conflict(Frame& frame) {
        const Card card(
            frame, "conflict",
            {.role = Role::Article, .name = "WO-1042: Planned on", .edge = Tone::Warning});
        const Stack stack(frame, 12);
        section_heading(frame, "WO-1042: Planned on", "Erik changed the same field at 10:42.");
        const std::array<Part, 2> parts = {fill(), fill()};
        {
            Row row(frame, parts, 16);
            row.next();
            fact(frame, "Mine", "24 November 2026");
            row.next();
            fact(frame, "Theirs", "26 November 2026");
        }
        Flow flow(frame, 8);
        const ButtonOptions mine = {.kind = ButtonKind::Primary};
        flow.next(button_width(frame, "Keep mine", mine));
        button(frame, "Keep mine", mine);
        flow.next(button_width(frame, "Keep theirs"));
        button(frame, "Keep theirs");
    }

    void draw_progress(Frame& frame) {
        const Card card(frame, "progress", {.role = Role::Region, .name = "Progress"});
        const Stack stack(frame, 12);
        section_heading(frame, "Importing contacts.csv", "6,196 of 9,994 rows");
        progress_bar(frame, "Import", 0.62F);
        const ButtonOptions options = {.size = ButtonSize::Small};
        if (button(frame, "Fail on purpose", options))
            show_toast(frame, "The file could not be read", {.tone = Tone::Danger});
    }

    static void draw_facts(Frame& frame) {
        const Card card(frame, "facts", {.role = Role::Region, .name = "Account"});
        const Stack stack(frame, 16);
        section_heading(frame, "Nordhamn Rör AB");
        const bool phone = frame.layout.phone();
        const std::array<Part, 3> parts = {fill(), fill(), fill()};
        Row row(frame, std::span(parts.data(), phone ? 2 : 3), 16);
        row.next();
        fact(frame, "Phone", "+46 31 701 22 10", "tel:+46317012210");
        row.next();
        fact(frame, "City", "Göteborg");
        if (phone) return;
        row.next();
        fact(frame, "Website", "");
    }

    static void draw_empty(Frame& frame) {
        const Card card(frame, "empty", {.role = Role::Region, .name = "Nothing yet"});
        const Vec2 size = {available_width(frame), 300};
        const Region region(frame, "empty", rect_at(available_rect(frame).min, size));
        empty_state(frame, {.icon = Icon::ClipboardList,
                            .title = "No work orders yet",
                            .detail = "Create the first one, or import a list from a file.",
                            .primary = "New work order",
                            .secondary = "Import"});
    }
};

}  // namespace

std::unique_ptr<Screen> make_feedback_page() {
    return std::make_unique<FeedbackPage>();
}

}  // namespace holdfast::ui
