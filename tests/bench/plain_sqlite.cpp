#include "bench/plain_sqlite.h"

#include "bench/must.h"

namespace holdfast::bench {
namespace {

constexpr const char* kColumns =
    "id, number, subject, type, account, priority, assignee, planned_start, status, description, "
    "amount, currency, findings, external_id";
constexpr int kColumnCount = 14;

}  // namespace

PlainSqlite::PlainSqlite(Database& db) : db_(&db) {
    must(db.run("ATTACH ':memory:' AS hand"));
    must(db.run(std::string("CREATE TABLE hand.job AS SELECT ") + kColumns +
                " FROM main.work_order"));
    must(db.run("CREATE UNIQUE INDEX hand.job_id ON job (id)"));
    must(db.run("CREATE INDEX hand.job_list ON job (status, assignee, planned_start, id)"));
}

void PlainSqlite::read_all(Statement& statement) {
    while (must(statement.step()))
        for (int column = 0; column < kColumnCount; ++column)
            bytes_read_ += statement.text(column).size();
}

void PlainSqlite::page(const std::string& status, const std::string& assignee) {
    Statement statement = must(db_->prepare(
        std::string("SELECT ") + kColumns +
        " FROM hand.job WHERE status = ?1 AND assignee = ?2 ORDER BY planned_start, id LIMIT 50"));
    statement.bind(0, std::string_view(status)).bind(1, std::string_view(assignee));
    read_all(statement);
}

void PlainSqlite::search(const std::string& text) {
    Statement statement =
        must(db_->prepare(std::string("SELECT ") + kColumns +
                          " FROM hand.job WHERE number || ' ' || subject || ' ' ||"
                          " coalesce(description, '') LIKE '%' || ?1 || '%'"
                          " ORDER BY planned_start, id LIMIT 50"));
    statement.bind(0, std::string_view(text));
    read_all(statement);
}

void PlainSqlite::report() {
    Statement statement =
        must(db_->prepare("SELECT status, assignee, count(*), sum(amount) FROM hand.job"
                          " GROUP BY status, assignee ORDER BY status, assignee"));
    while (must(statement.step())) bytes_read_ += statement.text(1).size();
}

void PlainSqlite::edit(const RecordId& id, const std::string& findings,
                       const std::string& assignee) {
    Statement statement =
        must(db_->prepare("UPDATE hand.job SET findings = ?2, assignee = ?3 WHERE id = ?1"));
    must(statement.bind(0, id)
             .bind(1, std::string_view(findings))
             .bind(2, std::string_view(assignee))
             .run());
}

}  // namespace holdfast::bench
