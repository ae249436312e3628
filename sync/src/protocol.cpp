#include "sync/protocol.h"

namespace holdfast::sync {

std::string with_protocol(std::string path) {
    return std::move(path) + kProtocolParameter + "=" + std::to_string(kProtocolVersion);
}

std::optional<Problem> find_protocol_problem(std::uint32_t protocol) {
    if (protocol < kProtocolVersionMin) return Problem{ProblemCode::UpgradeRequired};
    if (protocol > kProtocolVersion) return Problem{ProblemCode::ServerTooOld};
    return std::nullopt;
}

}  // namespace holdfast::sync
