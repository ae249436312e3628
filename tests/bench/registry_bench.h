// How long a program that starts needs for the definitions of all modules.
#pragma once

namespace holdfast::bench {

void measure_registry();

}  // namespace holdfast::bench
