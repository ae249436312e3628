#include "screens/record_aside_part.h"

#include <array>

namespace holdfast::ui {
namespace {

constexpr int kCommentMax = 5'000;
constexpr int kTagMax = 60;
constexpr ButtonOptions kRemove{.kind = ButtonKind::Ghost, .icon = Icon::X};

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

void draw_item(ScreenContext& context, const StreamItem& item) {
    Frame& frame = context.frame;
    const std::string who =
        item.who.empty() ? std::string(context.word("company.nobody")) : item.who;
    const std::string head = who + " \xC2\xB7 " + item.when;
    IdScope scope(frame, to_text(item.id));
    const Scope article(frame, Role::Article, head);
    Stack stack(frame, 2);
    constexpr float kAvatar = 28;
    const Part parts[] = {fixed(kAvatar), fill()};
    Row row(frame, parts, 12);
    row.next();
    paint_avatar(frame, who, rect_at(available_rect(frame).min, {kAvatar, kAvatar}));
    space(frame, kAvatar);
    row.next();
    Stack words(frame, 2);
    muted_text(frame, head);
    text(frame, item.text);
}

}  // namespace

void RecordAsidePart::start_over(const ScreenContext& context) {
    if (address_ == context.workspace.route().address) return;
    *this = RecordAsidePart{};
    address_ = context.workspace.route().address;
}

void RecordAsidePart::draw_tags(ScreenContext& context) {
    start_over(context);
    const RecordAside& aside = context.workspace.aside();
    if (!aside.can_tag && !aside.can_follow) return;
    draw_chips(context, aside);
    draw_dialog(context);
}

void RecordAsidePart::draw_chips(ScreenContext& context, const RecordAside& aside) {
    Frame& frame = context.frame;
    const float remove_width = icon_button_width(frame, kRemove);
    Flow flow(frame, 8);
    for (const TagChip& tag : aside.tags) {
        IdScope scope(frame, to_text(tag.link));
        const std::string name = context.strings().format("company.remove_tag", {tag.label});
        flow.next(button_width(frame, tag.label, {.icon = Icon::Tag}));
        const std::string address = "#/search?q=" + tag.label;
        if (button(frame, tag.label, {.icon = Icon::Tag})) context.go_to(address);
        flow.next(remove_width);
        if (icon_button(frame, Icon::X, name, kRemove)) context.want(intent::RemoveTag{tag.link});
    }
    if (aside.can_tag) {
        const ButtonOptions add{.kind = ButtonKind::Ghost, .icon = Icon::Plus};
        const std::string_view word = context.word("company.add_tag");
        flow.next(button_width(frame, word, add));
        if (button(frame, word, add)) {
            tagging_ = true;
            tag_.clear();
        }
    }
    if (!aside.can_follow) return;
    const std::string_view word =
        context.word(aside.followed ? "company.unfollow" : "company.follow");
    const ButtonOptions follow{.kind = ButtonKind::Ghost, .icon = Icon::Bell};
    flow.next(button_width(frame, word, follow));
    if (button(frame, word, follow))
        context.want(intent::SetFollowed{aside.followed ? RecordCompany::Follow::No
                                                        : RecordCompany::Follow::Yes});
}

void RecordAsidePart::draw_dialog(ScreenContext& context) {
    if (!tagging_) return;
    Frame& frame = context.frame;
    Dialog dialog(frame, context.word("company.add_tag"), tagging_);
    if (!dialog.shown()) return;
    Stack stack(frame, frame.theme.metrics.gap);
    const FieldEvents events = text_field(frame, context.word("company.tag_name"), tag_,
                                          {.length_max = kTagMax, .auto_focus = true});
    std::string chosen;
    {
        Flow flow(frame, 8);
        for (const TagOption& option : context.workspace.tag_options(tag_)) {
            IdScope scope(frame, to_text(option.tag));
            flow.next(button_width(frame, option.label, {.icon = Icon::Tag}));
            if (button(frame, option.label, {.icon = Icon::Tag})) chosen = option.label;
        }
    }
    const bool blank = is_blank(tag_);
    const std::array<DialogButton, 2> buttons{{
        {context.word("ui.save"), ButtonKind::Primary, blank ? Enabled::No : Enabled::Yes},
        {context.word("ui.cancel")},
    }};
    const int pressed = dialog_buttons(frame, buttons);
    if (!blank && (pressed == 0 || events.submitted)) chosen = tag_;
    if (!chosen.empty()) context.want(intent::AddTag{chosen});
    if (!chosen.empty() || pressed == 1) tagging_ = false;
}

void RecordAsidePart::draw_stream(ScreenContext& context) {
    start_over(context);
    const RecordAside& aside = context.workspace.aside();
    if (!aside.can_comment && aside.stream.empty()) return;
    Frame& frame = context.frame;
    const std::string_view name = context.word("company.activity");
    Card card(frame, "activity", {.role = Role::Region, .name = name});
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(frame, name);
    if (aside.can_comment) draw_comment_box(context);
    if (aside.stream.empty()) return muted_text(frame, context.word("company.nothing_yet"));
    for (const StreamItem& item : aside.stream) draw_item(context, item);
}

void RecordAsidePart::draw_comment_box(ScreenContext& context) {
    Frame& frame = context.frame;
    text_field(frame, context.word("company.comment"), comment_,
               {.kind = TextKind::Multiline, .length_max = kCommentMax, .lines = 2});
    const bool blank = is_blank(comment_);
    if (!button(frame, context.word("company.add_comment"),
                {.icon = Icon::MessageSquare, .enabled = blank ? Enabled::No : Enabled::Yes}))
        return;
    context.want(intent::AddComment{comment_});
    comment_.clear();
}

}  // namespace holdfast::ui
