// Workspace::Impl: what is open, and what intents do to it. Private to core/src/app.
#pragma once

#include <map>

#include "core/app/export.h"
#include "core/app/workspace.h"
#include "core/conversion.h"
#include "core/policy.h"
#include "resend.h"

namespace holdfast {

/// A list that is being written to a file, slice by slice.
struct ExportJob {
    Export writer;
    const Policy* policy = nullptr;
    std::string file_name;
    std::vector<RowHandle> handles;
    std::size_t done = 0;
    std::int64_t written = 0;
    std::string content;  ///< What the host does not have yet.
    bool begun = false;   ///< The host has a piece.
};

/// What a list asked when it was left; it asks so again.
struct ListMemory {
    std::string search{};
    std::vector<FieldFilter> filters{};
    FieldId sort_field = FieldId::None;
    SortDirection direction = SortDirection::Ascending;
    FilterNode filter{};          ///< Of the kept view, that of a preset included.
    std::vector<SortKey> sort{};  ///< Of the kept view; empty: `sort_field`.
    RecordId view{};              ///< The kept view that was opened; none: zero.
};

/// Where a calendar was when it was left.
struct CalendarMemory {
    CalendarMode mode = CalendarMode::Month;
    std::int64_t day = 0;
};

/// Modules of the navigation with their presets, from what people open most.
[[nodiscard]] std::vector<ModulePlace> places_in_menu(const Registry& registry);
/// Key of the group of the navigation that it stands in.
[[nodiscard]] const std::string& menu_of(const ModulePlace& place);
/// Modules of the navigation, from what people open most.
[[nodiscard]] std::vector<const EntityDef*> entities_in_menu(const Registry& registry);

/// What the "Undo" of one toast takes back: a commit by its group of history, the last import or
/// mass edit, or that the records of a group of duplicates are kept apart.
struct UndoOffer {
    enum class Of : std::uint8_t { Commit, Import, MassEdit, KeptApart };
    std::uint32_t token = 0;
    Of of = Of::Commit;
    std::int64_t group = 0;
};

/// A result that is computed again when the data or the language changed. What could not be read
/// is empty and has its error.
template <typename T>
struct Remembered {
    T value{};
    std::optional<Error> error;
    std::uint64_t generation = 0;
    bool valid = false;
};

inline constexpr std::int64_t kBinRowsPerPage = 50;

/// A module or one of its presets, by its key: each is left as it was looked at.
using ViewPlace = std::pair<EntityId, std::string>;

struct Workspace::Impl {
    Impl(Store opened, Environment& outside);

    // ---- navigation (workspace_navigation.cpp)
    enum class History : std::uint8_t { Push, Replace };
    void go_to(std::string_view address, History history = History::Push);
    void go_back();
    void enrol_by_address();
    void go_home_when_enrolled();
    [[nodiscard]] bool is_enrolled() const;
    void go_to_list(EntityId entity);
    [[nodiscard]] const PresetDef* preset() const;
    [[nodiscard]] FilterNode preset_scope() const;
    /// That of the preset, and of the kept view that is open.
    [[nodiscard]] FilterNode shown_filter() const;
    /// What the list of the address asked when it was left; null: it was not looked at.
    [[nodiscard]] const ListMemory* list_memory() const;
    /// Key of the preset, or of the module, whose list is on screen.
    [[nodiscard]] std::string_view list_key() const;
    [[nodiscard]] ViewPlace view_place() const { return {route.entity, route.preset}; }
    [[nodiscard]] NewRecordSeed take_seed();
    void open_screen();
    void open_list();
    void open_record();
    void set_address(std::string address);
    void leave_screen();
    void list_changed();
    void open_kanban();
    void open_calendar();
    void open_duplicates();

