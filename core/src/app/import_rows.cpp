#include "import_rows.h"

#include <algorithm>

#include "core/query.h"
#include "core/record.h"
#include "import_names.h"

namespace holdfast {
namespace {

constexpr std::string_view kExternalIdKey = "external_id";
constexpr std::size_t kQuotedBytesMax = 60;

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

/// Cells that an export has neutralised ("'=1+1") come back as they were.
std::string without_neutraliser(std::string cell) {
    const bool neutralised = cell.size() > 1 && cell[0] == '\'' &&
                             std::string_view("=+-@").find(cell[1]) != std::string_view::npos;
    if (neutralised) cell.erase(0, 1);
    return cell;
}

Draft::FieldValue* find_value(std::vector<Draft::FieldValue>& values, FieldId field) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.field == field; });
    return found == values.end() ? nullptr : &*found;
}

/// The values that a title alone gives a new linked record.
std::vector<Draft::FieldValue> values_of_title(const EntityDef& entity, const std::string& title) {
    const NameFields names = name_fields_of(entity);
    if (names.first == nullptr) return {{entity.title.front(), title}};
    const SplitName split = split_full_name(title);
    std::vector<Draft::FieldValue> values = {{names.last->id, split.last}};
    if (!split.first.empty()) values.push_back({names.first->id, split.first});
    return values;
}

Result<RecordId> find_one(Store& store, const EntityDef& entity,
                          const std::vector<Draft::FieldValue>& values) {
    Query query;
    query.entity = entity.id;
    for (const Draft::FieldValue& value : values) {
        query.filters.push_back({value.field, FilterOperator::Equal, value.value});
    }
    const auto handles = TRY(find_rows(store, query, 1));
    if (handles.empty()) return RecordId{};
    const auto records = TRY(read_rows(store, entity.id, handles));
    return records.empty() ? RecordId{} : records.front().id;
}

}  // namespace

std::string refusal_sentence(const Strings& strings, const EntityDef& entity,
                             const FieldIssue& issue, std::string_view text) {
    const FieldDef* field = entity.find_field(issue.field);
    const std::string label(field == nullptr ? strings.singular_of(entity)
                                             : strings.label_of(entity, *field));
    return strings.format(refusal_key(issue.kind), {label, shortened(text)});
}

std::string RowMaker::problem_of(const CsvRow& row) const {
    const Strings& strings = plan_.strings;
    switch (row.problem) {
        case CsvRowProblem::TooLong:
            return std::string(strings.get("import.refusal.row_too_long"));
        case CsvRowProblem::OpenQuote:
            return std::string(strings.get("import.refusal.quote"));
        case CsvRowProblem::Unreadable:
            return std::string(strings.get("import.refusal.encoding"));
        case CsvRowProblem::Binary:
            return std::string(strings.get("import.refusal.binary"));
        case CsvRowProblem::None:
            break;
    }
    const std::size_t expected = plan_.columns.size() - 1;  // Without the made-up one.
    if (row.cells.size() == expected) return {};
    const bool more = row.cells.size() > expected;
    return strings.format(more ? "import.refusal.too_many_cells" : "import.refusal.too_few_cells",
                          {strings.integer(static_cast<std::int64_t>(row.cells.size())),
                           strings.integer(static_cast<std::int64_t>(expected))});
}

ParsedValue RowMaker::parse_cell(const EntityDef& entity, const FieldDef& field,
                                 std::string_view text) {
    if (field.type == FieldType::Choice || field.type == FieldType::State) {
        const std::string cache_key = entity.key + "." + field.key + "." + std::string(text);
        auto known = choices_.find(cache_key);
        if (known == choices_.end()) {
            const std::string choice(find_choice_by_any_name(entity, field, text));
            known = choices_.emplace(cache_key, choice).first;
        }
        if (!known->second.empty()) return {.value = known->second};
    }
    if (info_of(field.type).shape == FieldShape::Number ||
        info_of(field.type).shape == FieldShape::Money) {
        const ParsedValue parsed =
            parse_value(Strings(plan_.number_language), entity, field, text, 0);
        if (parsed.ok) return parsed;
    }
    return parse_value(plan_.strings, entity, field, text, 0);
}

void RowMaker::put(const EntityDef& entity, const FieldDef& field, std::string_view text,
                   std::vector<Draft::FieldValue>& values, std::string& reason) {
    const ParsedValue parsed = parse_cell(entity, field, text);
    FieldIssue issue{RecordId{}, field.id, parsed.issue};
    bool refused = !parsed.ok;
    if (!refused) {
        const auto issues = find_value_issues(field, parsed.value, RecordId{});
        refused = !issues.empty();
        if (refused) issue = issues.front();
    }
    if (refused) {
        if (reason.empty()) reason = refusal_sentence(plan_.strings, entity, issue, text);
        return;
    }
    values.push_back({field.id, parsed.value});
}

/// Several columns may go to one long text: each becomes a line that says where it is from.
void RowMaker::put_line(const FieldDef& field, std::size_t column, const std::string& cell,
                        Row& made) {
    const auto columns = std::count_if(plan_.columns.begin(), plan_.columns.end(),
                                       [&](const TargetRef& ref) { return ref.field == &field; });
    if (columns < 2) return put(*plan_.entity, field, cell, made.own, made.reason);
    std::string line = plan_.column_names[column] + ": " + cell;
    Draft::FieldValue* value = find_value(made.own, field.id);
    if (value == nullptr) return put(*plan_.entity, field, line, made.own, made.reason);
    value->value = std::string(text_or_empty(value->value)) + "\n" + line;
}

