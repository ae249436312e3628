#include "model/expression_token.h"

#include "base/utf8.h"

namespace holdfast {
namespace {

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}
bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           character == '_';
}
bool is_space(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

/// Longer ones first, so that "<=" is not read as "<".
constexpr std::string_view kSymbols[] = {"==", "!=", "<=", ">=", "&&", "||", "??", "<", ">",
                                         "+",  "-",  "*",  "/",  "!",  "(",  ")",  ",", "."};

std::string_view key_of(ExpressionErrorCode code) {
    static constexpr std::string_view kKeys[] = {
        "expression.too_long",
        "expression.too_complex",
        "expression.too_deep",
        "expression.too_many_items",
        "expression.too_many_hops",
        "expression.not_utf8",
        "expression.unexpected_character",
        "expression.unfinished_text",
        "expression.unexpected_word",
        "expression.unexpected_end",
        "expression.number_too_large",
        "expression.bad_date",
        "expression.unknown_field",
        "expression.unknown_children",
        "expression.unknown_function",
        "expression.not_a_link",
        "expression.wrong_argument_count",
        "expression.wrong_type",
        "expression.compared_with_null",
        "expression.today_not_allowed",
        "expression.nested_aggregate",
        "expression.cyclic_field",
        "expression.broken_field",
    };
    static_assert(std::size(kKeys) == std::size_t{raw(ExpressionErrorCode::BrokenField)} + 1);
    return kKeys[raw(code)];
}

class Lexer {
public:
    Lexer(std::string_view source, ExpressionError& mistake) : source_(source), mistake_(mistake) {}

    Result<std::vector<ExpressionToken>> read() {
        std::vector<ExpressionToken> tokens;
        for (;;) {
            while (position_ < source_.size() && is_space(source_[position_])) ++position_;
            if (position_ >= source_.size()) break;
            tokens.push_back(TRY(next()));
        }
        tokens.push_back({TokenKind::End, {}, place()});
        return tokens;
    }

private:
    [[nodiscard]] std::uint32_t place() const { return static_cast<std::uint32_t>(position_); }

    ExpressionToken take(TokenKind kind, std::size_t length) {
        const ExpressionToken token{kind, source_.substr(position_, length), place()};
        position_ += length;
        return token;
    }

    Result<ExpressionToken> next() {
        const char first = source_[position_];
        if (is_letter(first)) return take(TokenKind::Name, name_length());
        if (is_digit(first)) return take(TokenKind::Number, number_length());
        if (first == '\'' || first == '"') return text_token(first);
        for (const std::string_view symbol : kSymbols)
            if (source_.substr(position_).starts_with(symbol))
                return take(TokenKind::Symbol, symbol.size());
        std::size_t length = 1;
        while (position_ + length < source_.size() &&
               (static_cast<std::uint8_t>(source_[position_ + length]) & 0xC0) == 0x80)
            ++length;
        return refuse(mistake_, ExpressionErrorCode::UnexpectedCharacter, place(),
                      {std::string(source_.substr(position_, length))});
    }

    [[nodiscard]] std::size_t name_length() const {
        std::size_t end = position_;
        while (end < source_.size() && (is_letter(source_[end]) || is_digit(source_[end]))) ++end;
        return end - position_;
    }

    [[nodiscard]] std::size_t digits_end(std::size_t from) const {
        while (from < source_.size() && is_digit(source_[from])) ++from;
        return from;
    }

    [[nodiscard]] std::size_t number_length() const {
        std::size_t end = digits_end(position_);
        const bool has_decimals =
            end + 1 < source_.size() && source_[end] == '.' && is_digit(source_[end + 1]);
        if (has_decimals) end = digits_end(end + 1);
        return end - position_;
    }

    /// A quote inside is written twice.
    Result<ExpressionToken> text_token(char quote) {
        std::size_t end = position_ + 1;
        for (;;) {
            end = source_.find(quote, end);
            if (end == std::string_view::npos)
                return refuse(mistake_, ExpressionErrorCode::UnfinishedText, place());
            const bool doubled = end + 1 < source_.size() && source_[end + 1] == quote;
            if (!doubled) return take(TokenKind::Text, end + 1 - position_);
            end += 2;
        }
    }

    std::string_view source_;
    ExpressionError& mistake_;
    std::size_t position_ = 0;
};

}  // namespace

tl::unexpected<Error> refuse(ExpressionError& mistake, ExpressionErrorCode code,
                             std::uint32_t position, std::vector<std::string> arguments) {
    mistake = {code, position, std::string(key_of(code)), std::move(arguments)};
    return fail(ErrorCode::BadInput, "expression.compile");
}

Result<std::vector<ExpressionToken>> read_tokens(std::string_view source,
                                                 ExpressionError& mistake) {
    if (source.size() > kExpressionBytesMax)
        return refuse(mistake, ExpressionErrorCode::TooLong, kExpressionBytesMax);
    if (!is_utf8(source)) return refuse(mistake, ExpressionErrorCode::NotUtf8, 0);
    return Lexer(source, mistake).read();
}

}  // namespace holdfast
