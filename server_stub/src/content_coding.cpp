#include "content_coding.h"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace holdfast::server {
namespace {

constexpr int kBrotliQuality = 4;
constexpr int kGzipLevel = 5;
constexpr int kZstdLevel = 3;
constexpr int kGzipWindowBits = 15 + 16;
constexpr int kGzipMemoryLevel = 8;

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_forbidden(std::string_view parameters) {
    const std::size_t found = parameters.find("q=");
    return found != std::string_view::npos &&
           std::strtod(std::string(parameters.substr(found + 2)).c_str(), nullptr) <= 0;
}

std::vector<std::uint8_t> gzip(std::span<const std::uint8_t> bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindowBits, kGzipMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::vector<std::uint8_t> out(deflateBound(&stream, static_cast<uLong>(bytes.size())));
    std::vector<std::uint8_t> in(bytes.begin(), bytes.end());
    stream.next_in = in.data();
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    const bool complete = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(complete ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

std::vector<std::uint8_t> brotli(std::span<const std::uint8_t> bytes) {
    std::vector<std::uint8_t> out(BrotliEncoderMaxCompressedSize(bytes.size()));
    std::size_t size = out.size();
    const bool complete =
        BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC,
                              bytes.size(), bytes.data(), &size, out.data()) == BROTLI_TRUE;
    out.resize(complete ? size : 0);
    return out;
}

std::vector<std::uint8_t> zstd(std::span<const std::uint8_t> bytes) {
    std::vector<std::uint8_t> out(ZSTD_compressBound(bytes.size()));
    const std::size_t size =
        ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kZstdLevel);
    out.resize(ZSTD_isError(size) ? 0 : size);
    return out;
}

}  // namespace

std::string_view name_of(Coding coding) {
    switch (coding) {
        case Coding::Gzip:
            return "gzip";
        case Coding::Brotli:
            return "br";
        case Coding::Zstd:
            return "zstd";
        case Coding::Identity:
            break;
    }
    return "";
}

bool accepts(std::string_view accept_encoding, Coding coding) {
    while (!accept_encoding.empty()) {
        const std::size_t end = std::min(accept_encoding.find(','), accept_encoding.size());
        const std::string_view item = accept_encoding.substr(0, end);
        accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
        const std::size_t semicolon = std::min(item.find(';'), item.size());
        if (trimmed(item.substr(0, semicolon)) == name_of(coding))
            return !is_forbidden(item.substr(semicolon));
    }
    return false;
}

Coding choose_coding(std::string_view accept_encoding) {
    for (const Coding coding : {Coding::Zstd, Coding::Brotli, Coding::Gzip})
        if (accepts(accept_encoding, coding)) return coding;
    return Coding::Identity;
}

std::vector<std::uint8_t> encoded(Coding coding, std::span<const std::uint8_t> bytes) {
    switch (coding) {
        case Coding::Gzip:
            return gzip(bytes);
        case Coding::Brotli:
            return brotli(bytes);
        case Coding::Zstd:
            return zstd(bytes);
        case Coding::Identity:
            break;
    }
    return {};
}

}  // namespace holdfast::server
