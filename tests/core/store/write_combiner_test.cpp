#include "store/write_combiner.h"

#include <numeric>
#include <vector>

#include "fake_slots.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

std::vector<std::uint8_t> bytes_from(std::uint8_t first, std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    std::iota(bytes.begin(), bytes.end(), first);
    return bytes;
}

std::vector<std::uint8_t> read_back(WriteCombiner& combiner, int slot, std::int64_t offset,
                                    std::size_t count) {
    std::vector<std::uint8_t> bytes(count, 0xEE);
    CHECK(combiner.read(slot, offset, bytes) == SlotFault::None);
    return bytes;
}

TEST_CASE("neighbouring writes become one call and a gap starts a new one", "[store]") {
    RecordingSlots files;
    WriteCombiner combiner(files);
    CHECK(combiner.write(0, 0, bytes_from(1, 10)) == SlotFault::None);
    CHECK(combiner.write(0, 10, bytes_from(11, 10)) == SlotFault::None);
    CHECK(files.changes().empty());
    CHECK(combiner.write(0, 30, bytes_from(31, 10)) == SlotFault::None);
    REQUIRE(files.changes().size() == 1);
    CHECK(files.changes()[0].bytes == bytes_from(1, 20));
    CHECK(combiner.size(0) == 40);
    CHECK(files.size(0) == 20);
}

TEST_CASE("a write to another slot delivers the buffer first, so the order stays", "[store]") {
    RecordingSlots files;
    WriteCombiner combiner(files);
    CHECK(combiner.write(kWalSlot, 0, bytes_from(1, 4)) == SlotFault::None);
    CHECK(combiner.write(kDatabaseSlot, 0, bytes_from(5, 4)) == SlotFault::None);
    CHECK(combiner.write(kWalSlot, 4, bytes_from(9, 4)) == SlotFault::None);
    CHECK(combiner.drain() == SlotFault::None);
    REQUIRE(files.changes().size() == 3);
    CHECK(files.changes()[0].slot == kWalSlot);
    CHECK(files.changes()[1].slot == kDatabaseSlot);
    CHECK(files.changes()[2].slot == kWalSlot);
}

TEST_CASE("reads see what is buffered, inside it and across its edge", "[store]") {
    RecordingSlots files;
    WriteCombiner combiner(files);
    CHECK(combiner.write(0, 0, bytes_from(1, 10)) == SlotFault::None);
    CHECK(combiner.drain() == SlotFault::None);
    CHECK(combiner.write(0, 10, bytes_from(11, 10)) == SlotFault::None);
    CHECK(combiner.write(0, 12, bytes_from(90, 2)) == SlotFault::None);

    CHECK(read_back(combiner, 0, 11, 3) == std::vector<std::uint8_t>{12, 90, 91});
    CHECK(files.changes().size() == 1);
    CHECK(read_back(combiner, 0, 8, 4) == bytes_from(9, 4));
    CHECK(files.changes().size() == 2);
    CHECK(combiner.statistics().reads == 1);
}

TEST_CASE("a read past the end is short and zeroed without asking the file", "[store]") {
    RecordingSlots files;
    WriteCombiner combiner(files);
    std::vector<std::uint8_t> into(4, 0xEE);
    CHECK(combiner.read(0, 100, into) == SlotFault::Short);
    CHECK(into == std::vector<std::uint8_t>(4, 0));
    CHECK(combiner.statistics().reads == 0);
}

TEST_CASE("a write larger than the buffer goes straight through, after what was before it",
          "[store]") {
    RecordingSlots files;
    WriteCombiner combiner(files);
    const std::vector<std::uint8_t> large(WriteCombiner::kBufferBytes + 1, 7);
    CHECK(combiner.write(0, 0, bytes_from(1, 4)) == SlotFault::None);
    CHECK(combiner.write(0, 4, large) == SlotFault::None);
    REQUIRE(files.changes().size() == 2);
    CHECK(files.changes()[1].bytes.size() == large.size());
    CHECK(combiner.size(0) == static_cast<std::int64_t>(large.size()) + 4);
}

