#include <array>
#include <string>
#include <vector>

#include "gallery/pages.h"
#include "ui/kit.h"

namespace holdfast::ui {
namespace {

constexpr std::array<Choice, 4> kPriorities = {{{"Low"}, {"Normal"}, {"High"}, {"Urgent"}}};
constexpr std::array<Choice, 10> kCountries = {{{"Brazil"},
                                                {"Canada"},
                                                {"France"},
                                                {"Germany"},
                                                {"Japan"},
                                                {"Mexico"},
                                                {"Portugal"},
                                                {"Spain"},
                                                {"Sweden"},
                                                {"United States"}}};
constexpr std::array<Choice, 4> kAccounts = {{{"Acme Industries", "Göteborg"},
                                              {"Åsa Bygg AB", "Malmö"},
                                              {"田中工業株式会社", "大阪"},
                                              {"Padaria São João", "São Paulo"}}};

class FormsPage final : public Screen {
public:
    void draw(Frame& frame) override {
        const ScrollArea area(frame, "form", available_rect(frame),
                              {.padding_x = frame.theme.metrics.margin,
                               .padding_y = frame.theme.metrics.margin,
                               .width_max = 760});
        const Stack stack(frame, 20);
        heading(frame, "New contact", 1);
        if (failed_)
            banner(frame, "The contact was not saved",
                   {.tone = Tone::Danger, .detail = "Email is missing an @ sign."});
        {
            const Scope form(frame, Role::Form, "Contact");
            const Card card(frame, "contact");
            const Stack fields(frame, frame.theme.metrics.gap);
            draw_person(frame);
            draw_choices(frame);
            draw_notes(frame);
            draw_buttons(frame);
        }
        draw_dialog(frame);
    }

private:
    template <typename Left, typename Right>
    static void pair(Frame& frame, Left left, Right right) {
        if (frame.layout.phone()) {
            left();
            right();
            return;
        }
        const std::array<Part, 2> parts = {fill(), fill()};
        Row row(frame, parts, 16);
        row.next();
        left();
        row.next();
        right();
    }

    void draw_person(Frame& frame) {
        pair(
            frame,
            [&] {
                text_field(frame, "Name", name_,
                           {.necessity = Necessity::Required, .auto_complete = "name"});
            },
            [&] {
                const bool wrong = failed_ && email_.find('@') == std::string::npos;
                text_field(frame, "Email", email_,
                           {.kind = TextKind::Email,
                            .placeholder = "name@example.com",
                            .help = "Used for confirmations.",
                            .error = wrong ? "enter an address with an @ sign" : "",
                            .auto_complete = "email"});
            });
        pair(
            frame,
            [&] {
                text_field(frame, "Phone", phone_,
                           {.kind = TextKind::Phone, .auto_complete = "tel"});
            },
            [&] { text_field(frame, "Visit on", date_, {.kind = TextKind::Date}); });
    }

    void draw_choices(Frame& frame) {
        pair(
            frame, [&] { combo_box(frame, "Priority", kPriorities, priority_); },
            [&] { combo_box(frame, "Country", kCountries, country_); });
        pair(
            frame,
            [&] {
                const int chosen = picker(frame, "Account", account_, found_, picker_);
                if (picker_.query_changed) find_accounts();
                if (chosen >= 0) account_ = found_[static_cast<std::size_t>(chosen)].label;
            },
            [&] {
                text_field(frame, "Customer number", number_,
                           {.editing = Editing::ReadOnly, .help = "Given by the server."});
            });
    }

    void find_accounts() {
        picker_.query_changed = false;
        found_.clear();
        for (const Choice& each : kAccounts)
            if (each.label.find(picker_.query) != std::string_view::npos) found_.push_back(each);
    }

    void draw_notes(Frame& frame) {
        text_field(frame, "Notes", notes_,
                   {.kind = TextKind::Multiline, .length_max = 2000, .lines = 3});
    }

    void draw_buttons(Frame& frame) {
        constexpr std::array<DialogButton, 3> kButtons = {
            {{"Save", ButtonKind::Primary}, {"Cancel"}, {"Delete"}}};
        const int pressed = dialog_buttons(frame, kButtons);
        if (pressed == 0) {
            failed_ = email_.find('@') == std::string::npos;
            frame.again();
            if (!failed_) show_toast(frame, "Contact saved");
        }
        if (pressed == 2) dialog_open_ = true;
    }

    void draw_dialog(Frame& frame) {
        Dialog dialog(frame, "Delete this contact?", dialog_open_,
                      {.width = 440, .detail = "Its history goes with it."});
        if (!dialog.shown()) return;
        text(frame, "Anna Åkesson has 12 work orders. They stay, without a contact.");
        text_field(frame, "Reason", reason_, {.auto_focus = true});
        constexpr std::array<DialogButton, 2> kButtons = {
            {{"Delete contact", ButtonKind::Danger}, {"Keep it"}}};
        const int pressed = dialog_buttons(frame, kButtons);
        if (pressed < 0) return;
        dialog_open_ = false;
        frame.again();
        if (pressed == 0) show_toast(frame, "Contact deleted", {.action = frame.words.undo});
    }

    std::string name_ = "Anna Åkesson";
    std::string email_;
    std::string phone_ = "+46 31 701 22 10";
    std::string date_;
    std::string number_ = "K-20417";
    std::string notes_ =
        "Prefers a call before nine.\nThe gate code changes every month: ask at the desk.";
    std::string account_ = "Acme Industries";
    std::string reason_;
    std::vector<Choice> found_{kAccounts.begin(), kAccounts.end()};
    PickerState picker_;
    int priority_ = 1;
    int country_ = -1;
    bool failed_ = false;
    bool dialog_open_ = false;
};

}  // namespace

std::unique_ptr<Screen> make_forms_page() {
    return std::make_unique<FormsPage>();
}

}  // namespace holdfast::ui
