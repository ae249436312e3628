// Import::Impl: one import from chosen file to undo. Private to core/src/app.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "csv_cells.h"
#include "import_batch.h"
#include "import_constants.h"
#include "import_memory.h"
#include "import_run.h"
#include "import_undo.h"

namespace holdfast {

/// Files with commas between cells write numbers with a point; others as their language does.
[[nodiscard]] inline Language number_language_of(const CsvDialect& dialect, Language language) {
    return dialect.delimiter == ',' ? Language::English : language;
}

[[nodiscard]] inline std::string sample_of(const std::vector<std::vector<std::string>>& rows,
                                           std::size_t column) {
    for (const auto& row : rows)
        if (!row[column].empty()) return row[column];
    return {};
}

struct Import::Impl {
    Impl(Store& owner, const EntityDef& def, const ExchangeContext& person)
        : store(&owner),
          entity(&def),
          context(person),
          known_targets(owner.registry(), def, person.policy),
          constants(owner, def, person) {
        targets = known_targets.list(context.strings);
    }

    Status show_beginning() {
        TRY(read_beginning());
        TRY(propose());
        column_names.emplace_back(context.strings.get("import.row_number"));
        if (!remembered) mapping.push_back(FieldId::None);
        if (!remembered) options.match = proposed_match();
        return {};
    }

    /// The same file in another dialect.
    Status take_shape(FileShape taken) {
        const bool match_proposed = options.match == proposed_match();
        const std::vector<std::string> names_before = column_names;
        const std::vector<FieldId> mapping_before = mapping;
        shape = std::move(taken);
        TRY(read_beginning());
        propose_by_names();
        column_names.emplace_back(context.strings.get("import.row_number"));
        mapping.push_back(FieldId::None);
        for (std::size_t before = 0; before < names_before.size(); ++before)
            keep_mapping(names_before[before], mapping_before[before]);
        if (match_proposed) options.match = proposed_match();
        drop_unmapped_match();
        drop_covered_constants();
        return {};
    }

    /// Columns of that name go where they went before.
    void keep_mapping(const std::string& name, FieldId target) {
        const auto column = std::find(column_names.begin(), column_names.end(), name);
        if (column == column_names.end()) return;
        if (target != FieldId::None)
            std::replace(mapping.begin(), mapping.end(), target, FieldId::None);
        mapping[static_cast<std::size_t>(column - column_names.begin())] = target;
    }

    /// Names of the columns and the first rows.
    Status read_beginning() {
        column_names.clear();
        preview.clear();
        const std::unique_ptr<RowSource> rows = open_rows(*source, shape, *entity);
        FileRow row;
        for (std::size_t tries = 0; tries < 2 * kImportPreviewRows; ++tries) {
            if (preview.size() == kImportPreviewRows || !TRY(rows->next(row))) break;
            if (row.problem != RowProblem::None) continue;
            row.cells.resize(shape.columns.size());
            row.cells.push_back(
                context.strings.format("import.row_label", {std::to_string(row.line)}));
            preview.push_back(std::move(row.cells));
        }
        const bool table = shape.format == FileFormat::Csv;
        for (const SourceColumn& column : shape.columns)
            column_names.push_back(table ? without_neutraliser(column.name) : column.name);
        return {};
    }

    Status propose() {
        const auto memory = TRY(read_import_mapping(*store, name(), column_names));
        if (memory && memory->columns.size() == column_names.size()) {
            mapping = memory->columns;
            mapping.push_back(FieldId::None);
            forget_unknown();
            options = memory->options;
            remembered = true;
            return constants.restore(still_constant(memory->constants));
        }
        propose_by_names();
        return offer_defaults();
    }

    /// What is imported under a second name belongs there, unless the file or the person says
    /// otherwise.
    Status offer_defaults() {
        if (context.preset == nullptr) return {};
        std::vector<Draft::FieldValue> defaults;
        for (const auto& given : context.preset->defaults)
            defaults.push_back({given.first, given.second});
        return constants.restore(still_constant(defaults));
    }

