#include "bench/bench.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace holdfast::bench {

// Processor time: the machine may be busy with other things, and nothing measured here waits.
double time_ms(const std::function<void()>& work) {
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) * 1'000 / CLOCKS_PER_SEC;
}

double percentile(std::vector<double> samples, int percent) {
    std::sort(samples.begin(), samples.end());
    const std::size_t index = samples.size() * static_cast<std::size_t>(percent) / 100;
    return samples[std::min(index, samples.size() - 1)];
}

void print(const Line& line) {
    std::printf("{\"name\":\"%.*s\",\"value\":%.4f,\"unit\":\"%.*s\",\"budget\":",
                static_cast<int>(line.name.size()), line.name.data(), line.value,
                static_cast<int>(line.unit.size()), line.unit.data());
    if (line.budget != 0)
        std::printf("%g}\n", line.budget);
    else
        std::printf("null}\n");
    std::fflush(stdout);
}

}  // namespace holdfast::bench
