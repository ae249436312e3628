#include "screens/sync_words.h"

namespace holdfast::ui {
namespace {

struct PhaseLook {
    Tone tone;
    Icon icon;
};

PhaseLook look_of(SyncPhase phase) {
    switch (phase) {
        case SyncPhase::Standalone:
            return {Tone::Neutral, Icon::Laptop};
        case SyncPhase::Offline:
            return {Tone::Warning, Icon::CloudOff};
        case SyncPhase::Syncing:
            return {Tone::Info, Icon::RefreshCw};
        case SyncPhase::Synced:
            return {Tone::Success, Icon::CircleCheck};
        case SyncPhase::Attention:
            return {Tone::Danger, Icon::CircleAlert};
    }
    return {Tone::Neutral, Icon::Cloud};
}

}  // namespace

SyncWords sync_words(const Workspace& workspace) {
    const SyncStatus& status = workspace.sync_status();
    const PhaseLook look = look_of(status.phase);
    return {sync_sentence(workspace.strings(), status, workspace.zone_offset_minutes()), look.tone,
            look.icon};
}

}  // namespace holdfast::ui
