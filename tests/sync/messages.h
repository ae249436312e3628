// One sample of every message, with every field filled.
#pragma once

#include "sync/protocol.h"

namespace holdfast::sync::test {

inline TransactionResult sample_result() {
    TransactionResult result;
    result.no = TransactionNo{7};
    result.status = TransactionStatus::Rejected;
    result.seq = ServerSeq{19};
    result.code = RejectionCode::Stale;
    result.entity = EntityId{3};
    result.field = FieldId{9};
    result.blocked_by = TransactionNo{4};
    result.current = R"({"price":12})";
    return result;
}

inline TransactionRecord sample_transaction(std::uint64_t no) {
    FieldEdit edit;
    edit.field = FieldId{2};
    edit.value = std::string("Müller & Söhne");
    edit.base = ServerSeq{41};
    edit.own_no = TransactionNo{3};
    edit.seen = std::int64_t{-5};
    Operation operation;
    operation.kind = OperationKind::Transition;
    operation.entity = EntityId{3};
    operation.record = {0x0192AABBCCDD7EEFULL, 0x8011223344556677ULL};
    operation.from_state = "open";
    operation.edits = {edit, {FieldId{4}, RecordId{5, 6}, ServerSeq{1}, TransactionNo::None, {}}};
    operation.base = ServerSeq{40};
    operation.own_no = TransactionNo{2};
    TransactionRecord transaction;
    transaction.no = TransactionNo{no};
    transaction.id = {7, no};
    transaction.hlc = {0x1234567890ABCDEFULL};
    transaction.schema_version = 99;
    transaction.reason = "work_order.edit";
    transaction.depends_on = {TransactionNo{1}, TransactionNo{2}};
    transaction.operations = {operation};
    return transaction;
}

inline PushRequest sample_push() {
    return {5, 99, {sample_transaction(11), sample_transaction(12)}};
}

inline PushReply sample_push_reply() {
    return {5, ServerSeq{44}, TransactionNo{12}, {sample_result(), sample_result()}};
}

inline Delta sample_delta() {
    Delta delta;
    delta.epoch = 5;
    delta.from = ServerSeq{40};
    delta.to = ServerSeq{44};
    delta.mark = "0123456789abcdeffedcba9876543210";
    delta.decided_upto = TransactionNo{12};
    delta.rebaseline = true;
    delta.rows = {{EntityId{3},
                   {{{1, 2}, ServerSeq{41}, false, {Value{}, Value{std::int64_t{1}}}},
                    {{1, 3}, ServerSeq{42}, true, {Value{std::string("x")}}}},
                   {FieldId{1}, FieldId{40'321}}},
                  {EntityId{5}, {{{1, 4}, ServerSeq{44}, false, {Value{RecordId{8, 9}}}}}}};
    delta.refusals = {sample_result()};
    return delta;
}

inline EnrolReply sample_enrol_reply() {
    return {DeviceNo{6}, "K6", "secret", "ana", 5, 99};
}

}  // namespace holdfast::sync::test
