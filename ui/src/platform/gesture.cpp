#include "platform/gesture.h"

#include <algorithm>
#include <cmath>

namespace holdfast::ui {
namespace {

// A finger that rested this long before it was lifted does not throw.
constexpr double kStillMs = 60;

float length(Vec2 vector) {
    return std::sqrt(vector.x * vector.x + vector.y * vector.y);
}

}  // namespace

void Gesture::down(Vec2 at, double now_ms) {
    phase_ = Phase::Resting;
    start_ = last_ = at;
    delta_ = speed_ = {};
    down_ms_ = last_ms_ = now_ms;
}

GestureStep Gesture::move(Vec2 at, double now_ms) {
    if (phase_ != Phase::Resting && phase_ != Phase::Panning) return GestureStep::None;
    delta_ = {at.x - last_.x, at.y - last_.y};
    const bool starts = phase_ == Phase::Resting;
    if (starts && length({at.x - start_.x, at.y - start_.y}) <= kPanSlop) return GestureStep::None;
    const auto elapsed = static_cast<float>(std::max(1.0, now_ms - last_ms_));
    const Vec2 speed = {delta_.x / elapsed, delta_.y / elapsed};
    speed_ = starts ? speed : Vec2{(speed_.x + 2 * speed.x) / 3, (speed_.y + 2 * speed.y) / 3};
    last_ = at;
    last_ms_ = now_ms;
    phase_ = Phase::Panning;
    return starts ? GestureStep::PanStarted : GestureStep::PanMoved;
}

GestureStep Gesture::up(Vec2, double now_ms) {
    const Phase phase = phase_;
    phase_ = Phase::Idle;
    if (phase == Phase::Resting) return GestureStep::Tap;
    if (phase != Phase::Panning) return GestureStep::None;
    if (now_ms - last_ms_ < kStillMs && length(speed_) > kFlingSpeedMin) phase_ = Phase::Flinging;
    last_ms_ = now_ms;
    return GestureStep::PanEnded;
}

void Gesture::cancel() {
    phase_ = Phase::Idle;
}

GestureStep Gesture::tick(double now_ms) {
    if (phase_ != Phase::Resting || now_ms < long_press_at()) return GestureStep::None;
    phase_ = Phase::Idle;
    return GestureStep::LongPress;
}

Vec2 Gesture::fling(double now_ms) {
    if (phase_ != Phase::Flinging) return {};
    const double elapsed = std::max(0.0, now_ms - last_ms_);
    const auto decay = static_cast<float>(std::exp(-elapsed / kFlingTimeConstantMs));
    const auto way = static_cast<float>(kFlingTimeConstantMs) * (1 - decay);
    const Vec2 moved = {speed_.x * way, speed_.y * way};
    speed_ = {speed_.x * decay, speed_.y * decay};
    last_ms_ = now_ms;
    if (length(speed_) < kFlingSpeedMin) phase_ = Phase::Idle;
    return moved;
}

}  // namespace holdfast::ui
