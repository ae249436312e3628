// WorkspaceFixture: a workspace in memory and the hands of a person.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/app/workspace.h"
#include "core/fixed_environment.h"
#include "support/test.h"

namespace holdfast::test {

struct WorkspaceFixture {
    WorkspaceFixture()
        : workspace(
              must(Store::open(must(Database::open(":memory:")), Registry::base(), environment)),
              environment) {}
    EntityId entity(std::string_view key) const { return Registry::base().find(key)->id; }
    FieldId field(std::string_view entity_key, std::string_view key) const {
        return Registry::base().find(entity_key)->find_field(key)->id;
    }
    void type(std::string_view entity_key, std::string_view key, std::string text) {
        workspace.handle(intent::SetText{field(entity_key, key), std::move(text)});
    }
    RecordId save_account(std::string name) {
        workspace.handle(intent::NewRecord{entity("account")});
        type("account", "name", std::move(name));
        workspace.handle(intent::Save{});
        REQUIRE(workspace.form() != nullptr);
        return workspace.form()->id();
    }
    std::string name_of(const RecordId& id) {
        const auto record = must(workspace.store().read(entity("account"), id));
        REQUIRE(record.has_value());
        return std::string(text_or_empty(
            record->values[Registry::base().find("account")->index_of(field("account", "name"))]));
    }
    void enrol() {
        Enrolment enrolment;
        enrolment.device = DeviceNo{7};
        enrolment.device_code = "K7";
        enrolment.user = "ana";
        enrolment.epoch = 1;
        must(workspace.store().enrol(enrolment));
    }
    void undo() { workspace.handle(intent::Undo{workspace.toast()->token}); }
    std::string toast() const { return workspace.toast() ? workspace.toast()->text : ""; }
    int asked(HostRequest::Kind kind) {
        int count = 0;
        for (const HostRequest& request : workspace.take_requests()) count += request.kind == kind;
        return count;
    }
    /// What the server answers to own transactions up to `upto`: all are refused with `code`.
    void refuse(std::uint64_t upto, RejectionCode code, std::vector<EntityRows> rows = {}) {
        Delta refusal;
        refusal.from = workspace.store().state().checkpoint;
        refusal.to = ServerSeq{raw(refusal.from) + 1};
        refusal.epoch = 1;
        refusal.decided_upto = TransactionNo{upto};
        refusal.rows = std::move(rows);
        for (const TransactionRecord& queued : queued_work()) {
            if (raw(queued.no) > upto) continue;
            TransactionResult result;
            result.no = queued.no;
            result.status = TransactionStatus::Rejected;
            result.code = code;
            refusal.refusals.push_back(result);
        }
        must(workspace.store().apply(refusal));
        workspace.on_data_changed();
    }
    /// The server has accepted all own work and sends `rows` back.
    void accept_all(std::vector<EntityRows> rows) {
        Delta accepted;
        accepted.from = workspace.store().state().checkpoint;
        accepted.to = ServerSeq{raw(accepted.from) + 1};
        accepted.epoch = 1;
        accepted.rows = std::move(rows);
        accepted.decided_upto = TransactionNo{raw(workspace.store().state().next_no) - 1};
        must(workspace.store().apply(accepted));
        workspace.on_data_changed();
    }
    std::vector<TransactionRecord> queued_work() {
        return must(workspace.store().read_queued(TransactionNo::None, 100, 1 << 20));
    }
    FixedEnvironment environment;
    Workspace workspace;
};

}  // namespace holdfast::test
