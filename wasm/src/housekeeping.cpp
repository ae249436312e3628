#include "housekeeping.h"

namespace holdfast::wasm {
namespace {

constexpr std::int64_t kQuietMs = 2'000;
constexpr std::int64_t kBetweenSlicesMs = 50;
constexpr std::int64_t kBallastSliceBytes = std::int64_t{1} << 20;

}  // namespace

Housekeeping::Housekeeping(WorkspaceStorage& storage, Store& store)
    : storage_(storage), store_(store) {
    if (storage.files().last_session() == LastSession::Crashed) work_ = Work::Check;
}

void Housekeeping::on_activity(std::int64_t now_ms) {
    due_ms_ = now_ms + kQuietMs;
}

std::optional<std::int64_t> Housekeeping::due_ms() const {
    const bool done = work_ == Work::Checkpoint && store_.generation() == settled_generation_;
    return done ? std::nullopt : std::optional(due_ms_);
}

Status Housekeeping::step(std::int64_t now_ms) {
    due_ms_ = now_ms + kBetweenSlicesMs;
    if (work_ == Work::Check) return step_check();
    if (work_ == Work::Ballast) return step_ballast();
    settled_generation_ = store_.generation();
    return run_checkpoint(store_.database(), Checkpoint::Idle);
}

Status Housekeeping::step_check() {
    if (!check_) check_ = TRY(DatabaseCheck::begin(store_.database()));
    if (TRY(check_->step()) == CheckState::Running) return {};
    check_.reset();
    work_ = Work::Ballast;
    return {};
}

Status Housekeeping::step_ballast() {
    const Result<Ballast> grown = storage_.files().grow_ballast(kBallastSliceBytes);
    const bool done = !grown || *grown == Ballast::Full;
    if (done) work_ = Work::Checkpoint;
    // No room for the ballast is no reason to disturb anybody: saving will say so when it matters.
    return {};
}

Status Housekeeping::settle() {
    settled_generation_ = store_.generation();
    return run_checkpoint(store_.database(), Checkpoint::Restart);
}

}  // namespace holdfast::wasm