    // ---- intents (workspace_intents.cpp, workspace_import.cpp, workspace_export.cpp,
    // workspace_attention.cpp, workspace_life.cpp)
    void operator()(const intent::GoTo& intent) { go_to(intent.address); }
    void operator()(const intent::GoBack&) { go_back(); }
    void operator()(const intent::SetSearch& intent);
    void operator()(const intent::SetSort& intent);
    void operator()(const intent::SetFilters& intent);
    void operator()(const intent::SetColumns& intent);
    void operator()(const intent::NewRecord& intent);
    void operator()(const intent::BeginEdit&);
    void operator()(const intent::CancelEdit&);
    void operator()(const intent::SetText& intent);
    void operator()(const intent::SetLineText& intent);
    void operator()(const intent::AddLine& intent);
    void operator()(const intent::RemoveLine& intent);
    void operator()(const intent::TakeBackLine& intent);
    void operator()(const intent::Save&);
    void operator()(const intent::MoveTo& intent);
    void operator()(const intent::DropMove&);
    void operator()(const intent::Delete&);
    void operator()(const intent::Restore&);
    void operator()(const intent::Undo&);
    void operator()(const intent::UndoLast&);
    void operator()(const intent::RedoLast&);
    void operator()(const intent::RestoreFromBin& intent);
    void operator()(const intent::PurgeFromBin& intent);
    void operator()(const intent::ShowMoreOfBin&);
    void operator()(const intent::DismissToast&) { toast.reset(); }
    // workspace_duplicates.cpp
    void operator()(const intent::StartDuplicateScan&);
    void operator()(const intent::StopDuplicateScan&);
    void operator()(const intent::ShowMoreDuplicates&);
    void operator()(const intent::OpenDuplicates& intent);
    void operator()(const intent::SkipDuplicates& intent);
    void operator()(const intent::KeepApart& intent);
    void operator()(const intent::UseStarter& intent);
    // workspace_merge.cpp
    void operator()(const intent::FindDuplicates&);
    void operator()(const intent::SetMergeWinner& intent);
    void operator()(const intent::SetMergeTaken& intent);
    void operator()(const intent::ChooseMergeValue& intent);
    void operator()(const intent::Merge&);
    void operator()(const intent::CloseMerge&);
    void operator()(const intent::UndoMerge& intent);
    // workspace_convert.cpp
    void operator()(const intent::Convert& intent);
    void show_converted(const ConversionDone& done);
    [[nodiscard]] std::string refusal_of(const ConversionDone& done) const;
    void operator()(const intent::Resolve& intent);
    void operator()(const intent::EditAndResend& intent);
    void operator()(const intent::CopyAttention& intent);
    void operator()(const intent::Discard& intent);
    void operator()(const intent::OpenImport& intent);
    void operator()(const intent::ImportSetColumn& intent);
    void operator()(const intent::ImportSetDialect& intent);
    void operator()(const intent::ImportSetOptions& intent);
    void operator()(const intent::ImportAddConstant& intent);
    void operator()(const intent::ImportSetConstant& intent);
    void operator()(const intent::ImportRemoveConstant& intent);
    void operator()(const intent::ImportCheck&);
    void operator()(const intent::ImportRevise&);
    void operator()(const intent::ImportStart&);
    void operator()(const intent::ImportCancel&);
    void operator()(const intent::ImportUndo&);
    void operator()(const intent::ImportClose&);
    void operator()(const intent::ImportDownloadRefused&);
    void operator()(const intent::ExportList& intent);
    // workspace_mass_edit.cpp
    void operator()(const intent::StartSelecting&);
    void operator()(const intent::StopSelecting&) { selection.reset(); }
    void operator()(const intent::SelectRow& intent);
    void operator()(const intent::SelectAllRows&);
    void operator()(const intent::OpenMassEdit&);
    void operator()(const intent::MassEditField& intent);
    void operator()(const intent::MassEditText& intent);
    void operator()(const intent::MassEditStart&);
    void operator()(const intent::MassEditCancel&);
    void operator()(const intent::MassEditUndo&);
    void operator()(const intent::MassEditClose&);
    // workspace_views.cpp, workspace_aside.cpp
    void operator()(const intent::MoveCard& intent);
    void operator()(const intent::SetKanbanColumns& intent);
    void operator()(const intent::SetCalendarMode& intent);
    void operator()(const intent::StepCalendar& intent);
    void operator()(const intent::SetCalendarDay& intent);
    void operator()(const intent::MoveEntry& intent);
    void operator()(const intent::ResizeEntry& intent);
    void operator()(const intent::PlaceEntry& intent);
    void operator()(const intent::AddComment& intent);
    void operator()(const intent::AddTag& intent);
    void operator()(const intent::RemoveTag& intent);
    void operator()(const intent::SetFollowed& intent);
    void operator()(const intent::OpenView& intent);
    void operator()(const intent::SaveView& intent);
    void operator()(const intent::RemoveView& intent);
    void operator()(const intent::SetLanguage& intent);
    void operator()(const intent::SetTheme& intent);
    void operator()(const intent::SyncNow&) { ask(HostRequest::Kind::SyncNow); }
    void operator()(const intent::Enrol& intent) { ask(HostRequest::Kind::Enrol, intent.code); }
    void operator()(const intent::UseHere&) { ask(HostRequest::Kind::UseHere); }
    void operator()(const intent::StopWaiting&) {}
    void operator()(const intent::StartNewWorkspace&) {}
    void operator()(const intent::TryAgain&) {}
    void operator()(const intent::UseTemporaryWorkspace&) { ask(HostRequest::Kind::UseTemporary); }
    void operator()(const intent::DownloadData&) { ask(HostRequest::Kind::DownloadData); }
    void operator()(const intent::ReloadForUpdate&) { ask(HostRequest::Kind::Reload); }

