// CsvText: bytes of a file in any of the known encodings as UTF-8. Private to core/src/app.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/app/byte_source.h"

namespace holdfast {

struct DetectedText {
    TextEncoding encoding = TextEncoding::Utf8;
    std::size_t mark_bytes = 0;  ///< Length of the byte order mark at the beginning.
    bool is_text = true;         ///< False: pictures, archives, programs.
};
/// Judges the beginning of a file. `sample` may end in the middle of a character.
[[nodiscard]] DetectedText detect_text(std::string_view sample);

/// Turns one chunk after the other into UTF-8; a character may lie across two chunks. What cannot
/// be read becomes U+FFFD.
class TextDecoder {
public:
    explicit TextDecoder(TextEncoding encoding) : encoding_(encoding) {}
    void decode(std::string_view chunk, std::string& out);
    /// After the last chunk: half a character at the very end becomes U+FFFD.
    void finish(std::string& out);

private:
    /// Bytes of the first character taken from `text`, 0 when more are needed.
    std::size_t decode_one(std::string_view text, std::string& out) const;
    TextEncoding encoding_;
    std::string rest_;
};

/// `text` with U+FFFD for every byte that is not UTF-8.
[[nodiscard]] std::string well_formed(std::string_view text);

inline constexpr std::size_t kExcerptBytes = 120;
/// Beginning of a text, at most kExcerptBytes, not cut within a character; controls are blanks.
[[nodiscard]] std::string excerpt_of(std::string_view text);

/// What TextDecoder writes for unreadable bytes.
inline constexpr std::string_view kUnreadable = "\xEF\xBF\xBD";

}  // namespace holdfast
