// ExpressionWorld: companies, jobs and their lines, in memory and in a database at once, so that
// both back ends of Expression can be asked the same.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/expression.h"
#include "core/sqlite.h"

namespace holdfast::test {

/// job -> company (twice), company -> parent company, line -> job (its parent) and supplier.
[[nodiscard]] const Registry& expression_registry();

class ExpressionWorld : public ExpressionSource {
public:
    static constexpr std::int64_t kToday = 20'779;  // 2026-11-22

    ExpressionWorld();

    /// An empty record of the entity; set() its fields, then store() it.
    [[nodiscard]] static Record make(std::string_view entity, std::uint64_t number);
    static void set(Record& record, std::string_view field, Value value);
    void store(Record record);

    [[nodiscard]] const std::vector<Record>& all(std::string_view entity) const;
    /// Of a job, with today() allowed. Fails the test when the text does not compile.
    [[nodiscard]] static Expression compile(std::string_view source);
    /// Over `job` by the evaluator.
    [[nodiscard]] Value evaluated(const Expression& expression, const Record& job);
    /// Over all jobs by SQL, in the order they were stored.
    [[nodiscard]] std::vector<Value> selected(const Expression& expression);
    /// Numbers of rows that SQL finds with the expression as its condition.
    [[nodiscard]] std::size_t count_where(const Expression& expression);
    /// Over the first job by both, which have to agree; as JSON.
    [[nodiscard]] std::string answer(std::string_view source);

    Result<const Record*> find_linked(EntityId entity, const RecordId& id) override;
    Result<std::vector<const Record*>> find_linking(EntityId entity, FieldId link,
                                                    const RecordId& target) override;

private:
    Database db_;
    std::map<EntityId, std::vector<Record>> records_;
};

/// A job with lines and a chain of companies, for tables of facts.
[[nodiscard]] ExpressionWorld known_world();

}  // namespace holdfast::test
