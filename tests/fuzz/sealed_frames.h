// Frames with any payload: hostile bytes get a right checksum, so that they reach the decoders.
#pragma once

#include <algorithm>

#include "frame.h"
#include "fuzz/target.h"

namespace holdfast::test {

/// Valid frames as lists of type, u16le length, payload: what sealed() turns into frames again.
inline Bytes unsealed(const sync::Bytes& frames) {
    Bytes out;
    sync::FrameReader reader(frames);
    for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
        const std::size_t length = std::min<std::size_t>((*frame)->payload.size(), 0xFFFF);
        out.push_back(raw((*frame)->type));
        out.push_back(static_cast<std::uint8_t>(length));
        out.push_back(static_cast<std::uint8_t>(length >> 8));
        out.insert(out.end(), (*frame)->payload.begin(),
                   (*frame)->payload.begin() + static_cast<std::ptrdiff_t>(length));
    }
    return out;
}

inline sync::Bytes sealed(std::span<const std::uint8_t> bytes) {
    sync::Bytes frames;
    while (bytes.size() >= 3) {
        const std::size_t wanted = bytes[1] | static_cast<std::size_t>(bytes[2]) << 8;
        const std::size_t length = std::min(wanted, bytes.size() - 3);
        const auto type = static_cast<sync::FrameType>(bytes[0]);
        sync::append_frame(frames, type, bytes.subspan(3, length));
        bytes = bytes.subspan(3 + length);
    }
    return frames;
}

}  // namespace holdfast::test
