// ExpressionToken: the words of an expression, with their places. Private to core/src/model.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/expression.h"

namespace holdfast {

enum class TokenKind : std::uint8_t { Name, Number, Text, Symbol, End };

struct ExpressionToken {
    TokenKind kind = TokenKind::End;
    std::string_view text;  ///< As written, quotes included. Lives as long as the source.
    std::uint32_t position = 0;
    [[nodiscard]] bool is(std::string_view word) const {
        return text == word && (kind == TokenKind::Name || kind == TokenKind::Symbol);
    }
};

/// Fills `mistake` and returns the failure that stops a compilation.
[[nodiscard]] tl::unexpected<Error> refuse(ExpressionError& mistake, ExpressionErrorCode code,
                                           std::uint32_t position,
                                           std::vector<std::string> arguments = {});

/// All tokens, the last one is End. Fails with BadInput and fills `mistake`.
[[nodiscard]] Result<std::vector<ExpressionToken>> read_tokens(std::string_view source,
                                                               ExpressionError& mistake);

}  // namespace holdfast
