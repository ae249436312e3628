#include "store/query_sql.h"

#include "base/utf8.h"
#include "core/policy.h"
#include "store/search_text.h"

namespace holdfast {
namespace {

/// Up to here it is cheaper to look at each candidate than to walk the list in order until enough
/// are found.
constexpr std::int64_t kCandidatesToVisitMax = 3'000;

std::string folded(std::string_view text) {
    std::string result;
    append_folded(result, text);
    return result;
}

std::string_view comparison_of(FilterOperator op) {
    switch (op) {
        case FilterOperator::Less:
            return " < ";
        case FilterOperator::LessOrEqual:
            return " <= ";
        case FilterOperator::Greater:
            return " > ";
        case FilterOperator::GreaterOrEqual:
            return " >= ";
        case FilterOperator::NotEqual:
            return " IS NOT ";
        default:
            return " = ";
    }
}

/// Further than this a filter's matches are not counted: it is not selective.
constexpr std::int64_t kMatchesCountedMax = 4'000;

/// Reads the searchable texts of every living row once.
Result<SearchIndex> build_search_index(Store::Impl& store, const EntityDef& entity) {
    const SearchFields fields = search_fields_of(entity);
    std::string sql = "SELECT pk";
    for (const std::size_t position : fields.positions)
        sql += ", " + quoted(entity.fields[position].key);
    Statement statement = TRY(store.db.prepare(sql + " FROM " + quoted(entity.key)));
    SearchIndex index;
    while (TRY(statement.step())) {
        SearchText text(fields.title_count);
        for (std::size_t column = 0; column < fields.positions.size(); ++column)
            text.add(statement.text(static_cast<int>(column) + 1));
        index.add(statement.integer(0), text.text());
    }
    return index;
}

class Compiler {
public:
    Compiler(Store::Impl& store, const EntityDef& entity) : store_(&store), entity_(&entity) {}

    Status compile(const Query& query) {
        policy_ = query.policy;
        if (policy_ && policy_->find_hidden_field(query) != FieldId::None)
            return fail(ErrorCode::Unauthorized, "query.hidden_field");
        where_ = "_deleted = 0";
        add_parent_condition();
        add_policy();
        TRY(add_search(query.search));
        if (!visits_candidates_) leading_ = TRY(choose_leading_filter(query.filters));
        for (const FieldFilter& filter : query.filters) TRY(add_filter(filter));
        TRY(add_order(query));
        sql_.from_where = " FROM " + quoted(entity_->key) + " WHERE " + where_;
        return {};
    }

    QuerySql take() { return std::move(sql_); }

private:
    std::string parameter(Value value) {
        sql_.parameters.push_back(std::move(value));
        return "?" + std::to_string(sql_.parameters.size());
    }

    /// Parts of a record in the recycle bin are not found either.
    void add_parent_condition() {
        if (entity_->parent_field == FieldId::None) return;
        const FieldDef& link = *entity_->find_field(entity_->parent_field);
        where_ += " AND NOT EXISTS (SELECT 1 FROM " +
                  quoted(store_->registry->find(link.target)->key) +
                  " AS parent WHERE parent.id = " + quoted(entity_->key) + "." + quoted(link.key) +
                  " AND parent._deleted <> 0)";
    }

    void add_policy() {
        if (!policy_) return;
        const int first = static_cast<int>(sql_.parameters.size()) + 1;
        SqlPredicate visible = policy_->where(entity_->id, Action::Read, {"", first});
        if (visible.text != "1") where_ += " AND " + visible.text;
        for (Value& value : visible.parameters) sql_.parameters.push_back(std::move(value));
    }

    /// Without those that the policy hides.
    [[nodiscard]] SearchFields searched_fields() const {
        const SearchFields all = search_fields_of(*entity_);
        if (!policy_) return all;
        SearchFields shown;
        for (std::size_t index = 0; index < all.positions.size(); ++index) {
            const FieldDef& field = entity_->fields[all.positions[index]];
            if (policy_->field_access(entity_->id, field.id) == FieldAccess::Hidden) continue;
            shown.positions.push_back(all.positions[index]);
            if (index < all.title_count) ++shown.title_count;
        }
        return shown;
    }

    Status add_search(const std::string& search) {
        const std::string needle = folded(search);
        const SearchFields fields = searched_fields();
        if (needle.empty()) return {};
        if (fields.positions.empty()) {
            where_ += " AND 0";
            return {};
        }
        if (needle.size() >= SearchIndex::kTextBytesMin) TRY(add_candidates(needle));
        where_ +=
            " AND holdfast_found(" + parameter(needle) + ", " + std::to_string(fields.title_count);
        for (const std::size_t position : fields.positions)
            where_ += ", " + quoted(entity_->fields[position].key);
        where_ += ")";
        return {};
    }

