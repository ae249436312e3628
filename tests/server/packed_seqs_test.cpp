#include "packed_seqs.h"

#include "support/test.h"

using namespace holdfast;
using namespace holdfast::server;
using holdfast::test::must;

namespace {

std::vector<ServerSeq> seqs_of(std::initializer_list<std::uint64_t> numbers) {
    std::vector<ServerSeq> seqs;
    for (const std::uint64_t number : numbers) seqs.push_back(ServerSeq{number});
    return seqs;
}

}  // namespace

TEST_CASE("packed positions come back as they were", "[server][packed_seqs]") {
    struct Case {
        std::uint64_t version;
        std::vector<ServerSeq> seqs;
        std::size_t bytes;
    };
    const auto [version, seqs, bytes] = GENERATE(values<Case>({
        {7, seqs_of({7, 7, 7}), 0},
        {7, seqs_of({7, 6, 1}), 3},
        {300, seqs_of({300, 0, 172, 173}), 6},
        {UINT64_MAX, seqs_of({0, UINT64_MAX}), 11},
    }));
    const auto packed = pack_seqs(seqs, ServerSeq{version});
    CHECK(packed.size() == bytes);
    CHECK(must(unpack_seqs(packed, ServerSeq{version}, seqs.size())) == seqs);
}

TEST_CASE("a field that joined the definition later has no position", "[server][packed_seqs]") {
    const auto packed = pack_seqs(seqs_of({9, 4}), ServerSeq{9});
    CHECK(must(unpack_seqs(packed, ServerSeq{9}, 3)) == seqs_of({9, 4, 0}));
}

TEST_CASE("damaged positions are refused", "[server][packed_seqs]") {
    const std::vector<std::uint8_t> damaged = GENERATE(values<std::vector<std::uint8_t>>({
        {0x80},     // Ends in the middle of a number.
        {0x0A},     // Farther back than the row is old.
        {0, 0, 0},  // More positions than fields.
        {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01},
    }));
    const auto result = unpack_seqs(damaged, ServerSeq{9}, 2);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::Corrupt);
}
