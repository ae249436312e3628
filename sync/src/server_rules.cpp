#include "sync/server_rules.h"

#include <algorithm>

#include "history_mark.h"
#include "transaction_merge.h"

namespace holdfast::sync {
namespace {

bool is_consecutive(const std::vector<TransactionRecord>& transactions) {
    for (std::size_t index = 1; index < transactions.size(); ++index)
        if (raw(transactions[index].no) != raw(transactions[index - 1].no) + 1) return false;
    return transactions.empty() || transactions.front().no != TransactionNo::None;
}

TransactionNo before(TransactionNo no) {
    return TransactionNo{raw(no) - 1};
}

std::optional<Problem> find_problem(const PushRequest& request, std::uint64_t epoch,
                                    const DeviceState& device) {
    if (request.epoch != epoch) return Problem{ProblemCode::WrongEpoch};
    if (request.transactions.size() > kPushTransactionsMax) return Problem{ProblemCode::TooLarge};
    if (!is_consecutive(request.transactions)) return Problem{ProblemCode::BadRequest};
    const TransactionNo expected{raw(device.last_no) + 1};
    if (!request.transactions.empty() && raw(request.transactions.front().no) > raw(expected))
        return Problem{ProblemCode::Gap, 0, expected};
    return std::nullopt;
}

/// The refused transaction that this one builds on, or None.
Result<TransactionNo> find_refused_dependency(ServerStore& store, DeviceNo device,
                                              const TransactionRecord& transaction) {
    for (const TransactionNo dependency : transaction.depends_on) {
        if (dependency == TransactionNo::None || raw(dependency) >= raw(transaction.no)) continue;
        const std::vector<TransactionResult> results =
            TRY(store.read_results(device, before(dependency), dependency));
        if (!results.empty() && results.front().status != TransactionStatus::Applied)
            return dependency;
    }
    return TransactionNo::None;
}

TransactionResult refusal_result(TransactionNo no, const Refusal& refusal) {
    TransactionResult result;
    result.no = no;
    result.status = TransactionStatus::Rejected;
    result.code = refusal.code;
    result.entity = refusal.entity;
    result.field = refusal.field;
    result.current = refusal.current;
    return result;
}

TransactionResult blocked_result(TransactionNo no, TransactionNo by) {
    TransactionResult result;
    result.no = no;
    result.status = TransactionStatus::Blocked;
    result.code = RejectionCode::DependsOnRejected;
    result.blocked_by = by;
    return result;
}

Result<TransactionResult> apply_transaction(ServerContext& context, const Author& author,
                                            const TransactionRecord& transaction) {
    ServerStore& store = *context.store;
    const ServerSeq seq{raw(TRY(store.head())) + 1};
    TransactionMerge merge(*context.registry, store, author, seq, context.now_ms);
    if (const Registry* customized = context.customized ? TRY(context.customized()) : nullptr)
        merge.judge_by(*customized);
    merge.lease_by(context.leases);
    for (const Operation& operation : transaction.operations)
        if (Decision refusal = TRY(merge.stage(operation)))
            return refusal_result(transaction.no, *refusal);
    const ServerSeq taken = TRY(store.take_seq());
    HOLDFAST_ASSERT(taken == seq);
    TRY(merge.write());
    LogEntry entry{author.device, author.no, author.hlc, author.user};
    entry.chain = TRY(chain_after(store, ServerSeq{raw(seq) - 1}, entry));
    TRY(store.append_log(seq, entry, transaction));
    TransactionResult result;
    result.no = transaction.no;
    result.seq = seq;
    return result;
}

/// Decides one transaction and moves the device's position past it.
Result<TransactionResult> decide(ServerContext& context, DeviceState& device,
                                 const TransactionRecord& transaction) {
    const std::uint64_t epoch = TRY(context.store->epoch());
    device.last_hlc = clamp_hlc(transaction.hlc, device.last_hlc, context.now_ms).hlc;
    device.last_no = transaction.no;
    const TransactionNo refused =
        TRY(find_refused_dependency(*context.store, device.device, transaction));
    TransactionResult result;
    if (refused != TransactionNo::None) {
        result = blocked_result(transaction.no, refused);
    } else if (transaction.operations.empty()) {
        // A number whose content its device no longer has; what builds on it must not apply.
        result = refusal_result(transaction.no, {});
    } else if (transaction.operations.size() > kOperationsPerTransactionMax) {
        result = refusal_result(transaction.no, {RejectionCode::Invalid, {}, {}, {}});
    } else {
        const Author author{device.device, transaction.no, device.last_hlc,
                            device.user,   device.code,    device.owes_numbers};
        if (device.owes_numbers && ends_report(transaction, epoch)) {
            device.owes_numbers = false;
            TRY(context.store->write_device(device));
        }
        result = TRY(apply_transaction(context, author, transaction));
    }
    TRY(context.store->write_result(device.device, result));
    return result;
}

Result<PushReply> decide_all(ServerContext& context, DeviceState device,
                             const PushRequest& request) {
    PushReply reply;
    if (!request.transactions.empty()) {
        const TransactionNo last = std::min(device.last_no, request.transactions.back().no);
        reply.results = TRY(context.store->read_results(
            device.device, before(request.transactions.front().no), last));
    }
    const TransactionNo known = device.last_no;
    for (const TransactionRecord& transaction : request.transactions)
        if (raw(transaction.no) > raw(known))
            reply.results.push_back(TRY(decide(context, device, transaction)));
    if (device.last_no != known) TRY(context.store->write_device(device));
    reply.epoch = request.epoch;
    reply.head = TRY(context.store->head());
    reply.last_no = device.last_no;
    return reply;
}

}  // namespace

Result<std::variant<PushReply, Problem>> handle_push(ServerContext& context, DeviceNo device,
                                                     const PushRequest& request) {
    const std::uint64_t epoch = TRY(context.store->epoch());
    const std::optional<DeviceState> state = TRY(context.store->read_device(device));
    if (!state) return fail(ErrorCode::Unauthorized, "push.device");
    if (const auto problem = find_problem(request, epoch, *state)) return *problem;
    return TRY(decide_all(context, *state, request));
}

Result<Delta> build_delta(ServerContext& context, DeviceNo device, const DeltaRequest& request) {
    ServerStore& store = *context.store;
    const std::optional<DeviceState> state = TRY(store.read_device(device));
    if (!state) return fail(ErrorCode::Unauthorized, "delta.device");
    Delta delta;
    delta.epoch = TRY(store.epoch());
    delta.to = TRY(store.head());
    delta.mark = TRY(make_mark(context, delta.to));
    delta.rebaseline = request.epoch != delta.epoch || raw(request.checkpoint) > raw(delta.to);
    delta.from = delta.rebaseline ? ServerSeq::None : request.checkpoint;
    delta.decided_upto = state->last_no;
    if (delta.rebaseline || delta.from != delta.to)
        delta.rows = TRY(store.read_changes(delta.from));
    for (TransactionResult& result : TRY(store.read_results(device, request.after, state->last_no)))
        if (result.status != TransactionStatus::Applied)
            delta.refusals.push_back(std::move(result));
    return delta;
}

bool has_news(const Delta& delta, const DeltaRequest& request) {
    return delta.rebaseline || delta.to != request.checkpoint ||
           raw(delta.decided_upto) > raw(request.after);
}

}  // namespace holdfast::sync
