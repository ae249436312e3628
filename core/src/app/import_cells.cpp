#include "import_cells.h"

#include <algorithm>

#include "csv_cells.h"
#include "exchange_values.h"
#include "import_names.h"
#include "import_parts.h"

namespace holdfast {
namespace {

constexpr std::size_t kQuotedBytesMax = 60;
constexpr std::size_t kChoicesKept = 4'096;

std::string_view refusal_key(IssueKind kind) {
    switch (kind) {
        case IssueKind::Missing:
            return "import.refusal.missing";
        case IssueKind::TooLong:
            return "import.refusal.too_long";
        case IssueKind::NotAnEmail:
            return "import.refusal.email";
        case IssueKind::NotAPhone:
            return "import.refusal.phone";
        case IssueKind::NotAUrl:
            return "import.refusal.url";
        case IssueKind::NotANumber:
            return "import.refusal.number";
        case IssueKind::NotADate:
            return "import.refusal.date";
        case IssueKind::NotAChoice:
            return "import.refusal.choice";
        case IssueKind::OutOfRange:
            return "import.refusal.range";
        case IssueKind::UnknownLink:
            return "import.refusal.link";
        default:
            break;
    }
    return "import.refusal.not_accepted";
}

std::string_view problem_key(RowProblem problem) {
    switch (problem) {
        case RowProblem::TooLong:
            return "import.refusal.row_too_long";
        case RowProblem::OpenQuote:
            return "import.refusal.quote";
        case RowProblem::Unreadable:
            return "import.refusal.encoding";
        case RowProblem::Binary:
            return "import.refusal.binary";
        case RowProblem::NotARecord:
            return "import.refusal.not_a_record";
        case RowProblem::BadSyntax:
            return "import.refusal.syntax";
        case RowProblem::TooDeep:
            return "import.refusal.too_deep";
        case RowProblem::NoEnd:
            return "import.refusal.no_end";
        case RowProblem::NewColumn:
            return "import.refusal.new_column";
        case RowProblem::Damaged:
            return "import.refusal.damaged";
        case RowProblem::UnknownZone:
            return "import.refusal.zone";
        case RowProblem::BadTime:
            return "import.refusal.time";
        case RowProblem::None:
            break;
    }
    return {};
}

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::string shortened(std::string_view text) {
    if (text.size() <= kQuotedBytesMax) return std::string(text);
    std::size_t bytes = kQuotedBytesMax;
    while (bytes > 0 && (text[bytes] & 0xC0) == 0x80) --bytes;
    return std::string(text.substr(0, bytes)) + "…";
}

}  // namespace

std::vector<Draft::FieldValue> values_of_title(const EntityDef& entity, std::string_view title) {
    const NameFields names = name_fields_of(entity);
    if (names.first == nullptr) return {{entity.title.front(), std::string(title)}};
    const SplitName split = split_full_name(title);
    std::vector<Draft::FieldValue> values = {{names.last->id, split.last}};
    if (!split.first.empty()) values.push_back({names.first->id, split.first});
    return values;
}

std::string refusal_sentence(const Strings& strings, const EntityDef& entity,
                             const FieldIssue& issue, std::string_view text) {
    const std::string_view key = refusal_key(issue.kind);
    if (key == "import.refusal.not_accepted")
        return strings.format(key, {strings.sentence(entity, issue)});
    const FieldDef* field = entity.find_field(issue.field);
    const std::string label(field == nullptr ? strings.singular_of(entity)
                                             : strings.label_of(entity, *field));
    return strings.format(key, {label, shortened(text)});
}

CellReader::CellReader(const ImportPlan& plan) : plan_(&plan) {}
CellReader::~CellReader() = default;

const Value* ReadRow::find(FieldId field) const {
    const auto found = std::find_if(own.begin(), own.end(),
                                    [&](const auto& value) { return value.field == field; });
    return found == own.end() ? nullptr : &found->value;
}

bool ReadRow::has_link(FieldId field) const {
    return std::any_of(links.begin(), links.end(),
                       [&](const Link& link) { return link.field->id == field; });
}

std::size_t CellReader::column_of(FieldId field) const {
    for (std::size_t column = 0; column < plan_->columns.size(); ++column) {
        const TargetRef& target = plan_->columns[column];
        const bool own = target.kind == TargetRef::Kind::Own && target.field->id == field;
        if (own) return column;
        const NameFields names = name_fields_of(*plan_->entity);
        const bool name =
            names.last != nullptr && (names.last->id == field || names.first->id == field);
        if (name && target.kind == TargetRef::Kind::FullName) return column;
    }
    return kNoColumn;
}

RowReason CellReader::problem_of(const FileRow& row) const {
    const Strings& strings = plan_->context.strings;
    if (row.problem == RowProblem::NewColumn)
        return {strings.format(problem_key(row.problem), {shortened(row.cells.front())})};
    if (row.problem != RowProblem::None)
        return {std::string(strings.get(problem_key(row.problem)))};
    const std::size_t expected = plan_->columns.size() - 1;  // Without the made-up one.
    if (row.cells.size() == expected) return {};
    const bool more = row.cells.size() > expected;
    return {strings.format(more ? "import.refusal.too_many_cells" : "import.refusal.too_few_cells",
                           {strings.integer(static_cast<std::int64_t>(row.cells.size())),
                            strings.integer(static_cast<std::int64_t>(expected))})};
}

ParsedValue CellReader::parse_choice(const EntityDef& entity, const FieldDef& field,
                                     std::string_view text) {
    std::string cache_key = entity.key + "." + field.key + "." + std::string(text);
    auto known = choices_.find(cache_key);
    if (known == choices_.end()) {
        if (choices_.size() >= kChoicesKept) choices_.clear();
        const std::string choice(find_choice_by_any_name(entity, field, text));
        known = choices_.emplace(std::move(cache_key), choice).first;
    }
    if (!known->second.empty()) return {.value = known->second};
    return parse_value(plan_->context.strings, entity, field, text, 0);
}

ParsedValue CellReader::parse_cell(const EntityDef& entity, const FieldDef& field,
                                   std::string_view text) {
    const ExchangeContext& context = plan_->context;
    const bool by_programs = plan_->format != FileFormat::Csv;
    const FieldShape shape = info_of(field.type).shape;
    const bool number = shape == FieldShape::Number || shape == FieldShape::Money;
    const bool date = shape == FieldShape::Date || shape == FieldShape::DateTime;
    if (field.type == FieldType::Choice || field.type == FieldType::State)
        return parse_choice(entity, field, text);
    // Cells of a table are trimmed already; most of them are plain texts.
    const bool as_it_is = field.type == FieldType::LongText || field.type == FieldType::Markdown ||
                          (field.type == FieldType::Text && !by_programs);
    if (as_it_is) return {.value = std::string(text)};
    if (by_programs || field.type == FieldType::Date) {
        if (const auto value = parse_program_text(field, text)) return {.value = *value};
    }
    if (date) {
        const auto ms = parse_iso_time(text, context.zone_offset_minutes);
        if (ms) return {.value = value_of_time(field, *ms, context.zone_offset_minutes)};
    }
    if (shape == FieldShape::Duration) {
        if (const auto ms = parse_clock_duration(text)) return {.value = *ms};
    }
    if (!by_programs && plan_->is_language_chosen && (number || date))
        return parse_value(Strings(plan_->number_language), entity, field, text,
                           context.zone_offset_minutes);
    if (number) {
        const Language language = by_programs ? Language::English : plan_->number_language;
        const ParsedValue parsed = parse_value(Strings(language), entity, field, text, 0);
        if (parsed.ok) return parsed;
    }
    return parse_value(context.strings, entity, field, text, context.zone_offset_minutes);
}

void CellReader::put(const EntityDef& entity, const FieldDef& field, std::string_view text,
                     std::vector<Draft::FieldValue>& values) {
    ParsedValue parsed = parse_cell(entity, field, text);
    FieldIssue issue{RecordId{}, field.id, parsed.issue};
    bool refused = !parsed.ok;
    if (!refused) {
        const auto issues = find_value_issues(field, parsed.value, RecordId{});
        refused = !issues.empty();
        if (refused) issue = issues.front();
    }
    if (!refused) return values.push_back({field.id, std::move(parsed.value)});
    if (!reason_.sentence.empty()) return;
    reason_ = {refusal_sentence(plan_->context.strings, entity, issue, text), column_};
}

/// Several columns may go to one long text: each becomes a line that says where it is from.
void CellReader::put_line(const FieldDef& field, const std::string& cell, ReadRow& made) {
    const auto columns = std::count_if(plan_->columns.begin(), plan_->columns.end(),
                                       [&](const TargetRef& ref) { return ref.field == &field; });
    if (columns < 2) return put(*plan_->entity, field, cell, made.own);
    std::string line = plan_->column_names[column_] + ": " + cell;
    const auto value = std::find_if(made.own.begin(), made.own.end(),
                                    [&](const auto& each) { return each.field == field.id; });
    if (value != made.own.end()) {
        line.insert(0, std::string(text_or_empty(value->value)) + "\n");
        made.own.erase(value);
    }
    put(*plan_->entity, field, line, made.own);
}

void CellReader::put_parts(const EntityDef& part, const std::string& cell, ReadRow& made) {
    std::unique_ptr<PartReader>& reader = parts_[part.id];
    if (!reader) reader = std::make_unique<PartReader>(*plan_, part);
    std::string mistake = reader->read(cell, column_, made.parts);
    if (!mistake.empty() && reason_.sentence.empty()) reason_ = {std::move(mistake), column_};
}

void CellReader::read_cell(const TargetRef& target, const std::string& cell, std::size_t column,
                           ReadRow& made) {
    column_ = column;
    if (target.kind == TargetRef::Kind::RecordId) {
        made.record_id = cell;
        return;
    }
    if (target.kind == TargetRef::Kind::FullName) {
        for (const Draft::FieldValue& name : values_of_title(*plan_->entity, cell)) {
            const FieldDef& field = *plan_->entity->find_field(name.field);
            put(*plan_->entity, field, text_or_empty(name.value), made.own);
        }
        return;
    }
    if (target.kind == TargetRef::Kind::Linked)
        return put(*target.linked, *target.field, cell, made.linked[target.link]);
    if (target.kind == TargetRef::Kind::Children) return put_parts(*target.linked, cell, made);
    const FieldDef& field = *target.field;
    if (field.key == kExternalIdKey) made.external_id = cell;
    if (info_of(field.type).kind == ValueKind::Link) {
        made.links.push_back({&field, cell, column});
    } else if (field.type == FieldType::LongText) {
        put_line(field, cell, made);
    } else {
        put(*plan_->entity, field, cell, made.own);
    }
}

ReadRow CellReader::read(const FileRow& row) {
    ReadRow made;
    made.entity = plan_->entity;
    made.reason = problem_of(row);
    if (!made.reason.sentence.empty()) return made;
    reason_ = {};
    for (std::size_t column = 0; column < plan_->columns.size(); ++column) {
        const TargetRef& target = plan_->columns[column];
        if (target.kind == TargetRef::Kind::LeftOut) continue;
        if (column == row.cells.size()) {
            read_cell(target,
                      plan_->context.strings.format("import.row_label", {std::to_string(row.line)}),
                      column, made);
            continue;
        }
        const std::string cell = plan_->format == FileFormat::Csv
                                     ? without_neutraliser(trimmed(row.cells[column]))
                                     : row.cells[column];
        if (!cell.empty()) read_cell(target, cell, column, made);
    }
    made.own.insert(made.own.end(), plan_->constants.begin(), plan_->constants.end());
    made.reason = std::exchange(reason_, {});
    return made;
}

}  // namespace holdfast
