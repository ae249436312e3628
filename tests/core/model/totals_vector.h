// Golden vectors of totals: read, answered and written the same natively and in the browser build.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace holdfast::test {

using Json = nlohmann::json;

/// What the program says of the vector's document, as the vectors write it.
[[nodiscard]] std::string totals_answer(const Json& vector);

/// What exact fractions say of it, in the same form.
[[nodiscard]] std::string totals_expected(const Json& vector);

}  // namespace holdfast::test
