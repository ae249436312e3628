// Points and rectangles in CSS pixels; the only geometry that crosses the
// border of ui/.
#pragma once

namespace holdfast::ui {

struct Vec2 {
    float x = 0;
    float y = 0;
    bool operator==(const Vec2&) const = default;
};

/// Half-open: a point on the right or lower edge lies outside.
struct Rect {
    Vec2 min;
    Vec2 max;

    [[nodiscard]] float width() const { return max.x - min.x; }
    [[nodiscard]] float height() const { return max.y - min.y; }
    [[nodiscard]] Vec2 center() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
    [[nodiscard]] bool contains(Vec2 point) const {
        return point.x >= min.x && point.y >= min.y && point.x < max.x && point.y < max.y;
    }
    [[nodiscard]] bool overlaps(const Rect& other) const {
        return min.x < other.max.x && other.min.x < max.x && min.y < other.max.y &&
               other.min.y < max.y;
    }
    bool operator==(const Rect&) const = default;
};

[[nodiscard]] inline Rect rect_at(Vec2 min, Vec2 size) {
    return {min, {min.x + size.x, min.y + size.y}};
}

/// `rect` made smaller by `x` on the left and right and by `y` above and below.
[[nodiscard]] inline Rect inset(const Rect& rect, float x, float y) {
    return {{rect.min.x + x, rect.min.y + y}, {rect.max.x - x, rect.max.y - y}};
}

}  // namespace holdfast::ui
