// MassEditView: one field chosen, one value typed, set on many records; from the choice to the
// undo. Headless.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/form_view.h"
#include "core/app/mass_edit.h"

namespace holdfast {

/// What a mass edit would do, before it is started. Rules are asked only when it runs.
struct MassEditForecast {
    std::int64_t changing = 0;
    std::int64_t staying = 0;  ///< Have the value already, are gone, or may not be changed.
    bool complete = false;     ///< All records were looked at.
};

/// Why some records stayed as they were, in words.
struct MassEditAnswer {
    std::string sentence;
    std::int64_t count = 0;
};

class MassEditView {
public:
    /// Fails with Unauthorized without the right to mass edits of the module, BadInput for an
    /// unknown one, LimitExceeded above kMassEditRecordsMax.
    [[nodiscard]] static Result<MassEditView> open(Store& store, EntityId entity,
                                                   std::vector<RecordId> records,
                                                   const Strings& strings, int zone_offset_minutes);
    MassEditView(MassEditView&&) noexcept;
    MassEditView& operator=(MassEditView&&) noexcept;
    ~MassEditView();

    [[nodiscard]] const EntityDef& entity() const;
    [[nodiscard]] std::int64_t record_count() const;
    /// Editors of the fields that can be set on many records: those that the person may write, but
    /// for states, numbers, what the engine writes, what must be different in each record, and
    /// links to records of any module. In the order of the definition.
    [[nodiscard]] const std::vector<FormField>& fields() const;
    /// The editor of the chosen field; nullptr before.
    [[nodiscard]] FormField* editor();
    void choose_field(FieldId field);
    /// What the person typed; for a Link also the key of an option. Nothing clears the field.
    void set_text(std::string text);
    /// Records whose title contains `text`, for a Link field: at most 20.
    [[nodiscard]] std::vector<FormOption> find_link_options(std::string_view text);
    /// Nothing while no field is chosen or what is typed cannot be read.
    [[nodiscard]] std::optional<MassEditForecast> forecast() const;

    /// Sets the value on the records, through step(). False when what was typed is wrong: the
    /// editor says why. Fails as MassEdit::start() does.
    [[nodiscard]] Result<bool> start();
    void cancel();  ///< What is changed stays, and can be taken back.
    void undo();    ///< Takes back all of it, through step(). Once it has ended.
    /// Looks at records for the forecast, edits, or takes back for about `budget_ms`. True when
    /// something was done.
    bool step(int budget_ms);
    /// Edits or takes back.
    [[nodiscard]] bool is_working() const;
    [[nodiscard]] bool can_undo() const;
    /// The run; nullptr before start().
    [[nodiscard]] const MassEdit* run() const;
    [[nodiscard]] std::vector<MassEditAnswer> answers() const;
    /// Why the forecast could not be made, or the run failed; nullptr when all is well.
    [[nodiscard]] const Error* error() const;
    void set_strings(const Strings& strings);

private:
    struct Impl;
    explicit MassEditView(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
