#include "content_coding.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <string>

#include "support/test.h"

using namespace holdfast::server;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes decoded(Coding coding, const Bytes& bytes, std::size_t size) {
    Bytes out(size);
    if (coding == Coding::Gzip) {
        z_stream stream{};
        REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
        Bytes in = bytes;
        stream.next_in = in.data();
        stream.avail_in = static_cast<uInt>(in.size());
        stream.next_out = out.data();
        stream.avail_out = static_cast<uInt>(out.size());
        CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
        inflateEnd(&stream);
    } else if (coding == Coding::Brotli) {
        CHECK(BrotliDecoderDecompress(bytes.size(), bytes.data(), &size, out.data()) ==
              BROTLI_DECODER_RESULT_SUCCESS);
    } else {
        CHECK(ZSTD_decompress(out.data(), size, bytes.data(), bytes.size()) == size);
    }
    return out;
}

}  // namespace

TEST_CASE("what is encoded decodes to the same bytes and is smaller", "[server][coding]") {
    const Coding coding = GENERATE(Coding::Gzip, Coding::Brotli, Coding::Zstd);
    Bytes bytes;
    for (int i = 0; i < 20'000; ++i) bytes.push_back(static_cast<std::uint8_t>((i * i) % 61));
    const Bytes small = encoded(coding, bytes);
    REQUIRE_FALSE(small.empty());
    CHECK(small.size() < bytes.size() / 2);
    CHECK(decoded(coding, small, bytes.size()) == bytes);
}

TEST_CASE("the coding is one that the client asked for", "[server][coding]") {
    struct Case {
        std::string accept;
        Coding expected;
    };
    const auto [accept, expected] = GENERATE(values<Case>({
        {"", Coding::Identity},
        {"identity", Coding::Identity},
        {"gzip", Coding::Gzip},
        {"gzip, deflate, br", Coding::Brotli},
        {"gzip, deflate, br, zstd", Coding::Zstd},
        {"zstd;q=0, br;q=0.0, gzip;q=0.5", Coding::Gzip},
        {" br ;q=1.0 ,gzip", Coding::Brotli},
        {"*", Coding::Identity},
        {"xgzip, brx", Coding::Identity},
        {",,;,", Coding::Identity},
    }));
    CAPTURE(accept);
    CHECK(choose_coding(accept) == expected);
}
