#include "csv_cells.h"

namespace holdfast {

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
    const bool formula =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    if (!formula) return append_csv_cell(out, text);
    append_csv_cell(out, "'" + std::string(text));
}

void append_csv_row(std::string& out, const std::vector<std::string>& cells) {
    for (std::size_t place = 0; place < cells.size(); ++place) {
        if (place > 0) out += ',';
        append_csv_text(out, cells[place]);
    }
    out += kCsvRowEnd;
}

}  // namespace holdfast
