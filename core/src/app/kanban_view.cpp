#include "core/app/kanban_view.h"

#include <algorithm>
#include <set>

#include "core/query.h"
#include "kanban_columns.h"
#include "kanban_judge.h"
#include "presentation.h"
#include "shown_fields.h"

namespace holdfast {
namespace {

constexpr std::int64_t kCardsPerPage = 24;

/// Cards of one column, as far as anybody has looked.
struct CardPages {
    std::vector<KanbanCard> cards;
    PageKey last;
    bool complete = false;
};

bool makes_columns(const FieldDef& field) {
    return field.type == FieldType::State || field.type == FieldType::Choice ||
           field.type == FieldType::Boolean || field.type == FieldType::Link;
}

/// What is over with is looked at from its end.
bool is_over(const EntityDef& entity, const Value& value) {
    const StateDef* state = entity.find_state(text_or_empty(value));
    if (state == nullptr) return false;
    switch (state->category) {
        case StateCategory::Done:
        case StateCategory::Failed:
        case StateCategory::Closed:
        case StateCategory::Cancelled:
        case StateCategory::Won:
        case StateCategory::Lost:
            return true;
        default:
            return false;
    }
}

}  // namespace

struct KanbanView::Impl {
    Impl(Store& owner, EntityId entity_id, const Strings& words)
        : store(&owner),
          entity(owner.registry().find(entity_id)),
          strings(words),
          titles(owner, words) {
        HOLDFAST_ASSERT(entity != nullptr && fits(*entity));
        query.entity = entity_id;
        choose_order();
        choose_column();
        choose_facts();
    }

    [[nodiscard]] bool shows(FieldId field) const { return shows_field(*store, *entity, field); }

    void choose_order() {
        query.sort_field = shows(entity->list_order) ? entity->list_order : FieldId::None;
    }

    /// The module's own one, unless it is hidden from the person. When all are, the board has no
    /// columns.
    void choose_column() {
        const std::vector<FieldId> fields = column_fields(*entity);
        column = entity->find_field(entity->kanban.column);
        if (column != nullptr && shows(column->id)) return;
        const auto shown =
            std::find_if(fields.begin(), fields.end(), [&](FieldId field) { return shows(field); });
        column = entity->find_field(shown == fields.end() ? fields.front() : *shown);
    }

    /// List columns that say more than the title and the column do.
    void choose_facts() {
        facts.clear();
        for (const FieldId id : entity->list_columns) {
            const bool in_title =
                std::find(entity->title.begin(), entity->title.end(), id) != entity->title.end();
            if (in_title || id == column->id || id == entity->number_field || !shows(id)) continue;
            if (const FieldDef* field = entity->find_any(id)) facts.push_back(field);
        }
    }

    void forget() {
        fresh = false;
        pages.clear();
    }

    void note(const Status& status) {
        if (!status) error = status.error();
    }

    void ensure_fresh() {
        if (generation != store->generation()) {
            generation = store->generation();
            titles.clear();
            forget();
            // What a person sees may have changed meanwhile.
            choose_order();
            if (!shows(column->id)) choose_column();
            choose_facts();
        }
        if (fresh) return;
        fresh = true;
        error.reset();
        note(load_columns());
    }

    Status load_columns() {
        conflicted = TRY(find_conflicted_records(*store));
        board = {};
        pages.clear();
        if (!shows(column->id)) return {};
        board = TRY(read_board_columns({store, &query, column, &strings, &titles}));
        pages.assign(board.columns.size(), CardPages{});
        return {};
    }

    [[nodiscard]] Query query_of(const KanbanColumn& of) const {
        Query asked = query;
        FieldFilter wanted{column->id, FilterOperator::Equal, of.value};
        if (is_null(of.value)) wanted.op = FilterOperator::IsEmpty;
        asked.filters.push_back(std::move(wanted));
        if (is_over(*entity, of.value)) asked.direction = SortDirection::Descending;
        return asked;
    }

    Status load_page(std::size_t at) {
        CardPages& page = pages[at];
        RowPage rows =
            TRY(find_rows_after(*store, query_of(board.columns[at]), page.last, kCardsPerPage));
        page.last = std::move(rows.last);
        page.complete = static_cast<std::int64_t>(rows.rows.size()) < kCardsPerPage;
        for (const Record& record : TRY(read_rows(*store, entity->id, rows.rows, query.policy)))
            page.cards.push_back(TRY(make_card(record)));
        return {};
    }

    Result<KanbanCard> make_card(const Record& record) {
        KanbanCard card;
        card.id = record.id;
        card.title = TRY(titles.title_of(*entity, record));
        for (const FieldDef* field : facts) {
            if (card.facts.size() == kCardFactsMax) break;
            const Value value = TRY(value_of(*store, *entity, *field, record));
            const ShownField shown{entity, field, &value, &record};
            std::string text = TRY(show_value(strings, titles, shown, zone));
            if (text.empty()) continue;
            card.facts.push_back({std::string(strings.label_of(*entity, *field)), std::move(text),
                                  cell_kind_of(*field), tone_of(*entity, *field, value)});
        }
        if (conflicted.contains(record.id)) {
            card.mark = RowMark::Conflict;
        } else if (TRY(store->has_pending(entity->id, record.id))) {
            card.mark = RowMark::Pending;
        }
        return card;
    }

