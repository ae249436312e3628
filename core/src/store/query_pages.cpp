// Paging by key: the next rows behind a row that may be gone by now.
#include "core/query.h"
#include "store/query_sql.h"

namespace holdfast {
namespace {

constexpr int kFirstKeyColumn = 2;

class PageReader {
public:
    PageReader(RunningQuery& running, const QueryOrder& order, std::int64_t count_max)
        : running_(&running), order_(&order), count_max_(count_max) {}

    [[nodiscard]] bool is_full() const {
        return static_cast<std::int64_t>(page_.rows.size()) >= count_max_;
    }

    Status read(const std::string& condition_and_order, const std::vector<Value>& parameters) {
        const std::int64_t missing = count_max_ - static_cast<std::int64_t>(page_.rows.size());
        Statement statement = TRY(running_->prepare(
            "pk, id" + order_->columns(), condition_and_order + " LIMIT " + std::to_string(missing),
            parameters));
        while (TRY(statement.step())) take(statement);
        return {};
    }

    RowPage finish(const PageKey& after) {
        if (page_.rows.empty()) page_.last = after;
        return std::move(page_);
    }

private:
    void take(const Statement& row) {
        page_.rows.push_back(RowHandle{row.integer(0)});
        page_.last.id = row.record_id(1);
        page_.last.values.clear();
        for (std::size_t term = 0; term < order_->size(); ++term)
            page_.last.values.push_back(row.value(kFirstKeyColumn + static_cast<int>(term)));
    }

    RunningQuery* running_;
    const QueryOrder* order_;
    std::int64_t count_max_;
    RowPage page_;
};

}  // namespace

Result<RowPage> find_rows_after(Store& store, const Query& query, const PageKey& after,
                                std::int64_t count_max) {
    CompiledQuery compiled = TRY(CompiledQuery::compile(store.internals(), query));
    const QueryOrder order = TRY(QueryOrder::compile(compiled.terms(), query));
    RunningQuery running(store.internals(), compiled.sql());
    PageReader reader(running, order, count_max);
    if (after.id.is_none()) {
        TRY(reader.read(order.order_by(), {}));
        return reader.finish(after);
    }
    if (after.values.size() != order.size()) return fail(ErrorCode::BadInput, "query.page_key");
    std::vector<Value> key = after.values;
    key.emplace_back(after.id);
    for (const OrderedRun& run : order.runs_behind(after, compiled.sql().parameters.size() + 1)) {
        if (reader.is_full()) break;
        const bool uses_key = run.key == OrderedRun::Key::Used;
        TRY(reader.read(" AND " + run.condition + run.order_by,
                        uses_key ? key : std::vector<Value>()));
    }
    return reader.finish(after);
}

}  // namespace holdfast
