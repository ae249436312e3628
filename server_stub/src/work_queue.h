// Work for a database connection that lives on its own thread, and what to do when it is done.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "net.h"
#include "store_sqlite.h"

namespace holdfast::server {

/// Runs on the connection's thread; what it wrote is kept only when it succeeds.
using Work = std::function<Status(SqliteStore&)>;
/// Runs on the loop's thread, after the commit for a writer. Told the failure, if any.
using Finish = std::function<void(Status)>;

struct Job {
    Work work;
    Finish finish;
    std::size_t weight = 1;  ///< How much a group holds is bounded by the sum of weights.
};

/// First in, first out. Safe between threads.
class WorkQueue {
public:
    /// `wake` is called after each add(), on the adding thread.
    void on_work(std::function<void()> wake) { wake_ = std::move(wake); }
    void add(Job job);
    /// At most `count_max` jobs and about `weight_max` of weight, at least one if there is any.
    [[nodiscard]] std::vector<Job> take(std::size_t count_max, std::size_t weight_max);

    enum class Waited : std::uint8_t { Job, Nothing, Closed };
    /// Blocks until there is work, `timeout_ms` have passed, or the queue is closed and empty.
    [[nodiscard]] Waited wait(int timeout_ms);
    /// Lets the waiting threads go once the queue is empty.
    void close();
    [[nodiscard]] std::size_t size();

private:
    std::function<void()> wake_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    bool closed_ = false;
};

/// One group commit, for the metrics.
struct GroupReport {
    std::size_t jobs = 0;
    std::int64_t microseconds = 0;
    enum class Outcome : std::uint8_t { Committed, Failed } outcome = Outcome::Committed;
};

inline constexpr std::size_t kGroupJobsMax = 64;
inline constexpr std::size_t kGroupWeightMax = 1'024;

/// The one writer: drains its queue into one BEGIN IMMEDIATE ... COMMIT per group, so that many
/// pushes share one flush of the disk; nobody is answered before the commit.
class Writer {
public:
    Writer(SqliteStore store, net::Loop& loop) : store_(std::move(store)), loop_(loop) {}
    [[nodiscard]] WorkQueue& queue() { return queue_; }
    [[nodiscard]] SqliteStore& store() { return store_; }
    /// Called on the loop's thread after every group, before the finishes of its jobs.
    void on_group(std::function<void(const GroupReport&)> report) { report_ = std::move(report); }
    /// Commits one group; does nothing when the queue is empty. On the writer's thread.
    void run_group();
    /// Moves what was committed from the WAL into the database file when enough has gathered.
    void checkpoint_when_large(const std::string& wal_path, bool idle);

private:
    [[nodiscard]] Status run_jobs(std::vector<Job>& jobs, std::vector<Status>& outcomes);

    SqliteStore store_;
    net::Loop& loop_;
    WorkQueue queue_;
    std::function<void(const GroupReport&)> report_;
    bool wal_has_grown_ = false;
};

/// Takes one job from `queue` and runs it on a snapshot of `store`; false when there was none.
bool run_read(WorkQueue& queue, SqliteStore& store, net::Loop& loop);

}  // namespace holdfast::server
