#include "core/app/csv_import.h"
#include "presentation.h"

namespace holdfast {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr std::string_view kRowEnd = "\r\n";

/// A cell that begins like this would be run by a spreadsheet. A number keeps its minus sign.
bool is_formula(std::string_view cell, const FieldDef& field) {
    return info_of(field.type).kind != ValueKind::Integer && !cell.empty() &&
           std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

void append_cell(std::string& out, std::string_view cell) {
    if (cell.find_first_of(",;\"\r\n\t") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char character : cell) {
        if (character == '"') out += '"';
        out += character;
    }
    out += '"';
}

/// Dates, numbers and modules as every program reads them; choices and links in words.
Result<std::string> cell_text(LinkTitles& titles, const Strings& strings, const ShownField& shown,
                              int zone_offset_minutes) {
    const FieldType type = shown.field->type;
    const bool worded = info_of(type).few_values || type == FieldType::Choices;
    if (worded && type != FieldType::Entity)
        return show_value(strings, titles, shown, zone_offset_minutes);
    return Strings(Language::English)
        .edit_text(*shown.entity, *shown.field, *shown.value, zone_offset_minutes);
}

}  // namespace

std::string export_header(const Registry& registry, const CsvExport& columns,
                          const Strings& strings) {
    const EntityDef& entity = *registry.find(columns.entity);
    std::string out(kMark);
    for (const FieldId id : columns.fields) {
        if (out.size() > kMark.size()) out += ',';
        append_cell(out, strings.label_of(entity, *entity.find_any(id)));
    }
    return out.append(kRowEnd);
}

Result<std::string> export_rows(Store& store, const CsvExport& columns,
                                const std::vector<Record>& records, const Strings& strings) {
    const EntityDef& entity = *store.registry().find(columns.entity);
    LinkTitles titles(store, strings);
    std::string out;
    for (const Record& record : records) {
        bool first = true;
        for (const FieldId id : columns.fields) {
            const FieldDef& field = *entity.find_any(id);
            const Value value = TRY(value_of(store, entity, field, record));
            const ShownField shown{&entity, &field, &value, &record};
            std::string cell = TRY(cell_text(titles, strings, shown, columns.zone_offset_minutes));
            if (is_formula(cell, field)) cell.insert(0, "'");
            if (!first) out += ',';
            first = false;
            append_cell(out, cell);
        }
        out += kRowEnd;
    }
    return out;
}

}  // namespace holdfast
