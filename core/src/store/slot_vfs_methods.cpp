#include "store/slot_vfs_methods.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace holdfast {
namespace {

constexpr std::array<std::string_view, kDatabaseSlotCount> kNames = {"db", "db-journal", "db-wal"};
constexpr int kPathBytesMax = 64;
constexpr int kSectorBytes = 4096;
constexpr sqlite3_int64 kUnixEpochJulianMs = 210866760000000;

// A WAL file is a 32-byte header, then frames: a 24-byte header and one page each. Bytes 4 to 7 of
// a frame header are zero except in the frame that commits (sqlite.org/fileformat2.html, 4.1).
constexpr int kWalFrameHeaderBytes = 24;
constexpr sqlite3_int64 kNoFrame = -1;

struct SlotFile {
    sqlite3_file base;
    MountedSlots* slots;
    int slot;
    int lock;
    sqlite3_int64 commit_page_offset;
};

int code_of(SlotFault fault, int io_code) {
    if (fault == SlotFault::None) return SQLITE_OK;
    return fault == SlotFault::Quota ? SQLITE_FULL : io_code;
}

int find_slot(const char* name) {
    if (name == nullptr) return -1;
    const auto found = std::find(kNames.begin(), kNames.end(), std::string_view(name));
    return found == kNames.end() ? -1 : static_cast<int>(found - kNames.begin());
}

bool is_commit_header(const SlotFile& file, std::span<const std::uint8_t> bytes) {
    if (file.slot != kWalSlot || bytes.size() != kWalFrameHeaderBytes) return false;
    return std::any_of(bytes.begin() + 4, bytes.begin() + 8, [](std::uint8_t b) { return b != 0; });
}

SlotFile& file_of(sqlite3_file* file) {
    return *reinterpret_cast<SlotFile*>(file);
}

WriteCombiner& combiner_of(sqlite3_file* file) {
    return file_of(file).slots->combiner;
}

MountedSlots& slots_of(sqlite3_vfs* vfs) {
    return *static_cast<MountedSlots*>(vfs->pAppData);
}

// After a failure that SQLite is told of. In WAL mode it then gives up the transaction or the
// checkpoint whose writes these were, so they are not tried again: a log that may not grow would
// stand in the way of the very checkpoint that makes room. With a rollback journal SQLite may go on
// with what it believes written, so there they stay.
int give_up(SlotFile& file, int code) {
    if (code != SQLITE_OK && file.slots->open[kWalSlot]) file.slots->combiner.forget(file.slot);
    return code;
}

// sqlite3_io_methods.

int file_close(sqlite3_file* file) {
    const int slot = file_of(file).slot;
    WriteCombiner& combiner = combiner_of(file);
    const SlotFault fault = combiner.flush(slot);
    if (fault != SlotFault::None) combiner.forget(slot);
    file_of(file).slots->open[static_cast<std::size_t>(slot)] = false;
    return code_of(fault, SQLITE_IOERR_CLOSE);
}

int file_read(sqlite3_file* file, void* into, int count, sqlite3_int64 offset) {
    const SlotFault fault = combiner_of(file).read(
        file_of(file).slot, offset, {static_cast<std::uint8_t*>(into), static_cast<size_t>(count)});
    if (fault == SlotFault::Short) return SQLITE_IOERR_SHORT_READ;
    return code_of(fault, SQLITE_IOERR_READ);
}

int file_write(sqlite3_file* base, const void* from, int count, sqlite3_int64 offset) {
    SlotFile& file = file_of(base);
    WriteCombiner& combiner = combiner_of(base);
    const std::span bytes(static_cast<const std::uint8_t*>(from), static_cast<size_t>(count));
    // The page that commits is delivered at once, while SQLite can still call the transaction
    // failed; an error later than this would be reported for a transaction that stands.
    const bool commits = offset == std::exchange(file.commit_page_offset, kNoFrame);
    if (is_commit_header(file, bytes)) file.commit_page_offset = offset + count;
    SlotFault fault = combiner.write(file.slot, offset, bytes);
    if (commits && fault == SlotFault::None) fault = combiner.drain();
    return give_up(file, code_of(fault, SQLITE_IOERR_WRITE));
}

int file_truncate(sqlite3_file* base, sqlite3_int64 bytes) {
    SlotFile& file = file_of(base);
    const SlotFault fault = combiner_of(base).truncate(file.slot, bytes);
    return give_up(file, code_of(fault, SQLITE_IOERR_TRUNCATE));
}

int file_sync(sqlite3_file* base, int) {
    SlotFile& file = file_of(base);
    return give_up(file, code_of(combiner_of(base).flush(file.slot), SQLITE_IOERR_FSYNC));
}

int file_size(sqlite3_file* file, sqlite3_int64* bytes) {
    *bytes = combiner_of(file).size(file_of(file).slot);
    return SQLITE_OK;
}

int file_lock(sqlite3_file* file, int level) {
    file_of(file).lock = level;
    return SQLITE_OK;
}

int file_unlock(sqlite3_file* file, int level) {
    file_of(file).lock = level;
    return code_of(combiner_of(file).drain(), SQLITE_IOERR_UNLOCK);
}

int file_check_reserved_lock(sqlite3_file* file, int* held) {
    *held = file_of(file).lock >= SQLITE_LOCK_RESERVED ? 1 : 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file* file, int operation, void*) {
    if (operation != SQLITE_FCNTL_COMMIT_PHASETWO) return SQLITE_NOTFOUND;
    return code_of(combiner_of(file).drain(), SQLITE_IOERR_WRITE);
}

int file_sector_size(sqlite3_file*) {
    return kSectorBytes;
}

int file_device_characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

const sqlite3_io_methods kIoMethods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_device_characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// sqlite3_vfs.

int vfs_open(sqlite3_vfs* vfs, const char* path, sqlite3_file* base, int flags, int* flags_out) {
    base->pMethods = nullptr;
    const int slot = find_slot(path);
    if (slot < 0) return SQLITE_CANTOPEN;
    bool& open_already = slots_of(vfs).open[static_cast<std::size_t>(slot)];
    if (open_already) return SQLITE_BUSY;
    open_already = true;
    file_of(base) = {{&kIoMethods}, &slots_of(vfs), slot, SQLITE_LOCK_NONE, kNoFrame};
    if (flags_out != nullptr) *flags_out = flags;
    return SQLITE_OK;
}

// Flushes even when SQLite does not ask for it. On the way into WAL mode it does not, and a journal
// that came back after a power cut would roll back every transaction since.
int vfs_remove(sqlite3_vfs* vfs, const char* path, int) {
    const int slot = find_slot(path);
    WriteCombiner& combiner = slots_of(vfs).combiner;
    if (slot < 0 || combiner.size(slot) == 0) return SQLITE_IOERR_DELETE_NOENT;
    SlotFault fault = combiner.truncate(slot, 0);
    if (fault == SlotFault::None) fault = combiner.flush(slot);
    return code_of(fault, SQLITE_IOERR_DELETE);
}

// Slots always exist; for SQLite a file is there when something is in it.
int vfs_access(sqlite3_vfs* vfs, const char* path, int, int* exists) {
    const int slot = find_slot(path);
    *exists = slot >= 0 && slots_of(vfs).combiner.size(slot) > 0 ? 1 : 0;
    return SQLITE_OK;
}

int vfs_full_pathname(sqlite3_vfs*, const char* path, int bytes_max, char* out) {
    const std::size_t count = std::strlen(path) + 1;
    if (count > static_cast<std::size_t>(bytes_max)) return SQLITE_CANTOPEN;
    std::memcpy(out, path, count);
    return SQLITE_OK;
}

int vfs_randomness(sqlite3_vfs* vfs, int count, char* out) {
    for (int done = 0; done < count;) {
        const std::uint64_t bits = slots_of(vfs).environment.random();
        const int part = std::min(count - done, static_cast<int>(sizeof bits));
        std::memcpy(out + done, &bits, static_cast<std::size_t>(part));
        done += part;
    }
    return count;
}

// Nobody else can hold the files, so there is nothing to wait for.
int vfs_sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;
}