TEST_CASE("a flush happens only where something changed since the last one", "[store]") {
    RecordingSlots files;
    WriteCombiner combiner(files);
    CHECK(combiner.write(0, 0, bytes_from(1, 4)) == SlotFault::None);
    CHECK(combiner.flush(1) == SlotFault::None);
    CHECK(combiner.statistics().flushes == 0);
    CHECK(combiner.statistics().writes == 1);
    CHECK(combiner.flush(0) == SlotFault::None);
    CHECK(combiner.flush(0) == SlotFault::None);
    CHECK(combiner.statistics().flushes == 1);
}

TEST_CASE("what could not be delivered is kept, readable, and delivered later", "[store]") {
    FaultySlots files;
    WriteCombiner combiner(files);
    files.fail_at(1, FaultKind::QuotaThrows, 2);
    CHECK(combiner.write(0, 0, bytes_from(1, 10)) == SlotFault::None);
    CHECK(combiner.flush(0) == SlotFault::Quota);
    CHECK(combiner.size(0) == 10);
    CHECK(read_back(combiner, 0, 2, 3) == bytes_from(3, 3));
    CHECK(combiner.write(1, 0, bytes_from(50, 5)) == SlotFault::Quota);
    CHECK(combiner.size(1) == 0);

    CHECK(combiner.write(1, 0, bytes_from(60, 5)) == SlotFault::None);
    CHECK(combiner.flush(1) == SlotFault::None);
    CHECK(files.files().contents(0) == bytes_from(1, 10));
    CHECK(files.files().contents(1) == bytes_from(60, 5));
}

TEST_CASE("a truncation that removes the buffered bytes needs no room for them", "[store]") {
    FaultySlots files;
    WriteCombiner combiner(files);
    CHECK(combiner.write(1, 0, bytes_from(1, 10)) == SlotFault::None);
    files.fail_at(1, FaultKind::QuotaThrows, 1);
    CHECK(combiner.drain() == SlotFault::Quota);
    CHECK(combiner.truncate(1, 0) == SlotFault::None);
    CHECK(combiner.size(1) == 0);
    CHECK(combiner.flush(1) == SlotFault::None);
    CHECK(files.files().contents(1).empty());
}

TEST_CASE("what is forgotten is not tried again, and the file has its own size", "[store]") {
    FaultySlots files;
    WriteCombiner combiner(files);
    CHECK(combiner.write(kWalSlot, 0, bytes_from(1, 10)) == SlotFault::None);
    CHECK(combiner.drain() == SlotFault::None);
    files.fail_at(2, FaultKind::Throws);
    CHECK(combiner.write(kWalSlot, 10, bytes_from(11, 10)) == SlotFault::None);
    CHECK(combiner.drain() == SlotFault::Io);
    combiner.forget(kDatabaseSlot);
    CHECK(combiner.size(kWalSlot) == 20);
    combiner.forget(kWalSlot);
    CHECK(combiner.size(kWalSlot) == 15);
    CHECK(combiner.flush(kWalSlot) == SlotFault::None);
    CHECK(files.files().contents(kWalSlot).size() == 15);
}

TEST_CASE("only the exact count of a write counts as written", "[store]") {
    struct Case {
        HandleAnswer answer;
        SlotFault expected;
    };
    const auto [answer, expected] = GENERATE(values<Case>({{8, SlotFault::None},
                                                           {7, SlotFault::Quota},
                                                           {0, SlotFault::Quota},
                                                           {9, SlotFault::Quota},
                                                           {4294967288.0, SlotFault::Quota},
                                                           {kHandleThrewQuota, SlotFault::Quota},
                                                           {kHandleThrew, SlotFault::Io}}));
    CAPTURE(answer);
    CHECK(fault_of_write(answer, 8) == expected);
}

TEST_CASE("a read gives zeros for what the file does not hold, and errors for nonsense",
          "[store]") {
    std::vector<std::uint8_t> into = bytes_from(1, 4);
    CHECK(fault_of_read(4, into) == SlotFault::None);
    CHECK(fault_of_read(2, into) == SlotFault::Short);
    CHECK(into == std::vector<std::uint8_t>{1, 2, 0, 0});
    CHECK(fault_of_read(kHandleThrew, into) == SlotFault::Io);
    CHECK(fault_of_read(4294967288.0, into) == SlotFault::Io);
}

}  // namespace
}  // namespace holdfast::test
