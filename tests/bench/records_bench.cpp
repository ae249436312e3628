// Records: loading, editing, listing, searching and reporting 100 k work orders, in memory.

#include <algorithm>
#include <cstdlib>
#include <string>
#include <variant>

#include "bench/bench.h"
#include "bench/duplicates_bench.h"
#include "bench/must.h"
#include "bench/page_bench.h"
#include "bench/plain_sqlite.h"
#include "bench/registry_bench.h"
#include "bench/sync_cost_bench.h"
#include "bench/work_orders.h"
#include "core/fixed_environment.h"
#include "core/query.h"
#include "core/search.h"
#include "core/summary.h"

using namespace holdfast;
using namespace holdfast::bench;

namespace {

constexpr std::int64_t kPage = 50;
constexpr int kRounds = 300;

struct Workspace {
    explicit Workspace(std::size_t row_count)
        : store(must(Store::open(must(Database::open(":memory:")), Registry::base(), environment))),
          entity(*Registry::base().find("work_order")),
          orders(Registry::base(), 42),
          row_count_(row_count) {}

    [[nodiscard]] FieldId field(std::string_view key) const { return entity.find_field(key)->id; }
    [[nodiscard]] Query query() const {
        Query result;
        result.entity = entity.id;
        return result;
    }
    void enrol() {
        Enrolment enrolment;
        enrolment.device = DeviceNo{1};
        enrolment.device_code = "K7";
        enrolment.epoch = 1;
        must(store.enrol(enrolment));
    }
    void load();

