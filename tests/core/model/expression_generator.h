// ExpressionGenerator: well-typed expressions about a job of ExpressionWorld, by chance.
#pragma once

#include <string>
#include <vector>

#include "core/expression.h"
#include "core/random.h"

namespace holdfast::test {

class ExpressionGenerator {
public:
    explicit ExpressionGenerator(Random& random) : random_(random) {}

    /// Of any kind.
    [[nodiscard]] std::string any();
    [[nodiscard]] std::string condition();

private:
    enum class Place { Job, Line };

    [[nodiscard]] std::string of_kind(ExpressionKind kind, int depth);
    [[nodiscard]] std::string boolean(int depth);
    [[nodiscard]] std::string comparison(int depth);
    [[nodiscard]] std::string number(int depth);
    [[nodiscard]] std::string number_by_function(int depth);
    [[nodiscard]] std::string text(int depth);
    [[nodiscard]] std::string date(int depth);
    [[nodiscard]] std::string date_time(int depth);
    [[nodiscard]] std::string duration(int depth);
    [[nodiscard]] std::string aggregate(ExpressionKind kind, int depth);
    /// if() and ?? of any kind.
    [[nodiscard]] std::string choice(ExpressionKind kind, int depth);
    [[nodiscard]] std::string leaf(ExpressionKind kind);
    [[nodiscard]] std::string literal(ExpressionKind kind);
    [[nodiscard]] std::string field(ExpressionKind kind);
    [[nodiscard]] std::string pick(const std::vector<std::string>& words);

    Random& random_;
    Place place_ = Place::Job;
};

}  // namespace holdfast::test
