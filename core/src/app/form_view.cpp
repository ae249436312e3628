#include "core/app/form_view.h"

#include "core/frozen.h"
#include "core/history.h"
#include "core/record.h"
#include "core/record_source.h"
#include "form_content.h"
#include "store/move_demands.h"

namespace holdfast {

struct FormView::Impl {
    Impl(Store& store, const EntityDef& def, const Strings& strings, int zone)
        : context(store, strings, zone), entity(&def), content(context, def) {}

    [[nodiscard]] Store& store() { return *context.store; }
    [[nodiscard]] ModuleName name() const { return ModuleName(ModulePlace{entity, preset}); }

    Status load() {
        context.titles.clear();
        TRY(context.read_policy());
        const std::optional<Record> record = TRY(store().read(entity->id, id));
        if (!record) return fail(ErrorCode::NotFound, "form.load");
        TRY(content.load(*record));
        mode = FormMode::Show;
        pending_state.clear();
        resumed = {};
        seen = store().state().checkpoint;
        return describe(*record);
    }

    /// What stands around the fields: title, status, transitions, marks.
    Status describe(const Record& record) {
        generation = store().generation();
        deleted = record.life == Record::Life::Deleted;
        RecordSource source(store());
        may_move = TRY(context.policy.can(Action::Edit, record, source));
        may_delete = TRY(context.policy.can(Action::Delete, record, source));
        TRY(keep_what_stays(record));
        title = TRY(context.titles.title_of(*entity, record));
        mark = TRY(mark_of(record));
        state_label.clear();
        transitions.clear();
        if (entity->state_field == FieldId::None) return {};
        const FieldDef& field = *entity->find_field(entity->state_field);
        const Value& state = record.values[entity->index_of(field.id)];
        state_key = text_or_empty(state);
        state_label = context.strings.label_of_choice(*entity, field, state_key);
        state_tone = tone_of(*entity, field, state);
        if (deleted || !may_move || !writes(field.id)) return {};
        for (const std::string_view next : entity->states_after(state_key)) {
            const std::string to(next);
            const auto issue = TRY(find_move_issue(store(), context.policy, record, to));
            transitions.push_back(
                {to, std::string(context.strings.label_of_choice(*entity, field, to)),
                 tone_of(*entity, field, to),
                 issue ? context.strings.sentence(*entity, *issue) : std::string()});
        }
        return {};
    }

    /// Neither logs nor issued documents nor their parts are for people to take away again.
    Status keep_what_stays(const Record& record) {
        const bool part = TRY(is_part_of_frozen(store(), *entity, record));
        const bool stays = part || entity->kind == EntityKind::Log;
        may_edit = may_move && !stays;
        may_move = may_move && !part;
        may_delete = may_delete && !stays && (deleted || !is_frozen(*entity, record));
        return {};
    }

    [[nodiscard]] bool writes(FieldId field) const {
        return context.policy.field_access(entity->id, field) == FieldAccess::Write;
    }

    Result<RowMark> mark_of(const Record& record) {
        if (TRY(find_conflicted_records(store())).contains(record.id)) return RowMark::Conflict;
        return TRY(store().has_pending(entity->id, record.id)) ? RowMark::Pending : RowMark::None;
    }

    /// Back to Show with what is stored; the commit itself has already succeeded.
    void reload() { note(load()); }

    Result<CommitOutcome> commit(const Draft& draft) {
        CommitWithUndo made = TRY(commit_with_undo(store(), draft));
        if (const auto* needs = std::get_if<NeedsWork>(&made.outcome)) {
            show_needs(*needs);
            return made.outcome;
        }
        reload();
        undo = std::move(made.undo);
        return made.outcome;
    }

    void show_needs(const NeedsWork& needs) {
        if (mode == FormMode::Show) mode = FormMode::Edit;
        content.show_issues(needs.issues);
    }

    void add_transition(Draft& draft, const std::string& to) const {
        draft.transition(entity->id, id, state_key, to, resumed.stamps);
    }

    void note(const Status& status) {
        if (status) {
            error.reset();
        } else {
            error = status.error();
        }
    }