    /// Each second name has a memory of its own.
    [[nodiscard]] const std::string& name() const {
        return context.preset == nullptr ? entity->key : context.preset->key;
    }

    void propose_by_names() {
        const bool named = shape.format != FileFormat::Csv || shape.dialect.has_header;
        std::vector<std::string> samples;
        for (std::size_t column = 0; named && column < column_names.size(); ++column)
            samples.push_back(sample_of(preview, column));
        mapping = known_targets.propose(named ? column_names : std::vector<std::string>(), samples);
        mapping.resize(column_names.size(), FieldId::None);
        const bool by_format =
            shape.format == FileFormat::Vcard || shape.format == FileFormat::Icalendar;
        for (std::size_t column = 0; by_format && column < mapping.size(); ++column)
            mapping[column] = shape.columns[column].proposed;
        forget_unknown();
    }

    /// Targets that the person may not write, or that are gone.
    void forget_unknown() {
        for (FieldId& target : mapping)
            if (known_targets.find(target).kind == TargetRef::Kind::LeftOut) target = FieldId::None;
    }

    /// Whether the field can be given one value for all rows.
    [[nodiscard]] bool can_be_constant(FieldId field) const {
        const TargetRef ref = known_targets.find(field);
        if (ref.kind != TargetRef::Kind::Own || is_mapped(field)) return false;
        const NameFields names = name_fields_of(*entity);
        const bool named = names.first == ref.field || names.last == ref.field;
        return !(named && is_mapped(known_targets.full_name())) &&
               ImportConstants::suits(*entity, *ref.field);
    }

    /// Those that a column fills now.
    void drop_covered_constants() {
        std::vector<FieldId> covered;
        for (const FormField& editor : constants.editors())
            if (!can_be_constant(editor.field)) covered.push_back(editor.field);
        for (const FieldId field : covered) constants.remove(field);
    }

    [[nodiscard]] std::vector<Draft::FieldValue> still_constant(
        const std::vector<Draft::FieldValue>& values) const {
        std::vector<Draft::FieldValue> still;
        for (const Draft::FieldValue& value : values)
            if (can_be_constant(value.field)) still.push_back(value);
        return still;
    }

    /// Reads what the constants' editors hold; false when one is wrong.
    Result<bool> read_constants() {
        auto read = TRY(constants.read());
        if (!read) return false;
        constant_values = *std::move(read);
        return true;
    }

    [[nodiscard]] bool needs_match() const {
        return options.mode != ImportMode::CreateOnly && options.match.empty();
    }

    [[nodiscard]] std::vector<FieldId> missing() const {
        if (options.mode == ImportMode::UpdateOnly) return {};
        std::vector<FieldId> fields = known_targets.missing(mapping);
        std::erase_if(fields, [&](FieldId field) {
            const FormField* editor = constants.find(field);
            return editor != nullptr && is_filled(*editor);
        });
        return fields;
    }

    /// Of the module and its parts.
    [[nodiscard]] std::size_t most_fields(const EntityDef& def) const {
        std::size_t most = def.fields.size();
        for (const EntityId part : def.children)
            most = std::max(most, most_fields(*store->registry().find(part)));
        return most;
    }

    [[nodiscard]] bool is_mapped(FieldId target) const {
        return std::find(mapping.begin(), mapping.end(), target) != mapping.end();
    }

    /// What names a record for good: its id here, in another program, or what is unique to it.
    [[nodiscard]] std::vector<FieldId> proposed_match() const {
        const FieldDef* external = entity->find_field(kExternalIdKey);
        if (external != nullptr && is_mapped(external->id)) return {external->id};
        if (is_mapped(kRecordIdTarget)) return {kRecordIdTarget};
        for (const std::vector<FieldId>& unique : entity->unique) {
            const bool whole = std::all_of(unique.begin(), unique.end(), [&](FieldId field) {
                const FieldDef* found = entity->find_field(field);
                return is_mapped(field) && info_of(found->type).kind != ValueKind::Link;
            });
            if (whole) return unique;
        }
        return {};
    }

