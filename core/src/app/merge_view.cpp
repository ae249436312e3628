#include "core/app/merge_view.h"

#include <algorithm>
#include <map>

#include "core/duplicates.h"
#include "core/policy.h"
#include "core/record.h"
#include "look_alikes.h"
#include "presentation.h"

namespace holdfast {
namespace {

/// Rows of the module that one slice reads into the index.
constexpr std::int64_t kRowsPerSlice = 4'000;

std::vector<Draft::FieldValue> values_of(const EntityDef& entity, const Record& record) {
    std::vector<Draft::FieldValue> values;
    for (const FieldDef& field : entity.fields)
        values.push_back({field.id, record.values[entity.index_of(field.id)]});
    return values;
}

}  // namespace

struct MergeView::Impl {
    Impl(Store& opened, const EntityDef& module, const Strings& words, int offset)
        : store(&opened), entity(&module), strings(words), zone(offset), titles(opened, strings) {}

    Status read_records(const Record& shown) {
        DuplicateQuery query;
        query.entity = entity->id;
        query.self = shown.id;
        query.values = values_of(*entity, shown);
        query.count_max = kMergeLosersMax;
        query.index_rows_max = kRowsPerSlice;
        query.use = RuleUse::Scan;
        const DuplicateAnswer answer = TRY(find_duplicates(*store, query));
        searching = !answer.complete;
        if (searching) return {};
        std::vector<RecordId> likes;
        for (const DuplicateCandidate& each : answer.candidates) likes.push_back(each.record);
        return read_likes(shown, likes);
    }

    /// The record on screen and those beside it.
    Status read_likes(const Record& shown, const std::vector<RecordId>& likes) {
        searching = false;
        stored.assign(1, shown);
        std::string own_title = TRY(titles.title_of(*entity, shown));
        records.assign(1, {shown.id, std::move(own_title), {}, true});
        for (const RecordId& id : likes) {
            std::optional<Record> record = TRY(store->read(entity->id, id));
            if (!record || record->life != Record::Life::Living) continue;
            const std::vector<FieldId> same = TRY(fields_in_common(*store, shown, *record));
            std::string title = TRY(titles.title_of(*entity, *record));
            records.push_back(
                {id, std::move(title), labels_of(strings, *entity, same), records.size() == 1});
            stored.push_back(*std::move(record));
        }
        return make_rows();
    }

    Status make_rows() {
        rows.clear();
        const Policy policy = TRY(store->policy());
        for (const FormSection& section : entity->form)
            for (const FieldId id : section.fields) {
                const FieldDef* field = entity->find_field(id);
                const bool offered = field && can_be_chosen(*entity, *field) &&
                                     policy.field_access(entity->id, id) == FieldAccess::Write;
                if (offered && differs(*field)) rows.push_back(TRY(make_row(*field)));
            }
        choose_anew();
        return {};
    }

    [[nodiscard]] const Value& value_at(std::size_t position, const FieldDef& field) const {
        return stored[position].values[entity->index_of(field.id)];
    }

    [[nodiscard]] bool differs(const FieldDef& field) const {
        for (std::size_t position = 0; position < records.size(); ++position)
            if (records[position].taken && value_at(position, field) != value_at(winner, field))
                return true;
        return false;
    }

    Result<MergeRow> make_row(const FieldDef& field) {
        MergeRow row;
        row.field = field.id;
        row.label = strings.label_of(*entity, field);
        row.group = field.group;
        for (std::size_t position = 0; position < records.size(); ++position) {
            const Value& value = value_at(position, field);
            std::string text =
                TRY(show_value(strings, titles, {entity, &field, &value, &stored[position]}, zone));
            row.filled.push_back(!is_null(value));
            row.texts.push_back(text.empty() ? std::string(strings.get("conflict.empty_value"))
                                             : std::move(text));
        }
        return row;
    }

    /// Whether the record has a value in any of the fields that go with this one.
    [[nodiscard]] bool has_value(const MergeRow& wanted, std::size_t position) const {
        return std::any_of(rows.begin(), rows.end(), [&](const MergeRow& row) {
            return goes_with(row, wanted) && row.filled[position];
        });
    }
    [[nodiscard]] static bool goes_with(const MergeRow& one, const MergeRow& two) {
        return one.field == two.field || (!one.group.empty() && one.group == two.group);
    }

    /// Fields of one group are chosen together.
    using ChoiceKey = std::pair<FieldId, std::string>;
    [[nodiscard]] static ChoiceKey key_of(const MergeRow& row) {
        return {row.group.empty() ? row.field : FieldId::None, row.group};
    }

    /// What the person chose, as long as that record is taken; else the first that has a value.
    void choose_anew() {
        for (MergeRow& row : rows) {
            const std::optional<std::size_t> by_hand = position_chosen(row);
            if (by_hand) {
                row.chosen = *by_hand;
                continue;
            }
            row.chosen = winner;
            for (std::size_t position = 0; position < records.size(); ++position) {
                if (has_value(row, row.chosen)) break;
                if (records[position].taken && has_value(row, position)) row.chosen = position;
            }
        }
    }

