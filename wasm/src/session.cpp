#include "session.h"

#include "browser.h"

namespace holdfast::wasm {
namespace {

constexpr std::int32_t kCacheKib = 64 * 1024;

}  // namespace

Result<std::unique_ptr<Session>> Session::open(WorkspaceKind kind, Environment& environment) {
    std::unique_ptr<WorkspaceStorage> storage = TRY(WorkspaceStorage::mount(environment));
    std::unique_ptr<Session> session(new Session(kind, std::move(storage)));
    TRY(session->start(environment));
    return session;
}

Status Session::start(Environment& environment) {
    Database database = TRY(storage_->open_database(kCacheKib));
    customization_.emplace(TRY(load_customization(database)));
    Store store = TRY(Store::open(std::move(database), customization_->registry(), environment));
    workspace_ = std::make_unique<Workspace>(std::move(store), environment);
    workspace_->set_zone_offset_minutes(zone_offset_minutes());
    workspace_->set_preferred_language(browser_language());
    if (!customization_->issues().empty())
        workspace_->on_problem(std::string(workspace_->strings().get("customization.left_out")));
    sync_ = std::make_unique<SyncDriver>(*workspace_, environment);
    housekeeping_ = std::make_unique<Housekeeping>(*storage_, workspace_->store());
    housekeeping_->on_activity(environment.now_ms());  // The first frames come first.
    return kind_ == WorkspaceKind::Demo ? start_demo(environment) : Status{};
}

Status Session::start_demo(Environment& environment) {
    const DemoState state = TRY(read_demo_state(workspace_->store()));
    if (state == DemoState::HalfWritten) return fail(ErrorCode::Conflict, "session.demo");
    if (state == DemoState::Empty) demo_.emplace(workspace_->store(), environment.now_ms());
    return {};
}

Session::~Session() {
    demo_.reset();
    // A failure leaves the log as it is; the next start recovers from it.
    if (housekeeping_) (void)housekeeping_->settle();
    // Damage that was found, or not yet looked for, is looked for again by the next start.
    const bool clean = housekeeping_ && housekeeping_->may_end_clean();
    housekeeping_.reset();
    sync_.reset();
    workspace_.reset();
    if (clean) (void)storage_->end();
}

}  // namespace holdfast::wasm