    FormContext context;
    const EntityDef* entity;
    const PresetDef* preset = nullptr;  // Of a new record.
    FormContent content;
    RecordId id;
    FormMode mode = FormMode::Show;
    ServerSeq seen = ServerSeq::None;
    std::uint64_t generation = 0;
    bool deleted = false;
    bool may_edit = true;
    bool may_move = true;  ///< To another state.
    bool may_delete = true;
    std::string title;
    std::string state_key;
    std::string state_label;
    Tone state_tone = Tone::Neutral;
    RowMark mark = RowMark::None;
    std::vector<FormTransition> transitions;
    std::string pending_state;
    Resumption resumed;
    std::optional<UndoStep> undo;
    std::optional<Error> error;
};

FormView::FormView(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FormView::FormView(FormView&&) noexcept = default;
FormView& FormView::operator=(FormView&&) noexcept = default;
FormView::~FormView() = default;

Result<FormView> FormView::open(Store& store, EntityId entity, const RecordId& id,
                                const Strings& strings, int zone_offset_minutes) {
    const EntityDef* def = store.registry().find(entity);
    if (def == nullptr) return fail(ErrorCode::NotFound, "form.entity");
    auto impl = std::make_unique<Impl>(store, *def, strings, zone_offset_minutes);
    impl->id = id;
    TRY(impl->load());
    return FormView(std::move(impl));
}

Result<FormView> FormView::create(Store& store, EntityId entity, NewRecordSeed seed,
                                  const Strings& strings, int zone_offset_minutes) {
    const EntityDef* def = store.registry().find(entity);
    if (def == nullptr) return fail(ErrorCode::NotFound, "form.entity");
    auto impl = std::make_unique<Impl>(store, *def, strings, zone_offset_minutes);
    impl->id = seed.id.is_none() ? make_record_id(store.environment()) : seed.id;
    impl->mode = FormMode::Create;
    impl->seen = store.state().checkpoint;
    impl->generation = store.generation();
    impl->preset = seed.preset;
    impl->title = strings.phrase_of(impl->name(), "new");
    TRY(impl->context.read_policy());
    TRY(impl->content.load_new(impl->id, seed.given));
    return FormView(std::move(impl));
}

const EntityDef& FormView::entity() const {
    return *impl_->entity;
}
const RecordId& FormView::id() const {
    return impl_->id;
}
FormMode FormView::mode() const {
    return impl_->mode;
}
const std::string& FormView::title() const {
    return impl_->title;
}
const std::string& FormView::state_label() const {
    return impl_->state_label;
}
Tone FormView::state_tone() const {
    return impl_->state_tone;
}
RowMark FormView::mark() const {
    return impl_->mark;
}
bool FormView::deleted() const {
    return impl_->deleted;
}
bool FormView::allows(Action action) const {
    if (action == Action::Create)
        return impl_->entity->is_made_by_people() &&
               impl_->context.policy.can(impl_->entity->id, action);
    if (impl_->mode == FormMode::Create) return false;
    return action == Action::Edit ? impl_->may_edit : action == Action::Delete && impl_->may_delete;
}
std::vector<FormGroup>& FormView::groups() {
    return impl_->content.groups;
}
std::vector<FormLines>& FormView::lines() {
    return impl_->content.lines;
}
const std::vector<FormTransition>& FormView::transitions() const {
    return impl_->transitions;
}
const Error* FormView::error() const {
    if (impl_->error) return &*impl_->error;
    const std::optional<Error>& rules = impl_->content.rules_error();
    return rules ? &*rules : nullptr;
}

bool FormView::dirty() const {
    return impl_->mode != FormMode::Show && impl_->content.dirty();
}

void FormView::begin_edit() {
    if (impl_->mode != FormMode::Show || impl_->deleted) return;
    impl_->reload();
    if (!impl_->error && impl_->may_edit) impl_->mode = FormMode::Edit;
}

void FormView::cancel_edit() {
    if (impl_->mode == FormMode::Edit) impl_->reload();
}

void FormView::set_text(FieldId field, std::string text) {
    FormField* found = impl_->content.find(field);
    if (found == nullptr) return;
    impl_->note(type_into(impl_->context, std::move(text), *found));
    impl_->content.update();
}

void FormView::set_line_text(EntityId child, const RecordId& line, FieldId field,
                             std::string text) {
    FormField* found = impl_->content.find_line_field(child, line, field);
    if (found == nullptr) return;
    impl_->note(type_into(impl_->context, std::move(text), *found));
    impl_->content.touch_line(child, line);
}

RecordId FormView::add_line(EntityId child, const RecordId& id) {
    return impl_->content.add_line(child, id);
}

void FormView::remove_line(EntityId child, const RecordId& line) {
    impl_->content.remove_line(child, line);
}

void FormView::take_back_line(EntityId child, const RecordId& line) {
    impl_->note(impl_->content.take_back_line(child, line));
}

std::vector<FormOption> FormView::find_link_options(FieldId field, std::string_view text) {
    const FormField* editor = impl_->content.find(field);
    if (editor == nullptr || editor->target == EntityId::None) return {};
    Result<std::vector<FormOption>> options =
        find_options(impl_->store(), {editor->target, text, impl_->context.strings});
    if (!options) {
        impl_->error = options.error();
        return {};
    }
    return *std::move(options);
}

Result<CommitOutcome> FormView::save() {
    const bool creating = impl_->mode == FormMode::Create;
    Draft draft(impl_->entity->key + (creating ? ".create" : ".edit"), impl_->seen);
    std::vector<FieldIssue> issues = TRY(impl_->content.collect(draft));
    if (!issues.empty()) return NeedsWork{std::move(issues)};
    if (!impl_->pending_state.empty()) {
        impl_->add_transition(draft, impl_->pending_state);
    }
    draft.instead_of(impl_->resumed.instead_of);
    if (draft.empty()) {
        impl_->undo.reset();
        impl_->reload();
        return Saved{};
    }
    return impl_->commit(draft);
}

Result<CommitOutcome> FormView::transition(std::string_view to) {
    if (impl_->mode == FormMode::Create) return fail(ErrorCode::BadInput, "form.transition");
    impl_->pending_state = to;
    if (dirty()) return save();
    Draft draft(impl_->entity->key + ".transition", impl_->seen);
    impl_->add_transition(draft, impl_->pending_state);
    return impl_->commit(draft);
}

bool FormView::plan_move(std::string_view to) {
    if (impl_->mode == FormMode::Create || !impl_->entity->allows(impl_->state_key, to))
        return false;
    impl_->pending_state = to;
    return true;
}

void FormView::resume(Resumption resumption) {
    impl_->seen = resumption.seen;
    impl_->resumed = std::move(resumption);
}

void FormView::drop_move() {
    impl_->pending_state.clear();
    impl_->resumed.instead_of = TransactionNo::None;
}

std::string_view FormView::planned_move() const {
    if (impl_->pending_state.empty()) return {};
    const EntityDef& entity = *impl_->entity;
    return impl_->context.strings.label_of_choice(entity, *entity.find_field(entity.state_field),
                                                  impl_->pending_state);
}

Result<CommitOutcome> FormView::remove() {
    Draft draft(impl_->entity->key + ".delete", impl_->seen);
    draft.remove(impl_->entity->id, impl_->id);
    return impl_->commit(draft);
}

Result<CommitOutcome> FormView::restore() {
    Draft draft(impl_->entity->key + ".restore", impl_->seen);
    draft.restore(impl_->entity->id, impl_->id);
    return impl_->commit(draft);
}

void FormView::refresh() {
    if (impl_->mode == FormMode::Create || impl_->generation == impl_->store().generation()) return;
    if (impl_->mode == FormMode::Show) return impl_->reload();
    impl_->context.titles.clear();
    impl_->note(impl_->context.read_policy());
    const bool was_dirty = impl_->content.dirty();
    const Result<std::optional<Record>> record = impl_->store().read(impl_->entity->id, impl_->id);
    if (!record || !*record) {
        impl_->note(fail(record ? ErrorCode::NotFound : record.error().code, "form.refresh"));
        return;
    }
    impl_->note(impl_->content.merge(**record));
    // What was typed on top of older values keeps saying so, or a conflict would be hidden.
    if (!was_dirty) impl_->seen = impl_->store().state().checkpoint;
    impl_->note(impl_->describe(**record));
}

void FormView::set_strings(const Strings& strings) {
    const Strings previous = std::exchange(impl_->context.strings, strings);
    impl_->context.titles.set_strings(strings);
    if (impl_->mode == FormMode::Show) return impl_->reload();
    impl_->content.retranslate(previous);
    if (impl_->mode == FormMode::Create) {
        impl_->title = strings.phrase_of(impl_->name(), "new");
    } else if (impl_->content.record()) {
        impl_->note(impl_->describe(*impl_->content.record()));
    }
}

void FormView::set_zone_offset_minutes(int minutes) {
    if (impl_->context.zone == minutes) return;
    impl_->context.zone = minutes;
    if (impl_->mode == FormMode::Show) impl_->reload();
}

std::optional<UndoStep> FormView::take_undo() {
    return std::exchange(impl_->undo, std::nullopt);
}

}  // namespace holdfast
