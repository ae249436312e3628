#include "ui/gallery.h"

#include <array>
#include <string>

#include "gallery/pages.h"
#include "ui/kit.h"

namespace holdfast::ui {
namespace {

struct PageEntry {
    const char* label;
    const char* href;
    Icon icon;
    std::unique_ptr<Screen> (*make)();
};

constexpr std::array<PageEntry, 5> kPages = {{
    {"Controls", "#/controls", Icon::LayoutGrid, make_controls_page},
    {"Forms", "#/forms", Icon::ClipboardList, make_forms_page},
    {"Accounts", "#/records", Icon::Building2, make_records_page},
    {"Feedback", "#/feedback", Icon::Bell, make_feedback_page},
    {"Languages", "#/language", Icon::Globe, make_language_page},
}};

class Gallery final : public App {
public:
    Gallery() { open(0); }

    void draw(Frame& frame) override {
        const ShellAreas areas = shell_areas(frame);
        draw_navigation(frame, areas);
        draw_bar(frame, areas.bar);
        {
            const Scope main(frame, Role::Main, kPages[page_].label, areas.body);
            const Region region(frame, kPages[page_].href, areas.body);
            screen_->draw(frame);
        }
        frame.page.add(PageRequestKind::Title, std::string(kPages[page_].label) + " – Holdfast");
        if (draw_toasts(frame) == 7) show_toast(frame, "Restored");
    }

    void on_route(std::string_view fragment) override {
        for (std::size_t index = 0; index < kPages.size(); ++index)
            if (fragment == kPages[index].href && index != page_) open(index);
    }

private:
    void open(std::size_t index) {
        page_ = index;
        screen_ = kPages[index].make();
    }

    void go(Frame& frame, int index) {
        if (index < 0 || static_cast<std::size_t>(index) >= kPages.size()) return;
        open(static_cast<std::size_t>(index));
        frame.page.add(PageRequestKind::Route, kPages[page_].href);
        frame.again();
    }

    void draw_navigation(Frame& frame, const ShellAreas& areas) {
        std::array<NavItem, kPages.size() + 1> items;
        for (std::size_t index = 0; index < kPages.size(); ++index) {
            const PageEntry& page = kPages[index];
            items[index] = {page.label, page.href, page.icon, 0, index == page_, false};
        }
        items[3].badge = 3;
        items.back() = {"Settings", "#/settings", Icon::Settings, 0, false, true};
        if (frame.layout.phone())
            go(frame, bottom_bar(frame, "Modules", items, areas.bottom));
        else
            go(frame, side_navigation(frame, "Modules", items, areas.side));
    }

    void draw_bar(Frame& frame, const Rect& rect) {
        const bool phone = frame.layout.phone();
        const AppBar bar(frame, {.title = phone ? "Holdfast" : ""}, rect);
        const float side = icon_button_width(frame);
        const char* words = phone ? "Offline, 3" : "Offline, 3 changes waiting";
        const Part chip = fixed(sync_chip_width(frame, words));
        const std::array<Part, 4> wide = {fill(1, 120, 420), fill(0.01F), chip, fixed(side)};
        const std::array<Part, 3> narrow = {fill(), chip, fixed(side)};
        Row row(frame, phone ? std::span<const Part>(narrow) : std::span<const Part>(wide), 8,
                RowAlign::Center);
        row.next();
        if (!phone) {
            search_box(frame, "Search everything", search_, "Search accounts, orders…");
            row.next();
        }
        row.next();
        if (sync_chip(frame, words, Tone::Warning, Icon::CloudOff))
            show_toast(frame, "Trying again");
        row.next();
        if (icon_button(frame, Icon::EllipsisVertical, "More",
                        {.kind = ButtonKind::Ghost, .expanded = menu_open_, .opens_menu = true}))
            menu_open_ = true;
        draw_menu(frame);
    }

    void draw_menu(Frame& frame) {
        static constexpr std::array<MenuEntry, 4> kEntries = {{
            {"Import", Icon::Import, "Ctrl I"},
            {"Export", Icon::Download, ""},
            {"Merge duplicates", Icon::GitMerge, "", Tone::Neutral, Enabled::No},
            {"Delete", Icon::Trash2, "", Tone::Danger},
        }};
        const int chosen = menu(frame, "More", last_rect(frame), kEntries, menu_open_);
        if (chosen == 3)
            show_toast(frame, "Account deleted", {.action = frame.words.undo, .token = 7});
        if (chosen == 0) show_toast(frame, "Nothing to import yet", {.tone = Tone::Info});
    }

    std::size_t page_ = 0;
    std::unique_ptr<Screen> screen_;
    std::string search_;
    bool menu_open_ = false;
};

}  // namespace

std::unique_ptr<App> make_gallery() {
    return std::make_unique<Gallery>();
}

}  // namespace holdfast::ui
