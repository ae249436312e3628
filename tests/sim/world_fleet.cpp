// A world whose devices run the product's client machine (fleet.h).
#include "person.h"
#include "world.h"

namespace holdfast::sim {
namespace {

constexpr int kEventsMax = 200'000;
constexpr std::int64_t kDrainMsMax = 2 * 3'600'000;

}  // namespace

void World::step_fleet() {
    const std::size_t event = random_.below(100);
    const std::size_t device = random_.below(devices_.size());
    trace(event * 16 + device + static_cast<std::uint64_t>(now_ms_) * 4'096);
    if (event < 20) {
        now_ms_ += static_cast<std::int64_t>(random_.below(400));
        Person(*this, devices_[device]).act();
        fleet_->on_local_commit(device);
    } else if (event < 95) {
        fleet_->run_next();
    } else {
        happen_rarely();
    }
}

void World::change_link() {
    const LinkKind link = fleet_->change_link(random_.below(devices_.size()));
    if (link == LinkKind::Down) count(Fault::DeviceOffline);
    if (link != LinkKind::Down && link != LinkKind::Good) count(Fault::NetworkCut);
}

void World::on_arrived(const Message& message) {
    if (message.kind == Message::Kind::Pull) return on_pull(message);
    on_push(message);
    fleet_->commit_soon();
}

std::optional<sync::LiveNews> World::live_news(ServerSeq after) {
    sync::ServerContext server_context = context();
    Result<std::optional<sync::LiveNews>> news = sync::build_live_news(server_context, after);
    if (!news) {
        fail_with("build_live_news failed: " + std::string(news.error().context));
        return std::nullopt;
    }
    if (*news) histories_.try_emplace((*news)->live.delta.mark, history_);
    return *std::move(news);
}

void World::on_applied(std::size_t device, const Delta& delta, ServerSeq before,
                       std::uint64_t epoch) {
    note_applied(devices_[device], delta, before, epoch);
}

/// Bad connections stay as they are: work gets through them all the same, in time.
void World::drain_fleet() {
    fleet_->heal();
    const std::int64_t until_ms = now_ms_ + kDrainMsMax;
    for (int event = 1; event < kEventsMax && outcome_.problem.empty(); ++event) {
        if (event % 16 == 0 && is_quiet()) return commit_server();
        if (now_ms_ > until_ms || !fleet_->run_next()) break;
    }
    commit_server();
    if (!is_quiet()) fail_with("liveness: the devices do not come to rest" + restless_devices());
}

/// What each device that is not at rest is waiting for.
std::string World::restless_devices() {
    std::string text;
    for (std::size_t index = 0; index < devices_.size(); ++index) {
        SimStore& store = *devices_[index].store;
        const auto counts = store.pending_counts();
        const StoreState& state = store.state();
        const bool behind =
            state.enrolment.epoch != *server_.epoch() || state.checkpoint != *server_.head();
        if (!counts || (counts->queued == 0 && !behind)) continue;
        text += "; device " + std::to_string(index) + " (" + name_of(fleet_->link_of(index)) +
                "): " + std::to_string(counts->queued) + " queued" + (behind ? ", behind" : "");
    }
    return text;
}

}  // namespace holdfast::sim
