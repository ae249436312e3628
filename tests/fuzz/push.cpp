// Pushes with a right checksum: what is accepted survives writing and reading again.
#include "fuzz/sealed_frames.h"
#include "sync/messages.h"

namespace holdfast::test {

std::vector<Bytes> seeds() {
    return {unsealed(sync::encode(sync::test::sample_push()))};
}

void feed(std::span<const std::uint8_t> bytes) {
    const auto push = sync::decode_push_request(sealed(bytes));
    if (!push) return;
    HOLDFAST_ASSERT(push->transactions.size() <= sync::kPushTransactionsMax);
    const auto again = sync::decode_push_request(sync::encode(*push));
    HOLDFAST_ASSERT(again && again->transactions == push->transactions);
}

}  // namespace holdfast::test
