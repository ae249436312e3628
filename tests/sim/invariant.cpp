#include "invariant.h"

#include <iterator>

namespace holdfast::sim {

const char* name_of(Invariant invariant) {
    constexpr const char* kNames[] = {
        "atomicity",     "read your writes", "pending counters", "monotonic checkpoints",
        "clock bound",   "one number",       "races decided",    "proved losses",
        "own work once", "liveness",         "exactly once",     "dependents",
        "existence",     "lost updates",     "strict fields",    "fields set once",
        "counter sums",  "states",           "groups",           "number series",
        "given numbers", "convergence",      "nothing lost",     "no false conflict"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(Invariant::Count));
    return kNames[static_cast<std::size_t>(invariant)];
}

}  // namespace holdfast::sim
