#include "csv_cells.h"

namespace holdfast {
namespace {

/// Behind any number of apostrophes, so that what one of them was put before is known again.
bool is_formula(std::string_view text) {
    const std::size_t begin = text.find_first_not_of('\'');
    return begin != text.npos && std::string_view("=+-@\t\r").find(text[begin]) != text.npos;
}

}  // namespace

void append_csv_cell(std::string& out, std::string_view cell) {
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

void append_csv_text(std::string& out, std::string_view text) {
    if (!is_formula(text)) return append_csv_cell(out, text);
    append_csv_cell(out, "'" + std::string(text));
}

std::string without_neutraliser(std::string cell) {
    if (cell.starts_with('\'') && is_formula(cell)) cell.erase(0, 1);
    return cell;
}

void append_csv_row(std::string& out, const std::vector<std::string>& cells) {
    for (std::size_t place = 0; place < cells.size(); ++place) {
        if (place > 0) out += ',';
        append_csv_text(out, cells[place]);
    }
    out += kCsvRowEnd;
}

}  // namespace holdfast
