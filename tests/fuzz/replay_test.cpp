// The same target without libFuzzer: seeds mutated with a fixed seed.
#include <algorithm>

#include "core/random.h"
#include "fuzz/target.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr int kInputsPerSeed = HOLDFAST_FUZZ_REPLAYS;

void mutate_once(Bytes& bytes, Random& random) {
    const auto at = static_cast<std::ptrdiff_t>(random.below(bytes.size()));
    const auto byte = static_cast<std::uint8_t>(random.next());
    switch (random.below(5)) {
        case 0:
            bytes[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1U << random.below(8));
            break;
        case 1:
            bytes[static_cast<std::size_t>(at)] = byte;
            break;
        case 2:
            bytes.insert(bytes.begin() + at, byte);
            break;
        case 3:
            bytes.erase(bytes.begin() + at);
            break;
        default:
            bytes.resize(static_cast<std::size_t>(at));
    }
}

}  // namespace

TEST_CASE("hostile bytes break no promise of the reader") {
    Random random(2026);
    const std::vector<Bytes> starts = seeds();
    REQUIRE_FALSE(starts.empty());
    for (const Bytes& start : starts) {
        feed(start);
        for (int input = 0; input < kInputsPerSeed; ++input) {
            Bytes bytes = start;
            const std::uint64_t mutations = 1 + random.below(4);
            for (std::uint64_t done = 0; done < mutations && !bytes.empty(); ++done)
                mutate_once(bytes, random);
            feed(bytes);
        }
    }
    SUCCEED("every input was read or refused");
}

}  // namespace holdfast::test
