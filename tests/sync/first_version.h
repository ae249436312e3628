// What servers wrote before their answers named a version.
#pragma once

#include "frame.h"

namespace holdfast::sync::test {

/// An empty delta.
inline std::vector<std::uint8_t> first_version_delta() {
    std::vector<std::uint8_t> start;
    CborWriter writer(start);
    writer.array(6);
    for (const std::uint64_t number : {5U, 0U, 10U, 0U}) writer.unsigned_integer(number);
    writer.boolean(false);
    writer.unsigned_integer(0);
    std::vector<std::uint8_t> end;
    CborWriter end_writer(end);
    end_writer.array(1);
    end_writer.unsigned_integer(0);
    std::vector<std::uint8_t> bytes;
    append_frame(bytes, FrameType::DeltaStart, start);
    append_frame(bytes, FrameType::DeltaEnd, end);
    return bytes;
}

}  // namespace holdfast::sync::test
