#include "core/generations.h"

#include <algorithm>
#include <vector>

#include "support/test.h"

namespace holdfast::test {
namespace {

using File = std::vector<std::uint8_t>;

File with_write(File file, const CurrentWrite& write, std::size_t bytes_max = kCurrentRecordBytes) {
    const auto at = static_cast<std::size_t>(write.offset);
    file.resize(std::max(file.size(), at + bytes_max));
    std::copy_n(write.bytes.begin(), bytes_max, file.begin() + write.offset);
    return file;
}

// A file that has seen `flips` changes, ending on `active`.
File file_after(std::uint64_t flips, Generation active) {
    File file;
    for (std::uint64_t i = 0; i < flips; ++i) {
        const Generation next = (flips - i) % 2 == 1 ? active : other(active);
        file = with_write(file, make_current({i + 1, next}));
    }
    return file;
}

TEST_CASE("a new file has no living generation", "[store][generations]") {
    CHECK_FALSE(pick_current({}).has_value());
    CHECK_FALSE(pick_current(File(kCurrentFileBytes, 0)).has_value());
    CHECK_FALSE(pick_current(File(17, 0xFF)).has_value());
}

TEST_CASE("the newest record counts", "[store][generations]") {
    const std::uint64_t flips = GENERATE(as<std::uint64_t>(), 1, 2, 3, 4, 5);
    const Generation active = GENERATE(Generation::A, Generation::B);
    CHECK(pick_current(file_after(flips, active)) == CurrentRecord{flips, active});
}

TEST_CASE("a flip cut at any byte leaves the old generation or the new one, never none",
          "[store][generations]") {
    const std::uint64_t flips = GENERATE(as<std::uint64_t>(), 1, 2, 3);
    const File before = file_after(flips, Generation::A);
    const CurrentWrite write = make_current({flips + 1, Generation::B});
    for (std::size_t arrived = 0; arrived <= kCurrentRecordBytes; ++arrived) {
        const auto found = pick_current(with_write(before, write, arrived));
        CAPTURE(flips, arrived);
        REQUIRE(found.has_value());
        const bool complete = arrived == kCurrentRecordBytes;
        CHECK((*found == CurrentRecord{flips, Generation::A} ||
               *found == CurrentRecord{flips + 1, Generation::B}));
        CHECK((!complete || found->active == Generation::B));
    }
}

TEST_CASE("a flip whose bytes arrive in any order is whole or not there", "[store][generations]") {
    const File before = file_after(3, Generation::A);
    const CurrentWrite write = make_current({4, Generation::B});
    for (std::size_t missing = 0; missing < kCurrentRecordBytes; ++missing) {
        File file = with_write(before, write);
        const auto at = static_cast<std::size_t>(write.offset) + missing;
        const bool same = at < before.size() && before[at] == file[at];
        file[at] = at < before.size() ? before[at] : std::uint8_t{0};
        CAPTURE(missing);
        const bool zero_either_way = write.bytes[missing] == 0;
        const CurrentRecord expected = same || zero_either_way ? CurrentRecord{4, Generation::B}
                                                               : CurrentRecord{3, Generation::A};
        CHECK(pick_current(file) == expected);
    }
}

TEST_CASE("one wrong bit makes a record invalid and the other one count", "[store][generations]") {
    const File good = file_after(2, Generation::B);
    for (std::size_t bit = 0; bit < kCurrentRecordBytes * 8; ++bit) {
        File file = good;
        file[kCurrentRecordStride + bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        CAPTURE(bit);
        CHECK(pick_current(file) == CurrentRecord{1, Generation::A});
    }
}

TEST_CASE("the two records never share a sector", "[store][generations]") {
    CHECK(make_current({1, Generation::A}).offset == 0);
    CHECK(make_current({2, Generation::B}).offset == 4096);
    CHECK(make_current({3, Generation::A}).offset == 0);
}

TEST_CASE("a record remembers that the other generation is to be kept", "[store][generations]") {
    const CurrentRecord kept{5, Generation::B, Spare::Kept};
    CHECK(pick_current(with_write({}, make_current(kept))) == kept);
}

}  // namespace
}  // namespace holdfast::test
