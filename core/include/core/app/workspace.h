// Workspace: the whole application without a screen. Holds the store and the open views, obeys
// intents.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/app/calendar_view.h"
#include "core/app/conflict_view.h"
#include "core/app/duplicate_list.h"
#include "core/app/form_view.h"
#include "core/app/import.h"
#include "core/app/intent.h"
#include "core/app/kanban_view.h"
#include "core/app/list_view.h"
#include "core/app/mass_edit_view.h"
#include "core/app/merge_view.h"
#include "core/app/record_company.h"
#include "core/app/record_selection.h"
#include "core/app/recycle_bin_view.h"
#include "core/app/saved_views.h"
#include "core/app/sync_status.h"
#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

enum class ScreenKind : std::uint8_t {
    Home,
    List,
    Kanban,
    Calendar,
    Record,
    Import,
    Duplicates,
    Search,
    Conflicts,
    Attention,
    RecycleBin,
    Sync,
    Settings,
    NotFound,
};
/// Addresses, where <module> is the key of a module or of one of its presets: "#/home",
/// "#/<module>", "#/<module>/new", "#/<module>/<id>", "#/<module>/import",
/// "#/<module>/duplicates", "#/<module>/kanban", "#/<module>/calendar" (where the module has them),
/// "#/search?q=<text>", "#/conflicts", "#/attention", "#/sync", "#/settings", "#/recycle_bin",
/// "#/recycle_bin/<module>"; and
/// "#/enrol?code=<device code>", which becomes "#/sync", so that the code is in no address bar.
struct Route {
    ScreenKind screen = ScreenKind::Home;
    EntityId entity = EntityId::None;
    std::string preset;   ///< Key of the module's preset that the address names; empty: none.
    RecordId record;      ///< Record screen: the record, or none for a new one.
    std::string address;  ///< As in the location bar, e.g. "#/work_order".
    std::string search;   ///< Search screen: what is looked for.
    std::string code;     ///< Sync screen: the device code that the address brought.
};
[[nodiscard]] std::string address_of(const Registry& registry, const Route& route);
/// Reads an address of the automation page; anything else is NotFound with the address kept.
[[nodiscard]] Route parse_address(const Registry& registry, std::string_view address);

/// How long a toast is shown, unless the pointer or the focus is on it.
inline constexpr std::int64_t kToastMs = 8'000;

struct Toast {
    std::uint32_t token = 0;  ///< Its number, from 1; intent::Undo says which toast is meant.
    std::string text;
    bool undo = false;     ///< Offers "Undo".
    bool problem = false;  ///< Role alert instead of status.
    std::int64_t until_ms = 0;
};

/// What the host must do outside: the workspace cannot reach files, network or the page.
struct HostRequest {
    enum class Kind : std::uint8_t {
        PickFile,
        Download,
        DownloadPart,  ///< Begins the file of a Download that follows; an empty one begins anew.
        CopyText,
        SetAddress,
        ReplaceAddress,  ///< As SetAddress, but the present address leaves the history.
        SetLanguage,
        SetTheme,
        SyncNow,
        Enrol,
        UseHere,
        UseTemporary,
        DownloadData,
        Reload,
        LocalChange,  ///< LocalChange: a commit wants sending.
    };
    Kind kind;
    std::string name;     ///< File name, address, language tag, theme, code.
    std::string content;  ///< Download, DownloadPart and CopyText.
};

/// What came of a CopyText request.
enum class Clipboard : std::uint8_t { Taken, Refused };

struct ModuleLink {
    EntityId entity = EntityId::None;
    std::string label;
    std::string address;
    std::string icon;
    std::string group;    ///< Label of its part of the navigation.
    bool pinned = false;  ///< Stands on the home screen and in a phone's bar.
    bool can_create = false;
    std::string preset{};   ///< Key of the preset that it is; empty: the module itself.
    std::string new_label;  ///< "New work order".
};

/// What one module has to say to a search over all modules, or when nothing is searched for.
struct SearchGroup {
    EntityId entity = EntityId::None;
    std::string label;
    std::int64_t count = 0;     ///< All matches; of a search at least.
    bool has_more = false;      ///< There are more than `count`.
    std::vector<ListRow> rows;  ///< The best kSearchRowsPerModule; cells: a second line.
    /// Of each row where it is shown: the record, or the one it belongs to.
    std::vector<std::string> addresses;
};
inline constexpr std::int64_t kSearchRowsPerModule = 5;

/// What stands beside the facts of the record on screen.
struct RecordAside {
    std::vector<StreamItem> stream;
    std::vector<TagChip> tags;
    bool can_comment = false;
    bool can_tag = false;
    bool can_follow = false;
    bool followed = false;
};

/// What the record on screen can become: a button of its page.
struct RecordConversion {
    std::string key;
    std::string label;
};

/// Records that link to the one on screen: a tab of its page.
struct RelatedList {
    EntityId entity = EntityId::None;
    FieldId field = FieldId::None;  ///< The link that points here.
    std::string label;
    std::int64_t count = 0;
};

class Workspace {
public:
    Workspace(Store store, Environment& environment);
    ~Workspace();

