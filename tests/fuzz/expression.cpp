// Expressions: any text compiles or is refused at a place inside it; what compiles is worked out
// over records with children, and its SQL gives the same over the same rows.
#include "core/expression.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/fixed_environment.h"
#include "core/record_source.h"
#include "core/store.h"
#include "fuzz/target.h"

namespace holdfast::test {
namespace {

using namespace std::string_view_literals;

constexpr std::int64_t kToday = 20'800;  // 2026-12-13
constexpr std::int64_t kMorning = kToday * 86'400'000 + 8 * 3'600'000;

template <typename T>
T unwrap(Result<T> result) {
    HOLDFAST_ASSERT(result.has_value());
    return *std::move(result);
}

Value text(std::string_view words) {
    return std::string(words);
}

/// Work orders in a store: one with an account above another, three lines and two time logs, and
/// one with a subject alone.
class WorkOrders {
public:
    WorkOrders()
        : store_(unwrap(
              Store::open(unwrap(Database::open(":memory:")), Registry::base(), environment_))),
          source_(store_) {
        const RecordId user = add("user", {{"name", text("Eva")}, {"login", text("eva")}});
        const RecordId parent = add("account", {{"name", text("Östra Bolaget")}});
        const RecordId account =
            add("account", {{"name", text("Berg")}, {"parent", parent}, {"owner", text("eva")}});
        const RecordId order = add_order({{"subject", text("Pump")},
                                          {"account", account},
                                          {"due", kToday - 3},
                                          {"planned_start", kMorning},
                                          {"amount", std::int64_t{-12'345}}});
        add_order({{"subject", text("Alone")}});
        const auto line = [&](std::string_view name, std::int64_t price,
                              std::string_view coverage) {
            add("work_order_line", {{"work_order", order},
                                    {"description", text(name)},
                                    {"unit_price", price},
                                    {"coverage", text(coverage)}});
        };
        line("Seal", 12'050, "billable");
        line("Hour", -99, "billable");
        line("Box", 7, "warranty");
        for (const std::int64_t minutes : {45, 90})
            add("time_log", {{"work_order", order},
                             {"user", user},
                             {"start", kMorning},
                             {"minutes", minutes},
                             {"rate", minutes * 1'000}});
    }

    /// Stops the program when the two ways to work it out differ over any work order.
    void compare(const Expression& expression) {
        const ExpressionSql sql = expression.to_sql({"", 1, kToday});
        for (const Record& order : orders_) {
            Statement rows = unwrap(
                store_.database().prepare("SELECT " + sql.text + " FROM work_order WHERE id = ?" +
                                          std::to_string(sql.parameters.size() + 1)));
            int parameter = 0;
            for (const Value& value : sql.parameters) rows.bind(parameter++, value);
            rows.bind(parameter, order.id);
            HOLDFAST_ASSERT(unwrap(rows.step()));
            HOLDFAST_ASSERT(rows.value(0) == unwrap(expression.evaluate(order, source_, kToday)));
        }
    }

private:
    using Fields = std::vector<std::pair<std::string_view, Value>>;
    RecordId add(std::string_view key, const Fields& fields) {
        const EntityDef& entity = *Registry::base().find(key);
        const RecordId id = make_record_id(environment_);
        std::vector<Draft::FieldValue> values;
        for (const auto& [field, value] : fields)
            values.push_back({entity.find_field(field)->id, value});
        Draft draft("fuzz.create", store_.state().checkpoint);
        draft.create(entity.id, id, values);
        HOLDFAST_ASSERT(std::holds_alternative<Saved>(unwrap(store_.commit(draft))));
        return id;
    }
    RecordId add_order(const Fields& fields) {
        const RecordId id = add("work_order", fields);
        orders_.push_back(*unwrap(store_.read(Registry::base().find("work_order")->id, id)));
        return id;
    }

    FixedEnvironment environment_;
    Store store_;
    RecordSource source_;
    std::vector<Record> orders_;
};

auto compile(std::string_view source) {
    return Expression::compile(Registry::base(), *Registry::base().find("work_order"), source,
                               {ExpressionToday::Allowed, std::nullopt});
}

}  // namespace

std::vector<Bytes> seeds() {
    std::vector<Bytes> made;
    for (
        const std::string_view source :
        {"sum(lines.unit_price where coverage == 'billable') * 1.25 ?? 0"sv,
         "count(lines) + count(time_logs where billable and not replaced) >= min(lines.position)"sv,
         "if(avg(lines.net where work_order.amount < 0) > 1, max(lines.description), subject)"sv,
         "billable_total - sum(expenses.amount) > 0 or time_spent / minutes(60) >= 1.5"sv,
         "status in ('open', 'on_hold') and not is_null(account.parent.name) || !false"sv,
         "if(due < add_days(today(), -7), concat(lower(trim(subject)), \"!\"), number)"sv,
         "actual_end - actual_start > minutes(90) and round(amount / 3, 2) >= 10.50"sv}) {
        // What is refused leads no mutation to what is worked out.
        HOLDFAST_ASSERT(compile(source).has_value());
        made.emplace_back(source.begin(), source.end());
    }
    return made;
}

void feed(std::span<const std::uint8_t> bytes) {
    const std::string source(bytes.begin(), bytes.end());
    const auto expression = compile(source);
    if (!expression) {
        HOLDFAST_ASSERT(expression.error().position <= source.size());
        HOLDFAST_ASSERT(!expression.error().key.empty());
        return;
    }
    HOLDFAST_ASSERT(expression->dependencies().size() <= 5 * kExpressionNodesMax);
    static WorkOrders orders;
    orders.compare(*expression);
}

}  // namespace holdfast::test
