#include "demo_seed.h"

namespace holdfast::wasm {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::int64_t kRecordsPerStep = 250;
constexpr std::string_view kSetting = "demo";
constexpr std::string_view kBegun = "begun";
constexpr std::string_view kComplete = "complete";

}  // namespace

Result<DemoState> read_demo_state(Store& store) {
    const std::string text = TRY(store.read_setting(kSetting));
    if (text == kComplete) return DemoState::Complete;
    return text == kBegun ? DemoState::HalfWritten : DemoState::Empty;
}

DemoSeed::DemoSeed(Store& store, std::int64_t now_ms)
    : store_(store), company_(kSeed, kDemoSize, now_ms) {}

Result<bool> DemoSeed::step() {
    if (company_.written() == 0) {
        TRY(store_.write_setting(kSetting, kBegun));
        TRY(set_durability(store_.database(), Durability::Batch));
    }
    if (TRY(company_.write_some(store_, kRecordsPerStep))) return true;
    TRY(set_durability(store_.database(), Durability::Every));
    TRY(store_.write_setting(kSetting, kComplete));
    return false;
}

}  // namespace holdfast::wasm