int vfs_current_time_ms(sqlite3_vfs* vfs, sqlite3_int64* julian_ms) {
    *julian_ms = slots_of(vfs).environment.now_ms() + kUnixEpochJulianMs;
    return SQLITE_OK;
}

int vfs_current_time(sqlite3_vfs* vfs, double* julian_days) {
    sqlite3_int64 julian_ms = 0;
    vfs_current_time_ms(vfs, &julian_ms);
    *julian_days = static_cast<double>(julian_ms) / 86400000.0;
    return SQLITE_OK;
}

int vfs_last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

}  // namespace

sqlite3_vfs make_slot_vfs(MountedSlots& slots) {
    sqlite3_vfs vfs{};
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(SlotFile);
    vfs.mxPathname = kPathBytesMax;
    vfs.zName = slots.name.c_str();
    vfs.pAppData = &slots;
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_remove;
    vfs.xAccess = vfs_access;
    vfs.xFullPathname = vfs_full_pathname;
    vfs.xRandomness = vfs_randomness;
    vfs.xSleep = vfs_sleep;
    vfs.xCurrentTime = vfs_current_time;
    vfs.xGetLastError = vfs_last_error;
    vfs.xCurrentTimeInt64 = vfs_current_time_ms;
    return vfs;
}

}  // namespace holdfast
