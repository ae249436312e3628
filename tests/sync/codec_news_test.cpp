// A poke, and what is new behind it, as bytes.
#include "frame.h"
#include "messages.h"
#include "support/test.h"
#include "sync/codec.h"

namespace holdfast::sync {
namespace {

using holdfast::test::must;
using namespace sync::test;

TEST_CASE("news come back as they were sent", "[codec][live]") {
    News news{{5, ServerSeq{44}}, LiveDelta{"0123", sample_delta()}};
    const News read = must(decode_news(encode(news)));
    CHECK(read.poke.head == ServerSeq{44});
    REQUIRE(read.live.has_value());
    CHECK(read.live->from_mark == "0123");
    CHECK(read.live->delta == sample_delta());
    news.live.reset();
    CHECK(encode(news) == encode(news.poke));
    CHECK_FALSE(must(decode_news(encode(news.poke))).live.has_value());
}

TEST_CASE("of news with too large or unreadable rows the poke is left", "[codec][live]") {
    News large{{5, ServerSeq{44}}, LiveDelta{"0123", sample_delta()}};
    large.live->delta.mark = "";
    large.live->delta.rows[0].rows[0].values[1] = std::string(kLiveBytesMax, 'x');
    CHECK(encode(large) == encode(large.poke));
    Bytes payload;
    CborWriter writer(payload);
    writer.array(2);
    SECTION("a mark that is too long") {
        writer.text(std::string(kHistoryMarkBytesMax + 1, 'a'));
    }
    SECTION("no delta behind the mark") {
        writer.text("0123");
    }
    writer.bytes(Bytes{1, 2, 3});
    Bytes bytes = encode(Poke{5, ServerSeq{44}});
    append_frame(bytes, FrameType::LiveDelta, payload);
    const News read = must(decode_news(bytes));
    CHECK(read.poke.head == ServerSeq{44});
    CHECK_FALSE(read.live.has_value());
}

}  // namespace
}  // namespace holdfast::sync
