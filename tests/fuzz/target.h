// One fuzz target: where mutation starts from, and what must hold for any bytes.
//
// Each target is built twice: with libFuzzer (./holdfast fuzz) and as a unit test that mutates the
// seeds with a fixed seed, so that every run of the checks feeds some hostile bytes as well.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace holdfast::test {

using Bytes = std::vector<std::uint8_t>;

/// Valid inputs of the reader under test.
std::vector<Bytes> seeds();

/// Reads the bytes; stops the program when a promise of the reader is broken.
void feed(std::span<const std::uint8_t> bytes);

}  // namespace holdfast::test
