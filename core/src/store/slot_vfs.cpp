#include "core/slot_vfs.h"

#include <sqlite3.h>

#include <utility>

#include "store/slot_vfs_methods.h"

namespace holdfast {

struct SlotVfs::Impl {
    Impl(SlotFiles& files, Environment& environment, const std::string& name)
        : slots(files, environment, name) {}

    MountedSlots slots;
    sqlite3_vfs vfs = make_slot_vfs(slots);
    bool registered = false;
};

SlotVfs::SlotVfs(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

SlotVfs::~SlotVfs() {
    if (impl_->registered) sqlite3_vfs_unregister(&impl_->vfs);
}

Result<std::unique_ptr<SlotVfs>> SlotVfs::mount(SlotFiles& files, Environment& environment,
                                                const std::string& name) {
    if (const int code = sqlite3_initialize(); code != SQLITE_OK)
        return fail(ErrorCode::Storage, "start SQLite", code);
    if (sqlite3_vfs_find(name.c_str()) != nullptr)
        return fail(ErrorCode::Conflict, "mount: the name is taken");

    std::unique_ptr<SlotVfs> mounted(new SlotVfs(std::make_unique<Impl>(files, environment, name)));
    if (mounted->impl_->slots.combiner.load_sizes() != SlotFault::None)
        return fail(ErrorCode::Storage, "mount: size of a slot", SQLITE_IOERR_FSTAT);
    if (const int code = sqlite3_vfs_register(&mounted->impl_->vfs, 0); code != SQLITE_OK)
        return fail(ErrorCode::Storage, "register the file system", code);
    mounted->impl_->registered = true;
    return mounted;
}

const char* SlotVfs::name() const {
    return impl_->slots.name.c_str();
}

Status SlotVfs::flush() {
    for (int slot = 0; slot < kDatabaseSlotCount; ++slot) {
        const SlotFault fault = impl_->slots.combiner.flush(slot);
        if (fault == SlotFault::Quota) return fail(ErrorCode::Full, "flush", SQLITE_FULL);
        if (fault != SlotFault::None) return fail(ErrorCode::Storage, "flush", SQLITE_IOERR_FSYNC);
    }
    return {};
}

const SlotStatistics& SlotVfs::statistics() const {
    return impl_->slots.combiner.statistics();
}

void SlotVfs::reset_statistics() {
    impl_->slots.combiner.reset_statistics();
}

}  // namespace holdfast
