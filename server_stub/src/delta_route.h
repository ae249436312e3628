// GET /v1/delta: everything after a checkpoint, or a wait of at most 25 s until there is something.
#pragma once

#include <memory>

#include "answers.h"
#include "hub.h"
#include "parts.h"
#include "sync/server_rules.h"

namespace holdfast::server {

class DeltaRoute {
public:
    DeltaRoute(Parts& parts, Hub& hub) : parts_(parts), hub_(hub) {}
    void handle(const std::shared_ptr<net::Exchange>& exchange, DeviceNo device);

private:
    /// One request on its way through fetch, wait, fetch again, answer.
    struct Poll {
        std::shared_ptr<net::Exchange> exchange;
        DeviceNo device = DeviceNo::None;
        sync::DeltaRequest request;
        std::int64_t deadline_ms = 0;
        std::uint64_t generation = 0;  ///< Of the hub when the last fetch began.
        net::Response answer;
        std::uint64_t rows = 0;
        enum class News : std::uint8_t { None, Some, Lost } news = News::None;
    };
    using PollPtr = std::shared_ptr<Poll>;

    [[nodiscard]] Status build(SqliteStore& store, Poll& poll) const;
    void begin_anew(const PollPtr& poll);
    void fetch(const PollPtr& poll);
    void on_fetched(const PollPtr& poll, Status done);
    void answer(Poll& poll);

    Parts& parts_;
    Hub& hub_;
};

}  // namespace holdfast::server
