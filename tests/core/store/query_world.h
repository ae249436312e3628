// QueryWorld: records of a module with every type of field, in a store and in memory at once, and
// what queries over them must give, worked out over the records alone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/fixed_environment.h"
#include "core/summary.h"

namespace holdfast::test {

class QueryWorld : public ExpressionSource {
public:
    static constexpr std::int64_t kToday = 20'779;  // 2026-11-22, a Sunday
    static constexpr int kZone = 540;

    QueryWorld();

    /// A query over the module's records with the world's day and zone.
    [[nodiscard]] Query query() const;
    [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }
    [[nodiscard]] const FieldDef& field_at(std::string_view path) const;
    [[nodiscard]] const std::vector<Record>& things() const { return things_; }
    [[nodiscard]] Value value_at(const Record& thing, std::string_view path);

    // The answers by looking at every record.
    [[nodiscard]] bool holds(const FilterNode& node, const Record& thing);
    [[nodiscard]] std::vector<RecordId> find(const Query& query);
    [[nodiscard]] std::vector<Summary::Row> summarize(const Query& query,
                                                      const std::vector<GroupKey>& keys,
                                                      const std::vector<Aggregate>& aggregates);

    [[nodiscard]] std::vector<RecordId> ids_of(const std::vector<RowHandle>& rows) const;

    Result<const Record*> find_linked(EntityId entity, const RecordId& id) override;
    Result<std::vector<const Record*>> find_linking(EntityId entity, FieldId link,
                                                    const RecordId& target) override;

private:
    void fill(std::uint64_t people, std::uint64_t things);
    [[nodiscard]] bool leaf_holds(const FilterNode& leaf, const Record& thing);
    [[nodiscard]] bool is_before(const Query& query, const Record& left, const Record& right);
    [[nodiscard]] Value aggregated(const Aggregate& aggregate,
                                   const std::vector<const Record*>& group);

    FixedEnvironment environment_;

public:
    Store store;

private:
    std::vector<std::string> paths_;
    std::vector<Record> people_;
    std::vector<Record> things_;
    std::map<std::int64_t, RecordId> ids_;  // By pk.
    std::map<std::string, Expression, std::less<>> conditions_;
};

}  // namespace holdfast::test
