// POST /v1/push: transactions in; the answer leaves only after the commit that holds them.
#pragma once

#include <memory>

#include "answers.h"
#include "hub.h"
#include "parts.h"
#include "server_customization.h"

namespace holdfast::server {

class PushRoute {
public:
    PushRoute(Parts& parts, Hub& hub) : parts_(parts), hub_(hub) {}
    void handle(const std::shared_ptr<net::Exchange>& exchange, DeviceNo device);

private:
    void submit(const std::shared_ptr<net::Exchange>& exchange, DeviceNo device,
                sync::PushRequest request);
    void count(const sync::PushReply& reply);

    Parts& parts_;
    Hub& hub_;
    ServerCustomization customization_;  ///< Of the thread that writes.
};

}  // namespace holdfast::server