    // ---- helpers
    void ask(HostRequest::Kind kind, std::string name = {}, std::string content = {});
    void use_language(Language language);
    void show_toast(std::string text);
    void show_undo_toast(std::string text, const std::optional<UndoStep>& step);
    void show_import_toast(std::string text);
    void offer_undo(UndoOffer::Of of, std::int64_t group = 0);
    void show_undone(const Result<UndoOutcome>& outcome, std::string_view done_key);
    void undo_commit(std::int64_t group);
    [[nodiscard]] bool explain_merge(std::int64_t group);
    [[nodiscard]] bool open_survivor();
    void open_winner(const RecordId& winner);
    bool step_merge();
    void start_duplicates();
    [[nodiscard]] DuplicateListView* shown_duplicates();
    bool step_duplicates();
    void take_back_apart(std::int64_t group);
    void show_problem(std::string text);
    void show_problem(const Error& error) { show_problem(strings.sentence(error)); }
    /// What the form was not saved for is no longer true.
    void settle_unsaved();
    /// The commit of the form that is open; true when it was saved.
    bool accept(const Result<CommitOutcome>& outcome, std::string_view needs_key);
    std::string missing_labels(const NeedsWork& needs) const;
    [[nodiscard]] static const FieldIssue* whole_record_issue(const NeedsWork& needs);
    [[nodiscard]] std::string sentence_of(const FieldIssue& issue);
    void note_local_change();
    void keep_setting(std::string_view key, std::string_view text);
    bool step_search();
    void search_anew();
    [[nodiscard]] Result<bool> index_more();
    [[nodiscard]] Result<std::vector<SearchGroup>> find_everywhere();
    /// Opens the record's form on what a move asks for first.
    void open_for_move(const RecordId& record, FieldId column, const Value& to);
    /// A change of one record that the open screen made; true when it was saved.
    bool note_change(const Result<CommitOutcome>& outcome, const EntityDef& entity);
    void calendar_changed();
    void finish_entry(Result<CommitWithUndo> change, std::string_view key);
    void finish_aside(Result<CommitWithUndo> change, std::string_view key);
    [[nodiscard]] RecordCompany company();
    [[nodiscard]] Result<RecordAside> read_aside();
    [[nodiscard]] Result<SavedView> shown_view() const;
    void show_view(const SavedView& view);
    [[nodiscard]] std::string title_of(EntityId entity, const RecordId& id);
    bool step_import(int budget_ms);
    void hand_over_export();
    bool step_export(int budget_ms);
    bool step_mass_edit(int budget_ms);
    void finish_mass_edit();
    void leave_mass_edit();
    void show_selecting(const Status& selected);
    [[nodiscard]] bool mass_edit_is_working() const { return mass_edit && mass_edit->is_working(); }
    /// The newest own change is the mass edit, and it can be taken back.
    [[nodiscard]] bool mass_edit_is_last() const;
    void finish_import();
    bool step_life();
    [[nodiscard]] bool import_is_working() const;
    /// Of the person who imports and exports.
    [[nodiscard]] Result<ExchangeContext> exchange_context() {
        exchange_policy = TRY(store.policy());
        return ExchangeContext{strings, zone, &*exchange_policy};
    }
    [[nodiscard]] Result<std::vector<RowHandle>> exported_rows(const intent::ExportList& intent);
    [[nodiscard]] bool form_is_dirty() const { return form && form->dirty(); }
    [[nodiscard]] Status fill_from(const TransactionRecord& transaction, const ResendForm& shown);
    void send_again(const PendingTransaction& pending);