    [[nodiscard]] std::optional<std::size_t> position_chosen(const MergeRow& row) const {
        const auto choice = chosen_by_hand.find(key_of(row));
        if (choice == chosen_by_hand.end()) return std::nullopt;
        for (std::size_t position = 0; position < records.size(); ++position)
            if (records[position].taken && records[position].record == choice->second)
                return position;
        return std::nullopt;
    }

    Store* store;
    const EntityDef* entity;
    Strings strings;
    int zone;
    LinkTitles titles;
    RecordId self;
    bool searching = true;
    std::vector<MergeRecord> records;
    std::vector<Record> stored;  ///< By position of records.
    std::vector<MergeRow> rows;
    std::map<ChoiceKey, RecordId> chosen_by_hand;
    std::vector<PastMerge> past;
    std::size_t winner = 0;
};

MergeView::MergeView(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MergeView::MergeView(MergeView&&) noexcept = default;
MergeView& MergeView::operator=(MergeView&&) noexcept = default;
MergeView::~MergeView() = default;

Result<MergeView> MergeView::open(Store& store, EntityId entity, const RecordId& id,
                                  const Strings& strings, int zone_offset_minutes) {
    const EntityDef* definition = store.registry().find(entity);
    if (!definition || !TRY(has_duplicate_rules(store, *definition)))
        return fail(ErrorCode::NotFound, "merge.open");
    const std::optional<Record> record = TRY(store.read(entity, id));
    if (!record || record->life != Record::Life::Living)
        return fail(ErrorCode::NotFound, "merge.open");
    auto impl = std::make_unique<Impl>(store, *definition, strings, zone_offset_minutes);
    impl->self = id;
    impl->past = TRY(find_past_merges(store, strings, {entity, id, &strings, zone_offset_minutes}));
    MergeView view(std::move(impl));
    TRY(view.step());
    return view;
}

Result<MergeView> MergeView::open_group(Store& store, EntityId entity,
                                        const std::vector<RecordId>& records,
                                        const Strings& strings, int zone_offset_minutes) {
    const EntityDef* definition = store.registry().find(entity);
    if (!definition) return fail(ErrorCode::NotFound, "merge.open");
    auto impl = std::make_unique<Impl>(store, *definition, strings, zone_offset_minutes);
    for (std::size_t first = 0; first < records.size(); ++first) {
        const std::optional<Record> record = TRY(store.read(entity, records[first]));
        if (!record || record->life != Record::Life::Living) continue;
        impl->self = record->id;
        const std::size_t end = std::min(first + 1 + kMergeLosersMax, records.size());
        TRY(impl->read_likes(*record, {records.begin() + static_cast<std::ptrdiff_t>(first + 1),
                                       records.begin() + static_cast<std::ptrdiff_t>(end)}));
        break;
    }
    if (impl->records.size() < 2) return fail(ErrorCode::NotFound, "merge.open");
    return MergeView(std::move(impl));
}

Result<bool> MergeView::step() {
    if (!impl_->searching) return false;
    const std::optional<Record> record = TRY(impl_->store->read(impl_->entity->id, impl_->self));
    if (!record) return fail(ErrorCode::NotFound, "merge.step");
    TRY(impl_->read_records(*record));
    return impl_->searching;
}

bool MergeView::searching() const {
    return impl_->searching;
}
const std::vector<MergeRecord>& MergeView::records() const {
    return impl_->records;
}
std::size_t MergeView::winner() const {
    return impl_->winner;
}
const std::vector<MergeRow>& MergeView::rows() const {
    return impl_->rows;
}
const std::vector<PastMerge>& MergeView::past() const {
    return impl_->past;
}
bool MergeView::can_merge() const {
    return std::count_if(impl_->records.begin(), impl_->records.end(),
                         [](const MergeRecord& record) { return record.taken; }) > 1;
}

void MergeView::set_winner(std::size_t position) {
    if (position >= impl_->records.size()) return;
    impl_->winner = position;
    impl_->records[position].taken = true;
    static_cast<void>(impl_->make_rows());
}

void MergeView::take(std::size_t position) {
    if (position >= impl_->records.size()) return;
    impl_->records[position].taken = true;
    static_cast<void>(impl_->make_rows());
}

void MergeView::leave_out(std::size_t position) {
    if (position >= impl_->records.size() || position == impl_->winner) return;
    impl_->records[position].taken = false;
    static_cast<void>(impl_->make_rows());
}

void MergeView::choose(std::size_t row, std::size_t position) {
    if (row >= impl_->rows.size() || position >= impl_->records.size()) return;
    const MergeRow chosen = impl_->rows[row];
    impl_->chosen_by_hand[Impl::key_of(chosen)] = impl_->records[position].record;
    for (MergeRow& each : impl_->rows)
        if (Impl::goes_with(each, chosen)) each.chosen = position;
}

Result<MergeDone> MergeView::merge() {
    MergeRequest request;
    request.entity = impl_->entity->id;
    request.winner = impl_->records.at(impl_->winner).record;
    for (std::size_t position = 0; position < impl_->records.size(); ++position)
        if (impl_->records[position].taken && position != impl_->winner)
            request.losers.push_back(impl_->records[position].record);
    for (const MergeRow& row : impl_->rows)
        if (row.chosen != impl_->winner)
            request.choices.push_back({row.field, impl_->records[row.chosen].record});
    return merge_records(*impl_->store, request);
}

}  // namespace holdfast
