// ContentLines: the property lines that vCard and iCalendar are made of, one after the other, in
// bounded memory. Private to core/src/app.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/byte_source.h"
#include "csv_text.h"

namespace holdfast {

inline constexpr std::size_t kContentLineBytesMax = 1 << 20;
inline constexpr std::size_t kContentParametersMax = 64;

enum class ContentLineState : std::uint8_t {
    Whole,
    PassedOver,  ///< One of the names not wanted; it has no value.
    TooLong,     ///< More than kContentLineBytesMax unfolded; it has no value.
    Unreadable,  ///< Bytes that are not characters became U+FFFD.
    Binary,      ///< NUL or other control characters; it has no value.
    Malformed,   ///< No name and colon.
};

struct ContentParameter {
    std::string name;   ///< Upper case. A bare word of vCard 2.1 has become TYPE or ENCODING.
    std::string value;  ///< Without quotation marks; items of a list separated by commas.
};

/// group.NAME;PARAMETER=value:value
struct ContentLine {
    std::int64_t line = 0;  ///< 1-based line of the file where it starts.
    ContentLineState state = ContentLineState::Whole;
    std::string group;  ///< As written, mostly empty.
    std::string name;   ///< Upper case.
    std::vector<ContentParameter> parameters;
    std::string value;      ///< UTF-8; quoted-printable is decoded, backslashes are as written.
    std::size_t bytes = 0;  ///< Unfolded length; 0 when it was passed over.

    /// The value of the first parameter of that name, empty when there is none.
    [[nodiscard]] std::string_view parameter(std::string_view wanted) const;
    /// Whether it says BEGIN:`component` or END:`component`, in any case.
    [[nodiscard]] bool is_mark(std::string_view mark, std::string_view component) const;
};

/// Takes one unfolded line apart. `encoding`: of the file, unless the line says otherwise.
[[nodiscard]] ContentLine parse_content_line(std::string_view raw, TextEncoding encoding);

/// Lines of a source, unfolded (RFC 5545 3.1, soft line breaks of quoted-printable too); any line
/// ends, blank lines left out. UTF-8, UTF-16, Windows-1252 and Shift_JIS are told apart.
class ContentLineReader {
public:
    /// Both must outlive the reader. Values of the `unwanted` names (upper case; pictures) are
    /// read past without being kept.
    ContentLineReader(ByteSource& source, std::span<const std::string_view> unwanted)
        : source_(&source), unwanted_(unwanted) {}
    /// False at the end of the file. Fails only when the source does.
    [[nodiscard]] Result<bool> next(ContentLine& line);
    /// Bytes of the source behind the last line, roughly.
    [[nodiscard]] std::int64_t bytes_done() const;

private:
    enum class Keeping : std::uint8_t { All, PassedOver, TooLong };
    [[nodiscard]] Status fill(std::size_t bytes);
    [[nodiscard]] Status read_physical_line();
    [[nodiscard]] Result<bool> takes_next_line();
    void keep(std::string_view piece);
    void look_at_name();
    void take_line(ContentLine& line, std::int64_t number);
    void start(std::string& chunk);

    ByteSource* source_;
    std::span<const std::string_view> unwanted_;
    TextEncoding encoding_ = TextEncoding::Utf8;
    TextDecoder wide_decoder_{TextEncoding::Utf16Le};
    std::string text_;  ///< Read, not yet taken from `at_` on.
    std::size_t at_ = 0;
    std::string raw_;  ///< The line being unfolded.
    Keeping keeping_ = Keeping::All;
    bool name_known_ = false;
    bool started_ = false;
    bool wide_ = false;
    bool ended_ = false;
    std::int64_t offset_ = 0;
    std::int64_t line_ = 1;
};

}  // namespace holdfast
