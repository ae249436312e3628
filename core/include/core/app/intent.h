// Intents: everything a person can ask for on a screen. Screens return them, Workspace obeys.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/app/calendar_view.h"
#include "core/app/conflict_view.h"
#include "core/app/import.h"
#include "core/app/record_company.h"
#include "core/app/record_selection.h"
#include "core/app/recycle_bin_view.h"
#include "core/app/saved_views.h"
#include "core/ids.h"
#include "core/query.h"
#include "core/store.h"

namespace holdfast::intent {

struct GoTo {
    std::string address;
};  ///< "#/work_order", "#/account/<id>", "#/sync", ...
struct GoBack {};
struct SetSearch {
    std::string text;
};
struct SetSort {
    FieldId field;
    SortDirection direction;
};
struct SetFilters {
    std::vector<FieldFilter> filters;
};
struct SetColumns {
    std::vector<FieldId> fields;
};
struct NewRecord {
    EntityId entity;
    std::vector<Draft::FieldValue> given{};  ///< E.g. the account it is started from.
    std::string preset{};                    ///< Key of the preset it is made under; or none.
};
struct BeginEdit {};
struct CancelEdit {};
struct SetText {
    FieldId field;
    std::string text;
};
struct SetLineText {
    EntityId child;
    RecordId line;
    FieldId field;
    std::string text;
};
struct AddLine {
    EntityId child;
};
struct RemoveLine {
    EntityId child;
    RecordId line;
};
struct TakeBackLine {  ///< What was typed about it is given up.
    EntityId child;
    RecordId line;
};
struct Save {};
struct MoveTo {
    std::string state;
};
struct DropMove {};  ///< Saving the form leaves the state as it is after all.
struct Convert {
    std::string key;  ///< RecordConversion::key, of the record on screen.
};
struct Delete {};
struct Restore {};
struct Undo {
    std::uint32_t token;
};                   ///< Toast::token of the toast whose button was pressed.
struct UndoLast {};  ///< Of the person's own commits of this session, whatever is on screen.
struct RedoLast {};
struct DismissToast {};
struct RestoreFromBin {
    std::vector<BinKey> records;
};
struct PurgeFromBin {
    std::vector<BinKey> records;
};  ///< Asked for twice by the screen: cannot be undone.
struct ShowMoreOfBin {};
struct StartDuplicateScan {};  ///< Looks through the module of the Duplicates screen anew.
struct StopDuplicateScan {};
struct ShowMoreDuplicates {};
struct OpenDuplicates {
    std::size_t group;  ///< AlikeGroup::number; so are the next two's.
};                      ///< Side by side: opens Workspace::merging().
struct SkipDuplicates {
    std::size_t group;
};
struct KeepApart {
    std::size_t group;
};                         ///< They are no duplicates of each other.
struct FindDuplicates {};  ///< Of the record on screen: opens Workspace::merging().
struct SetMergeWinner {
    std::size_t position;  ///< Of MergeView::records(); so is the next two's.
};
struct SetMergeTaken {
    std::size_t position;
    bool taken;
};
struct ChooseMergeValue {
    std::size_t row;  ///< Of MergeView::rows().
    std::size_t position;
};
struct Merge {};
struct CloseMerge {};
struct UndoMerge {
    std::int64_t group;
};  ///< One of MergeView::past().
struct Resolve {
    RecordId conflict;
    ConflictChoice choice;
};
struct EditAndResend {
    TransactionNo no;
};  ///< AttentionItem::can_edit: into its form; else all of it is sent again unchanged.
struct CopyAttention {
    TransactionNo no;
};
struct Discard {
    TransactionNo no;
};  ///< Asked for twice by the screen: cannot be undone.
struct OpenImport {
    EntityId entity;
};  ///< Goes to the import screen and asks for a file; again there: another file.
struct ImportSetColumn {
    std::size_t column;
    FieldId field;
};  ///< FieldId::None: leave out.
/// How a table is written, when it was detected wrongly.
struct ImportSetDialect {
    CsvDialect dialect;
};
struct ImportSetOptions {
    ImportOptions options;
};
/// A value that every row gets.
struct ImportAddConstant {
    FieldId field = FieldId::None;
};
struct ImportSetConstant {
    FieldId field = FieldId::None;
    std::string text;  ///< As typed; for a Link also the key of an option.
};
struct ImportRemoveConstant {
    FieldId field = FieldId::None;
};
struct ImportCheck {};   ///< The dry run.
struct ImportRevise {};  ///< From its result back to the columns.
struct ImportStart {};
struct ImportCancel {};
struct ImportUndo {};  ///< Of the import on screen, else of the last one.
struct ImportClose {};
struct ImportDownloadRefused {};
struct ExportList {
    FileFormat format = FileFormat::Csv;
    std::vector<RecordId> records{};  ///< Of the list, only these; empty: all that it finds.
};
struct StartSelecting {};  ///< Rows of the list on screen.
struct StopSelecting {};
struct SelectRow {
    std::int64_t row;
    SelectHow how;
};
struct SelectAllRows {};  ///< That the list finds now.
struct OpenMassEdit {};   ///< Of the selected records.
struct MassEditField {
    FieldId field;
};
struct MassEditText {
    std::string text;
};
struct MassEditStart {};
struct MassEditCancel {};
struct MassEditUndo {};
struct MassEditClose {};
struct MoveCard {
    RecordId record;
    std::size_t column;  ///< Of Workspace::kanban().
};
struct SetKanbanColumns {
    FieldId field;
};
struct SetCalendarMode {
    CalendarMode mode;
};
struct StepCalendar {
    int direction;
};  ///< 1 forward, -1 back, 0 to today.
struct SetCalendarDay {
    std::int64_t day;
    CalendarMode mode;
};
struct MoveEntry {
    RecordId record;
    CalendarShift shift;
};
struct ResizeEntry {
    RecordId record;
    CalendarShift shift;
};
struct PlaceEntry {
    RecordId record;
    std::int64_t day;
};  ///< One without a date.
struct AddComment {
    std::string text;
};  ///< To the record on screen; so are the next four.
struct AddTag {
    std::string name;
};
struct RemoveTag {
    RecordId link;
};
struct SetFollowed {
    RecordCompany::Follow wanted;
};
struct OpenView {
    RecordId view;
};  ///< None: the module as it is without a saved view.
struct SaveView {
    std::string name;
    ViewSharing sharing;
};  ///< What the screen shows now.
struct RemoveView {
    RecordId view;
};
/// Writes the records that the module suggests to begin with; the first of those that `field` of
/// the open form can link to goes into it.
struct UseStarter {
    EntityId module;
    FieldId field = FieldId::None;
};
struct SetLanguage {
    std::string tag;
};
struct SetTheme {
    std::string theme;
};  ///< "light", "dark", "system".
struct SyncNow {};
struct Enrol {
    std::string code;
};
struct UseHere {};      ///< Take over from another tab.
struct StopWaiting {};  ///< No longer take over from another tab; without a workspace only.
struct UseTemporaryWorkspace {};
struct DownloadData {};       ///< Recovery: give the person the raw files.
struct StartNewWorkspace {};  ///< Beside damaged files, which are kept; without a workspace only.
struct TryAgain {};           ///< Open the files once more; without a workspace only.
struct ReloadForUpdate {};

}  // namespace holdfast::intent