    template <typename T, typename Read>
    const T& remember(Remembered<T>& kept, Read&& read) {
        if (kept.valid && kept.generation == store.generation()) return kept.value;
        kept.valid = true;
        kept.generation = store.generation();
        auto result = read();
        kept.error.reset();
        if (!result) kept.error = result.error();
        kept.value = result ? *std::move(result) : T{};
        return kept.value;
    }
    /// Why something on screen could not be read, nullptr when all of it could.
    [[nodiscard]] const Error* read_error() const;
    void forget_remembered();
    /// What could not be read is tried again.
    void forget_failures();

    Store store;
    Environment* environment;
    Strings strings;
    bool language_chosen = false;
    std::string theme = "system";
    int zone = 0;
    Route route;
    std::vector<std::string> history;
    std::string held_address;
    Remembered<std::vector<ModuleLink>> modules;
    SyncStatus sync;
    std::optional<ListView> list;
    std::optional<KanbanView> kanban;
    std::optional<CalendarView> calendar;
    std::optional<FormView> form;
    std::optional<RecordSelection> selection;
    std::optional<MassEditView> mass_edit;  // The last one stays, so that it can be taken back.
    bool mass_edit_shown = false;
    std::optional<Policy> exchange_policy;  // Imports and exports look at it.
    std::optional<Import> import;
    std::optional<ExportJob> exporting;
    std::string import_problem;
    std::optional<Error> open_error;  // Of the record on screen.
    std::map<ViewPlace, ListMemory> list_memories;
    std::map<ViewPlace, FieldId> kanban_memories;
    std::map<ViewPlace, CalendarMemory> calendar_memories;
    RecordId open_view;
    bool search_complete = true;
    std::int64_t search_rows = 0;  // Looked at for the next answer.
    std::optional<Toast> toast;
    std::uint32_t toasts_shown = 0;
    std::uint32_t unsaved_toast = 0;  // Says why the form was not saved; 0: none.
    std::uint32_t settled_toast = 0;
    UndoStack undo_stack;
    std::deque<UndoOffer> undo_offers;  // One for each toast that may still be on screen.
    NewRecordSeed seed;
    std::vector<HostRequest> requests;
    std::optional<MergeView> merging;
    std::optional<DuplicateListView> duplicates;  // The last one, to come back to.
    Remembered<LookAlikes> look_alikes;
    Remembered<std::vector<RecordConversion>> conversions;
    Remembered<std::vector<ConflictItem>> conflicts;
    Remembered<std::vector<AttentionItem>> attention;
    Remembered<RecycleBinView> recycle_bin;
    std::int64_t bin_rows_max = kBinRowsPerPage;
    std::int64_t life_checked_ms = 0;  // When old history and the bin were last looked through.
    Remembered<std::vector<SearchGroup>> search_groups;
    Remembered<std::vector<SearchGroup>> overview;
    Remembered<std::vector<RelatedList>> related;
    Remembered<std::optional<ImportBatch>> last_import;
    Remembered<RecordAside> aside;
    Remembered<std::vector<SavedView>> saved_views;
    std::map<std::size_t, ListView> related_lists;
};

inline constexpr std::string_view kLanguageSetting = "language";
inline constexpr std::string_view kThemeSetting = "theme";
/// Setting that keeps the columns of a list: field keys, separated by commas. By the key of its
/// module or preset.
[[nodiscard]] std::string columns_setting(std::string_view key);

}  // namespace holdfast
