// Message: what travels between the devices and the server of a simulated world.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "sync/protocol.h"

namespace holdfast::sim {

struct Message {
    enum class Kind : std::uint8_t { Push, Pull, Reply, Problem, Rows } kind = Kind::Push;
    std::size_t device = 0;
    std::uint32_t session = 0;
    std::uint32_t ticket = 0;  ///< Of a question and its answer.
    std::shared_ptr<const sync::PushRequest> push;
    sync::DeltaRequest pull;
    sync::PushReply reply;
    sync::Problem problem;
    std::shared_ptr<const Delta> rows;
};

}  // namespace holdfast::sim
