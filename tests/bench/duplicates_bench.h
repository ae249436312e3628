// Duplicates among 100 k accounts: building the index, and what a form is told while it is filled.
#pragma once

#include <cstddef>

namespace holdfast::bench {

void measure_duplicates(std::size_t row_count);

}  // namespace holdfast::bench
