#include "core/app/mass_edit_view.h"

#include <algorithm>

#include "core/record_source.h"
#include "form_fields.h"

namespace holdfast {
namespace {

constexpr std::size_t kRecordsPerLook = 200;
constexpr std::size_t kNoField = static_cast<std::size_t>(-1);

/// Of one record: what the chosen field holds, and whether it may be changed.
struct Present {
    Value value;
    bool may_change = false;
};

bool is_unique(const EntityDef& entity, FieldId field) {
    return std::any_of(entity.unique.begin(), entity.unique.end(), [&](const auto& fields) {
        return fields.size() == 1 && fields.front() == field;
    });
}

/// Whether one value can stand in many records, whatever the person may do.
bool suits_many(const EntityDef& entity, const FieldDef& field) {
    const bool names_module = field.type == FieldType::LinkAny || field.type == FieldType::Entity;
    return !names_module && field.type != FieldType::Json && field.presence == Presence::Shown &&
           field.id != entity.parent_field && !is_unique(entity, field.id);
}

}  // namespace

struct MassEditView::Impl {
    Impl(Store& store, const EntityDef& def, std::vector<RecordId> chosen_records,
         const Strings& strings, int zone)
        : context(store, strings, zone), entity(&def), records(std::move(chosen_records)) {}

    [[nodiscard]] Store& store() { return *context.store; }

    void build() {
        for (const FieldDef& def : entity->fields) {
            if (!suits_many(*entity, def)) continue;
            FormField field = make_field(context, *entity, def);
            if (!field.engine) fields.push_back(std::move(field));
        }
    }

    void look_anew() {
        present.clear();
        generation = store().generation();
        count();
    }

    Status look_at_more() {
        if (generation != store().generation()) look_anew();
        RecordSource source(store());
        const std::size_t at = entity->index_of(fields[chosen].field);
        const std::size_t end = std::min(records.size(), present.size() + kRecordsPerLook);
        while (present.size() < end) {
            const auto record = TRY(store().read(entity->id, records[present.size()]));
            Present now;
            if (record && record->life == Record::Life::Living) {
                now.value = record->values[at];
                now.may_change = TRY(context.policy.can(Action::MassEdit, *record, source));
            }
            present.push_back(std::move(now));
        }
        count();
        return {};
    }

    /// By what stands in the records that were looked at.
    void count() {
        forecast = {};
        for (const Present& each : present)
            ++(each.may_change && each.value != wanted.value ? forecast.changing
                                                             : forecast.staying);
        forecast.complete = present.size() == records.size();
    }

    /// What is typed so far; says nothing about mistakes yet.
    Status read_wanted() {
        FormField typed = fields[chosen];
        wanted = TRY(read_field(context, *entity, {}, typed));
        count();
        return {};
    }

    void note(const Status& status) {
        if (!status) error = status.error();
    }

