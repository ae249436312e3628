// ManyRows: thousands of records of one module, and how much work SQLite does for a question.
#pragma once

#include <cstdint>
#include <string>

#include "core/store_fixture.h"
#include "generic/record_maker.h"

namespace holdfast::test {

/// One store for all modules; they are there one after the other.
class ManyRows : public StoreFixture {
public:
    ManyRows() : maker_(store, environment, 200) {}
    /// Ten thousand; a tenth of what administrators keep, parts of that included.
    [[nodiscard]] static std::int64_t count_for(const EntityDef& entity);
    /// Fills the module's table with copies of one record that differ in their numbers, choices,
    /// texts and links; gives that record. One statement, past the store: nothing of it is history
    /// or queued.
    Record fill(const EntityDef& entity);
    void empty(const EntityDef& entity);

    /// Every link of the copies leads to as many records as it takes for so many to share one.
    static constexpr std::int64_t kPerTarget = 20;
    /// Where the links of copy `number` lead, whichever field it is; not a record.
    [[nodiscard]] static RecordId target(std::int64_t number);

private:
    RecordMaker maker_;
    std::int64_t first_pk_ = 0;
};

/// Counts the steps of SQLite's virtual machine while it lives, in hundreds.
class Work {
public:
    explicit Work(Database& db) : db_(&db) { db.set_progress_handler(kStep, &count, &calls_); }
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
    ~Work() { db_->set_progress_handler(0, nullptr, nullptr); }
    [[nodiscard]] std::int64_t steps() const { return calls_ * kStep; }

private:
    static constexpr int kStep = 100;
    static bool count(void* calls) {
        ++*static_cast<std::int64_t*>(calls);
        return false;
    }
    Database* db_;
    std::int64_t calls_ = 0;
};

}  // namespace holdfast::test
