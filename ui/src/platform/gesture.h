// Tells a tap from a pan from a long press. Knows nothing of windows; positions in, verdicts out.
#pragma once

#include <cstdint>

#include "ui/geometry.h"

namespace holdfast::ui {

inline constexpr float kPanSlop = 8;  ///< Pixels a finger may move within a tap.
inline constexpr double kLongPressMs = 450;
inline constexpr double kFlingTimeConstantMs = 325;
inline constexpr float kFlingSpeedMin = 0.02F;  ///< Pixels per millisecond.

enum class GestureStep : std::uint8_t { None, PanStarted, PanMoved, Tap, PanEnded, LongPress };

/// One finger at a time; a second one ends the gesture.
class Gesture {
public:
    void down(Vec2 at, double now_ms);
    [[nodiscard]] GestureStep move(Vec2 at, double now_ms);
    [[nodiscard]] GestureStep up(Vec2 at, double now_ms);
    void cancel();
    /// LongPress once when the finger has rested long enough.
    [[nodiscard]] GestureStep tick(double now_ms);

    [[nodiscard]] Vec2 start() const { return start_; }
    /// Movement since the last call of move().
    [[nodiscard]] Vec2 delta() const { return delta_; }
    [[nodiscard]] bool resting() const { return phase_ == Phase::Resting; }
    [[nodiscard]] double long_press_at() const { return down_ms_ + kLongPressMs; }

    [[nodiscard]] bool flinging() const { return phase_ == Phase::Flinging; }
    /// How far the content goes on by itself since the last call; ends the fling when it is slow.
    [[nodiscard]] Vec2 fling(double now_ms);

private:
    enum class Phase : std::uint8_t { Idle, Resting, Panning, Flinging };

    Phase phase_ = Phase::Idle;
    Vec2 start_;
    Vec2 last_;
    Vec2 delta_;
    Vec2 speed_;
    double down_ms_ = 0;
    double last_ms_ = 0;
};

}  // namespace holdfast::ui
