#include "platform/gesture.h"
#include "support/test.h"

namespace {

using holdfast::ui::Gesture;
using holdfast::ui::GestureStep;
using holdfast::ui::kLongPressMs;

}  // namespace

TEST_CASE("a finger that stays within the slop taps", "[ui][gesture]") {
    Gesture gesture;
    gesture.down({100, 100}, 0);
    CHECK(gesture.move({105, 104}, 20) == GestureStep::None);
    CHECK(gesture.up({105, 104}, 60) == GestureStep::Tap);
    CHECK_FALSE(gesture.flinging());
}

TEST_CASE("a finger that leaves the slop pans and never taps", "[ui][gesture]") {
    Gesture gesture;
    gesture.down({100, 100}, 0);
    CHECK(gesture.move({100, 90}, 16) == GestureStep::PanStarted);
    CHECK(gesture.move({100, 70}, 32) == GestureStep::PanMoved);
    CHECK(gesture.delta().y == -20);
    CHECK(gesture.up({100, 70}, 40) == GestureStep::PanEnded);
}

TEST_CASE("a thrown list goes on, slows down and stops", "[ui][gesture]") {
    Gesture gesture;
    gesture.down({0, 500}, 0);
    for (int step = 1; step <= 5; ++step)
        CHECK(gesture.move({0, 500.0F - 20.0F * static_cast<float>(step)}, step * 16) !=
              GestureStep::None);
    CHECK(gesture.up({0, 400}, 85) == GestureStep::PanEnded);
    REQUIRE(gesture.flinging());
    float before = -1e9F;
    double now = 85;
    int frames = 0;
    while (gesture.flinging()) {
        now += 16;
        const float way = gesture.fling(now).y;
        CHECK(way <= 0);
        CHECK(way >= before);
        before = way;
        REQUIRE(++frames < 400);
    }
    CHECK(frames > 20);
}

TEST_CASE("a finger that stops before it is lifted does not throw", "[ui][gesture]") {
    Gesture gesture;
    gesture.down({0, 100}, 0);
    CHECK(gesture.move({0, 50}, 16) == GestureStep::PanStarted);
    CHECK(gesture.up({0, 50}, 200) == GestureStep::PanEnded);
    CHECK_FALSE(gesture.flinging());
}

TEST_CASE("a finger that rests presses long, once", "[ui][gesture]") {
    Gesture gesture;
    gesture.down({10, 10}, 1000);
    CHECK(gesture.tick(1000 + kLongPressMs - 1) == GestureStep::None);
    CHECK(gesture.tick(1000 + kLongPressMs) == GestureStep::LongPress);
    CHECK(gesture.tick(1000 + 2 * kLongPressMs) == GestureStep::None);
    CHECK(gesture.up({10, 10}, 3000) == GestureStep::None);
}