    test::FixedEnvironment environment;
    Store store;
    const EntityDef& entity;
    WorkOrders orders;
    std::vector<RecordId> ids;

private:
    std::size_t row_count_;
};

void Workspace::load() {
    Delta delta;
    delta.epoch = 1;
    delta.to = ServerSeq{1};
    delta.rows.push_back({entity.id, {}});
    for (std::size_t count = 0; count < row_count_; ++count) {
        delta.rows[0].rows.push_back(orders.next());
        ids.push_back(delta.rows[0].rows.back().id);
    }
    const double elapsed = time_ms([&] { must(store.apply(delta)); });
    const auto rows = static_cast<double>(row_count_);
    print({"records.apply_first_sync", rows / elapsed, "thousand rows/s", -150});

    Delta again = delta;
    again.from = ServerSeq{1};
    again.to = ServerSeq{2};
    again.rows[0].rows.resize(row_count_ / 10);
    const double update = time_ms([&] { must(store.apply(again)); });
    print({"records.apply_update", rows / 10 / update, "thousand rows/s", 0});
}

/// With the log, history and the indexes of the lists, against the rows alone without any index.
void measure_size(Workspace& workspace) {
    Database& db = workspace.store.database();
    must(
        db.run("ATTACH ':memory:' AS plain; "
               "CREATE TABLE plain.work_order AS SELECT * FROM main.work_order"));
    const double whole = bytes_of(db, "main");
    const auto rows = static_cast<double>(workspace.ids.size());
    print({"records.bytes_per_record", whole / rows, "bytes", 0});
    print({"records.bytes_of_bare_rows", whole / bytes_of(db, "plain"), "times", 0});
    must(db.run("DETACH plain"));
    measure_storage(db, workspace.ids.size());
}

void measure_edits(Workspace& workspace) {
    std::vector<double> samples;
    for (int round = 0; round < 2'000; ++round) {
        const RecordId id = workspace.ids[static_cast<std::size_t>(round) * 7 % 10'000];
        Draft draft("work_order.edit", workspace.store.state().checkpoint);
        draft.set(workspace.entity.id, id,
                  {{workspace.field("findings"), "Found in round " + std::to_string(round)},
                   {workspace.field("priority"), "P" + std::to_string(round)},
                   {workspace.field("assignee"), workspace.orders.assignee()}});
        samples.push_back(time_ms([&] {
            const CommitOutcome outcome = must(workspace.store.commit(draft));
            HOLDFAST_ASSERT(!std::holds_alternative<NeedsWork>(outcome));
        }));
    }
    print({"records.edit_p50", percentile(samples, 50), "ms", 0.2});
    print({"records.edit_p95", percentile(samples, 95), "ms", 0.2});
}

void read_page(Workspace& workspace, const Query& query) {
    must(read_rows(workspace.store, query.entity, must(find_rows(workspace.store, query, kPage))));
}

void measure_pages(Workspace& workspace) {
    std::vector<double> samples;
    for (int round = 0; round < kRounds; ++round) {
        Query query = workspace.query();
        query.filters = {
            {workspace.field("status"), FilterOperator::Equal, workspace.orders.status()},
            {workspace.field("assignee"), FilterOperator::Equal, workspace.orders.assignee()}};
        samples.push_back(time_ms([&] { read_page(workspace, query); }));
    }
    print({"records.page_p50", percentile(samples, 50), "ms", 0});
    print({"records.page_p95", percentile(samples, 95), "ms", 5});
    const double whole =
        time_ms([&] { must(find_rows(workspace.store, workspace.query(), 1'000'000)); });
    print({"records.whole_list_handles", whole, "ms", 0});
    const double filtered = time_ms([&] {
        Query query = workspace.query();
        query.filters = {{workspace.field("status"), FilterOperator::Equal, std::string("open")}};
        must(find_rows(workspace.store, query, 1'000'000));
    });
    print({"records.filtered_list_handles", filtered, "ms", 0});
    const double counted = time_ms([&] { must(count_rows(workspace.store, workspace.query())); });
    print({"records.count", counted, "ms", 0});
}

/// 40 % whole words, 40 % parts of words, 20 % serial numbers that one record holds.
std::string search_text(Workspace& workspace, int round) {
    if (round % 5 == 4) return workspace.orders.serial();
    const std::string word = workspace.orders.word();
    return round % 5 < 2 ? word : word.substr(1, 5);
}

void measure_search(Workspace& workspace) {
    Query query = workspace.query();
    query.search = "nowhere to be found";
    const double first = time_ms([&] { must(find_rows(workspace.store, query, kPage)); });
    print({"records.search_index_build", first, "ms", 0});
    std::vector<double> samples;
    std::vector<double> all_samples;
    for (int round = 0; round < kRounds; ++round) {
        query.search = search_text(workspace, round);
        std::size_t found = 0;
        samples.push_back(
            time_ms([&] { found = must(find_rows(workspace.store, query, kPage)).size(); }));
        HOLDFAST_ASSERT(found > 0);
        all_samples.push_back(time_ms([&] { must(find_rows(workspace.store, query, 1'000'000)); }));
    }
    print({"records.search_p50", percentile(samples, 50), "ms", 0});
    print({"records.search_p95", percentile(samples, 95), "ms", 15});
    print({"records.search_all_matches_p50", percentile(all_samples, 50), "ms", 0});
    print({"records.search_all_matches_p95", percentile(all_samples, 95), "ms", 0});
}

void ask_report(Workspace& workspace) {
    must(report(workspace.store, workspace.query(),
                {workspace.field("status"), workspace.field("assignee")},
                workspace.field("amount")));
}

void measure_report(Workspace& workspace) {
    std::vector<double> samples;
    for (int round = 0; round < 20; ++round)
        samples.push_back(time_ms([&] { ask_report(workspace); }));
    print({"records.report_p50", percentile(samples, 50), "ms", 60});
}

void load_accounts(Workspace& workspace) {
    const EntityDef& account = *Registry::base().find("account");
    Delta delta;
    delta.epoch = 1;
    delta.from = workspace.store.state().checkpoint;
    delta.to = ServerSeq{raw(delta.from) + 1};
    delta.rows.push_back({account.id, {}});
    for (std::uint64_t number = 0; number < 50'000; ++number) {
        RowImage row;
        row.id = {1, number};
        row.version = delta.to;
        row.values.resize(account.fields.size());
        const auto put = [&](std::string_view key, Value value) {
            row.values[account.index_of(account.find_field(key)->id)] = std::move(value);
        };
        put("name", "Account " + std::to_string(number * 7'919 % 50'000));
        put("billing_city", std::string(number % 3 == 0 ? "Lyon" : "Recife"));
        delta.rows[0].rows.push_back(std::move(row));
    }
    must(workspace.store.apply(delta));
}

FilterNode equal(std::string path, Value value) {
    FilterNode leaf;
    leaf.kind = FilterNode::Kind::Leaf;
    leaf.path = std::move(path);
    leaf.values.push_back(std::move(value));
    return leaf;
}

/// The list of a saved view: a tree over links, then the same list sorted by a link's name.
void measure_paths(Workspace& workspace) {
    std::vector<double> filtered;
    std::vector<double> sorted;
    for (int round = 0; round < 100; ++round) {
        Query query = workspace.query();
        query.filter.children = {equal("status", workspace.orders.status()),
                                 equal("assignee", workspace.orders.assignee()),
                                 equal("account.billing_city", std::string("Lyon"))};
        filtered.push_back(time_ms([&] { must(find_rows(workspace.store, query, kPage)); }));
        query.sort = {{"account.name", SortDirection::Descending},
                      {"planned_start", SortDirection::Ascending}};
        sorted.push_back(time_ms([&] { must(find_rows(workspace.store, query, kPage)); }));
    }
    print({"records.path_filter_page_p95", percentile(filtered, 95), "ms", 5});
    print({"records.path_sort_page_p95", percentile(sorted, 95), "ms", 0});
    Query everything = workspace.query();
    everything.sort = {{"account.name", SortDirection::Ascending}};
    const double all = time_ms([&] { must(find_rows(workspace.store, everything, kPage)); });
    print({"records.path_sort_everything", all, "ms", 0});
}

/// Through the whole list, page by page.
void measure_pages_behind(Workspace& workspace) {
    std::vector<double> samples;
    PageKey last;
    for (;;) {
        RowPage page;
        samples.push_back(time_ms([&] {
            page = must(find_rows_after(workspace.store, workspace.query(), last, kPage));
        }));
        if (page.rows.empty()) break;
        last = std::move(page.last);
    }
    print({"records.page_behind_p50", percentile(samples, 50), "ms", 0});
    print({"records.page_behind_p95", percentile(samples, 95), "ms", 5});
}

void measure_summary(Workspace& workspace) {
    const std::vector<Aggregate> totals = {{AggregateKind::Count, ""},
                                           {AggregateKind::Sum, "amount"},
                                           {AggregateKind::Average, "amount"}};
    const double by_month = time_ms([&] {
        must(summarize(workspace.store, workspace.query(),
                       {{"status", DateBucket::None}, {"planned_start", DateBucket::Month}},
                       totals));
    });
    print({"records.summary_by_month", by_month, "ms", 0});
    const double by_path = time_ms([&] {
        must(summarize(workspace.store, workspace.query(),
                       {{"account.billing_city", DateBucket::None}}, totals));
    });
    print({"records.summary_by_path", by_path, "ms", 0});
}

void measure_search_everywhere(Workspace& workspace) {
    SearchResults results;
    int slices = 0;
    double longest = 0;
    do {
        longest = std::max(longest, time_ms([&] {
                               results = must(search_everywhere(workspace.store, "serial"));
                           }));
    } while (!results.complete && ++slices < 100);
    print({"records.search_everywhere_first_slice", longest, "ms", 0});
    std::vector<double> samples;
    for (int round = 0; round < kRounds; ++round) {
        const std::string text = search_text(workspace, round) + " a";
        samples.push_back(time_ms([&] { must(search_everywhere(workspace.store, text)); }));
    }
    print({"records.search_everywhere_p50", percentile(samples, 50), "ms", 0});
    print({"records.search_everywhere_p95", percentile(samples, 95), "ms", 15});
}

/// How many times as long as a table made by hand needs for the same; the median of the rounds.
void print_ratio(std::string_view name, const std::vector<double>& ours,
                 const std::vector<double>& plain) {
    print({name, percentile(ours, 50) / std::max(percentile(plain, 50), 0.001), "times", 0});
}

void compare_with_plain(Workspace& workspace) {
    PlainSqlite plain(workspace.store.database());
    std::vector<double> pages[2];
    std::vector<double> searches[2];
    std::vector<double> reports[2];
    for (int round = 0; round < 40; ++round) {
        const std::string status = workspace.orders.status();
        const std::string assignee = workspace.orders.assignee();
        Query query = workspace.query();
        query.filters = {{workspace.field("status"), FilterOperator::Equal, status},
                         {workspace.field("assignee"), FilterOperator::Equal, assignee}};
        pages[0].push_back(time_ms([&] { read_page(workspace, query); }));
        pages[1].push_back(time_ms([&] { plain.page(status, assignee); }));
        Query search = workspace.query();
        search.search = search_text(workspace, round);
        searches[0].push_back(time_ms([&] { read_page(workspace, search); }));
        searches[1].push_back(time_ms([&] { plain.search(search.search); }));
        if (round % 10 != 0) continue;
        reports[0].push_back(time_ms([&] { ask_report(workspace); }));
        reports[1].push_back(time_ms([&] { plain.report(); }));
    }
    print_ratio("records.page_of_plain_sqlite", pages[0], pages[1]);
    print_ratio("records.search_of_plain_sqlite", searches[0], searches[1]);
    print_ratio("records.report_of_plain_sqlite", reports[0], reports[1]);
    std::vector<double> edits[2];
    for (std::size_t round = 0; round < 500; ++round) {
        const RecordId id = workspace.ids[round * 11 % workspace.ids.size()];
        const std::string findings = "Compared in round " + std::to_string(round);
        const std::string assignee = workspace.orders.assignee();
        Draft draft("work_order.edit", workspace.store.state().checkpoint);
        draft.set(
            workspace.entity.id, id,
            {{workspace.field("findings"), findings}, {workspace.field("assignee"), assignee}});
        edits[0].push_back(time_ms([&] { must(workspace.store.commit(draft)); }));
        edits[1].push_back(time_ms([&] { plain.edit(id, findings, assignee); }));
    }
    print_ratio("records.edit_of_plain_sqlite", edits[0], edits[1]);
    must(workspace.store.database().run("DETACH hand"));
}

/// Ten times as many records as anybody here has; only what people wait for.
void measure_million() {
    Workspace workspace(1'000'000);
    workspace.enrol();
    workspace.load();
    std::vector<double> pages;
    std::vector<double> searches;
    for (int round = 0; round < 100; ++round) {
        Query query = workspace.query();
        query.filters = {
            {workspace.field("status"), FilterOperator::Equal, workspace.orders.status()},
            {workspace.field("assignee"), FilterOperator::Equal, workspace.orders.assignee()}};
        pages.push_back(time_ms([&] { read_page(workspace, query); }));
        Query search = workspace.query();
        search.search = search_text(workspace, round);
        if (round == 0) read_page(workspace, search);  // Builds the index.
        searches.push_back(time_ms([&] { read_page(workspace, search); }));
    }
    RowImage changed = workspace.orders.next();
    changed.id = workspace.ids[workspace.ids.size() / 2];
    measure_one_row(workspace.store, workspace.entity.id, std::move(changed));
    print({"records.million.page_p95", percentile(pages, 95), "ms", 10});
    print({"records.million.search_p95", percentile(searches, 95), "ms", 40});
}

}  // namespace

int main(int argument_count, char** arguments) {
    const std::size_t row_count =
        argument_count > 1 ? static_cast<std::size_t>(std::atoll(arguments[1])) : 100'000;
    measure_registry();
    Workspace workspace(row_count);
    workspace.enrol();
    workspace.load();
    measure_edits(workspace);
    measure_pages(workspace);
    measure_search(workspace);
    measure_report(workspace);
    measure_size(workspace);
    load_accounts(workspace);
    measure_paths(workspace);
    measure_pages_behind(workspace);
    measure_summary(workspace);
    measure_search_everywhere(workspace);
    measure_duplicates(row_count);
    measure_capture();
    compare_with_plain(workspace);
    measure_record_page();
    if (argument_count < 2) measure_million();
    return 0;
}
