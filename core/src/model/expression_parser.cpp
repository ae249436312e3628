#include "model/expression_parser.h"

#include <algorithm>

namespace holdfast {
namespace {

struct BinaryRule {
    std::string_view symbol;
    std::string_view word;
    int strength;
};
constexpr int kNotStrength = 3;
constexpr int kComparisonStrength = 4;
/// The weakest first. Comparisons do not chain; all others group from the left.
constexpr BinaryRule kBinaryRules[] = {
    {"or", "or", 1}, {"||", "or", 1}, {"and", "and", 2}, {"&&", "and", 2},
    {"==", "==", 4}, {"!=", "!=", 4}, {"<", "<", 4},     {"<=", "<=", 4},
    {">", ">", 4},   {">=", ">=", 4}, {"in", "in", 4},   {"not", "in", 4} /* not in */,
    {"??", "??", 5}, {"+", "+", 6},   {"-", "-", 6},     {"*", "*", 7},
    {"/", "/", 7},
};
constexpr std::string_view kReserved[] = {"and", "or", "not", "in", "where"};
constexpr std::string_view kAggregates[] = {"sum", "count", "min", "max", "avg"};

template <std::size_t Count>
bool is_one_of(const std::string_view (&words)[Count], std::string_view word) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

class Parser {
public:
    Parser(std::vector<ExpressionToken> tokens, ExpressionError& mistake)
        : tokens_(std::move(tokens)), mistake_(mistake) {}

    Result<SyntaxTree> parse() {
        tree_.root = TRY(parse_binary(1, 1));
        if (current().kind != TokenKind::End) return unexpected();
        return std::move(tree_);
    }

private:
    using Index = Result<SyntaxIndex>;

    [[nodiscard]] const ExpressionToken& current() const { return tokens_[position_]; }
    [[nodiscard]] const ExpressionToken& following() const {
        return tokens_[std::min(position_ + 1, tokens_.size() - 1)];
    }
    ExpressionToken take() {
        const ExpressionToken token = current();
        if (token.kind != TokenKind::End) ++position_;
        return token;
    }
    bool take_if(std::string_view word) {
        if (!current().is(word)) return false;
        take();
        return true;
    }
    [[nodiscard]] tl::unexpected<Error> unexpected() {
        if (current().kind == TokenKind::End)
            return refuse(mistake_, ExpressionErrorCode::UnexpectedEnd, current().position);
        return refuse(mistake_, ExpressionErrorCode::UnexpectedWord, current().position,
                      {std::string(current().text)});
    }
    Status expect(std::string_view word) {
        if (!take_if(word)) return unexpected();
        return {};
    }

    Index add(SyntaxNode node) {
        for (const SyntaxIndex operand : node.operands)
            node.depth = std::max(node.depth, tree_.nodes[operand].depth + 1);
        if (node.depth > kExpressionDepthMax)
            return refuse(mistake_, ExpressionErrorCode::TooDeep, node.token.position);
        if (tree_.nodes.size() >= kExpressionNodesMax)
            return refuse(mistake_, ExpressionErrorCode::TooComplex, node.token.position);
        tree_.nodes.push_back(std::move(node));
        return static_cast<SyntaxIndex>(tree_.nodes.size() - 1);
    }

    [[nodiscard]] const BinaryRule* current_rule() const {
        if (current().is("not") && !following().is("in")) return nullptr;
        for (const BinaryRule& rule : kBinaryRules)
            if (current().is(rule.symbol)) return &rule;
        return nullptr;
    }

    /// Precedence climbing: takes operators at least as strong as `weakest`.
    Index parse_binary(int weakest, int depth) {
        if (depth > kExpressionDepthMax)
            return refuse(mistake_, ExpressionErrorCode::TooDeep, current().position);
        SyntaxIndex left = TRY(parse_prefix(depth));
        int strongest = INT32_MAX;
        for (const BinaryRule* rule = current_rule();
             rule && rule->strength >= weakest && rule->strength <= strongest;
             rule = current_rule()) {
            left = rule->word == "in" ? TRY(parse_in(left, depth))
                                      : TRY(parse_right(left, *rule, depth));
            // The result of a comparison is not compared again: "a < b < c" is a mistake.
            strongest =
                rule->strength == kComparisonStrength ? kComparisonStrength - 1 : rule->strength;
        }
        return left;
    }

