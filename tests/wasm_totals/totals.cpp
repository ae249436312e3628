// Every vector through the browser build: the bytes must be those that the native tests ask for.
#include <cstdio>

#include "totals_vector.h"
#include "totals_vectors.h"

using holdfast::test::Json;

int main() {
    int passed = 0;
    int failed = 0;
    const Json document = Json::parse(holdfast::totals_vectors().front().second);
    for (const Json& vector : document.at("vectors")) {
        const std::string answer = holdfast::test::totals_answer(vector);
        const bool same = answer == holdfast::test::totals_expected(vector);
        ++(same ? passed : failed);
        if (!same) std::printf("%s: %s\n", vector.at("name").dump().c_str(), answer.c_str());
    }
    std::printf("totals: %d passed, %d failed\n", passed, failed);
    return failed == 0 && passed >= 40 ? 0 : 1;
}
