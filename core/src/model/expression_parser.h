// ExpressionParser: tokens to a syntax tree without types. Private to core/src/model.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/expression_token.h"

namespace holdfast {

enum class SyntaxKind : std::uint8_t {
    Number,
    Text,
    True,
    False,
    Null,
    Path,       ///< `names`.
    Unary,      ///< "not" or "-"; one operand.
    Binary,     ///< The operator as the language writes it, "and" for "&&"; two operands.
    In,         ///< The operand, then the items.
    Call,       ///< The function's name; its arguments.
    Aggregate,  ///< The function's name; `names` from the children on; the condition, if any.
};

using SyntaxIndex = std::uint32_t;

struct SyntaxNode {
    SyntaxKind kind = SyntaxKind::Null;
    ExpressionToken token;               ///< What an error about this node points at.
    std::string_view word;               ///< Operator or function.
    std::vector<ExpressionToken> names;  ///< Of a path.
    std::vector<SyntaxIndex> operands;
    int depth = 1;
};

struct SyntaxTree {
    std::vector<SyntaxNode> nodes;  ///< Operands stand before what uses them.
    SyntaxIndex root = 0;
};

/// Fails with BadInput and fills `mistake`. The tree's views live as long as `source`.
[[nodiscard]] Result<SyntaxTree> parse_expression(std::string_view source,
                                                  ExpressionError& mistake);

}  // namespace holdfast
