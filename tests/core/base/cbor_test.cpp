#include "core/cbor.h"

#include "core/random.h"
#include "support/test.h"

using namespace holdfast;

namespace {

using Bytes = std::vector<std::uint8_t>;

Value random_value(test::Random& random) {
    switch (random.below(5)) {
        case 0:
            return {};
        case 1:
            return static_cast<std::int64_t>(random.next() >> random.below(64));
        case 2:
            return -1 - static_cast<std::int64_t>(random.next() >> (1 + random.below(63)));
        case 3:
            return std::string(random.below(300), static_cast<char>('a' + random.below(26)));
        default:
            return RecordId{random.next(), random.next()};
    }
}

}  // namespace

TEST_CASE("values are written in their shortest form of RFC 8949", "[core][cbor]") {
    struct Case {
        Value value;
        Bytes bytes;
    };
    const auto [value, bytes] = GENERATE(values<Case>({
        {Value(), {0xF6}},
        {Value(std::int64_t{0}), {0x00}},
        {Value(std::int64_t{23}), {0x17}},
        {Value(std::int64_t{24}), {0x18, 24}},
        {Value(std::int64_t{255}), {0x18, 0xFF}},
        {Value(std::int64_t{256}), {0x19, 1, 0}},
        {Value(std::int64_t{65'536}), {0x1A, 0, 1, 0, 0}},
        {Value(std::int64_t{4'294'967'296}), {0x1B, 0, 0, 0, 1, 0, 0, 0, 0}},
        {Value(std::int64_t{-1}), {0x20}},
        {Value(INT64_MIN), {0x3B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}},
        {Value(std::string("ö")), {0x62, 0xC3, 0xB6}},
        {Value(RecordId{1, 2}), {0x50, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2}},
    }));
    Bytes written;
    CborWriter(written).value(value);
    CHECK(written == bytes);
    CborReader reader(bytes);
    CHECK(test::must(reader.value()) == value);
    CHECK(reader.at_end());
}

TEST_CASE("random sequences of values survive a round trip", "[core][cbor]") {
    test::Random random(42);
    for (int round = 0; round < 300; ++round) {
        std::vector<Value> expected(random.below(12));
        for (Value& value : expected) value = random_value(random);
        Bytes bytes;
        CborWriter writer(bytes);
        writer.array(expected.size());
        for (const Value& value : expected) writer.value(value);
        writer.boolean(round % 2 == 0);

        CborReader reader(bytes);
        REQUIRE(test::must(reader.array()) == expected.size());
        for (const Value& value : expected) REQUIRE(test::must(reader.value()) == value);
        CHECK(test::must(reader.boolean()) == (round % 2 == 0));
        CHECK(reader.at_end());
    }
}

TEST_CASE("malformed CBOR is refused wherever it stands", "[core][cbor]") {
    const Bytes bytes = GENERATE(values<Bytes>({
        {},                                              // nothing
        {0x18},                                          // length byte missing
        {0x18, 23},                                      // not the shortest form
        {0x19, 0, 255},                                  // not the shortest form
        {0x1A, 0, 0, 255, 255},                          // not the shortest form
        {0x1B, 0, 0, 0, 0, 255, 255, 255, 255},          // not the shortest form
        {0x1B, 0x80, 0, 0, 0, 0, 0, 0, 0},               // above int64
        {0x3B, 0x80, 0, 0, 0, 0, 0, 0, 0},               // below int64
        {0x62, 'a'},                                     // text cut short
        {0x61, 0xFF},                                    // not UTF-8
        {0x5B, 255, 255, 255, 255, 255, 255, 255, 255},  // absurd length
        {0x41, 1},                                       // bytes that are not an id
        {0x80},                                          // array
        {0xA0},                                          // map
        {0xC0, 0x00},                                    // tag
        {0xF5},                                          // boolean is not a field value
        {0xF9, 0, 0},                                    // half float
        {0x7F, 0x61, 'a', 0xFF},                         // indefinite text
        {0x1C},                                          // reserved
    }));
    CborReader reader(bytes);
    const Result<Value> value = reader.value();
    REQUIRE_FALSE(value.has_value());
    CHECK(value.error().code == ErrorCode::Corrupt);
}

TEST_CASE("an array cannot promise more items than bytes are left", "[core][cbor]") {
    const Bytes honest{0x82, 0x01, 0x02};
    CHECK(test::must(CborReader(honest).array()) == 2);
    CHECK(CborReader(honest).array_of(2).has_value());
    CHECK_FALSE(CborReader(honest).array_of(3).has_value());
    const Bytes lying{0x9A, 0x7F, 0xFF, 0xFF, 0xFF, 0x01};
    CHECK_FALSE(CborReader(lying).array().has_value());
}
