#include "enrol_route.h"

#include <algorithm>

#include "secrets.h"

namespace holdfast::server {
namespace {

constexpr std::size_t kDeviceNameBytesMax = 120;

struct Enrolment {
    sync::EnrolReply reply;
    bool accepted = false;
};

Result<sync::EnrolRequest> read_request(const net::Request& request) {
    if (format_of(request) == Format::Frames) return sync::decode_enrol_request(request.body);
    return sync::enrol_request_from_json(
        {reinterpret_cast<const char*>(request.body.data()), request.body.size()});
}

bool equals_demo_code(const std::optional<DemoCode>& demo, std::string_view code) {
    return demo && same_secret(secret_hash(normalised_code(demo->code)), secret_hash(code));
}

Status enrol_device(SqliteStore& store, const std::string& user, NewDevice device,
                    Enrolment& enrolment) {
    device.user = user;
    const DeviceIdentity identity = TRY(add_device(store.database(), device));
    const std::uint64_t epoch = TRY(store.epoch());
    enrolment.accepted = true;
    enrolment.reply = {identity.device,           identity.code, device.token, user, epoch,
                       store.registry().version()};
    return {};
}

}  // namespace

EnrolRoute::EnrolRoute(Parts& parts)
    : parts_(parts),
      by_peer_(kTriesAtOnce, kTriesPerMinute),
      of_all_(kTriesAtOnceOfAll, kTriesPerMinuteOfAll) {}

std::int64_t EnrolRoute::take_try(const net::Request& request) {
    const std::int64_t now_ms = parts_.network.now_ms();
    const std::int64_t wait_ms = by_peer_.take(request.peer, now_ms);
    return wait_ms > 0 ? wait_ms : of_all_.take("", now_ms);
}

void EnrolRoute::handle(const std::shared_ptr<net::Exchange>& exchange) {
    const net::Request& request = exchange->request();
    const Format format = format_of(request);
    if (const std::int64_t wait_ms = take_try(request); wait_ms > 0) {
        ++parts_.metrics.refused_enrolments;
        net::Response response = problem_answer({sync::ProblemCode::Retry, wait_ms}, format);
        response.status = 429;
        return exchange->respond(std::move(response));
    }
    auto asked = read_request(request);
    if (!asked) return exchange->respond(problem_answer(problem_of(asked.error()), format));
    redeem(exchange, *asked);
}

void EnrolRoute::redeem(const std::shared_ptr<net::Exchange>& exchange,
                        const sync::EnrolRequest& asked) {
    const std::string code = normalised_code(asked.code);
    NewDevice device;
    device.name = asked.device_name.substr(0, kDeviceNameBytesMax);
    device.token = make_token();
    device.created_ms = parts_.environment.now_ms();
    const bool is_demo = is_local(exchange->request()) && equals_demo_code(parts_.demo_code, code);
    const std::string demo_user = is_demo ? parts_.demo_code->user : std::string{};

    auto enrolment = std::make_shared<Enrolment>();
    const Work work = [=](SqliteStore& store) -> Status {
        std::optional<std::string> user = demo_user;
        if (!is_demo) user = TRY(redeem_code(store.database(), code, device.created_ms));
        if (!user) return {};
        return enrol_device(store, *user, device, *enrolment);
    };
    const Finish finish = [this, exchange, enrolment](Status done) {
        const Format format = format_of(exchange->request());
        if (!done) return exchange->respond(problem_answer(problem_of(done.error()), format));
        if (!enrolment->accepted) {
            ++parts_.metrics.refused_enrolments;
            return exchange->respond(problem_answer({sync::ProblemCode::Unauthorized}, format));
        }
        const sync::EnrolReply& reply = enrolment->reply;
        ++parts_.metrics.enrolments;
        parts_.devices.add(reply.token, {reply.device, reply.device_code, reply.user});
        exchange->respond(message_answer(reply, format));
    };
    parts_.writer.add({work, finish});
}

}  // namespace holdfast::server
