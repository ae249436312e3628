#include "core/summary.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "model/calendar.h"
#include "model/expression_operation.h"
#include "store/query_sql.h"
#include "store/report_groups.h"

namespace holdfast {
namespace {

using Kind = ExpressionKind;

bool adds_up(AggregateKind kind) {
    return kind == AggregateKind::Sum || kind == AggregateKind::Average;
}

bool fits(const Aggregate& aggregate, Kind kind) {
    if (adds_up(aggregate.kind)) return kind == Kind::Number || kind == Kind::Duration;
    const bool compares =
        aggregate.kind == AggregateKind::Minimum || aggregate.kind == AggregateKind::Maximum;
    return !compares || (kind != Kind::Boolean && kind != Kind::Link);
}

/// One aggregate as it is worked out.
struct Column {
    AggregateKind kind = AggregateKind::Count;
    ExpressionType type;
    std::int64_t more_decimals = 0;  ///< Of an average.
};

Column column_of(const Aggregate& aggregate, const ExpressionType& type) {
    Column column{aggregate.kind, type, 0};
    if (aggregate.kind == AggregateKind::Count || aggregate.kind == AggregateKind::Distinct)
        column.type = {Kind::Number, 0, EntityId::None};
    if (aggregate.kind == AggregateKind::Average && type.kind == Kind::Number) {
        column.type.scale = std::max(type.scale, kExpressionQuotientScale);
        column.more_decimals = column.type.scale - type.scale;
    }
    return column;
}

/// What one aggregate has seen of one group.
class Tally {
public:
    void add(AggregateKind kind, Value value) {
        if (is_null(value)) return;
        switch (kind) {
            case AggregateKind::Minimum:
                if (is_null(best_) || value < best_) best_ = std::move(value);
                break;
            case AggregateKind::Maximum:
                if (is_null(best_) || value > best_) best_ = std::move(value);
                break;
            case AggregateKind::Distinct: {
                std::string encoded;
                append_encoded(encoded, value);
                seen_.insert(std::move(encoded));
                break;
            }
            default:
                total_.add(integer_or(value, 0));
        }
    }

    [[nodiscard]] Value result(const Column& column) const {
        switch (column.kind) {
            case AggregateKind::Count:
                return total_.count;
            case AggregateKind::Sum:
                return total_.sum();
            case AggregateKind::Average:
                return total_.average(column.more_decimals);
            case AggregateKind::Distinct:
                return static_cast<std::int64_t>(seen_.size());
            default:
                return best_;
        }
    }

private:
    ExpressionTotal total_;
    Value best_;
    std::unordered_set<std::string> seen_;
};

class Summarizer {
public:
    Summarizer(QueryTerms& terms, const std::vector<GroupKey>& keys,
               const std::vector<Aggregate>& aggregates)
        : terms_(&terms), keys_(&keys), aggregates_(&aggregates) {}

    /// The SQL of keys, then of aggregates.
    Result<std::string> columns() {
        if (keys_->size() > kGroupKeysMax || aggregates_->size() > kAggregatesMax)
            return terms_->refuse(QueryProblem::TooManyValues, "group");
        std::string sql = "1";
        for (const GroupKey& key : *keys_) sql += ", " + TRY(key_column(key));
        for (const Aggregate& aggregate : *aggregates_)
            sql += ", " + TRY(aggregate_column(aggregate));
        return sql;
    }

    Status read(Statement& rows) {
        if (keys_->empty()) groups_.push_back({{}, std::vector<Tally>(columns_.size())});
        while (TRY(rows.step())) {
            Group* group = keys_->empty() ? &groups_.front() : TRY(group_of(rows));
            for (std::size_t index = 0; index < columns_.size(); ++index)
                group->tallies[index].add(columns_[index].kind,
                                          rows.value(column_at(keys_->size() + index)));
        }
        return {};
    }

    Summary take() {
        std::sort(groups_.begin(), groups_.end(),
                  [](const Group& a, const Group& b) { return a.keys < b.keys; });
        for (Group& group : groups_) {
            Summary::Row row{std::move(group.keys), {}};
            for (std::size_t index = 0; index < columns_.size(); ++index)
                row.values.push_back(group.tallies[index].result(columns_[index]));
            summary_.rows.push_back(std::move(row));
        }
        return std::move(summary_);
    }

private:
    struct Group {
        std::vector<Value> keys;
        std::vector<Tally> tallies;
    };

