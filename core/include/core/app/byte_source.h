// ByteSource: where the bytes of a chosen file come from, and how its text is encoded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace holdfast {

/// Where the file's bytes come from. The host implements it (file picker, disk).
class ByteSource {
public:
    virtual ~ByteSource() = default;
    [[nodiscard]] virtual std::int64_t size() const = 0;
    /// Up to `count` bytes from `offset` appended to `out`. Blocks.
    [[nodiscard]] virtual Status read(std::int64_t offset, std::size_t count, std::string& out) = 0;
};

enum class TextEncoding : std::uint8_t { Utf8, Utf16Le, Utf16Be, Windows1252, ShiftJis };
/// The name people know it by: "UTF-8", "Shift_JIS", ...
[[nodiscard]] std::string_view name_of(TextEncoding encoding);

/// What kinds of files records come from and go to.
enum class FileFormat : std::uint8_t {
    Csv,        ///< Any dialect, TSV too.
    Json,       ///< An array of objects, or objects one after the other.
    Vcard,      ///< People.
    Icalendar,  ///< Records with a date.
};

}  // namespace holdfast