    Index parse_right(SyntaxIndex left, const BinaryRule& rule, int depth) {
        const ExpressionToken token = take();
        const SyntaxIndex right = TRY(parse_binary(rule.strength + 1, depth + 1));
        return add({SyntaxKind::Binary, token, rule.word, {}, {left, right}});
    }

    Index parse_in(SyntaxIndex left, int depth) {
        const ExpressionToken first = take();
        if (first.is("not")) take();
        SyntaxNode node{SyntaxKind::In, first, "in", {}, {left}};
        TRY(expect("("));
        TRY(parse_items(node, depth));
        const SyntaxIndex in = TRY(add(std::move(node)));
        return first.is("not") ? add({SyntaxKind::Unary, first, "not", {}, {in}}) : Index(in);
    }

    /// One or more, up to the closing parenthesis.
    Status parse_items(SyntaxNode& node, int depth) {
        std::size_t count = 0;
        do {
            if (++count > kExpressionItemsMax)
                return refuse(mistake_, ExpressionErrorCode::TooManyItems, current().position);
            node.operands.push_back(TRY(parse_binary(1, depth + 1)));
        } while (take_if(","));
        return expect(")");
    }

    Index parse_prefix(int depth) {
        if (depth > kExpressionDepthMax)
            return refuse(mistake_, ExpressionErrorCode::TooDeep, current().position);
        if (current().is("not")) {
            const ExpressionToken token = take();
            const SyntaxIndex operand = TRY(parse_binary(kNotStrength, depth + 1));
            return add({SyntaxKind::Unary, token, "not", {}, {operand}});
        }
        if (current().is("!") || current().is("-")) {
            const ExpressionToken token = take();
            const SyntaxIndex operand = TRY(parse_prefix(depth + 1));
            return add({SyntaxKind::Unary, token, token.is("!") ? "not" : "-", {}, {operand}});
        }
        return parse_primary(depth);
    }

    Index parse_primary(int depth) {
        switch (current().kind) {
            case TokenKind::Number:
                return add({SyntaxKind::Number, take(), {}, {}, {}});
            case TokenKind::Text:
                return add({SyntaxKind::Text, take(), {}, {}, {}});
            case TokenKind::Name:
                return parse_name(depth);
            default:
                break;
        }
        if (!take_if("(")) return unexpected();
        const SyntaxIndex inner = TRY(parse_binary(1, depth + 1));
        TRY(expect(")"));
        return inner;
    }

    Index parse_name(int depth) {
        if (is_one_of(kReserved, current().text)) return unexpected();
        const ExpressionToken name = current();
        if (following().is("(")) return parse_call(depth);
        if (name.is("true")) return add({SyntaxKind::True, take(), {}, {}, {}});
        if (name.is("false")) return add({SyntaxKind::False, take(), {}, {}, {}});
        if (name.is("null")) return add({SyntaxKind::Null, take(), {}, {}, {}});
        SyntaxNode node{SyntaxKind::Path, name, {}, {}, {}};
        TRY(parse_path(node));
        return add(std::move(node));
    }

    Status parse_path(SyntaxNode& node) {
        do {
            if (current().kind != TokenKind::Name || is_one_of(kReserved, current().text))
                return unexpected();
            node.names.push_back(take());
        } while (take_if("."));
        return {};
    }

    Index parse_call(int depth) {
        const ExpressionToken name = take();
        take();
        if (is_one_of(kAggregates, name.text)) return parse_aggregate(name, depth);
        SyntaxNode node{SyntaxKind::Call, name, name.text, {}, {}};
        if (!take_if(")")) TRY(parse_items(node, depth));
        return add(std::move(node));
    }

    Index parse_aggregate(const ExpressionToken& name, int depth) {
        SyntaxNode node{SyntaxKind::Aggregate, name, name.text, {}, {}};
        TRY(parse_path(node));
        if (take_if("where")) node.operands.push_back(TRY(parse_binary(1, depth + 1)));
        TRY(expect(")"));
        return add(std::move(node));
    }

    std::vector<ExpressionToken> tokens_;
    ExpressionError& mistake_;
    SyntaxTree tree_;
    std::size_t position_ = 0;
};

}  // namespace

Result<SyntaxTree> parse_expression(std::string_view source, ExpressionError& mistake) {
    std::vector<ExpressionToken> tokens = TRY(read_tokens(source, mistake));
    return Parser(std::move(tokens), mistake).parse();
}

}  // namespace holdfast