    FormContext context;
    const EntityDef* entity;
    std::vector<RecordId> records;
    std::vector<FormField> fields;
    std::size_t chosen = kNoField;
    FieldReading wanted;
    std::vector<Present> present;  ///< Of the first records.
    std::uint64_t generation = 0;
    MassEditForecast forecast;
    std::optional<MassEdit> run;
    std::optional<Error> error;
};

MassEditView::MassEditView(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MassEditView::MassEditView(MassEditView&&) noexcept = default;
MassEditView& MassEditView::operator=(MassEditView&&) noexcept = default;
MassEditView::~MassEditView() = default;

Result<MassEditView> MassEditView::open(Store& store, EntityId entity,
                                        std::vector<RecordId> records, const Strings& strings,
                                        int zone_offset_minutes) {
    const EntityDef* definition = store.registry().find(entity);
    if (definition == nullptr) return fail(ErrorCode::BadInput, "mass_edit.entity");
    if (records.size() > static_cast<std::size_t>(kMassEditRecordsMax))
        return fail(ErrorCode::LimitExceeded, "mass_edit.records");
    auto impl = std::make_unique<Impl>(store, *definition, std::move(records), strings,
                                       zone_offset_minutes);
    TRY(impl->context.read_policy());
    if (!impl->context.policy.can(entity, Action::MassEdit))
        return fail(ErrorCode::Unauthorized, "mass_edit.rights");
    impl->build();
    return MassEditView(std::move(impl));
}

const EntityDef& MassEditView::entity() const {
    return *impl_->entity;
}
std::int64_t MassEditView::record_count() const {
    return static_cast<std::int64_t>(impl_->records.size());
}
const std::vector<FormField>& MassEditView::fields() const {
    return impl_->fields;
}
FormField* MassEditView::editor() {
    return impl_->chosen == kNoField ? nullptr : &impl_->fields[impl_->chosen];
}

void MassEditView::choose_field(FieldId field) {
    const auto found = std::find_if(impl_->fields.begin(), impl_->fields.end(),
                                    [&](const FormField& each) { return each.field == field; });
    if (impl_->run || found == impl_->fields.end()) return;
    impl_->chosen = static_cast<std::size_t>(found - impl_->fields.begin());
    impl_->error.reset();
    impl_->note(impl_->read_wanted());
    impl_->look_anew();
}

void MassEditView::set_text(std::string text) {
    FormField* field = editor();
    if (impl_->run || field == nullptr) return;
    impl_->error.reset();
    impl_->note(type_into(impl_->context, std::move(text), *field));
    impl_->note(impl_->read_wanted());
}

std::vector<FormOption> MassEditView::find_link_options(std::string_view text) {
    const FormField* field = editor();
    if (field == nullptr) return {};
    auto found = find_options(impl_->store(), {field->target, text, impl_->context.strings});
    if (found) return *std::move(found);
    impl_->error = found.error();
    return {};
}

std::optional<MassEditForecast> MassEditView::forecast() const {
    if (impl_->chosen == kNoField || !impl_->wanted.ok) return std::nullopt;
    return impl_->forecast;
}

Result<bool> MassEditView::start() {
    FormField* field = editor();
    if (impl_->run || field == nullptr) return false;
    const FieldReading reading =
        TRY(read_field(impl_->context, *impl_->entity, RecordId{}, *field));
    if (!reading.ok) return false;
    impl_->run.emplace(TRY(MassEdit::start(
        impl_->store(), {impl_->entity->id, {{field->field, reading.value}}}, impl_->records)));
    return true;
}

void MassEditView::cancel() {
    if (impl_->run) impl_->run->cancel();
}

void MassEditView::undo() {
    if (can_undo()) impl_->run->undo();
}

bool MassEditView::step(int budget_ms) {
    if (is_working()) {
        impl_->run->step(budget_ms);
        return true;
    }
    if (impl_->run || impl_->error || impl_->chosen == kNoField) return false;
    const auto is_stale = [this] { return impl_->generation != impl_->store().generation(); };
    if (impl_->forecast.complete && !is_stale()) return false;
    Environment& clock = impl_->store().environment();
    const std::int64_t until_ms = clock.now_ms() + budget_ms;
    do {
        impl_->note(impl_->look_at_more());
    } while (!impl_->error && !impl_->forecast.complete && clock.now_ms() < until_ms);
    return true;
}

bool MassEditView::is_working() const {
    return impl_->run && (impl_->run->phase() == MassEditPhase::Running ||
                          impl_->run->phase() == MassEditPhase::Undoing);
}

bool MassEditView::can_undo() const {
    return impl_->run && impl_->run->records_edited() > 0 &&
           (impl_->run->phase() == MassEditPhase::Done ||
            impl_->run->phase() == MassEditPhase::Cancelled ||
            impl_->run->phase() == MassEditPhase::Failed);
}

const MassEdit* MassEditView::run() const {
    return impl_->run ? &*impl_->run : nullptr;
}

std::vector<MassEditAnswer> MassEditView::answers() const {
    std::vector<MassEditAnswer> answers;
    if (!impl_->run) return answers;
    for (const MassEditReason& reason : impl_->run->reasons()) {
        std::string sentence = impl_->context.strings.sentence(*impl_->entity, reason.issue);
        const auto known =
            std::find_if(answers.begin(), answers.end(),
                         [&](const MassEditAnswer& answer) { return answer.sentence == sentence; });
        if (known != answers.end())
            known->count += reason.count;
        else
            answers.push_back({std::move(sentence), reason.count});
    }
    return answers;
}

const Error* MassEditView::error() const {
    if (impl_->run && impl_->run->error()) return &*impl_->run->error();
    return impl_->error ? &*impl_->error : nullptr;
}

void MassEditView::set_strings(const Strings& strings) {
    const Strings previous = impl_->context.strings;
    impl_->context.strings = strings;
    impl_->context.titles.set_strings(strings);
    for (FormField& field : impl_->fields) {
        relabel_field(impl_->context, *impl_->entity, field);
        retranslate_field(impl_->context, *impl_->entity, previous, field);
    }
}

}  // namespace holdfast
