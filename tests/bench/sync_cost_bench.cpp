#include "bench/sync_cost_bench.h"

#include <string>
#include <variant>

#include "bench/bench.h"
#include "bench/must.h"
#include "core/fixed_environment.h"

namespace holdfast::bench {
namespace {

constexpr std::size_t kAccounts = 5'000;
constexpr std::size_t kEdits = 3'000;
constexpr std::uint64_t kArrivals = 200;
constexpr const char* kTable = "work_order";

enum class Server : std::uint8_t { None, Enrolled };

class Company {
public:
    explicit Company(Server server)
        : store_(
              must(Store::open(must(Database::open(":memory:")), Registry::base(), environment_))),
          entity_(*Registry::base().find("account")) {
        Draft draft("account.create", ServerSeq::None);
        for (std::size_t number = 0; number < kAccounts; ++number) {
            ids_.push_back(make_record_id(environment_));
            const std::string text = std::to_string(number);
            draft.create(entity_.id, ids_.back(),
                         {{field("name"), "Account " + text},
                          {field("phone"), "+46 70 " + text},
                          {field("email"), "info" + text + "@example.com"}});
        }
        commit(draft);
        if (server == Server::None) return;
        Enrolment enrolment;
        enrolment.device = DeviceNo{1};
        enrolment.device_code = "K7";
        enrolment.epoch = 1;
        must(store_.enrol(enrolment));
    }
    double edit_ms(std::size_t round) {
        const std::string text = std::to_string(round);
        Draft draft("account.edit", store_.state().checkpoint);
        draft.set(entity_.id, ids_[round * 7 % kAccounts],
                  {{field("phone"), "+46 8 " + text}, {field("email"), "r" + text + "@b.example"}});
        return time_ms([&] { commit(draft); });
    }

private:
    void commit(Draft& draft) {
        const CommitOutcome outcome = must(store_.commit(draft));
        HOLDFAST_ASSERT(!std::holds_alternative<NeedsWork>(outcome));
    }
    [[nodiscard]] FieldId field(std::string_view key) const { return entity_.find_field(key)->id; }

    test::FixedEnvironment environment_;
    Store store_;
    const EntityDef& entity_;
    std::vector<RecordId> ids_;
};

std::vector<std::string> texts(Database& db, const std::string& sql) {
    Statement statement = must(db.prepare(sql));
    std::vector<std::string> found;
    while (must(statement.step())) found.emplace_back(statement.text(0));
    return found;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    HOLDFAST_ASSERT(at != std::string::npos);
    return text.replace(at, what.size(), by);
}

}  // namespace

double bytes_of(Database& db, std::string_view schema) {
    Statement pages =
        must(db.prepare("SELECT page_count * page_size FROM pragma_page_count(?1), "
                        "pragma_page_size(?1)"));
    pages.bind(0, schema);
    must(pages.step());
    return static_cast<double>(pages.integer(0));
}

void measure_capture() {
    Company alone(Server::None);
    Company synced(Server::Enrolled);
    std::vector<double> samples[2];
    for (std::size_t round = 0; round < kEdits; ++round) {
        samples[0].push_back(alone.edit_ms(round));
        samples[1].push_back(synced.edit_ms(round));
    }
    print({"sync.capture_of_plain_save", percentile(samples[1], 50) / percentile(samples[0], 50),
           "times", 1.25});
}

void measure_storage(Database& db, std::size_t row_count) {
    const std::string of_table =
        std::string(" FROM main.sqlite_schema WHERE tbl_name = '") + kTable + "' AND type = ";
    must(db.run("ATTACH ':memory:' AS rows"));
    const std::string table = texts(db, "SELECT sql" + of_table + "'table'").at(0);
    must(db.run(replaced(replaced(table, "CREATE TABLE ", "CREATE TABLE rows."),
                         " _v INTEGER NOT NULL DEFAULT 0,", "")));
    std::string columns;
    for (const std::string& name : texts(db, std::string("SELECT name FROM pragma_table_info('") +
                                                 kTable + "') WHERE name <> '_v'"))
        columns += (columns.empty() ? "\"" : ", \"") + name + "\"";
    must(db.run("INSERT INTO rows." + std::string(kTable) + " (" + columns + ") SELECT " + columns +
                " FROM main." + kTable + " ORDER BY pk"));
    for (const std::string& index :
         texts(db, "SELECT sql" + of_table + "'index' AND sql IS NOT NULL"))
        must(db.run(replaced(index, "CREATE INDEX ", "CREATE INDEX rows.")));
    const double whole = bytes_of(db, "main");
    const double rows = bytes_of(db, "rows");
    print({"sync.storage_of_plain_rows", whole / rows, "times", 1.15});
    print({"sync.storage_per_record", (whole - rows) / static_cast<double>(row_count), "bytes", 0});
    must(db.run("DETACH rows"));
}

void measure_one_row(Store& store, EntityId entity, RowImage row) {
    std::vector<double> samples;
    for (std::uint64_t round = 0; round < kArrivals; ++round) {
        Delta delta;
        delta.epoch = store.state().enrolment.epoch;
        delta.from = store.state().checkpoint;
        delta.to = ServerSeq{raw(delta.from) + 1};
        row.version = delta.to;
        delta.rows.push_back({entity, {row}});
        samples.push_back(time_ms([&] { must(store.apply(delta)); }));
    }
    print({"sync.one_row_of_a_million_p50", percentile(samples, 50), "ms", 5});
    print({"sync.one_row_of_a_million_p95", percentile(samples, 95), "ms", 5});
}

}  // namespace holdfast::bench
