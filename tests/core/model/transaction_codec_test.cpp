#include "core/transaction_codec.h"

#include "core/random.h"
#include "support/test.h"

using namespace holdfast;

namespace {

FieldEdit random_edit(test::Random& random) {
    FieldEdit edit;
    edit.field = static_cast<FieldId>(random.below(200));
    if (random.below(2) == 0) edit.value = std::string(random.below(40), 'x');
    edit.base = static_cast<ServerSeq>(random.below(1'000'000));
    edit.own_no = static_cast<TransactionNo>(random.below(50));
    if (random.below(2) == 0) edit.seen = static_cast<std::int64_t>(random.next());
    return edit;
}

Operation random_operation(test::Random& random) {
    constexpr OperationKind kKinds[] = {OperationKind::Create,      OperationKind::Set,
                                        OperationKind::Increment,   OperationKind::Transition,
                                        OperationKind::Remove,      OperationKind::Restore,
                                        OperationKind::ReportNumber};
    Operation operation;
    operation.kind = kKinds[random.below(std::size(kKinds))];
    operation.entity = static_cast<EntityId>(1 + random.below(9));
    operation.record = {random.next(), random.next()};
    if (operation.kind == OperationKind::Transition) operation.from_state = "open";
    operation.edits.resize(random.below(6));
    for (FieldEdit& edit : operation.edits) edit = random_edit(random);
    operation.base = static_cast<ServerSeq>(random.below(1'000'000));
    operation.own_no = static_cast<TransactionNo>(random.below(50));
    return operation;
}

TransactionRecord random_transaction(test::Random& random) {
    TransactionRecord transaction;
    transaction.no = static_cast<TransactionNo>(1 + random.below(1'000));
    transaction.id = {random.next(), random.next()};
    transaction.hlc.packed = random.next();
    transaction.schema_version = random.next();
    transaction.reason = "work_order.edit";
    for (std::uint64_t no = 1; no < 1 + random.below(4); ++no)
        transaction.depends_on.push_back(static_cast<TransactionNo>(no));
    transaction.operations.resize(random.below(8));
    for (Operation& operation : transaction.operations) operation = random_operation(random);
    return transaction;
}

}  // namespace

TEST_CASE("transactions survive a round trip, and equal ones give equal bytes", "[core][codec]") {
    test::Random random(7);
    for (int round = 0; round < 200; ++round) {
        const TransactionRecord transaction = random_transaction(random);
        const std::vector<std::uint8_t> bytes = encode_transaction(transaction);
        const TransactionRecord decoded = test::must(decode_transaction(bytes));
        REQUIRE(decoded == transaction);
        REQUIRE(encode_transaction(decoded) == bytes);
    }
}

TEST_CASE("a transaction cut short at any byte is refused", "[core][codec]") {
    test::Random random(8);
    TransactionRecord transaction = random_transaction(random);
    transaction.operations.push_back(random_operation(random));
    const std::vector<std::uint8_t> bytes = encode_transaction(transaction);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        REQUIRE_FALSE(decode_transaction(std::span(bytes).first(length)).has_value());
}

TEST_CASE("flipped bytes never decode to something that encodes differently", "[core][codec]") {
    test::Random random(9);
    for (int round = 0; round < 2'000; ++round) {
        std::vector<std::uint8_t> bytes = encode_transaction(random_transaction(random));
        bytes[random.below(bytes.size())] = static_cast<std::uint8_t>(random.next());
        const Result<TransactionRecord> decoded = decode_transaction(bytes);
        if (decoded) REQUIRE(encode_transaction(*decoded) == bytes);
    }
}

TEST_CASE("over-long transactions are refused by their size alone", "[core][codec]") {
    TransactionRecord transaction;
    transaction.reason = std::string(65, 'r');
    CHECK(decode_transaction(encode_transaction(transaction)).error().code ==
          ErrorCode::LimitExceeded);
    transaction.reason = std::string(64, 'r');
    CHECK(decode_transaction(encode_transaction(transaction)).has_value());

    transaction.operations.resize(kOperationsPerTransactionMax + 1);
    CHECK(decode_transaction(encode_transaction(transaction)).error().code ==
          ErrorCode::LimitExceeded);

    const std::vector<std::uint8_t> huge(kTransactionBytesMax + 1);
    CHECK(decode_transaction(huge).error().code == ErrorCode::LimitExceeded);
}

TEST_CASE("unknown operation kinds and unsorted dependencies are refused", "[core][codec]") {
    TransactionRecord transaction;
    transaction.operations.emplace_back().kind = static_cast<OperationKind>(6);
    CHECK_FALSE(decode_transaction(encode_transaction(transaction)).has_value());

    TransactionRecord unsorted;
    unsorted.depends_on = {TransactionNo{2}, TransactionNo{2}};
    CHECK_FALSE(decode_transaction(encode_transaction(unsorted)).has_value());

    std::vector<std::uint8_t> trailing = encode_transaction(TransactionRecord{});
    trailing.push_back(0);
    CHECK_FALSE(decode_transaction(trailing).has_value());
}