    Status add_candidates(std::string_view needle) {
        auto found = store_->search_indexes.find(entity_->id);
        if (found == store_->search_indexes.end()) {
            SearchIndex index = TRY(build_search_index(*store_, *entity_));
            found = store_->search_indexes.emplace(entity_->id, std::move(index)).first;
        }
        sql_.candidates = found->second.find(needle);
        visits_candidates_ = sql_.candidates.count() <= kCandidatesToVisitMax;
        if (!visits_candidates_) {
            sql_.uses_candidates = true;
            where_ += " AND holdfast_candidate(pk)";
            return {};
        }
        std::string list = "[";
        for (const std::int64_t pk : sql_.candidates.list()) {
            if (list.size() > 1) list.push_back(',');
            list += std::to_string(pk);
        }
        where_ += " AND pk IN (SELECT value FROM json_each(" + parameter(list + "]") + "))";
        return {};
    }

    /// The indexed field whose filter leaves the fewest records, by counting a few index entries:
    /// SQLite only knows averages, and those say little about "open" against "on hold".
    Result<FieldId> choose_leading_filter(const std::vector<FieldFilter>& filters) {
        FieldId leading = FieldId::None;
        std::int64_t fewest = INT64_MAX;
        for (const FieldFilter& filter : filters) {
            const FieldDef* field = entity_->find_field(filter.field);
            if (!field || field->indexing == Indexing::None || is_null(filter.value) ||
                filter.op != FilterOperator::Equal)
                continue;
            const std::int64_t matches = TRY(count_matches(*field, filter.value));
            if (matches >= fewest) continue;
            fewest = matches;
            leading = field->id;
        }
        return leading;
    }

    Result<std::int64_t> count_matches(const FieldDef& field, const Value& value) {
        Statement statement = TRY(
            store_->db.prepare("SELECT count(*) FROM (SELECT 1 FROM " + quoted(entity_->key) +
                               " WHERE _deleted = 0 AND " + quoted(field.key) + " = ?1 LIMIT ?2)"));
        statement.bind(0, value).bind(1, kMatchesCountedMax);
        TRY(statement.step());
        return statement.integer(0);
    }

    /// "+" hides a column from the indexes, so that only the chosen one can lead.
    [[nodiscard]] std::string column(const FieldDef& field) const {
        const bool hidden =
            visits_candidates_ || (leading_ != FieldId::None && leading_ != field.id);
        return (hidden ? "+" : "") + quoted(field.key);
    }

    Status add_filter(const FieldFilter& filter) {
        const FieldDef* field = entity_->find_field(filter.field);
        if (!field) return fail(ErrorCode::BadInput, "query.field");
        const std::string name = column(*field);
        const bool empty = is_null(filter.value) || filter.value == Value(std::string());
        where_ += " AND ";
        if (filter.op == FilterOperator::IsEmpty || (filter.op == FilterOperator::Equal && empty)) {
            where_ += "(" + name + " IS NULL OR " + name + " = '')";
        } else if (filter.op == FilterOperator::IsNotEmpty ||
                   (filter.op == FilterOperator::NotEqual && empty)) {
            where_ += "(" + name + " IS NOT NULL AND " + name + " <> '')";
        } else if (filter.op == FilterOperator::Contains) {
            where_ += "holdfast_found(" + parameter(folded(text_or_empty(filter.value))) + ", 0, " +
                      quoted(field->key) + ")";
        } else {
            where_ += name + std::string(comparison_of(filter.op)) + parameter(filter.value);
        }
        return {};
    }

    Status add_order(const Query& query) {
        const FieldId id =
            query.sort_field == FieldId::None ? entity_->list_order : query.sort_field;
        const FieldDef* field = entity_->find_field(id);
        if (!field) return fail(ErrorCode::BadInput, "query.sort_field");
        const std::string direction = query.direction == SortDirection::Descending ? " DESC" : "";
        // Nobody asked for the default order, so its field being hidden is no reason to fail.
        if (policy_ && policy_->field_access(entity_->id, id) == FieldAccess::Hidden) {
            sql_.order_by = " ORDER BY id" + direction;
            return {};
        }
        sql_.order_by = " ORDER BY " + ordered(*field) + direction + ", id" + direction;
        return {};
    }

    Store::Impl* store_;
    const EntityDef* entity_;
    const Policy* policy_ = nullptr;
    std::string where_;
    bool visits_candidates_ = false;
    FieldId leading_ = FieldId::None;
    QuerySql sql_;
};

}  // namespace

Result<QuerySql> compile_query(Store::Impl& store, const Query& query) {
    const EntityDef* entity = store.registry->find(query.entity);
    if (!entity) return fail(ErrorCode::BadInput, "query.entity");
    Compiler compiler(store, *entity);
    TRY(compiler.compile(query));
    return compiler.take();
}

}  // namespace holdfast
