#include "core/database_transfer.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace holdfast {
namespace {

constexpr char kImportVfsName[] = "holdfast-import";
// With its terminating zero, as the file has it.
constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr std::size_t kUserVersionAt = 60;
constexpr std::size_t kApplicationIdAt = 68;

std::int32_t big_endian(std::span<const std::uint8_t> bytes) {
    std::uint32_t value = 0;
    for (const std::uint8_t byte : bytes) value = value << 8 | byte;
    return static_cast<std::int32_t>(value);
}

Status check_header(const DatabaseHeader& header, std::int32_t user_version_max) {
    if (header.application_id != kApplicationId)
        return fail(ErrorCode::BadInput, "import: another program's database");
    if (header.user_version > user_version_max)
        return fail(ErrorCode::Unsupported, "import: made by a newer version");
    return {};
}

Result<std::int64_t> read_checkpoint_pages(Database& db) {
    Statement select = TRY(db.prepare("PRAGMA wal_autocheckpoint"));
    if (!TRY(select.step())) return fail(ErrorCode::Storage, "wal_autocheckpoint");
    return select.integer(0);
}

Status set_checkpoint_pages(Database& db, std::int64_t pages) {
    return db.run("PRAGMA wal_autocheckpoint = " + std::to_string(pages));
}

}  // namespace

Result<DatabaseHeader> read_database_header(std::span<const std::uint8_t> file) {
    if (file.size() < kDatabaseHeaderBytes ||
        !std::equal(kMagic.begin(), kMagic.end(), file.begin(), [](char wanted, std::uint8_t byte) {
            return static_cast<std::uint8_t>(wanted) == byte;
        }))
        return fail(ErrorCode::BadInput, "not a SQLite database");
    return DatabaseHeader{big_endian(file.subspan(kApplicationIdAt, 4)),
                          big_endian(file.subspan(kUserVersionAt, 4))};
}

Result<DatabaseImport> DatabaseImport::begin(WorkspaceFiles& workspace, Environment& environment,
                                             std::int32_t user_version_max) {
    TRY(workspace.clear_spare());
    return DatabaseImport(workspace, environment, user_version_max);
}

Status DatabaseImport::append(std::span<const std::uint8_t> slice) {
    HOLDFAST_ASSERT(!opened_);
    if (bytes_ == 0) {
        const DatabaseHeader header = TRY(read_database_header(slice));
        TRY(check_header(header, user_version_max_));
    }
    const SlotFault fault = workspace_->spare_slots().write(kDatabaseSlot, bytes_, slice);
    if (fault == SlotFault::Quota) return fail(ErrorCode::Full, "import: write");
    if (fault != SlotFault::None) return fail(ErrorCode::Storage, "import: write");
    bytes_ += static_cast<std::int64_t>(slice.size());
    return {};
}

Result<CheckState> DatabaseImport::check() {
    if (!opened_) {
        if (bytes_ == 0) return fail(ErrorCode::BadInput, "import: an empty file");
        TRY(open_spare());
        return CheckState::Running;
    }
    const CheckState state = TRY(opened_->check->step());
    sound_ = state == CheckState::Sound;
    return state;
}

Status DatabaseImport::accept() {
    HOLDFAST_ASSERT(sound_);
    opened_.reset();
    return workspace_->flip();
}

Status DatabaseImport::open_spare() {
    Opened opened;
    opened.slots = std::make_unique<GenerationSlots>(workspace_->spare_slots());
    opened.vfs = TRY(SlotVfs::mount(*opened.slots, *environment_, kImportVfsName));
    opened.database = std::make_unique<Database>(
        TRY(open_database(SlotVfs::kDatabasePath, {.vfs = kImportVfsName})));
    opened.check = TRY(DatabaseCheck::begin(*opened.database));
    opened_.emplace(std::move(opened));
    return {};
}

Result<DatabaseExport> DatabaseExport::begin(Database& db, SlotFiles& slots) {
    TRY(run_checkpoint(db, Checkpoint::Restart));
    const std::int64_t checkpoint_pages = TRY(read_checkpoint_pages(db));
    TRY(set_checkpoint_pages(db, 0));
    return DatabaseExport(db, slots, checkpoint_pages);
}

DatabaseExport::DatabaseExport(DatabaseExport&& other) noexcept
    : db_(std::exchange(other.db_, nullptr)),
      slots_(other.slots_),
      checkpoint_pages_(other.checkpoint_pages_),
      bytes_(other.bytes_),
      offset_(other.offset_) {}

DatabaseExport::~DatabaseExport() {
    // Cannot fail: it only sets a number in the connection.
    if (db_ != nullptr) static_cast<void>(set_checkpoint_pages(*db_, checkpoint_pages_));
}

Result<std::size_t> DatabaseExport::read(std::span<std::uint8_t> into) {
    const std::int64_t left = bytes_ - offset_;
    const auto count =
        static_cast<std::size_t>(std::min(left, static_cast<std::int64_t>(into.size())));
    if (count == 0) return std::size_t{0};
    if (slots_->read(kDatabaseSlot, offset_, into.first(count)) != SlotFault::None)
        return fail(ErrorCode::Storage, "export: read");
    offset_ += static_cast<std::int64_t>(count);
    return count;
}

}  // namespace holdfast
