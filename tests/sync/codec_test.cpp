#include "sync/codec.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "crc32c.h"
#include "first_version.h"
#include "frame.h"
#include "messages.h"
#include "support/test.h"

namespace holdfast::sync {
namespace {

using holdfast::test::must;
using namespace sync::test;

using Decoder = std::function<bool(std::span<const std::uint8_t>)>;

struct Sample {
    const char* name;
    Bytes bytes;
    Decoder decodes;
};

/// News whose second part could be read as well.
Result<LiveDelta> decode_live(std::span<const std::uint8_t> bytes) {
    News news = TRY(decode_news(bytes));
    if (!news.live) return fail(ErrorCode::Corrupt, "test.live");
    return *std::move(news.live);
}

std::vector<Sample> all_samples() {
    const auto by = [](auto decode) {
        return [decode](std::span<const std::uint8_t> bytes) { return decode(bytes).has_value(); };
    };
    return {
        {"enrol request", encode(EnrolRequest{"ABCD-1234", "Chromium"}), by(decode_enrol_request)},
        {"enrol reply", encode(sample_enrol_reply()), by(decode_enrol_reply)},
        {"push", encode(sample_push()), by(decode_push_request)},
        {"push reply", encode(sample_push_reply()), by(decode_push_reply)},
        {"delta", encode(sample_delta()), by(decode_delta)},
        {"poke", encode(Poke{5, ServerSeq{44}}), by(decode_poke)},
        {"news", encode(News{{5, ServerSeq{44}}, LiveDelta{"0123", sample_delta()}}),
         by(decode_live)},
        {"problem", encode(Problem{ProblemCode::Gap, 250, TransactionNo{3}}), by(decode_problem)}};
}

TEST_CASE("every message comes back as it was sent", "[codec]") {
    const PushRequest push = must(decode_push_request(encode(sample_push())));
    CHECK(push.epoch == 5);
    CHECK(push.schema_version == 99);
    CHECK(push.transactions == sample_push().transactions);
    const PushReply reply = must(decode_push_reply(encode(sample_push_reply())));
    CHECK(reply.head == ServerSeq{44});
    CHECK(reply.last_no == TransactionNo{12});
    CHECK(reply.results == sample_push_reply().results);
    CHECK(must(decode_delta(encode(sample_delta()))) == sample_delta());
    const EnrolReply enrolled = must(decode_enrol_reply(encode(sample_enrol_reply())));
    CHECK(enrolled.device == DeviceNo{6});
    CHECK(enrolled.token == "secret");
    const EnrolRequest enrol = must(decode_enrol_request(encode(EnrolRequest{"code", "name"})));
    CHECK(enrol.code == "code");
    CHECK(enrol.device_name == "name");
    CHECK(must(decode_poke(encode(Poke{5, ServerSeq{44}}))).head == ServerSeq{44});
    const Problem problem = must(decode_problem(encode(Problem{ProblemCode::Retry, 250, {}})));
    CHECK(problem.code == ProblemCode::Retry);
    CHECK(problem.retry_after_ms == 250);
}

TEST_CASE("the checksum is CRC-32C", "[codec]") {
    const std::string_view digits = "123456789";
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(digits.data());
    CHECK(crc32c({bytes, digits.size()}) == 0xE3069283U);
    CHECK(crc32c({}) == 0U);
}

TEST_CASE("a message cut off anywhere is refused", "[codec]") {
    for (const Sample& sample : all_samples()) {
        CAPTURE(sample.name);
        REQUIRE(sample.decodes(sample.bytes));
        for (std::size_t length = 0; length < sample.bytes.size(); ++length) {
            CAPTURE(length);
            REQUIRE_FALSE(sample.decodes(std::span(sample.bytes).first(length)));
        }
    }
}

TEST_CASE("a message with any bit turned is refused", "[codec]") {
    for (const Sample& sample : all_samples()) {
        CAPTURE(sample.name);
        for (std::size_t bit = 0; bit < sample.bytes.size() * 8; ++bit) {
            Bytes damaged = sample.bytes;
            damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            CAPTURE(bit);
            REQUIRE_FALSE(sample.decodes(damaged));
        }
    }
}

TEST_CASE("a message followed by another one is refused", "[codec]") {
    for (const Sample& sample : all_samples()) {
        CAPTURE(sample.name);
        Bytes twice = sample.bytes;
        const Bytes poke = encode(Poke{1, ServerSeq{1}});
        twice.insert(twice.end(), poke.begin(), poke.end());
        CHECK_FALSE(sample.decodes(twice));
    }
}

TEST_CASE("a payload that lies about its counts is refused without believing them", "[codec]") {
    Bytes payload;
    CborWriter writer(payload);
    writer.array(3);
    writer.unsigned_integer(1);
    writer.unsigned_integer(1);
    writer.array(2'000'000'000);
    Bytes bytes;
    append_frame(bytes, FrameType::Push, payload);
    CHECK_FALSE(decode_push_request(bytes).has_value());
}

TEST_CASE("a frame longer than the limit is refused before it is read", "[codec]") {
    const Bytes bytes{0xFF, 0xFF, 0xFF, 0x7F, 8, 0};
    const auto poke = decode_poke(bytes);
    REQUIRE_FALSE(poke.has_value());
    CHECK(poke.error().code == ErrorCode::LimitExceeded);
}

TEST_CASE("an unknown frame is skipped when it says that it may be", "[codec]") {
    Bytes bytes;
    append_frame(bytes, static_cast<FrameType>(0x85), Bytes{1, 2, 3});
    const Bytes poke = encode(Poke{5, ServerSeq{44}});
    bytes.insert(bytes.end(), poke.begin(), poke.end());
    CHECK(must(decode_poke(bytes)).epoch == 5);
    Bytes strange;
    append_frame(strange, static_cast<FrameType>(0x45), Bytes{1, 2, 3});
    CHECK(decode_poke(strange).error().code == ErrorCode::Unsupported);
}

TEST_CASE("a push of more transactions than the limit is refused", "[codec]") {
    PushRequest push{1, 1, {}};
    for (std::uint64_t no = 1; no <= kPushTransactionsMax + 1; ++no)
        push.transactions.push_back({TransactionNo{no}, {}, {}, 0, "", {}, {}});
    CHECK(decode_push_request(encode(push)).error().code == ErrorCode::LimitExceeded);
}

TEST_CASE("a delta of many rows travels in parts and comes back whole", "[codec]") {
    Delta delta;
    delta.to = ServerSeq{9};
    delta.rows = {{EntityId{1}, {}}, {EntityId{2}, {}}};
    for (std::uint64_t row = 1; row <= 3 * kRowsPerPartMax; ++row)
        delta.rows[row % 2].rows.push_back(
            {{1, row}, ServerSeq{row}, false, {Value{std::string(40, 'x')}}});
    const Bytes bytes = encode(delta);
    CHECK(must(decode_delta(bytes)) == delta);
    FrameReader reader(bytes);
    std::size_t frames = 0;
    while (must(reader.next())) ++frames;
    CHECK(frames >= 5);
}

TEST_CASE("a delta without one of its parts is refused", "[codec]") {
    Delta delta = sample_delta();
    delta.mark.clear();  // Older servers give none.
    const Bytes bytes = encode(delta);
    FrameReader reader(bytes);
    std::vector<Frame> frames;
    while (const auto frame = must(reader.next())) frames.push_back(*frame);
    REQUIRE(frames.size() == 4);
    for (std::size_t missing = 0; missing < frames.size(); ++missing) {
        Bytes fewer;
        for (std::size_t index = 0; index < frames.size(); ++index)
            if (index != missing) append_frame(fewer, frames[index].type, frames[index].payload);
        CAPTURE(missing);
        CHECK_FALSE(decode_delta(fewer).has_value());
    }
}

TEST_CASE("the JSON view names every field as the structs do", "[codec]") {
    const auto json = nlohmann::json::parse(to_json(sample_delta()));
    CHECK(json["from"] == 40);
    CHECK(json["rows"][0]["entity"] == 3);
    CHECK(json["rows"][0]["rows"][0]["values"][1] == 1);
    CHECK(json["refusals"][0]["current"] == R"({"price":12})");
    CHECK(nlohmann::json::parse(to_json(sample_push_reply()))["last_no"] == 12);
    CHECK(nlohmann::json::parse(to_json(sample_enrol_reply()))["device_code"] == "K6");
    CHECK(nlohmann::json::parse(
              to_json(Problem{ProblemCode::Gap, 0, TransactionNo{3}}))["expected_no"] == 3);
}

TEST_CASE("a push can be written by hand as JSON", "[codec]") {
    const PushRequest push = must(push_request_from_json(
        R"({"epoch":5,"schema_version":99,"transactions":[{"no":1,"hlc":7,"reason":"by hand",
            "operations":[{"kind":2,"entity":3,"record":"0192aabb-ccdd-7eef-8011-223344556677",
            "edits":[{"field":2,"value":"new","base":4}]}]}]})"));
    REQUIRE(push.transactions.size() == 1);
    const Operation& operation = push.transactions[0].operations.at(0);
    CHECK(operation.kind == OperationKind::Set);
    CHECK(operation.edits.at(0).value == Value{std::string("new")});
    CHECK(operation.edits.at(0).base == ServerSeq{4});
}

TEST_CASE("JSON that is not a push is refused", "[codec]") {
    const auto* json = GENERATE(
        "", "[]", "{", R"({"epoch":-1})", R"({"epoch":1,"epoch":2})", R"({"transactions":{}})",
        R"({"transactions":[{"no":"1"}]})", R"({"transactions":[{"operations":[{"kind":77}]}]})",
        R"({"transactions":[{"operations":[{"kind":2,"record":"nonsense"}]}]})",
        R"({"transactions":[{"operations":[{"kind":2,"edits":[{"field":70000}]}]}]})");
    CAPTURE(json);
    CHECK_FALSE(push_request_from_json(json).has_value());
}

TEST_CASE("an enrolment can be written by hand as JSON", "[codec]") {
    const EnrolRequest request =
        must(enrol_request_from_json(R"({"code":"ABCD","device_name":"curl"})"));
    CHECK(request.code == "ABCD");
    CHECK(request.device_name == "curl");
    CHECK_FALSE(enrol_request_from_json(R"({"code":5})").has_value());
}

std::string nested(std::size_t levels, std::string_view open, std::string_view close) {
    std::string text;
    for (std::size_t level = 0; level < levels; ++level) text += open;
    text += "1";
    for (std::size_t level = 0; level < levels; ++level) text += close;
    return text;
}

std::string push_with(const std::string& value) {
    return R"({"epoch":1,"transactions":[{"no":1,"operations":[{"kind":2,"entity":1,)"
           R"("edits":[{"field":1,"value":)" +
           value + "}]}]}]}";
}

TEST_CASE("an answer in another version of the protocol is not taken for damage", "[codec]") {
    CHECK(decode_delta(first_version_delta()).error().code == ErrorCode::Unsupported);
    EnrolReply newer = sample_enrol_reply();
    newer.protocol = kProtocolVersion + 1;
    CHECK(decode_enrol_reply(encode(newer)).error().code == ErrorCode::Unsupported);
    CHECK(must(decode_enrol_reply(encode(sample_enrol_reply()))).protocol == kProtocolVersion);
}

TEST_CASE("JSON that is nested deeper than any message is refused", "[codec]") {
    const std::string link = R"({"id":"01900000-0000-7000-8000-000000000001"})";
    CHECK(push_request_from_json(push_with(link)).has_value());
    const std::size_t levels = GENERATE(std::size_t{2}, std::size_t{9}, std::size_t{20'000});
    CHECK_FALSE(push_request_from_json(push_with(nested(levels, "[", "]"))).has_value());
    CHECK_FALSE(push_request_from_json(push_with(nested(levels, R"({"a":)", "}"))).has_value());
    CHECK_FALSE(push_request_from_json(nested(levels, R"({"a":)", "")).has_value());
    const std::string aside = R"({"epoch":1,"more":)" + nested(levels, "[", "]") + "}";
    CHECK(push_request_from_json(aside).has_value() == (levels < 8));
}

TEST_CASE("a push in JSON has the limits of a push in frames", "[codec]") {
    const std::string longest(kTransactionBytesMax, 'x');
    CHECK(push_request_from_json(push_with("\"" + longest + "\"")).error().code ==
          ErrorCode::LimitExceeded);
    const std::string name(300, 'x');
    CHECK_FALSE(
        enrol_request_from_json(R"({"code":"A","device_name":")" + name + R"("})").has_value());
}

}  // namespace
}  // namespace holdfast::sync
