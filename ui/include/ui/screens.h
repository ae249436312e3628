// Screens: the product's App. Draws a Workspace through its views and returns intents.
//
// The host shows a workspace, fills in what only it knows (HostFacts), runs frames through
// Platform, and between frames takes the intents and obeys them. Screens hold nothing that must
// survive: what was typed lives in the Workspace's views.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/intent.h"
#include "core/app/workspace.h"
#include "ui/app_frame.h"

namespace holdfast::ui {

/// Where the start of the application stands. Everything but Ready has a page of its own.
enum class Stage : std::uint8_t {
    Loading,      ///< Storage is being opened, or the demo company is being written.
    Ready,        ///< A workspace is shown.
    OtherTab,     ///< Another tab has the workspace; offers "Use it here".
    HandingOver,  ///< Waiting for the other tab to let go.
    Released,     ///< This tab gave the workspace away; offers "Use it here".
    NoStorage,    ///< The browser keeps no files; offers a temporary workspace.
    Recovery,     ///< The stored files do not open; offers to download them, and a remedy.
    NotOpened,    ///< The browser did not give the files; offers to try again.
};

/// What the recovery page offers beside the download.
enum class Remedy : std::uint8_t {
    TryAgain,  ///< The device was full, or did not answer.
    Reload,    ///< A newer version wrote the files.
    StartNew,  ///< The files are damaged: a new workspace beside them, which keeps them.
};

/// How safe the data is on this device.
enum class Keeping : std::uint8_t {
    Unknown,
    Protected,   ///< The browser promised not to evict it.
    BestEffort,  ///< The browser may evict it when the disk is full.
    Temporary,   ///< In memory: gone with the tab.
};

/// What the screens cannot learn from the workspace. Filled by the host.
struct HostFacts {
    Stage stage = Stage::Loading;
    Remedy remedy = Remedy::TryAgain;
    Keeping keeping = Keeping::Unknown;
    bool demo = false;           ///< The demo workspace is open.
    bool update_ready = false;   ///< A newer version waits to be started.
    bool low_on_room = false;    ///< The device was full once; the reserve is used up.
    bool asked_to_move = false;  ///< Another tab waits until nothing unsaved is left here.
    std::string problem;         ///< Sentence for Recovery, NotOpened and NoStorage.
    std::string user;            ///< Who is enrolled; empty when standalone.
    std::string server;
    std::string device_code;
    std::string enrol_problem;  ///< Sentence why the last enrolment failed.
    std::int64_t bytes_used = 0;
    std::int64_t bytes_granted = 0;
    std::int64_t progress_done = 0;  ///< Loading: demo records written.
    std::int64_t progress_total = 0;
};

/// One per program.
class Screens final : public App {
public:
    Screens();
    ~Screens() override;

    /// The workspace to draw, or nullptr when there is none (any stage but Ready). Must stay alive
    /// until the next call.
    void show(Workspace* workspace);
    /// Words for pages without a workspace.
    void set_strings(const Strings& strings);
    [[nodiscard]] HostFacts& facts();

    void draw(Frame& frame) override;
    void on_route(std::string_view fragment) override;

    /// What the person asked for since the last call, in order.
    [[nodiscard]] std::vector<Intent> take_intents();
    /// The newest address the page went to since the last call.
    [[nodiscard]] std::optional<std::string> take_route();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The kit's own words in the language of `strings`.
[[nodiscard]] KitWords kit_words(const Strings& strings);

}  // namespace holdfast::ui
