#include "host_words.h"

namespace holdfast::wasm {

std::string_view state_of(ui::Stage stage) {
    switch (stage) {
        case ui::Stage::Loading:
            return "loading";
        case ui::Stage::Ready:
            return "ready";
        case ui::Stage::OtherTab:
        case ui::Stage::HandingOver:
        case ui::Stage::Released:
            return "other-tab";
        case ui::Stage::NoStorage:
            return "no-storage";
        case ui::Stage::Recovery:
        case ui::Stage::NotOpened:
            return "error";
    }
    return "error";
}

std::string_view state_of(SyncPhase phase) {
    switch (phase) {
        case SyncPhase::Standalone:
            return "standalone";
        case SyncPhase::Offline:
            return "offline";
        case SyncPhase::Syncing:
            return "syncing";
        case SyncPhase::Synced:
            return "synced";
        case SyncPhase::Attention:
            return "attention";
    }
    return "standalone";
}

Recovery recovery_from(ErrorCode code) {
    switch (code) {
        case ErrorCode::Unsupported:
            return {"start.recovery_newer", ui::Remedy::Reload};
        case ErrorCode::Corrupt:
            return {"start.recovery_damaged", ui::Remedy::StartNew};
        default:
            return {};
    }
}

}  // namespace holdfast::wasm
