// JsonCutter: cuts a stream of bytes into the objects of a JSON array or of JSON Lines, in bounded
// memory. Private to core/src/app.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace holdfast {

inline constexpr std::size_t kJsonObjectBytesMax = 1 << 20;
inline constexpr std::size_t kJsonDepthMax = 32;  ///< An object of plain values has depth 1.

enum class JsonProblem : std::uint8_t {
    None,
    NotAnObject,  ///< A number, text, list or stray characters where an object should be.
    BadSyntax,
    TooDeep,       ///< More than kJsonDepthMax.
    TooLarge,      ///< More than kJsonObjectBytesMax, or kJsonValuesMax values.
    Unreadable,    ///< Not UTF-8.
    NoEnd,         ///< The file ends within the object, or before its array is closed.
    BehindTheEnd,  ///< Something stands behind the closed array; it is not read.
};

/// What was cut out.
struct JsonPiece {
    std::int64_t offset = 0;
    std::int64_t line = 1;  ///< 1-based, of its first byte.
    std::string text;       ///< The whole object; only its beginning when there is a problem.
    JsonProblem problem = JsonProblem::None;
    std::int64_t problem_offset = 0;
};

/// Feed bytes in order; takes care of strings, escapes, brackets and depth, not of the rest of the
/// grammar. A broken object ends where its brackets close, or before a line that begins like it
/// did: with "{" in the same column.
class JsonCutter {
public:
    enum class Step : std::uint8_t {
        Taken,
        Complete,        ///< The byte was taken and piece() is whole.
        CompleteBefore,  ///< piece() is whole; feed the byte again.
    };
    [[nodiscard]] Step feed(char byte);
    /// After the last byte: true when piece() holds something that was left open.
    [[nodiscard]] bool finish();
    /// Valid until the next call of feed().
    [[nodiscard]] JsonPiece& piece() { return piece_; }
    /// Bytes fed so far.
    [[nodiscard]] std::int64_t offset() const { return offset_; }

private:
    enum class State : std::uint8_t { Start, Between, Object, List, Text, Word, Closed, Over };
    [[nodiscard]] Step step(char byte);
    [[nodiscard]] Step between(char byte);
    [[nodiscard]] Step in_structure(char byte);
    [[nodiscard]] Step in_text(char byte);
    [[nodiscard]] Step in_word(char byte);
    [[nodiscard]] bool in_string(char byte);
    [[nodiscard]] bool is_misplaced() const;
    [[nodiscard]] bool begins_like_this_one(char byte) const;
    [[nodiscard]] Step complete();
    void begin(State state, JsonProblem problem);
    void open(char bracket);
    [[nodiscard]] bool close(char bracket);
    void keep(char byte);
    void report(JsonProblem problem);
    void follow_lines(char byte);

    State state_ = State::Start;
    JsonPiece piece_;
    std::int64_t offset_ = 0;
    std::int64_t line_ = 1;
    std::uint64_t brackets_ = 0;  ///< Lowest bit: the innermost; 1 = object.
    std::size_t depth_ = 0;
    char last_ = 0;  ///< The last character outside strings that is no blank.
    bool in_array_ = false;
    bool quoted_ = false;
    bool escaped_ = false;
    bool line_start_ = true;        ///< Only blanks so far in this line.
    std::int64_t column_ = 0;       ///< Of the next byte.
    std::int64_t own_column_ = -1;  ///< Where the object began its line; -1: it did not.
};

}  // namespace holdfast
