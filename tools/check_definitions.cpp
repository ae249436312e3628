// Compiles the embedded definitions and says what is wrong with them. Run by the build.
#include <cstdio>
#include <string>

#include "base_definitions.h"
#include "core/registry.h"

int main() {
    std::string mistake;
    const auto documents = holdfast::base_definitions();
    const holdfast::Result<holdfast::Registry> registry =
        holdfast::Registry::compile({documents.begin(), documents.end()}, &mistake);
    if (registry) return 0;
    std::fprintf(stderr, "%s\n", mistake.c_str());
    return 1;
}
