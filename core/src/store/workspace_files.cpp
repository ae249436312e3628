#include "core/workspace_files.h"

#include <algorithm>
#include <vector>

namespace holdfast {
namespace {

constexpr int kCurrentSlot = 0;
constexpr int kBallastSlot = 1;
constexpr int kSessionSlot = 2;
constexpr int kFirstGenerationSlot = 3;

constexpr std::uint8_t kSessionOpen = 'o';
constexpr std::uint8_t kSessionClosed = 'c';

int first_slot_of(Generation generation) {
    return kFirstGenerationSlot + static_cast<int>(generation) * kDatabaseSlotCount;
}

Status check(SlotFault fault, const char* context) {
    if (fault == SlotFault::None) return {};
    return fail(fault == SlotFault::Quota ? ErrorCode::Full : ErrorCode::Storage, context);
}

Status write_current(SlotFiles& files, const CurrentRecord& record) {
    const CurrentWrite write = make_current(record);
    TRY(check(files.write(kCurrentSlot, write.offset, write.bytes), "write CURRENT"));
    return check(files.flush(kCurrentSlot), "flush CURRENT");
}

Result<std::optional<CurrentRecord>> read_current(SlotFiles& files) {
    std::vector<std::uint8_t> bytes(kCurrentFileBytes);
    const SlotFault fault = files.read(kCurrentSlot, 0, bytes);
    if (fault == SlotFault::Io) return fail(ErrorCode::Storage, "read CURRENT");
    return pick_current(bytes);
}

// Without a valid record the data itself tells, as long as only one generation has any.
Result<CurrentRecord> begin_current(SlotFiles& files) {
    const std::int64_t a_bytes = files.size(first_slot_of(Generation::A));
    const std::int64_t b_bytes = files.size(first_slot_of(Generation::B));
    if (a_bytes < 0 || b_bytes < 0) return fail(ErrorCode::Storage, "size of a generation");
    if (a_bytes > 0 && b_bytes > 0) return fail(ErrorCode::Corrupt, "CURRENT is damaged");
    const CurrentRecord first{1, b_bytes > 0 ? Generation::B : Generation::A};
    TRY(write_current(files, first));
    return first;
}

Result<bool> holds_data(SlotFiles& files, Generation generation) {
    for (int slot = 0; slot < kDatabaseSlotCount; ++slot) {
        const std::int64_t bytes = files.size(first_slot_of(generation) + slot);
        if (bytes < 0) return fail(ErrorCode::Storage, "size of a generation");
        if (bytes > 0) return true;
    }
    return false;
}

Status mark_session(SlotFiles& files, std::uint8_t mark) {
    TRY(check(files.write(kSessionSlot, 0, {&mark, 1}), "write the session marker"));
    return check(files.flush(kSessionSlot), "flush the session marker");
}

Result<LastSession> read_session(SlotFiles& files) {
    std::uint8_t mark = 0;
    const SlotFault fault = files.read(kSessionSlot, 0, {&mark, 1});
    if (fault == SlotFault::Short) return LastSession::None;
    if (fault != SlotFault::None) return fail(ErrorCode::Storage, "read the session marker");
    return mark == kSessionClosed ? LastSession::Clean : LastSession::Crashed;
}

}  // namespace

GenerationSlots::GenerationSlots(SlotFiles& files, Generation generation)
    : files_(files), first_slot_(first_slot_of(generation)) {}

SlotFault GenerationSlots::read(int slot, std::int64_t offset, std::span<std::uint8_t> into) {
    return files_.read(first_slot_ + slot, offset, into);
}

SlotFault GenerationSlots::write(int slot, std::int64_t offset,
                                 std::span<const std::uint8_t> bytes) {
    return files_.write(first_slot_ + slot, offset, bytes);
}

SlotFault GenerationSlots::truncate(int slot, std::int64_t bytes) {
    return files_.truncate(first_slot_ + slot, bytes);
}

SlotFault GenerationSlots::flush(int slot) {
    return files_.flush(first_slot_ + slot);
}

std::int64_t GenerationSlots::size(int slot) {
    return files_.size(first_slot_ + slot);
}

Result<WorkspaceFiles> WorkspaceFiles::open(SlotFiles& files) {
    const std::optional<CurrentRecord> found = TRY(read_current(files));
    const CurrentRecord current = found ? *found : TRY(begin_current(files));
    const LastSession last = TRY(read_session(files));
    TRY(mark_session(files, kSessionOpen));
    return WorkspaceFiles(files, current, last);
}

Status WorkspaceFiles::end_session() {
    return mark_session(*files_, kSessionClosed);
}

Status WorkspaceFiles::choose(SlotFiles& files, Generation active) {
    return write_current(files, {1, active, Spare::Kept});
}

Status WorkspaceFiles::begin_new(SlotFiles& files) {
    const bool a_holds_data = TRY(holds_data(files, Generation::A));
    const bool b_holds_data = TRY(holds_data(files, Generation::B));
    if (a_holds_data && b_holds_data) return fail(ErrorCode::Conflict, "both generations are used");
    WorkspaceFiles workspace = TRY(open(files));
    if (!TRY(holds_data(files, workspace.active()))) return {};
    return workspace.flip(Spare::Kept);
}

std::optional<Generation> WorkspaceFiles::kept() const {
    if (current_.spare == Spare::Disposable) return std::nullopt;
    return other(active());
}

std::int64_t WorkspaceFiles::spare_bytes() const {
    return spare_slots().size(kDatabaseSlot);
}

Status WorkspaceFiles::flip(Spare old) {
    const Generation next = other(active());
    for (int slot = 0; slot < kDatabaseSlotCount; ++slot)
        TRY(check(files_->flush(first_slot_of(next) + slot), "flush the new generation"));
    return decide(next, old);
}

Status WorkspaceFiles::release_spare() {
    return decide(active(), Spare::Disposable);
}

Status WorkspaceFiles::decide(Generation active, Spare spare) {
    const CurrentRecord next{current_.sequence + 1, active, spare};
    TRY(write_current(*files_, next));
    current_ = next;
    return {};
}

Status WorkspaceFiles::clear_spare() {
    if (current_.spare == Spare::Kept) return fail(ErrorCode::Conflict, "the spare is kept");
    GenerationSlots spare = spare_slots();
    for (int slot = 0; slot < kDatabaseSlotCount; ++slot) {
        if (spare.size(slot) == 0) continue;
        TRY(check(spare.truncate(slot, 0), "empty the spare generation"));
        TRY(check(spare.flush(slot), "flush the spare generation"));
    }
    return {};
}

Result<Ballast> WorkspaceFiles::grow_ballast(std::int64_t bytes_max) {
    const std::int64_t bytes = files_->size(kBallastSlot);
    if (bytes < 0) return fail(ErrorCode::Storage, "size of the ballast");
    const std::int64_t missing = std::min(kBallastBytes - bytes, bytes_max);
    if (missing > 0) {
        // Written, not merely lengthened: a hole in a sparse file would reserve nothing.
        const std::vector<std::uint8_t> filler(static_cast<std::size_t>(missing), 0xB5);
        TRY(check(files_->write(kBallastSlot, bytes, filler), "grow the ballast"));
    }
    return bytes + missing >= kBallastBytes ? Ballast::Full : Ballast::Growing;
}

Status WorkspaceFiles::free_ballast() {
    // Nothing to flush: it is the room that counts, not the bytes.
    if (files_->size(kBallastSlot) <= 0) return {};
    return check(files_->truncate(kBallastSlot, 0), "free the ballast");
}

}  // namespace holdfast
