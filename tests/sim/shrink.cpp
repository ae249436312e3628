#include "shrink.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace holdfast::sim {
namespace {

constexpr unsigned kStepMax = 100'000;

std::string_view promise_of(std::string_view problem) {
    return problem.substr(0, problem.find(':'));
}

std::vector<unsigned> without(const std::vector<unsigned>& steps, std::size_t first,
                              std::size_t count) {
    std::vector<unsigned> left(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(first));
    const std::size_t behind = std::min(first + count, steps.size());
    left.insert(left.end(), steps.begin() + static_cast<std::ptrdiff_t>(behind), steps.end());
    return left;
}

std::optional<unsigned> read_number(std::string_view text) {
    unsigned number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole && number <= kStepMax ? std::optional(number) : std::nullopt;
}

}  // namespace

Shrunk shrink(std::uint64_t seed, WorldKind kind, Mutation mutation) {
    Shrunk found;
    found.steps.resize(steps_of(kind.habit));
    std::iota(found.steps.begin(), found.steps.end(), 0U);
    found.problem = run_world(seed, kind, mutation).problem;
    for (std::size_t count = found.steps.size() / 2; count > 0;) {
        const std::size_t size_before = found.steps.size();
        for (std::size_t first = 0; first < found.steps.size() && found.runs < kShrinkRunsMax;) {
            std::vector<unsigned> fewer = without(found.steps, first, count);
            ++found.runs;
            std::string problem = run_world(seed, kind, mutation, fewer).problem;
            if (promise_of(problem) != promise_of(found.problem)) {
                first += count;
                continue;
            }
            found.steps = std::move(fewer);
            found.problem = std::move(problem);
        }
        // One more round of single steps where the last one still found some.
        if (count > 1 || found.steps.size() == size_before) count /= 2;
    }
    return found;
}

std::string steps_to_text(const std::vector<unsigned>& steps) {
    std::string text;
    for (std::size_t at = 0; at < steps.size();) {
        std::size_t last = at;
        while (last + 1 < steps.size() && steps[last + 1] == steps[last] + 1) ++last;
        text += (text.empty() ? "" : ",") + std::to_string(steps[at]);
        if (last > at) text += "-" + std::to_string(steps[last]);
        at = last + 1;
    }
    return text;
}

std::optional<std::vector<unsigned>> steps_from_text(std::string_view text) {
    std::vector<unsigned> steps;
    if (text.ends_with(',')) return std::nullopt;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        const std::size_t dash = part.find('-');
        const auto first = read_number(part.substr(0, dash));
        const auto last = dash == part.npos ? first : read_number(part.substr(dash + 1));
        const bool ascends =
            first && last && *first <= *last && (steps.empty() || *first > steps.back());
        if (!ascends) return std::nullopt;
        for (unsigned step = *first; step <= *last; ++step) steps.push_back(step);
    }
    return steps.empty() ? std::nullopt : std::optional(std::move(steps));
}

}  // namespace holdfast::sim
