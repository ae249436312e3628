#include "core/ballasted_slots.h"

#include <vector>

#include "fake_slots.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr int kCurrent = 0;
constexpr int kBallast = 1;
constexpr int kDatabaseA = 3;
constexpr int kDatabaseB = 6;
const std::vector<std::uint8_t> kSomeBytes(100, 0x42);

TEST_CASE("a new workspace lives in generation A", "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    const WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    CHECK(workspace.active() == Generation::A);
    CHECK(workspace.last_session() == LastSession::None);
    CHECK(files.size(kCurrent) == static_cast<std::int64_t>(kCurrentRecordBytes));
}

TEST_CASE("a session that did not end is noticed by the next one", "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    WorkspaceFiles first = must(WorkspaceFiles::open(files));
    CHECK(must(WorkspaceFiles::open(files)).last_session() == LastSession::Crashed);
    must(first.end_session());
    CHECK(must(WorkspaceFiles::open(files)).last_session() == LastSession::Clean);
}

TEST_CASE("each generation keeps its own three files", "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    const WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    GenerationSlots active = workspace.active_slots();
    GenerationSlots spare = workspace.spare_slots();
    REQUIRE(active.write(kDatabaseSlot, 0, kSomeBytes) == SlotFault::None);
    REQUIRE(spare.write(kWalSlot, 10, kSomeBytes) == SlotFault::None);
    CHECK(files.size(kDatabaseA) == 100);
    CHECK(files.size(kDatabaseB + kWalSlot) == 110);
    CHECK(active.size(kWalSlot) == 0);
    CHECK(spare.size(kDatabaseSlot) == 0);
}

TEST_CASE("after a flip the new generation lives and the old one is still there",
          "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    REQUIRE(workspace.active_slots().write(kDatabaseSlot, 0, kSomeBytes) == SlotFault::None);
    REQUIRE(workspace.spare_slots().write(kDatabaseSlot, 0, kSomeBytes) == SlotFault::None);
    must(workspace.flip());
    CHECK(workspace.active() == Generation::B);
    CHECK(files.size(kDatabaseA) == 100);

    WorkspaceFiles next = must(WorkspaceFiles::open(files));
    CHECK(next.active() == Generation::B);
    must(next.clear_spare());
    CHECK(files.size(kDatabaseA) == 0);
    CHECK(files.size(kDatabaseB) == 100);
    must(next.flip());
    CHECK(must(WorkspaceFiles::open(files)).active() == Generation::A);
}

TEST_CASE("a flip that fails at any call leaves one of the two generations living",
          "[store][workspace]") {
    const std::int64_t failing = GENERATE(range<std::int64_t>(1, 6));
    const FaultKind kind = GENERATE(FaultKind::Throws, FaultKind::QuotaThrows);
    FaultySlots files(kWorkspaceFileCount);
    WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    files.fail_at(files.change_count() + failing, kind);
    CAPTURE(failing);
    const bool flipped = workspace.flip().has_value();
    CHECK_FALSE(flipped);
    // The record was written whole when only the flush after it failed.
    const bool record_written = failing == 5;
    const WorkspaceFiles next = must(WorkspaceFiles::open(files));
    CHECK(next.active() == (record_written ? Generation::B : Generation::A));
}

TEST_CASE("without a valid record the only generation with data is taken", "[store][workspace]") {
    const auto [slot, expected] = GENERATE(
        table<int, Generation>({{kDatabaseA, Generation::A}, {kDatabaseB, Generation::B}}));
    MemoryFiles files(kWorkspaceFileCount);
    REQUIRE(files.write(kCurrent, 0, kSomeBytes) == SlotFault::None);
    REQUIRE(files.write(slot, 0, kSomeBytes) == SlotFault::None);
    CHECK(must(WorkspaceFiles::open(files)).active() == expected);
}

TEST_CASE("without a valid record and with two generations a person has to choose",
          "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    for (const int slot : {kCurrent, kDatabaseA, kDatabaseB})
        REQUIRE(files.write(slot, 0, kSomeBytes) == SlotFault::None);
    const auto opened = WorkspaceFiles::open(files);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == ErrorCode::Corrupt);
    CHECK(files.contents(kDatabaseA) == kSomeBytes);
    CHECK(files.contents(kDatabaseB) == kSomeBytes);
}

TEST_CASE("the person's choice between two generations lives, and the other one is kept",
          "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    for (const int slot : {kCurrent, kDatabaseA, kDatabaseB})
        REQUIRE(files.write(slot, 0, kSomeBytes) == SlotFault::None);
    must(WorkspaceFiles::choose(files, Generation::B));
    WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    CHECK(workspace.active() == Generation::B);
    CHECK(workspace.spare_bytes() == 100);
    CHECK_FALSE(workspace.clear_spare().has_value());
    CHECK(files.contents(kDatabaseA) == kSomeBytes);
}

TEST_CASE("a generation that could not be opened is kept until the person lets it go",
          "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    WorkspaceFiles broken = must(WorkspaceFiles::open(files));
    REQUIRE(broken.active_slots().write(kDatabaseSlot, 0, kSomeBytes) == SlotFault::None);
    must(broken.flip(Spare::Kept));

    WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    CHECK(workspace.active() == Generation::B);
    const Status cleared = workspace.clear_spare();
    REQUIRE_FALSE(cleared.has_value());
    CHECK(cleared.error().code == ErrorCode::Conflict);
    CHECK(files.contents(kDatabaseA) == kSomeBytes);

    must(workspace.release_spare());
    must(must(WorkspaceFiles::open(files)).clear_spare());
    CHECK(files.size(kDatabaseA) == 0);
}

