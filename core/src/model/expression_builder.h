// ExpressionBuilder: makes typed nodes and brings values to one type. Private to core/src/model.
#pragma once

#include <string_view>

#include "model/expression_parser.h"
#include "model/expression_tree.h"

namespace holdfast {

/// How a kind is called in a sentence: "text", "whole number".
[[nodiscard]] std::string_view word_of(ExpressionKind kind);

class ExpressionBuilder {
public:
    using Index = Result<ExpressionIndex>;

    ExpressionBuilder(ExpressionTree& tree, ExpressionError& mistake)
        : tree_(tree), mistake_(mistake) {}

    [[nodiscard]] const ExpressionType& type_of(ExpressionIndex index) const {
        return tree_.nodes[index].type;
    }
    [[nodiscard]] ExpressionIndex add(ExpressionNode node);
    [[nodiscard]] ExpressionIndex literal(ExpressionType type, Value value);
    [[nodiscard]] ExpressionIndex call(ExpressionOperation operation, ExpressionType type,
                                       std::vector<ExpressionIndex> operands,
                                       std::vector<std::int64_t> settings = {});

    [[nodiscard]] tl::unexpected<Error> refuse_type(const ExpressionToken& at,
                                                    std::string_view wanted, ExpressionIndex found);
    /// Fails with WrongType unless `index` is of `kind` or null.
    [[nodiscard]] Status expect(ExpressionIndex index, ExpressionKind kind,
                                const ExpressionToken& at);
    [[nodiscard]] Status expect_whole(ExpressionIndex index, const ExpressionToken& at);

    /// A number with `scale` decimals: as it is, a literal in another form, or rescaled.
    [[nodiscard]] ExpressionIndex with_scale(ExpressionIndex index, std::int32_t scale);
    /// Brings all to one type, which it returns. Fails with WrongType.
    [[nodiscard]] Result<ExpressionType> unify(std::vector<ExpressionIndex>& operands,
                                               const ExpressionToken& at);

    [[nodiscard]] Index arithmetic(const ExpressionToken& at, std::string_view word,
                                   ExpressionIndex left, ExpressionIndex right);
    [[nodiscard]] Index negation(const ExpressionToken& at, ExpressionIndex operand);
    [[nodiscard]] Index comparison(const ExpressionToken& at, std::string_view word,
                                   ExpressionIndex left, ExpressionIndex right);

private:
    [[nodiscard]] Index multiplication(const ExpressionToken& at, ExpressionIndex left,
                                       ExpressionIndex right);
    [[nodiscard]] Index division(const ExpressionToken& at, ExpressionIndex left,
                                 ExpressionIndex right);
    [[nodiscard]] Index addition(const ExpressionToken& at, ExpressionOperation operation,
                                 ExpressionIndex left, ExpressionIndex right);
    /// A number literal takes `scale` when its value allows.
    void fit_literal(ExpressionIndex index, std::int32_t scale);

    ExpressionTree& tree_;
    ExpressionError& mistake_;
};

}  // namespace holdfast
