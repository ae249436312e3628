// DemoSeed: writes the demo company into its own, empty workspace, between frames.
#pragma once

#include <cstdint>

#include "core/app/demo_company.h"
#include "core/app/workspace.h"
#include "core/open_database.h"
#include "core/result.h"

namespace holdfast::wasm {

/// What a workspace that is to hold the demo company needs.
enum class DemoState : std::uint8_t {
    Empty,        ///< Write it.
    HalfWritten,  ///< The tab was closed meanwhile: empty the workspace and start again.
    Complete,
};
[[nodiscard]] Result<DemoState> read_demo_state(Store& store);

class DemoSeed {
public:
    /// `store` must outlive it and be Empty.
    DemoSeed(Store& store, std::int64_t now_ms);
    /// Writes some more records, about one frame's worth; false when the company is complete.
    [[nodiscard]] Result<bool> step();
    [[nodiscard]] std::int64_t written() const { return company_.written(); }
    [[nodiscard]] std::int64_t total() const { return company_.total(); }

private:
    Store& store_;
    DemoCompany company_;
};

}  // namespace holdfast::wasm
