#include "work_queue.h"

#include <chrono>
#include <filesystem>
#include <memory>

#include "core/open_database.h"

namespace holdfast::server {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uintmax_t kCheckpointIdleBytes = 4u << 20;
constexpr std::uintmax_t kCheckpointBusyBytes = 64u << 20;

struct Finished {
    std::vector<Job> jobs;
    std::vector<Status> outcomes;
    GroupReport report;
};

Status snapshot_of(SqliteStore& store, const Work& work) {
    TRY(store.begin_snapshot());
    const Status done = work(store);
    store.end_snapshot();
    return done;
}

}  // namespace

void WorkQueue::add(Job job) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    if (wake_) wake_();
}

std::vector<Job> WorkQueue::take(std::size_t count_max, std::size_t weight_max) {
    const std::lock_guard lock(mutex_);
    std::vector<Job> taken;
    std::size_t weight = 0;
    while (!jobs_.empty() && taken.size() < count_max && weight < weight_max) {
        weight += jobs_.front().weight;
        taken.push_back(std::move(jobs_.front()));
        jobs_.pop_front();
    }
    return taken;
}

WorkQueue::Waited WorkQueue::wait(int timeout_ms) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                      [this] { return closed_ || !jobs_.empty(); });
    if (!jobs_.empty()) return Waited::Job;
    return closed_ ? Waited::Closed : Waited::Nothing;
}

void WorkQueue::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
}

std::size_t WorkQueue::size() {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
}

Status Writer::run_jobs(std::vector<Job>& jobs, std::vector<Status>& outcomes) {
    outcomes.assign(jobs.size(), fail(ErrorCode::Storage, "writer.group_lost"));
    TRY(store_.begin());
    for (std::size_t i = 0; i < jobs.size() && store_.in_transaction(); ++i)
        outcomes[i] = store_.run_apart(jobs[i].work);
    if (!store_.in_transaction()) return fail(ErrorCode::Storage, "writer.group_lost");
    return store_.commit();
}

void Writer::run_group() {
    auto finished = std::make_shared<Finished>();
    finished->jobs = queue_.take(kGroupJobsMax, kGroupWeightMax);
    if (finished->jobs.empty()) return;
    const Clock::time_point started = Clock::now();
    const Status committed = run_jobs(finished->jobs, finished->outcomes);
    if (!committed) finished->outcomes.assign(finished->jobs.size(), committed);
    wal_has_grown_ = true;
    GroupReport& report = finished->report;
    report.jobs = finished->jobs.size();
    report.microseconds =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started).count();
    if (!committed) report.outcome = GroupReport::Outcome::Failed;
    loop_.post([this, finished] {
        if (report_) report_(finished->report);
        for (std::size_t i = 0; i < finished->jobs.size(); ++i)
            finished->jobs[i].finish(finished->outcomes[i]);
    });
}

void Writer::checkpoint_when_large(const std::string& wal_path, bool idle) {
    if (!wal_has_grown_) return;
    std::error_code error;
    const std::uintmax_t bytes = std::filesystem::file_size(wal_path, error);
    if (error || bytes < kCheckpointIdleBytes) return;
    if (!idle && bytes < kCheckpointBusyBytes) return;
    wal_has_grown_ = false;
    // A failed checkpoint loses nothing: the WAL stays, and the next one tries again.
    const Checkpoint kind = bytes >= kCheckpointBusyBytes ? Checkpoint::Restart : Checkpoint::Idle;
    static_cast<void>(run_checkpoint(store_.database(), kind));
}

bool run_read(WorkQueue& queue, SqliteStore& store, net::Loop& loop) {
    std::vector<Job> jobs = queue.take(1, 1);
    if (jobs.empty()) return false;
    const Status done = snapshot_of(store, jobs.front().work);
    loop.post([finish = std::move(jobs.front().finish), done] { finish(done); });
    return true;
}

}  // namespace holdfast::server
