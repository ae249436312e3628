// FormContent: the editors of a record and its child lines, and the draft they amount to. Private.
#pragma once

#include <optional>
#include <vector>

#include "form_fields.h"

namespace holdfast {

/// The record `entity`/`id` on screen. `record` is empty while it is being created.
class FormContent {
public:
    FormContent(FormContext& context, const EntityDef& entity)
        : context_(&context), entity_(&entity) {}

    /// Everything as stored.
    [[nodiscard]] Status load(const Record& record);
    /// Stored values go into what the person has not touched.
    [[nodiscard]] Status merge(const Record& record);
    /// A new record: defaults, then `given`; those without an editor are written as they are.
    [[nodiscard]] Status load_new(const RecordId& id, const std::vector<Draft::FieldValue>& given);
    void relabel();
    /// Numbers and dates that were typed in `previous`, written in the context's language.
    void retranslate(const Strings& previous);

    [[nodiscard]] bool dirty() const;
    /// Adds what was typed to `draft`: a Create of a new record, else a Set, then the lines. Gives
    /// what cannot be read; the fields carry their sentences.
    [[nodiscard]] Result<std::vector<FieldIssue>> collect(Draft& draft);
    /// Sentences of the store's own checks go to the fields they are about.
    void show_issues(const std::vector<FieldIssue>& issues);
    /// Totals, conditions and computed fields, after anything was typed.
    void update();
    [[nodiscard]] const std::optional<Error>& rules_error() const { return rules_error_; }

    [[nodiscard]] FormField* find(FieldId field);
    [[nodiscard]] FormField* find_line_field(EntityId child, const RecordId& line, FieldId field);
    /// `id`: of a line that was refused; none: a new one is made.
    RecordId add_line(EntityId child, const RecordId& id = {});
    void remove_line(EntityId child, const RecordId& line);
    /// The line as it is stored; one that is not goes.
    [[nodiscard]] Status take_back_line(EntityId child, const RecordId& line);
    /// Something was typed into the line.
    void touch_line(EntityId child, const RecordId& line);

    [[nodiscard]] const std::optional<Record>& record() const { return record_; }
    std::vector<FormGroup> groups;
    std::vector<FormLines> lines;

private:
    /// As typed, else as stored; empty: not known.
    [[nodiscard]] std::string currency_of_lines();
    enum class Editors : std::uint8_t { All, WritableOnly };
    void build(Editors editors);
    [[nodiscard]] FormLine make_line(const EntityDef& child, const RecordId& id) const;
    [[nodiscard]] Status fill_line(const EntityDef& child, const Record& stored, FormLine& line);
    [[nodiscard]] Status load_lines(FormLines& section);
    [[nodiscard]] Status merge_lines(FormLines& section);
    [[nodiscard]] Status collect_record(Draft& draft, std::vector<FieldIssue>& issues);
    [[nodiscard]] Status collect_line(Draft& draft, const FormLines& section, FormLine& line,
                                      std::vector<FieldIssue>& issues);
    [[nodiscard]] const EntityDef& def_of(EntityId entity) const;
    [[nodiscard]] Status fill_stored(const EntityDef& entity, const Record& record,
                                     FormField& field);
    [[nodiscard]] const Record* find_line_record(const RecordId& id) const;
    [[nodiscard]] Record typed_line(const EntityDef& child, const FormLine& line) const;
    [[nodiscard]] Record typed_head() const;
    [[nodiscard]] Status apply_rules();

    FormContext* context_;
    const EntityDef* entity_;
    RecordId id_;
    std::optional<Record> record_;
    std::vector<Record> line_records_;
    std::optional<Error> rules_error_;
    std::vector<Draft::FieldValue> carried_;  ///< Presets that have no editor.
};

}  // namespace holdfast
