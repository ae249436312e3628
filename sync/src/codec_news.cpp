#include "frame.h"
#include "sync/codec.h"

namespace holdfast::sync {
namespace {

constexpr std::size_t kPokeItems = 2;
constexpr std::size_t kLiveItems = 2;

Result<Poke> read_poke(std::span<const std::uint8_t> payload) {
    CborReader reader(payload);
    TRY(reader.array_of(kPokeItems));
    Poke message;
    message.epoch = TRY(reader.unsigned_integer());
    message.head = TRY(read_number<ServerSeq>(reader));
    TRY(expect_end(reader));
    return message;
}

Result<LiveDelta> read_live(std::span<const std::uint8_t> payload) {
    CborReader reader(payload);
    TRY(reader.array_of(kLiveItems));
    LiveDelta message;
    const std::string_view mark = TRY(reader.text());
    if (mark.size() > kHistoryMarkBytesMax) return fail(ErrorCode::LimitExceeded, "live.mark");
    message.from_mark = mark;
    const std::span<const std::uint8_t> delta = TRY(reader.bytes());
    if (delta.size() > kLiveBytesMax) return fail(ErrorCode::LimitExceeded, "live.delta");
    TRY(expect_end(reader));
    message.delta = TRY(decode_delta(delta));
    return message;
}

}  // namespace

Bytes encode(const Poke& message) {
    Bytes payload;
    CborWriter writer(payload);
    writer.array(kPokeItems);
    writer.unsigned_integer(message.epoch);
    writer.unsigned_integer(raw(message.head));
    return framed(FrameType::Poke, payload);
}

Result<Poke> decode_poke(std::span<const std::uint8_t> bytes) {
    return read_poke(TRY(read_single(bytes, FrameType::Poke)));
}

Bytes encode(const News& message) {
    Bytes bytes = encode(message.poke);
    if (!message.live) return bytes;
    const Bytes delta = encode(message.live->delta);
    if (delta.size() > kLiveBytesMax) return bytes;
    Bytes payload;
    CborWriter writer(payload);
    writer.array(kLiveItems);
    writer.text(message.live->from_mark);
    writer.bytes(delta);
    append_frame(bytes, FrameType::LiveDelta, payload);
    return bytes;
}

Result<News> decode_news(std::span<const std::uint8_t> bytes) {
    FrameReader reader(bytes);
    const std::optional<Frame> first = TRY(reader.next());
    if (!first || first->type != FrameType::Poke) return fail(ErrorCode::Corrupt, "news.poke");
    News news;
    news.poke = TRY(read_poke(first->payload));
    const std::optional<Frame> second = TRY(reader.next());
    if (!second) return news;
    const std::optional<Frame> more = TRY(reader.next());
    if (second->type != FrameType::LiveDelta || more) return fail(ErrorCode::Corrupt, "news.frame");
    // Whatever it is that cannot be read: the poke tells that there is something to ask for.
    if (Result<LiveDelta> live = read_live(second->payload)) news.live = *std::move(live);
    return news;
}

}  // namespace holdfast::sync
