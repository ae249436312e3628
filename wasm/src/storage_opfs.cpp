#include "storage_opfs.h"

#include <emscripten.h>

#include <utility>

// clang-format off
EM_JS(int, holdfast_js_storage_in_memory, (), {
    return Module.storage.kind === "memory" ? 1 : 0;
});
EM_JS(double, holdfast_js_file_read, (int slot, std::uint8_t* into, int count, double at), {
    return Module.storage.read(slot, HEAPU8.subarray(into >>> 0, (into >>> 0) + count), at);
});
EM_JS(double, holdfast_js_file_write, (int slot, const std::uint8_t* from, int count, double at), {
    return Module.storage.write(slot, HEAPU8.subarray(from >>> 0, (from >>> 0) + count), at);
});
EM_JS(double, holdfast_js_file_truncate, (int slot, double bytes), {
    return Module.storage.truncate(slot, bytes);
});
EM_JS(double, holdfast_js_file_flush, (int slot), {
    return Module.storage.flush(slot);
});
EM_JS(double, holdfast_js_file_size, (int slot), {
    return Module.storage.size(slot);
});
// clang-format on

// SQLite asks the system below it to start. There is none: SlotVfs::mount registers the only one.
extern "C" int sqlite3_os_init() {
    return 0;
}
extern "C" int sqlite3_os_end() {
    return 0;
}

namespace holdfast::wasm {
namespace {

Keeping storage_keeping() {
    return holdfast_js_storage_in_memory() != 0 ? Keeping::Temporary : Keeping::OnDevice;
}

std::unique_ptr<SlotFiles> make_storage_files() {
    if (storage_keeping() == Keeping::OnDevice) return std::make_unique<OpfsFiles>();
    return std::make_unique<MemoryFiles>(kWorkspaceFileCount);
}

}  // namespace

SlotFault OpfsFiles::read(int slot, std::int64_t offset, std::span<std::uint8_t> into) {
    const HandleAnswer answer = holdfast_js_file_read(
        slot, into.data(), static_cast<int>(into.size()), static_cast<double>(offset));
    return fault_of_read(answer, into);
}

SlotFault OpfsFiles::write(int slot, std::int64_t offset, std::span<const std::uint8_t> bytes) {
    const HandleAnswer answer = holdfast_js_file_write(
        slot, bytes.data(), static_cast<int>(bytes.size()), static_cast<double>(offset));
    return fault_of_write(answer, bytes.size());
}

SlotFault OpfsFiles::truncate(int slot, std::int64_t bytes) {
    return fault_of_call(holdfast_js_file_truncate(slot, static_cast<double>(bytes)));
}

SlotFault OpfsFiles::flush(int slot) {
    return fault_of_call(holdfast_js_file_flush(slot));
}

std::int64_t OpfsFiles::size(int slot) {
    return static_cast<std::int64_t>(holdfast_js_file_size(slot));
}

WorkspaceStorage::WorkspaceStorage(Keeping keeping, std::unique_ptr<SlotFiles> files,
                                   WorkspaceFiles workspace)
    : keeping_(keeping),
      files_(std::move(files)),
      workspace_(workspace),
      active_slots_(workspace) {}

Result<std::unique_ptr<WorkspaceStorage>> WorkspaceStorage::mount(Environment& environment) {
    std::unique_ptr<SlotFiles> files = make_storage_files();
    const WorkspaceFiles workspace = TRY(WorkspaceFiles::open(*files));
    std::unique_ptr<WorkspaceStorage> storage(
        new WorkspaceStorage(storage_keeping(), std::move(files), workspace));
    storage->vfs_ = TRY(SlotVfs::mount(storage->active_slots_, environment));
    return storage;
}

Result<Database> WorkspaceStorage::open_database(std::int32_t cache_kib) {
    return holdfast::open_database(SlotVfs::kDatabasePath,
                                   {.vfs = vfs_->name(), .cache_kib = cache_kib});
}

Status WorkspaceStorage::end() {
    return workspace_.end_session();
}

Status begin_new_workspace() {
    const std::unique_ptr<SlotFiles> files = make_storage_files();
    return WorkspaceFiles::begin_new(*files);
}

}  // namespace holdfast::wasm
