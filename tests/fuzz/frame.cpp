// Frames as they come from the network: no decoder is broken by any bytes.
#include "fuzz/target.h"
#include "sync/codec.h"
#include "sync/messages.h"

namespace holdfast::test {

using namespace holdfast::sync;

std::vector<Bytes> seeds() {
    return {encode(sync::test::sample_push()),
            encode(sync::test::sample_push_reply()),
            encode(sync::test::sample_delta()),
            encode(sync::test::sample_enrol_reply()),
            encode(EnrolRequest{"ABCD", "Chromium"}),
            encode(Poke{5, ServerSeq{44}}),
            encode(News{{5, ServerSeq{44}}, LiveDelta{"0123", Delta{}}}),
            encode(Problem{ProblemCode::Gap, 250, TransactionNo{3}})};
}

void feed(std::span<const std::uint8_t> bytes) {
    const bool read[] = {
        decode_enrol_request(bytes).has_value(), decode_enrol_reply(bytes).has_value(),
        decode_push_request(bytes).has_value(),  decode_push_reply(bytes).has_value(),
        decode_delta(bytes).has_value(),         decode_news(bytes).has_value(),
        decode_problem(bytes).has_value()};
    HOLDFAST_ASSERT(!decode_poke(bytes) || decode_news(bytes));
    // Bytes are one message at most: the frame types keep them apart.
    int messages = 0;
    for (const bool one : read) messages += one ? 1 : 0;
    HOLDFAST_ASSERT(messages <= 1);
}

}  // namespace holdfast::test
