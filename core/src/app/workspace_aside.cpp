// Comments, tags and followers of the record on screen.
#include "core/history.h"
#include "workspace_impl.h"

namespace holdfast {

RecordCompany Workspace::Impl::company() {
    return {store, form->entity().id, form->id()};
}

Result<RecordAside> Workspace::Impl::read_aside() {
    RecordAside made;
    if (!form || form->mode() == FormMode::Create) return made;
    const RecordCompany about = company();
    made.can_comment = about.can_comment();
    made.can_tag = about.can_tag();
    made.can_follow = TRY(about.can_follow());
    made.followed = made.can_follow && TRY(about.followed());
    made.tags = TRY(about.tags(strings));
    const StreamQuestion question{form->entity().id, form->id(), &strings, zone};
    made.stream = TRY(read_stream(store, question, stream_readers()));
    return made;
}

void Workspace::Impl::finish_aside(Result<CommitWithUndo> change, std::string_view key) {
    if (!change) return show_problem(change.error());
    if (std::holds_alternative<NeedsWork>(change->outcome))
        return show_problem(std::string(strings.get("company.not_saved")));
    note_local_change();
    undo_stack.note(last_history_group(store));
    show_undo_toast(std::string(strings.get(key)), std::move(change->undo));
}

void Workspace::Impl::operator()(const intent::AddComment& intent) {
    if (form) finish_aside(company().comment(intent.text), "company.commented");
}

void Workspace::Impl::operator()(const intent::AddTag& intent) {
    if (form) finish_aside(company().add_tag(intent.name), "company.tagged");
}

void Workspace::Impl::operator()(const intent::RemoveTag& intent) {
    if (form) finish_aside(company().remove_tag(intent.link), "company.untagged");
}

void Workspace::Impl::operator()(const intent::SetFollowed& intent) {
    const bool yes = intent.wanted == RecordCompany::Follow::Yes;
    if (form)
        finish_aside(company().set_followed(intent.wanted),
                     yes ? "company.following" : "company.not_following");
}

const RecordAside& Workspace::aside() {
    return impl_->remember(impl_->aside, [&] { return impl_->read_aside(); });
}

std::vector<TagOption> Workspace::tag_options(std::string_view text) {
    if (!impl_->form) return {};
    Result<std::vector<TagOption>> options = impl_->company().tag_options(text, impl_->strings);
    return options ? *std::move(options) : std::vector<TagOption>();
}

}  // namespace holdfast
