// Protocol: the messages between a device and a server, as plain structs. Bytes: sync/codec.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/operation.h"
#include "core/replica.h"

namespace holdfast::sync {

/// What both sides must speak alike: every request names it (kProtocolParameter), and so do the
/// answers that a device builds on. Raised with every change of a payload that an older reader
/// cannot take. 1: rows of a delta without their fields.
inline constexpr std::uint32_t kProtocolVersion = 2;
/// The oldest one that a server still answers.
inline constexpr std::uint32_t kProtocolVersionMin = 2;
inline constexpr char kProtocolParameter[] = "protocol";  ///< Of addresses; absent: 1.
/// No frame is longer. Writers aim at kFrameBytesAim; only one long row or transaction passes it.
inline constexpr std::size_t kFrameBytesMax = 8 << 20;
inline constexpr std::size_t kFrameBytesAim = 256 * 1024;
inline constexpr std::size_t kPushTransactionsMax = 256;
inline constexpr std::size_t kPushBytesMax = 256 * 1024;  ///< A single larger transaction may pass.
inline constexpr std::size_t kRowsPerPartMax = 2'000;
inline constexpr std::size_t kRefusalsPerPartMax = 1'000;
/// Of the slowest link on which work still gets through: 32 kbit/s.
inline constexpr std::size_t kLinkBytesPerSecondMin = 4'096;
inline constexpr int kLongPollSecondsMax = 25;
/// More is not sent to everybody: devices are poked, and ask when they can take it.
inline constexpr std::uint64_t kLiveTransactionsMax = 64;
inline constexpr std::size_t kLiveRowsMax = 200;
inline constexpr std::size_t kLiveBytesMax = 32 * 1024;

/// POST /v1/enrol. One-time code in, device identity out.
struct EnrolRequest {
    std::string code;
    std::string device_name;  ///< "Chromium on Linux", for the administrator's list.
};
struct EnrolReply {
    DeviceNo device = DeviceNo::None;
    std::string device_code;
    std::string token;
    std::string user;
    std::uint64_t epoch = 0;
    std::uint64_t schema_version = 0;
    std::uint32_t protocol = kProtocolVersion;  ///< In which the server answers.
};

/// Where a device stands in the server's history, with the server's own proof of it (Delta::mark).
/// Without a mark it proves nothing.
struct Standing {
    ServerSeq checkpoint = ServerSeq::None;
    std::string mark{};
};

/// POST /v1/push?cp=&mark= . Device and user come from the token, never from the body.
struct PushRequest {
    std::uint64_t epoch = 0;
    std::uint64_t schema_version = 0;
    std::vector<TransactionRecord> transactions;  ///< Ascending, consecutive numbers.
    Standing standing{};                          ///< In the address, not in the body.
};
struct PushReply {
    std::uint64_t epoch = 0;
    ServerSeq head = ServerSeq::None;
    TransactionNo last_no = TransactionNo::None;  ///< Everything up to here is decided, durably.
    std::vector<TransactionResult> results;       ///< Advisory; the truth is in the Delta.
};

/// GET /v1/delta?cp=&mark=&epoch=&after=&wait= : `after` is the device's oldest undecided number
/// - 1.
struct DeltaRequest {
    std::uint64_t epoch = 0;
    ServerSeq checkpoint = ServerSeq::None;
    TransactionNo after = TransactionNo::None;
    int wait_seconds = 0;
    std::string mark{};
};
/// The reply is a core Delta: a start frame, row parts of at most kRowsPerPartMax rows, refusal
/// parts of at most kRefusalsPerPartMax, an end frame. Without the end frame it is not a delta.

/// WebSocket /v1/ws, server to device: something new is there. Carries no data.
struct Poke {
    std::uint64_t epoch = 0;
    ServerSeq head = ServerSeq::None;
};
/// What is new, for every device that stands at delta.from and has written none of it. Tells
/// nothing of a device's own transactions: `decided_upto` is None and there are no refusals.
struct LiveDelta {
    std::string from_mark;  ///< Of delta.from: a device whose mark is another one asks instead.
    Delta delta;
};
/// A message of the WebSocket: a poke, and with it what is new when that is little.
struct News {
    Poke poke;
    std::optional<LiveDelta> live{};
};

enum class ProblemCode : std::uint8_t {
    BadRequest = 1,
    Unauthorized = 2,
    WrongEpoch = 3,
    TooLarge = 4,
    UpgradeRequired = 5,  ///< The device speaks an older protocol than the server takes.
    Retry = 6,
    Gap = 7,           ///< Push does not continue at last_no + 1; `expected_no` says where.
    ServerTooOld = 8,  ///< The device speaks a newer protocol than the server knows.
};
struct Problem {
    ProblemCode code = ProblemCode::BadRequest;
    std::int64_t retry_after_ms = 0;
    TransactionNo expected_no = TransactionNo::None;
};

/// `path`, which ends with "?" or "&", with our version behind it.
[[nodiscard]] std::string with_protocol(std::string path);
/// Whether a server answers a device that speaks `protocol`; if not, why.
[[nodiscard]] std::optional<Problem> find_protocol_problem(std::uint32_t protocol);

}  // namespace holdfast::sync