TEST_CASE("a new workspace begins beside a damaged one, which is kept as it is",
          "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    WorkspaceFiles damaged = must(WorkspaceFiles::open(files));
    CHECK_FALSE(damaged.kept().has_value());
    REQUIRE(damaged.active_slots().write(kDatabaseSlot, 0, kSomeBytes) == SlotFault::None);
    REQUIRE(damaged.active_slots().write(kWalSlot, 0, kSomeBytes) == SlotFault::None);
    must(WorkspaceFiles::begin_new(files));

    const WorkspaceFiles fresh = must(WorkspaceFiles::open(files));
    CHECK(fresh.active() == Generation::B);
    CHECK(fresh.kept() == Generation::A);
    CHECK(fresh.active_slots().size(kDatabaseSlot) == 0);
    CHECK(files.contents(kDatabaseA) == kSomeBytes);
    CHECK(files.contents(kDatabaseA + kWalSlot) == kSomeBytes);
}

TEST_CASE("a new workspace begins also when CURRENT is damaged with the only data",
          "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    REQUIRE(files.write(kCurrent, 0, kSomeBytes) == SlotFault::None);
    REQUIRE(files.write(kDatabaseB, 0, kSomeBytes) == SlotFault::None);
    must(WorkspaceFiles::begin_new(files));
    CHECK(must(WorkspaceFiles::open(files)).active() == Generation::A);
    CHECK(files.contents(kDatabaseB) == kSomeBytes);
}

TEST_CASE("no new workspace begins where both generations hold data, not even a log alone",
          "[store][workspace]") {
    const int second = GENERATE(kDatabaseB, kDatabaseB + kWalSlot);
    const bool current_is_damaged = GENERATE(false, true);
    MemoryFiles files(kWorkspaceFileCount);
    must(WorkspaceFiles::open(files));
    if (current_is_damaged) REQUIRE(files.write(kCurrent, 0, kSomeBytes) == SlotFault::None);
    for (const int slot : {kDatabaseA, second})
        REQUIRE(files.write(slot, 0, kSomeBytes) == SlotFault::None);
    const std::vector<std::uint8_t> current = files.contents(kCurrent);
    const Status begun = WorkspaceFiles::begin_new(files);
    REQUIRE_FALSE(begun.has_value());
    CHECK(begun.error().code == ErrorCode::Conflict);
    CHECK(files.contents(kCurrent) == current);
    CHECK(files.contents(kDatabaseA) == kSomeBytes);
    CHECK(files.contents(second) == kSomeBytes);
}

TEST_CASE("a workspace that holds nothing yet is begun again as it is", "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    must(WorkspaceFiles::begin_new(files));
    const WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    CHECK(workspace.active() == Generation::A);
    CHECK_FALSE(workspace.kept().has_value());
}

TEST_CASE("a new workspace that cannot be begun leaves one of the two generations living",
          "[store][workspace]") {
    const std::int64_t failing = GENERATE(range<std::int64_t>(1, 8));
    FaultySlots files(kWorkspaceFileCount);
    must(WorkspaceFiles::open(files));
    REQUIRE(files.write(kDatabaseA, 0, kSomeBytes) == SlotFault::None);
    files.fail_at(files.change_count() + failing, FaultKind::Throws);
    CAPTURE(failing);
    CHECK_FALSE(WorkspaceFiles::begin_new(files).has_value());
    // The record was written whole when only the flush after it failed.
    const bool record_written = failing == 7;
    CHECK(must(WorkspaceFiles::open(files)).active() ==
          (record_written ? Generation::B : Generation::A));
    CHECK(files.size(kDatabaseA) == 100);
}

TEST_CASE("the ballast grows in steps, is given back whole, and grows again",
          "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount);
    WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    CHECK(must(workspace.grow_ballast(1 << 20)) == Ballast::Growing);
    CHECK(files.size(kBallast) == 1 << 20);
    CHECK(must(workspace.grow_ballast(kBallastBytes)) == Ballast::Full);
    CHECK(must(workspace.grow_ballast(kBallastBytes)) == Ballast::Full);
    CHECK(files.size(kBallast) == kBallastBytes);
    must(workspace.free_ballast());
    CHECK(files.size(kBallast) == 0);
    CHECK(must(workspace.grow_ballast(kBallastBytes)) == Ballast::Full);
}

TEST_CASE("a ballast that finds no room says so", "[store][workspace]") {
    MemoryFiles files(kWorkspaceFileCount, 1 << 20);
    WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    const auto grown = workspace.grow_ballast(kBallastBytes);
    REQUIRE_FALSE(grown.has_value());
    CHECK(grown.error().code == ErrorCode::Full);
}

TEST_CASE("the first write that finds the disk full takes the ballast's room",
          "[store][workspace]") {
    constexpr std::int64_t kQuota = kBallastBytes + 4096;
    MemoryFiles files(kWorkspaceFileCount, kQuota);
    WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    while (must(workspace.grow_ballast(kBallastBytes)) != Ballast::Full) {
    }
    BallastedSlots slots(workspace);
    const std::vector<std::uint8_t> page(64 * 1024, 0x42);
    CHECK_FALSE(slots.gave_way());
    CHECK(slots.write(kWalSlot, 0, page) == SlotFault::None);
    CHECK(slots.gave_way());
    CHECK(files.size(kBallast) == 0);
    CHECK(slots.size(kWalSlot) == 64 * 1024);
    CHECK(slots.write(kDatabaseSlot, kQuota, page) == SlotFault::Quota);
}

}  // namespace
}  // namespace holdfast::test
