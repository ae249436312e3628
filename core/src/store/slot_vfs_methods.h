// The tables of functions through which SQLite calls a mounted slot file system.
#pragma once

#include <sqlite3.h>

#include <array>
#include <string>
#include <utility>

#include "core/environment.h"
#include "core/slot_vfs.h"
#include "store/write_combiner.h"

namespace holdfast {

/// What the functions work on; sqlite3_vfs::pAppData points at it.
struct MountedSlots {
    MountedSlots(SlotFiles& files, Environment& env, std::string vfs_name)
        : environment(env), name(std::move(vfs_name)), combiner(files) {}

    Environment& environment;
    std::string name;
    WriteCombiner combiner;
    std::array<bool, kDatabaseSlotCount> open{};
};

/// The table to register. Points into `slots`, which must stay where it is.
[[nodiscard]] sqlite3_vfs make_slot_vfs(MountedSlots& slots);

}  // namespace holdfast
