// Bench: timing of one operation many times, and lines that a script can read.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace holdfast::bench {

/// Milliseconds of processor time that `work` takes.
[[nodiscard]] double time_ms(const std::function<void()>& work);

/// The value below which `percent` of the samples lie; sorts a copy.
[[nodiscard]] double percentile(std::vector<double> samples, int percent);

struct Line {
    std::string_view name;
    double value = 0;
    std::string_view unit;
    double budget = 0;  ///< 0: none. Negative: a floor, the value must be at least that.
};
void print(const Line& line);

}  // namespace holdfast::bench