    Result<PlannedCardMove> plan(const RecordId& id, std::size_t to) {
        if (to >= board.columns.size()) return fail(ErrorCode::NotFound, "kanban.column");
        std::optional<Record> record = TRY(store->read(entity->id, id));
        if (!record || record->life == Record::Life::Deleted)
            return fail(ErrorCode::NotFound, "kanban.record");
        return PlannedCardMove{entity, column, *std::move(record), board.columns[to].value};
    }

    Result<CommitWithUndo> move(const RecordId& id, std::size_t to) {
        const PlannedCardMove planned = TRY(plan(id, to));
        Draft draft(entity->key + ".move", store->state().checkpoint);
        if (column->type == FieldType::State) {
            const Value& from = planned.record.values[entity->index_of(column->id)];
            draft.transition(entity->id, id, std::string(text_or_empty(from)),
                             std::string(text_or_empty(planned.to)));
        } else {
            draft.set(entity->id, id, {{column->id, planned.to}});
        }
        return commit_with_undo(*store, draft);
    }

    Store* store;
    const EntityDef* entity;
    Strings strings;
    LinkTitles titles;
    int zone = 0;
    Query query;
    const FieldDef* column = nullptr;
    std::vector<const FieldDef*> facts;
    BoardColumns board;
    std::vector<CardPages> pages;
    std::set<RecordId> conflicted;
    std::uint64_t generation = 0;
    bool fresh = false;
    std::optional<Error> error;
};

bool KanbanView::fits(const EntityDef& entity) {
    return !column_fields(entity).empty();
}

std::vector<FieldId> KanbanView::column_fields(const EntityDef& entity) {
    std::vector<FieldId> fields;
    for (const FieldDef& field : entity.fields)
        if (makes_columns(field)) fields.push_back(field.id);
    return fields;
}

KanbanView::KanbanView(Store& store, EntityId entity, const Strings& strings)
    : impl_(std::make_unique<Impl>(store, entity, strings)) {}
KanbanView::KanbanView(KanbanView&&) noexcept = default;
KanbanView& KanbanView::operator=(KanbanView&&) noexcept = default;
KanbanView::~KanbanView() = default;

const EntityDef& KanbanView::entity() const {
    return *impl_->entity;
}
FieldId KanbanView::column_field() const {
    return impl_->column->id;
}

void KanbanView::set_column_field(FieldId field) {
    const FieldDef* wanted = impl_->entity->find_field(field);
    if (wanted == nullptr || !makes_columns(*wanted) || !impl_->shows(field)) return;
    impl_->column = wanted;
    impl_->choose_facts();
    impl_->forget();
}

const std::vector<KanbanColumn>& KanbanView::columns() {
    impl_->ensure_fresh();
    return impl_->board.columns;
}

std::int64_t KanbanView::columns_left_out() {
    impl_->ensure_fresh();
    return impl_->board.left_out;
}

const KanbanCard* KanbanView::card(std::size_t column, std::int64_t index) {
    impl_->ensure_fresh();
    if (column >= impl_->pages.size() || index < 0) return nullptr;
    CardPages& page = impl_->pages[column];
    while (static_cast<std::int64_t>(page.cards.size()) <= index && !page.complete) {
        const Status loaded = impl_->load_page(column);
        impl_->note(loaded);
        if (!loaded) page.complete = true;
    }
    const auto at = static_cast<std::size_t>(index);
    return at < page.cards.size() ? &page.cards[at] : nullptr;
}

std::optional<std::size_t> KanbanView::column_of(const RecordId& id) const {
    for (std::size_t column = 0; column < impl_->pages.size(); ++column)
        for (const KanbanCard& card : impl_->pages[column].cards)
            if (card.id == id) return column;
    return std::nullopt;
}

MoveAdvice KanbanView::advise(const RecordId& id, std::size_t column) {
    impl_->ensure_fresh();
    const auto judged = [&]() -> Result<MoveAdvice> {
        const PlannedCardMove planned = TRY(impl_->plan(id, column));
        return judge_move(*impl_->store, planned, impl_->strings);
    }();
    if (judged) return *judged;
    return {MoveVerdict::Forbidden, impl_->strings.sentence(judged.error())};
}

Result<CommitWithUndo> KanbanView::move(const RecordId& id, std::size_t column) {
    impl_->ensure_fresh();
    return impl_->move(id, column);
}

const Query& KanbanView::query() const {
    return impl_->query;
}

void KanbanView::set_search(std::string text) {
    if (text == impl_->query.search) return;
    impl_->query.search = std::move(text);
    impl_->forget();
}

void KanbanView::set_filters(std::vector<FieldFilter> filters) {
    impl_->query.filters = std::move(filters);
    impl_->forget();
}

void KanbanView::set_filter(FilterNode filter) {
    impl_->query.filter = std::move(filter);
    impl_->forget();
}

void KanbanView::set_strings(const Strings& strings) {
    impl_->strings = strings;
    impl_->titles.set_strings(strings);
    impl_->forget();
}

void KanbanView::set_zone_offset_minutes(int minutes) {
    if (impl_->zone == minutes) return;
    impl_->zone = minutes;
    impl_->query.zone_offset_minutes = minutes;
    impl_->forget();
}

const Error* KanbanView::error() const {
    return impl_->error ? &*impl_->error : nullptr;
}

}  // namespace holdfast
