// FormView: one record being shown or edited, with its child lines and allowed transitions.
// Headless.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/app/list_view.h"
#include "core/app/undo.h"
#include "core/policy_tables.h"
#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

enum class FormMode : std::uint8_t { Show, Edit, Create };
struct FormOption {
    std::string key;  ///< Choice key, or record id text for links.
    std::string label;
};
struct FormField {
    FieldId field = FieldId::None;
    std::string label;
    FieldShape editor = FieldShape::Line;
    std::string text;      ///< What the person sees and types (Choice: key; Switch: "1" or "").
    std::string shown;     ///< Display text when not editing (choice label, link title, date).
    std::string original;  ///< `text` as loaded; Link: record id text as loaded.
    std::string error;     ///< Sentence, empty when fine.
    bool required = false;
    bool read_only = false;
    bool engine = false;              ///< The person never writes it: the engine does, or others.
    bool visible = true;              ///< The module's conditions want it shown now.
    int length_max = 0;               ///< Characters accepted by the editor, 0 = no limit.
    std::vector<FormOption> options;  ///< Choice and Choices only.
    RecordId link;                    ///< Link only: the linked record.
    EntityId target = EntityId::None;
    Tone tone = Tone::Neutral;
};
struct FormGroup {
    std::string label;
    std::vector<FormField> fields;
};
/// A child record (work order line) inside its parent's form.
struct FormLine {
    RecordId id;
    enum class Change : std::uint8_t { None, Added, Edited, Removed } change = Change::None;
    std::vector<FormField> fields;
};
struct FormLines {
    EntityId entity = EntityId::None;
    std::string label;      ///< Plural label of the child entity.
    std::string add_label;  ///< "Add line" in words of the module.
    std::vector<FormLine> lines;
    std::string total;    ///< Formatted total, empty when the entity has none.
    bool frozen = false;  ///< Of an issued document: lines neither come nor go nor change.
};
struct FormTransition {
    std::string to;     ///< Target state key.
    std::string label;  ///< Label of the target state.
    Tone tone = Tone::Neutral;
    std::string refusal{};  ///< Why the person cannot make it here; empty: it is offered.
};

/// What a new record begins with.
struct NewRecordSeed {
    std::vector<Draft::FieldValue> given{};  ///< E.g. the account it was started from.
    RecordId id{};                           ///< None: a new one is made.
    const PresetDef* preset = nullptr;       ///< Of the module: under what name it is made.
};

/// A refused transaction that is typed into a form again.
struct Resumption {
    /// Forgotten when the form is saved. None: it stays, because the form cannot hold all of it.
    TransactionNo instead_of = TransactionNo::None;
    /// What its author had seen: what others wrote since then must not be taken for known.
    ServerSeq seen = ServerSeq::None;
    std::vector<Draft::FieldValue> stamps;  ///< When the planned move really happened.
};

class FormView {
public:
    /// An existing record; NotFound when it is not here.
    [[nodiscard]] static Result<FormView> open(Store& store, EntityId entity, const RecordId& id,
                                               const Strings& strings, int zone_offset_minutes);
    /// A new record with defaults.
    [[nodiscard]] static Result<FormView> create(Store& store, EntityId entity, NewRecordSeed seed,
                                                 const Strings& strings, int zone_offset_minutes);
    FormView(FormView&&) noexcept;
    FormView& operator=(FormView&&) noexcept;
    ~FormView();

    [[nodiscard]] const EntityDef& entity() const;
    [[nodiscard]] const RecordId& id() const;
    [[nodiscard]] FormMode mode() const;
    [[nodiscard]] const std::string& title() const;
    [[nodiscard]] const std::string& state_label() const;  ///< Empty when stateless.
    [[nodiscard]] Tone state_tone() const;
    [[nodiscard]] RowMark mark() const;
    [[nodiscard]] bool dirty() const;  ///< Something typed is not saved.
    [[nodiscard]] bool deleted() const;
    /// Whether the person may do it with this record, as it is stored. Only Edit and Delete of a
    /// record that exists, Create of a new one.
    [[nodiscard]] bool allows(Action action) const;
    [[nodiscard]] std::vector<FormGroup>& groups();
    [[nodiscard]] std::vector<FormLines>& lines();
    [[nodiscard]] const std::vector<FormTransition>& transitions() const;

    void begin_edit();
    void cancel_edit();  ///< Back to what is stored.
    /// What the person typed; for a Link also the key of an option. Clears the field's error.
    void set_text(FieldId field, std::string text);
    void set_line_text(EntityId child, const RecordId& line, FieldId field, std::string text);
    /// `id`: of a line that was refused; none: a new one is made.
    RecordId add_line(EntityId child, const RecordId& id = {});
    void remove_line(EntityId child, const RecordId& line);
    /// What was typed about the line is given up: it is as stored again, and a new one goes.
    void take_back_line(EntityId child, const RecordId& line);
    /// Records whose title contains `text`, for a Link field: at most 20.
    [[nodiscard]] std::vector<FormOption> find_link_options(FieldId field, std::string_view text);

    /// Checks what was typed; on issues fills the fields' errors and returns NeedsWork. One
    /// transaction for the record and its lines.
    [[nodiscard]] Result<CommitOutcome> save();
    /// Moves to the state `to`, together with unsaved input if there is any. When fields must be
    /// filled first: NeedsWork, they are marked, the form is in Edit mode, and the move is planned.
    [[nodiscard]] Result<CommitOutcome> transition(std::string_view to);
    /// Plans that save() moves to `to` as well. False when no way leads there from here.
    [[nodiscard]] bool plan_move(std::string_view to);
    /// save() stands for a refused transaction, until the form is read again.
    void resume(Resumption resumption);
    /// save() leaves the state as it is again, and what it stands for is no longer whole.
    void drop_move();
    /// Label of the state that save() moves to as well; empty when it moves nowhere.
    [[nodiscard]] std::string_view planned_move() const;
    [[nodiscard]] Result<CommitOutcome> remove();
    [[nodiscard]] Result<CommitOutcome> restore();
    /// Data changed underneath: fields not being edited take the new values; typed text stays.
    void refresh();
    void set_strings(const Strings& strings);
    void set_zone_offset_minutes(int minutes);
    /// How to take back the last Saved change; nothing when the state machine has no way back.
    [[nodiscard]] std::optional<UndoStep> take_undo();
    [[nodiscard]] const Error* error() const;  ///< The last failure to read, nullptr when well.

private:
    struct Impl;
    explicit FormView(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
