#include "metrics.h"

namespace holdfast::server {
namespace {

std::string seconds(std::int64_t microseconds) {
    std::string text = std::to_string(microseconds);
    if (text.size() <= 6) text.insert(0, 7 - text.size(), '0');
    text.insert(text.size() - 6, ".");
    return text;
}

void add(std::string& text, const char* kind, const std::string& name, std::uint64_t value) {
    text += "# TYPE " + name + " " + kind + "\n" + name + " " + std::to_string(value) + "\n";
}

}  // namespace

void Metrics::count_group(const GroupReport& report) {
    storing_ = report.outcome == GroupReport::Outcome::Committed;
    if (!storing_) {
        ++failed_commits_;
        return;
    }
    ++commits_;
    commit_us_ += report.microseconds;
    grouped_jobs_ += report.jobs;
    for (std::size_t i = 0; i < kBucketsUs.size(); ++i)
        if (report.microseconds <= kBucketsUs[i]) ++commits_within_[i];
}

std::string Metrics::to_text(const Gauges& gauges) const {
    std::string text;
    text += "# TYPE holdfast_http_responses_total counter\n";
    for (const auto& [status, count] : responses_)
        text += "holdfast_http_responses_total{status=\"" + std::to_string(status) + "\"} " +
                std::to_string(count) + "\n";
    add(text, "counter", "holdfast_pushes_total", pushes);
    add(text, "counter", "holdfast_transactions_total", transactions);
    add(text, "counter", "holdfast_refused_transactions_total", refused_transactions);
    add(text, "counter", "holdfast_deltas_total", deltas);
    add(text, "counter", "holdfast_delta_rows_total", delta_rows);
    add(text, "counter", "holdfast_pokes_total", pokes);
    add(text, "counter", "holdfast_enrolments_total", enrolments);
    add(text, "counter", "holdfast_refused_enrolments_total", refused_enrolments);
    add(text, "counter", "holdfast_failed_commits_total", failed_commits_);
    add(text, "counter", "holdfast_grouped_jobs_total", grouped_jobs_);
    text += "# TYPE holdfast_commit_seconds histogram\n";
    for (std::size_t i = 0; i < kBucketsUs.size(); ++i)
        text += "holdfast_commit_seconds_bucket{le=\"" + seconds(kBucketsUs[i]) + "\"} " +
                std::to_string(commits_within_[i]) + "\n";
    text += "holdfast_commit_seconds_bucket{le=\"+Inf\"} " + std::to_string(commits_) + "\n";
    text += "holdfast_commit_seconds_sum " + seconds(commit_us_) + "\n";
    text += "holdfast_commit_seconds_count " + std::to_string(commits_) + "\n";
    add(text, "gauge", "holdfast_connections", gauges.connections);
    add(text, "gauge", "holdfast_sockets", gauges.sockets);
    add(text, "gauge", "holdfast_long_polls", gauges.long_polls);
    add(text, "gauge", "holdfast_devices", gauges.devices);
    add(text, "gauge", "holdfast_writer_queue", gauges.writer_queue);
    add(text, "gauge", "holdfast_head", gauges.head);
    return text;
}

}  // namespace holdfast::server