    [[nodiscard]] bool can_match(FieldId target) const {
        const TargetRef ref = known_targets.find(target);
        if (ref.kind == TargetRef::Kind::RecordId) return true;
        return ref.kind == TargetRef::Kind::Own && info_of(ref.field->type).kind != ValueKind::Link;
    }

    void drop_unmapped_match() {
        std::erase_if(options.match,
                      [&](FieldId target) { return !is_mapped(target) || !can_match(target); });
    }

    [[nodiscard]] ImportPlan plan() const {
        ImportPlan made;
        made.registry = &store->registry();
        made.entity = entity;
        made.format = shape.format;
        for (const FieldId target : mapping) made.columns.push_back(known_targets.find(target));
        made.column_names = column_names;
        made.options = options;
        made.constants = constant_values;
        made.context = context;
        made.number_language = options.values_language.value_or(
            number_language_of(shape.dialect, context.strings.language()));
        made.is_language_chosen = options.values_language.has_value();
        made.first_id = first_import_id(store->environment());
        return made;
    }

    Status begin(ImportRun::Kind kind) {
        ImportPlan made = plan();
        if (kind == ImportRun::Kind::Real) {
            batch.entity = entity->id;
            batch.started_ms = store->environment().now_ms();
            batch.first = made.first_id;
            // Every row, and every part in it, takes at least one byte and makes at most one record
            // per field.
            batch.id_count = source->size() * static_cast<std::int64_t>(most_fields(*entity) + 1);
            batch.history_from = TRY(newest_history_key(*store));
            TRY(write_last_import(*store, batch));
            std::vector<std::string> names(column_names.begin(), column_names.end() - 1);
            std::vector<FieldId> columns(mapping.begin(), mapping.end() - 1);
            TRY(write_import_mapping(*store, name(), names,
                                     {std::move(columns), options, constant_values}));
        }
        run = std::make_unique<ImportRun>(*store, std::move(made),
                                          open_rows(*source, shape, *entity), kind);
        return {};
    }

    void start(ImportRun::Kind kind, ImportPhase next) {
        if (!missing().empty() || needs_match()) return;
        const Result<bool> right = read_constants();
        if (!right) return stop_on(fail(right.error().code, "constants.read"));
        if (!*right) return;
        phase = next;
        stop_on(begin(kind));
    }

    Status step_run(int budget_ms) {
        const bool over = TRY(run->step(budget_ms));
        if (over) phase = phase == ImportPhase::Running ? ImportPhase::Done : ImportPhase::Checked;
        return {};
    }

    Status step_undoing(int budget_ms) {
        Environment& environment = store->environment();
        const std::int64_t started = environment.now_ms();
        if (!taking_back) taking_back.emplace(*store, batch);
        while (environment.now_ms() - started < budget_ms) {
            const bool over = TRY(taking_back->step());
            undone = taking_back->counts();
            if (!over) continue;
            taking_back.reset();
            batch.undone = true;
            TRY(write_last_import(*store, batch));
            phase = ImportPhase::Undone;
            return {};
        }
        return {};
    }

    void stop_on(const Status& status) {
        if (status) return;
        error = status.error();
        phase = ImportPhase::Failed;
    }

    Store* store;
    const EntityDef* entity;
    ExchangeContext context;
    ImportTargets known_targets;
    ImportConstants constants;
    std::vector<Draft::FieldValue> constant_values;
    std::vector<ImportTarget> targets;
    std::unique_ptr<ByteSource> source;
    FileShape shape;
    bool header_said = false;  ///< By the person, whether the first row names the columns.
    std::vector<std::string> column_names;
    std::vector<std::vector<std::string>> preview;
    std::vector<FieldId> mapping;
    ImportOptions options;
    bool remembered = false;
    std::unique_ptr<ImportRun> run;
    ImportBatch batch;
    std::optional<ImportUndo> taking_back;
    ImportCounts undone;
    ImportPhase phase = ImportPhase::Mapping;
    std::optional<Error> error;
};

}  // namespace holdfast
