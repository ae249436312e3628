// FormatLines: what the tests of the writers of vCard and iCalendar share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "support/property.h"

namespace holdfast::test {

/// The lines of a text whose every line must end with CRLF.
inline std::vector<std::string_view> written_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find("\r\n");
        if (end == std::string_view::npos) FAIL("a line does not end with CRLF: " << text);
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end + 2);
    }
    return lines;
}

/// Whether all lines are whole characters, at most 75 bytes, without line ends or NUL in them.
inline bool are_well_folded(std::string_view text) {
    for (const std::string_view line : written_lines(text)) {
        const bool clean = line.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
        if (line.empty() || line.size() > 75 || !is_utf8(line) || !clean) return false;
    }
    return true;
}

/// Texts of all that has a meaning in the formats, without blanks at the ends.
inline std::string some_text() {
    const std::vector<std::string> pieces = {"a",           "Z",
                                             "12",          "é",
                                             "東京",        "😀",
                                             ",",           ";",
                                             ":",           "\\",
                                             "\"",          "^",
                                             "\n",          "\\n",
                                             "=",           "%",
                                             "BEGIN:VCARD", "\nEND:VEVENT\n",
                                             " x",          "lorem ipsum dolor sit amet"};
    std::string text = "t";
    for (const std::string& piece :
         *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)))
        text += piece;
    return text + "t";
}

/// A text, or now and then nothing.
inline std::string some_optional_text() {
    return *rc::gen::inRange(0, 3) == 0 ? std::string() : some_text();
}

}  // namespace holdfast::test
