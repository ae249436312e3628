#include "store_workload.h"

#include "core/slot_vfs.h"

namespace holdfast::test {
namespace {

std::string number_text(long long number) {
    return std::to_string(number);
}

std::string judge_transactions(RawSql& sql, int last) {
    const long long total = sql.integer("SELECT count(*) FROM entry");
    const long long whole = sql.integer(
        "SELECT coalesce(sum(rows), 0) FROM (SELECT number, rows FROM entry "
        "GROUP BY number HAVING count(*) = rows)");
    if (total != whole) return "a transaction is there in part";
    if (sql.integer("SELECT count(DISTINCT number) FROM entry") != last)
        return "a transaction in the middle is missing";
    if (sql.integer("SELECT value FROM counter") != last) return "the counter is another's";
    return "";
}

}  // namespace

void StoreWorkload::configure(RawSql& sql) const {
    sql.run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA page_size=1024; PRAGMA journal_mode=" +
            mode_.journal + "; PRAGMA synchronous=" + mode_.synchronous +
            "; PRAGMA cache_size=" + number_text(mode_.cache_pages) +
            "; PRAGMA wal_autocheckpoint=" + number_text(mode_.checkpoint_pages));
}

int StoreWorkload::create(RawSql& sql) const {
    return sql.run(
        "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS counter(value INTEGER);"
        "CREATE TABLE IF NOT EXISTS entry(number INTEGER, rows INTEGER, body BLOB);"
        "CREATE INDEX IF NOT EXISTS entry_number ON entry(number);"
        "INSERT INTO counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter); COMMIT");
}

int StoreWorkload::run_transaction(RawSql& sql, int number) const {
    const int rows = row_count(number);
    if (const int code = sql.run("BEGIN IMMEDIATE"); code != SQLITE_OK) return code;
    for (int row = 0; row < rows; ++row) {
        const std::string bytes = number_text(20 + (number * 37 + row * 113) % 700);
        const int code = sql.run("INSERT INTO entry VALUES(" + number_text(number) + "," +
                                 number_text(rows) + ",zeroblob(" + bytes + "))");
        if (code != SQLITE_OK) return code;
    }
    if (const int code = sql.run("UPDATE counter SET value = " + number_text(number));
        code != SQLITE_OK)
        return code;
    return sql.run("COMMIT");
}

std::string StoreWorkload::find_damage(RawSql& sql, int least, int most) const {
    const std::string verdict = sql.text("PRAGMA integrity_check");
    if (verdict != "ok") return "integrity_check: " + verdict;
    const bool created = sql.integer("SELECT count(*) FROM sqlite_schema") > 0;
    if (!created) return least > 0 ? "the tables are missing" : "";
    const int last = static_cast<int>(sql.integer("SELECT coalesce(max(number), 0) FROM entry"));
    if (last < least) return "transaction " + number_text(least) + " was acknowledged and is gone";
    if (last > most) return "transaction " + number_text(last) + " was never written";
    return judge_transactions(sql, last);
}

std::string StoreWorkload::find_damage(const MemoryFiles& found, int least, int most) const {
    MemoryFiles files = found;
    SeededEnvironment environment(99);
    const auto vfs = SlotVfs::mount(files, environment, "restart");
    if (!vfs) return "mount failed";
    RawSql sql(vfs->get()->name());
    configure(sql);
    return find_damage(sql, least, most);
}

int StoreWorkload::row_count(int number) const {
    SeededEnvironment random(seed_ * 1000 + static_cast<std::uint64_t>(number));
    return 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(mode_.rows_max)));
}

}  // namespace holdfast::test