    void handle(const Intent& intent);
    /// The page's address changed (link, back button). With unsaved input nothing is opened: the
    /// address is asked back and held_address() says where the person wanted to go. An
    /// intent::GoTo always goes; the screen asks before it returns one.
    void navigate(std::string_view address);
    [[nodiscard]] const std::string& held_address() const;  ///< Empty when nothing is held.
    /// The person stays: forgets held_address().
    void release_held_address();
    /// Work in slices (import, its undo, mass edit, export, pruning) and the end of toasts: true
    /// when something was done, the last slice included, so that a frame shows it; call again until
    /// it is false.
    bool step(int budget_ms);
    /// Data changed underneath (a delta arrived): views refresh at their next use.
    void on_data_changed();
    void on_file_picked(std::string name, std::unique_ptr<ByteSource> source);
    /// The answer to a CopyText request; a toast says it.
    void on_copied(Clipboard answer);
    /// Something that the host did for the person failed; a toast says `sentence`.
    void on_problem(std::string sentence);
    void set_sync_status(SyncStatus status);
    void set_zone_offset_minutes(int minutes);
    [[nodiscard]] int zone_offset_minutes() const;
    /// The language of the browser; used until the person chooses one.
    void set_preferred_language(std::string_view tag);

    [[nodiscard]] Store& store();
    [[nodiscard]] const Strings& strings() const;
    [[nodiscard]] const std::string& theme() const;
    [[nodiscard]] const Route& route() const;
    [[nodiscard]] const SyncStatus& sync_status() const;
    /// Those that the person may open, in menu order.
    [[nodiscard]] const std::vector<ModuleLink>& modules();
    /// The preset that the address names; null: the module itself, or no module.
    [[nodiscard]] const PresetDef* preset() const;
    /// Whether the person may make records of the module; under the preset, when one is given.
    [[nodiscard]] bool can_create(EntityId entity, const PresetDef* preset = nullptr);
    [[nodiscard]] ListView* list();  ///< Of the List screen, else nullptr.
    /// Rows chosen in the list on screen; nullptr while nobody selects.
    [[nodiscard]] const RecordSelection* selection() const;
    /// The change of many records whose dialog stands over the list; nullptr when it is closed.
    [[nodiscard]] MassEditView* mass_edit();
    [[nodiscard]] KanbanView* kanban();        ///< Of the Kanban screen, else nullptr.
    [[nodiscard]] CalendarView* calendar();    ///< Of the Calendar screen, else nullptr.
    [[nodiscard]] FormView* form();            ///< Of the Record screen, else nullptr.
    [[nodiscard]] const RecordAside& aside();  ///< Of the Record screen, else empty.
    /// Tags that the record on screen could be given.
    [[nodiscard]] std::vector<TagOption> tag_options(std::string_view text);
    /// Kept views of the module on screen.
    [[nodiscard]] const std::vector<SavedView>& saved_views();
    /// The one that is shown; none when it is the module as it is.
    [[nodiscard]] const RecordId& open_view() const;
    /// The module whose starter would bring records of `entity`; null: none, or nothing to bring.
    [[nodiscard]] const EntityDef* starter_for(EntityId entity);
    /// The filters that hold in every view of the module on screen.
    [[nodiscard]] const std::vector<FieldFilter>& filters() const;
    /// The ways in which the module on screen can be shown, List first.
    [[nodiscard]] std::vector<ViewKind> view_kinds() const;
    /// Of the Record screen: modules that link here, in menu order.
    [[nodiscard]] const std::vector<RelatedList>& related();
    /// One of related() as a list; nullptr when `index` is none of them.
    [[nodiscard]] ListView* related_list(std::size_t index);
    [[nodiscard]] const std::vector<SearchGroup>& search_groups();  ///< Of the Search screen.
    /// False while parts of large modules are still being looked through; step() goes on with them.
    [[nodiscard]] bool search_complete() const;
    /// Every pinned module, empty ones too, with its first records in list order; for the Home
    /// screen.
    [[nodiscard]] const std::vector<SearchGroup>& overview();
    [[nodiscard]] Import* import();  ///< Of the Import screen once a file is open, else nullptr.
    [[nodiscard]] const std::string& import_problem() const;  ///< Sentence when a file was refused.
    /// The last import, as long as it can be undone.
    [[nodiscard]] const std::optional<ImportBatch>& last_import();
    /// Records that look like the one in the form, while it is filled.
    [[nodiscard]] const LookAlikes& look_alikes();
    /// Whether rules of duplicates count in the module and the person may edit its records.
    [[nodiscard]] bool can_find_duplicates(EntityId entity);
    /// What the record on screen can become, as it is stored. See intent::Convert.
    [[nodiscard]] const std::vector<RecordConversion>& conversions();
    [[nodiscard]] DuplicateListView* duplicates();   ///< Of the Duplicates screen, else nullptr.
    [[nodiscard]] const MergeView* merging() const;  ///< While its dialog is open, else nullptr.
    [[nodiscard]] const std::vector<ConflictItem>& conflicts();
    [[nodiscard]] const std::vector<AttentionItem>& attention();
    /// Of the module in the address, if one is there.
    [[nodiscard]] const RecycleBinView& recycle_bin();
    [[nodiscard]] bool can_undo() const;
    [[nodiscard]] bool can_redo() const;
    /// A sentence when something that the screen shows could not be read, so that what is missing
    /// there is not taken for what does not exist; else empty.
    [[nodiscard]] std::string problem() const;
    [[nodiscard]] const std::optional<Toast>& toast() const;
    /// Token of the last toast that is no longer true, wherever it still stands: "Not saved yet"
    /// once it is saved or given up. 0: none.
    [[nodiscard]] std::uint32_t settled_toast() const;
    [[nodiscard]] std::optional<std::int64_t> next_wake_ms() const;  ///< Toast end, for the host.
    [[nodiscard]] bool has_unsaved_input() const;  ///< An update or a hand-over must wait or ask.
    /// Requests since the last call, in order; the host carries them out.
    [[nodiscard]] std::vector<HostRequest> take_requests();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