void RowMaker::read_cell(const TargetRef& target, const std::string& cell, std::size_t column,
                         Row& made) {
    if (target.kind == TargetRef::Kind::FullName) {
        for (const Draft::FieldValue& name : values_of_title(*plan_.entity, cell)) {
            const FieldDef& field = *plan_.entity->find_field(name.field);
            put(*plan_.entity, field, text_or_empty(name.value), made.own, made.reason);
        }
        return;
    }
    if (target.kind == TargetRef::Kind::Linked) {
        put(*target.linked, *target.field, cell, made.linked[target.link], made.reason);
        return;
    }
    const FieldDef& field = *target.field;
    if (field.key == kExternalIdKey) made.external_id = cell;
    if (field.type == FieldType::Link) {
        made.link_names[&field] = cell;
    } else if (field.type == FieldType::LongText) {
        put_line(field, column, cell, made);
    } else {
        put(*plan_.entity, field, cell, made.own, made.reason);
    }
}

void RowMaker::read_cells(const CsvRow& row, Row& made) {
    for (std::size_t column = 0; column < plan_.columns.size(); ++column) {
        const TargetRef& target = plan_.columns[column];
        if (target.kind == TargetRef::Kind::LeftOut) continue;
        const bool made_up = column == row.cells.size();
        const std::string cell =
            made_up ? plan_.strings.format("import.row_label", {std::to_string(row.line)})
                    : without_neutraliser(trimmed(row.cells[column]));
        if (!cell.empty()) read_cell(target, cell, column, made);
    }
}

void RowMaker::check_required(Row& made) const {
    for (const FieldDef& field : plan_.entity->fields) {
        if (field.need != Need::Required || !is_null(field.initial)) continue;
        const bool linked = made.link_names.contains(&field);
        if (linked || find_value(made.own, field.id) != nullptr || !made.reason.empty()) continue;
        made.reason = refusal_sentence(plan_.strings, *plan_.entity,
                                       {RecordId{}, field.id, IssueKind::Missing}, {});
    }
}

Result<bool> RowMaker::is_known(const std::string& external_id, const ImportedNames& slice) {
    if (external_id.empty()) return false;
    if (kept_.external_ids.contains(external_id) || slice.external_ids.contains(external_id)) {
        return true;
    }
    const FieldDef* field = plan_.entity->find_field(kExternalIdKey);
    return !TRY(find_one(*store_, *plan_.entity, {{field->id, external_id}})).is_none();
}

Result<RecordId> RowMaker::linked_record(const FieldDef& link, const std::string& name, Row& made,
                                         Draft& draft, ImportedNames& slice) {
    const std::pair<FieldId, std::string> key{link.id, name_key(name)};
    for (const auto* names : {&kept_.linked, &slice.linked}) {
        const auto known = names->find(key);
        if (known != names->end()) return known->second;
    }
    const EntityDef& linked = *store_->registry().find(link.target);
    std::vector<Draft::FieldValue> values = values_of_title(linked, name);
    RecordId id = TRY(find_one(*store_, linked, values));
    if (id.is_none()) {
        id = next_id();
        const auto& more = made.linked[&link];
        values.insert(values.end(), more.begin(), more.end());
        const FieldDef* external = linked.find_field(kExternalIdKey);
        const bool same_party = !made.link_names.contains(&link) && !made.external_id.empty();
        if (same_party && external != nullptr) values.push_back({external->id, made.external_id});
        draft.create(linked.id, id, std::move(values));
        ++slice.created;
    }
    slice.linked[key] = id;
    return id;
}

/// A linked record that only its fields speak of is named like the row's own record.
Status RowMaker::resolve_links(Row& made, Draft& draft, ImportedNames& slice) {
    std::map<const FieldDef*, std::string> names = made.link_names;
    for (const auto& [link, values] : made.linked) {
        if (values.empty() || names.contains(link)) continue;
        Record own;
        own.values.resize(plan_.entity->fields.size());
        for (const Draft::FieldValue& value : made.own) {
            own.values[plan_.entity->index_of(value.field)] = value.value;
        }
        names[link] = title_of(*plan_.entity, own);
    }
    for (const auto& [link, name] : names) {
        const RecordId id = TRY(linked_record(*link, name, made, draft, slice));
        made.own.push_back({link->id, id});
    }
    return {};
}

Result<RowOutcome> RowMaker::add(const CsvRow& row, Draft& draft, ImportedNames& slice) {
    std::string problem = problem_of(row);
    if (!problem.empty()) return RowOutcome{RowFate::Refused, std::move(problem)};
    Row made;
    read_cells(row, made);
    check_required(made);
    if (!made.reason.empty()) return RowOutcome{RowFate::Refused, std::move(made.reason)};
    if (TRY(is_known(made.external_id, slice))) return RowOutcome{RowFate::Known, {}};
    TRY(resolve_links(made, draft, slice));
    draft.create(plan_.entity->id, next_id(), std::move(made.own));
    if (!made.external_id.empty()) slice.external_ids.insert(made.external_id);
    ++slice.created;
    return RowOutcome{};
}

void RowMaker::keep(ImportedNames slice) {
    kept_.external_ids.merge(slice.external_ids);
    kept_.linked.merge(slice.linked);
    kept_.created += slice.created;
}

}  // namespace holdfast