namespace holdfast {
using AnyIntent = std::variant<
    intent::GoTo, intent::GoBack, intent::SetSearch, intent::SetSort, intent::SetFilters,
    intent::SetColumns, intent::NewRecord, intent::BeginEdit, intent::CancelEdit, intent::SetText,
    intent::SetLineText, intent::AddLine, intent::RemoveLine, intent::TakeBackLine, intent::Save,
    intent::MoveTo, intent::DropMove, intent::Convert, intent::Delete, intent::Restore,
    intent::Undo, intent::UndoLast, intent::RedoLast, intent::RestoreFromBin, intent::PurgeFromBin,
    intent::ShowMoreOfBin, intent::DismissToast, intent::StartDuplicateScan,
    intent::StopDuplicateScan, intent::ShowMoreDuplicates, intent::OpenDuplicates,
    intent::SkipDuplicates, intent::KeepApart, intent::FindDuplicates, intent::SetMergeWinner,
    intent::SetMergeTaken, intent::ChooseMergeValue, intent::Merge, intent::CloseMerge,
    intent::UndoMerge, intent::Resolve, intent::EditAndResend, intent::CopyAttention,
    intent::Discard, intent::OpenImport, intent::ImportSetColumn, intent::ImportSetOptions,
    intent::ImportCheck, intent::ImportRevise, intent::ImportDownloadRefused, intent::ImportStart,
    intent::ImportCancel, intent::ImportUndo, intent::ImportClose, intent::ExportList,
    intent::StartSelecting, intent::StopSelecting, intent::SelectRow, intent::SelectAllRows,
    intent::OpenMassEdit, intent::MassEditField, intent::MassEditText, intent::MassEditStart,
    intent::MassEditCancel, intent::MassEditUndo, intent::MassEditClose, intent::MoveCard,
    intent::SetKanbanColumns, intent::SetCalendarMode, intent::StepCalendar, intent::SetCalendarDay,
    intent::MoveEntry, intent::ResizeEntry, intent::PlaceEntry, intent::AddComment, intent::AddTag,
    intent::RemoveTag, intent::SetFollowed, intent::OpenView, intent::SaveView, intent::RemoveView,
    intent::UseStarter, intent::SetLanguage, intent::SetTheme, intent::SyncNow, intent::Enrol,
    intent::UseHere, intent::StopWaiting, intent::UseTemporaryWorkspace, intent::DownloadData,
    intent::StartNewWorkspace, intent::TryAgain, intent::ReloadForUpdate, intent::ImportAddConstant,
    intent::ImportSetDialect, intent::ImportSetConstant, intent::ImportRemoveConstant>;

template <class Wish, class Variant>
inline constexpr bool kIsOneOf = false;
template <class Wish, class... Wishes>
inline constexpr bool kIsOneOf<Wish, std::variant<Wishes...>> = (std::is_same_v<Wish, Wishes> ||
                                                                 ...);

/// One wish: one of the alternatives of AnyIntent, to be asked as a variant is; std::visit wants it
/// as an AnyIntent. A type of its own, so that copying, moving and destroying are compiled once
/// (intent.cpp) and not in every screen.
class Intent : public AnyIntent {
public:
    template <class Wish, class = std::enable_if_t<kIsOneOf<Wish, AnyIntent>>>
    Intent(Wish wish) noexcept : AnyIntent(std::in_place_type<Wish>, std::move(wish)) {}
    Intent(const Intent& other);
    Intent(Intent&& other) noexcept;
    Intent& operator=(const Intent& other);
    Intent& operator=(Intent&& other) noexcept;
    ~Intent();
};
}  // namespace holdfast
