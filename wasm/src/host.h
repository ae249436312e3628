// Host: owns workspace, sync and screens, and carries events, frames and work between them and the
// browser. The one object behind the functions of exports.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "browser.h"
#include "core/app/workspace.h"
#include "core/database_transfer.h"
#include "session.h"
#include "ui/platform.h"
#include "ui/screens.h"

namespace holdfast::wasm {

/// When the next slice of work is due: never, or in so many milliseconds.
inline constexpr double kNoWork = -1;

/// One per program. Nothing here waits; every function returns within a frame's time, except
/// open() and close(), which block on disk.
class Host {
public:
    /// Both must outlive the host.
    Host(ui::GlyphSource& glyphs, ui::Renderer& renderer);

    [[nodiscard]] ui::Platform& platform() { return platform_; }
    /// The open workspace, or nullptr.
    [[nodiscard]] Workspace* workspace();
    /// The network of the open workspace, or nullptr.
    [[nodiscard]] SyncDriver* sync();

    // ---- storage (web/host.js) -----------------------------------------------------------------
    /// Opens the workspace in Module.storage. On failure the recovery page is shown.
    void open(WorkspaceKind kind);
    /// Finishes, empties the log, closes. Module.storage may be closed afterwards.
    void close();
    /// From the recovery page: an empty workspace instead of the damaged one, whose files are kept.
    /// When there is no place for it, the recovery page says so.
    void start_new(WorkspaceKind kind);
    /// What the page shows while there is no workspace. `problem` is a Strings key, or empty.
    void show_stage(ui::Stage stage, std::string_view problem);
    /// A command failed: a toast of the workspace, or the page without one, says `problem`, a
    /// Strings key in which {0} is `detail`.
    void show_problem(std::string_view problem, std::string_view detail);
    [[nodiscard]] bool has_unsaved_input() const;
    /// Another tab asks for the workspace: Command::HandOver follows when nothing unsaved is left.
    void ask_hand_over();
    /// No tab asks any more.
    void forget_hand_over();

    // ---- a copy of the whole database (web/storage_transfer.js) ---------------------------------
    [[nodiscard]] Status begin_export();
    /// Bytes at export_bytes(), 0 at the end, -1 when the file did not answer.
    [[nodiscard]] int read_export();
    [[nodiscard]] const std::uint8_t* export_bytes() const { return export_slice_.data(); }
    void end_export();
    /// Damaged files that begin_new_workspace() has kept, for the person to download as well.
    [[nodiscard]] std::optional<Generation> kept_files();

    // ---- page ----------------------------------------------------------------------------------
    void on_file_picked(std::uint32_t token, std::string name);
    void on_update_ready();
    void on_visible(bool visible);
    void on_copied(Clipboard answer);
    void on_kept(ui::Keeping keeping, std::int64_t bytes_used, std::int64_t bytes_granted);

    // ---- frames and work -----------------------------------------------------------------------
    /// As ui::Platform::draw_frame(), and then obeys what the person asked for.
    double draw_frame(double now_ms);
    /// The last frame after which nothing was scheduled, here or in the platform.
    [[nodiscard]] std::uint32_t settled_frame() const { return settled_frame_; }
    /// Whether something changed outside of a frame. Asking forgets it.
    [[nodiscard]] bool take_frame_wish();
    /// Work in slices (import, demo company, care of the files): does one, says when the next is.
    double work();

private:
    void obey();
    void after_intent(const Intent& intent);
    void answer_hand_over();
    void obey_without_workspace(const Intent& intent);
    void carry_out_requests();
    void carry_out(const HostRequest& request);
    void apply_settings();
    void fill_in_facts();
    void say_state();
    [[nodiscard]] double frame_after(double wake_ms);
    [[nodiscard]] std::optional<double> seed_demo();
    void show_failure(const Error& error);

    BrowserEnvironment environment_;
    ui::Screens screens_;
    ui::Platform platform_;
    std::unique_ptr<Session> session_;
    std::optional<DatabaseExport> export_;
    std::vector<std::uint8_t> export_slice_;
    Strings strings_;
    std::string route_;
    ScreenKind screen_ = ScreenKind::Home;
    bool asked_to_keep_ = false;  // Once per start, after the first record that is worth it.
    bool frame_wished_ = true;
    std::uint32_t settled_frame_ = 0;
};

}  // namespace holdfast::wasm
