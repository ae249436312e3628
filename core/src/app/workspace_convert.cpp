// Documents made from the record on screen.
#include "core/record.h"
#include "workspace_impl.h"

namespace holdfast {

void Workspace::Impl::operator()(const intent::Convert& intent) {
    if (!form || form->mode() != FormMode::Show) return;
    const Result<ConversionDone> done =
        convert_record(store, {form->entity().id, form->id(), intent.key, zone});
    if (!done && done.error().code == ErrorCode::LimitExceeded)
        return show_problem(std::string(strings.get("convert.too_many")));
    if (!done) return show_problem(done.error());
    if (done->answer != ConversionAnswer::Made) return show_problem(refusal_of(*done));
    if (done->group != 0) {
        undo_stack.note(done->group);
        note_local_change();
    }
    show_converted(*done);
}

/// What the conversion is about is opened, and the toast takes all of it back.
void Workspace::Impl::show_converted(const ConversionDone& done) {
    const ConvertedTo& shown = done.records[done.shown];
    Route wanted;
    wanted.screen = ScreenKind::Record;
    wanted.entity = shown.entity;
    wanted.record = shown.record;
    go_to(address_of(store.registry(), wanted));
    const bool found = shown.origin == ConvertedTo::Origin::Found;
    show_toast(strings.format(found ? "convert.found" : "convert.made",
                              {form ? form->title() : std::string()}));
    if (done.group != 0) offer_undo(UndoOffer::Of::Commit, done.group);
}

std::string Workspace::Impl::refusal_of(const ConversionDone& done) const {
    if (done.answer == ConversionAnswer::NothingOpen)
        return std::string(strings.get("convert.nothing_open"));
    if (done.answer == ConversionAnswer::NoLine) return std::string(strings.get("convert.no_line"));
    if (done.answer == ConversionAnswer::Hidden)
        return strings.format(
            "convert.hidden",
            {std::string(strings.singular_of(*store.registry().find(done.hidden)))});
    if (done.answer == ConversionAnswer::NotOffered)
        return std::string(strings.get("convert.not_offered"));
    const ConversionIssue& first = done.issues.front();
    const EntityDef& entity = *store.registry().find(first.entity);
    return strings.format("convert.refused", {std::string(strings.singular_of(entity)),
                                              strings.sentence(entity, first.issue)});
}

const std::vector<RecordConversion>& Workspace::conversions() {
    return impl_->remember(impl_->conversions, [&]() -> Result<std::vector<RecordConversion>> {
        std::vector<RecordConversion> offered;
        if (!impl_->form) return offered;
        const EntityDef& entity = impl_->form->entity();
        for (std::string& key :
             TRY(find_conversions(impl_->store, entity.id, impl_->form->id(), impl_->zone))) {
            std::string label(impl_->strings.get(entity.key + ".convert." + key));
            offered.push_back({std::move(key), std::move(label)});
        }
        return offered;
    });
}

}  // namespace holdfast
