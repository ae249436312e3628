#include "housekeeping.h"

#include <utility>

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

bool Housekeeping::may_end_clean() const {
    return work_ != Work::Check && work_ != Work::Damaged;
}

void Housekeeping::on_activity(std::int64_t now_ms) {
    due_ms_ = now_ms + kQuietMs;
}

std::optional<std::int64_t> Housekeeping::due_ms() const {
    const bool done = work_ == Work::Checkpoint && store_.generation() == settled_generation_;
    return done || paused_ || work_ == Work::Damaged ? std::nullopt : std::optional(due_ms_);
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
    Result<CheckState> state = check_->step();
    if (!state && state.error().code == ErrorCode::Corrupt) work_ = Work::Damaged;
    if (TRY(std::move(state)) == CheckState::Running) return {};
    check_.reset();
    work_ = Work::Ballast;
    return {};
}

Status Housekeeping::step_ballast() {
    if (storage_.low_on_room()) {
        work_ = Work::Checkpoint;
        return {};
    }
    const Result<Ballast> grown = storage_.files().grow_ballast(kBallastSliceBytes);
    const bool done = !grown || *grown == Ballast::Full;
    if (done) work_ = Work::Checkpoint;
    // No room for the ballast is no reason to disturb anybody: saving will say so when it matters.
    return {};
}

Status Housekeeping::settle() {
    if (paused_) return {};
    settled_generation_ = store_.generation();
    return run_checkpoint(store_.database(), Checkpoint::Restart);
}

}  // namespace holdfast::wasm