    /// Column 0 is there for summaries without any.
    static int column_at(std::size_t index) { return static_cast<int>(index) + 1; }

    Result<std::string> key_column(const GroupKey& key) {
        const std::string place = "group[" + std::to_string(summary_.key_types.size()) + "]";
        const QueryTerm term = TRY(terms_->resolve(key.path, place + ".path"));
        const bool is_date = term.type.kind == Kind::Date || term.type.kind == Kind::DateTime;
        if (key.bucket != DateBucket::None && !is_date)
            return terms_->refuse(QueryProblem::WrongOperator, place + ".by");
        const bool in_buckets = key.bucket != DateBucket::None;
        summary_.key_types.push_back(in_buckets ? ExpressionType{Kind::Date, 0, EntityId::None}
                                                : term.type);
        is_moment_.push_back(term.type.kind == Kind::DateTime);
        return terms_->sql_of(term);
    }

    Result<std::string> aggregate_column(const Aggregate& aggregate) {
        const bool counts_records =
            aggregate.kind == AggregateKind::Count && aggregate.path.empty();
        std::string sql = "1";
        ExpressionType type{Kind::Number, 0, EntityId::None};
        if (!counts_records) {
            const std::string place = "totals[" + std::to_string(columns_.size()) + "]";
            const QueryTerm term = TRY(terms_->resolve(aggregate.path, place + ".path"));
            if (!fits(aggregate, term.type.kind))
                return terms_->refuse(QueryProblem::WrongOperator, place + ".kind");
            type = term.type;
            sql = terms_->sql_of(term);
        }
        columns_.push_back(column_of(aggregate, type));
        summary_.value_types.push_back(columns_.back().type);
        return sql;
    }

    [[nodiscard]] Value key_of(const Statement& row, std::size_t index) const {
        Value value = row.value(column_at(index));
        const DateBucket bucket = (*keys_)[index].bucket;
        if (bucket == DateBucket::None || is_null(value)) return value;
        const std::int64_t number = integer_or(value, 0);
        const std::optional<std::int64_t> first =
            is_moment_[index] ? bucket_of_moment(number, terms_->zone_offset_minutes(), bucket)
                              : bucket_of(number, bucket);
        return first ? Value(*first) : Value();
    }

    Result<Group*> group_of(const Statement& row) {
        std::vector<Value> keys;
        encoded_.clear();
        for (std::size_t index = 0; index < keys_->size(); ++index) {
            keys.push_back(key_of(row, index));
            append_encoded(encoded_, keys.back());
        }
        const auto [found, is_new] = index_.try_emplace(encoded_, groups_.size());
        if (is_new && groups_.size() == kGroupsMax)
            return fail(ErrorCode::LimitExceeded, "query.groups");
        if (is_new) groups_.push_back({std::move(keys), std::vector<Tally>(columns_.size())});
        return &groups_[found->second];
    }

    QueryTerms* terms_;
    const std::vector<GroupKey>* keys_;
    const std::vector<Aggregate>* aggregates_;
    std::vector<Column> columns_;
    std::vector<bool> is_moment_;  ///< By key.
    std::string encoded_;          // Of the current row; kept to keep its memory.
    std::unordered_map<std::string, std::size_t> index_;
    std::vector<Group> groups_;
    Summary summary_;
};

}  // namespace

Result<Summary> summarize(Store& store, const Query& query, const std::vector<GroupKey>& keys,
                          const std::vector<Aggregate>& aggregates) {
    CompiledQuery compiled = TRY(CompiledQuery::compile(store.internals(), query, RowsRead::Every));
    Summarizer summarizer(compiled.terms(), keys, aggregates);
    const std::string columns = TRY(summarizer.columns());
    RunningQuery running(store.internals(), compiled.sql());
    Statement statement = TRY(running.prepare(columns, ""));
    TRY(summarizer.read(statement));
    return summarizer.take();
}

std::optional<QueryIssue> find_summary_issue(const Registry& registry, EntityId entity,
                                             const std::vector<GroupKey>& keys,
                                             const std::vector<Aggregate>& aggregates) {
    const EntityDef* definition = registry.find(entity);
    if (!definition) return QueryIssue{QueryProblem::UnknownEntity, "entity", {}};
    std::vector<Value> parameters;
    QueryIssue issue;
    QueryTerms terms(registry, *definition, parameters, issue);
    if (Summarizer(terms, keys, aggregates).columns()) return std::nullopt;
    return issue;
}

}  // namespace holdfast
