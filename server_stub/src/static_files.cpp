#include "static_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "content_coding.h"
#include "secrets.h"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashLettersMin = 8;
constexpr std::size_t kEtagBytes = 12;

struct TypeOf {
    std::string_view extension;
    std::string_view type;
};
constexpr std::array kTypes{
    TypeOf{".html", "text/html; charset=utf-8"},
    TypeOf{".js", "text/javascript; charset=utf-8"},
    TypeOf{".mjs", "text/javascript; charset=utf-8"},
    TypeOf{".css", "text/css; charset=utf-8"},
    TypeOf{".json", "application/json"},
    TypeOf{".webmanifest", "application/manifest+json"},
    TypeOf{".wasm", "application/wasm"},
    TypeOf{".svg", "image/svg+xml"},
    TypeOf{".png", "image/png"},
    TypeOf{".ico", "image/x-icon"},
    TypeOf{".webp", "image/webp"},
    TypeOf{".woff2", "font/woff2"},
    TypeOf{".csv", "text/csv; charset=utf-8"},
    TypeOf{".txt", "text/plain; charset=utf-8"},
};

std::string type_of(const fs::path& file) {
    const std::string extension = file.extension().string();
    const auto found = std::find_if(kTypes.begin(), kTypes.end(),
                                    [&](const TypeOf& one) { return one.extension == extension; });
    return std::string(found == kTypes.end() ? "application/octet-stream" : found->type);
}

net::Response not_found() {
    constexpr std::string_view kSentence = "There is no such file.\n";
    net::Response response;
    response.status = 404;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"},
                        {"Cache-Control", "no-store"}};
    response.body = std::make_shared<const net::Bytes>(kSentence.begin(), kSentence.end());
    return response;
}

std::string hex(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

bool is_acceptable(const std::string& path) {
    // A segment that begins with a dot is hidden, or "." or ".."; a backslash separates elsewhere.
    return path.front() == '/' && path.find("/.") == std::string::npos &&
           path.find("//") == std::string::npos && path.find('\\') == std::string::npos;
}

bool is_below(const fs::path& folder, const fs::path& file) {
    return std::mismatch(folder.begin(), folder.end(), file.begin(), file.end()).first ==
           folder.end();
}

}  // namespace

StaticFiles::StaticFiles(const fs::path& folder) : folder_(fs::canonical(folder)) {}

std::optional<fs::path> StaticFiles::resolve(const std::string& path) const {
    if (!is_acceptable(path)) return std::nullopt;
    const std::string relative = path == "/" ? "index.html" : path.substr(1);
    std::error_code error;
    const fs::path file = fs::canonical(folder_ / relative, error);
    if (error || !is_below(folder_, file) || !fs::is_regular_file(file, error)) return std::nullopt;
    return file;
}

const StaticFiles::Variant* StaticFiles::load(const fs::path& file) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (error) return nullptr;
    const fs::file_time_type changed = fs::last_write_time(file, error);
    if (error) return nullptr;
    Variant& variant = loaded_[file];
    if (variant.bytes && variant.size == size && variant.changed == changed) return &variant;
    std::ifstream stream(file, std::ios::binary);
    net::Bytes bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (!stream && !stream.eof()) return nullptr;
    const auto hash = secret_hash({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    variant.etag = '"' + hex(std::span(hash).first(kEtagBytes)) + '"';
    variant.bytes = std::make_shared<const net::Bytes>(std::move(bytes));
    variant.changed = changed;
    variant.size = size;
    return &variant;
}

net::Response StaticFiles::answer(const net::Request& request) {
    const std::optional<fs::path> file = resolve(request.path);
    if (!file) return not_found();
    const std::string_view accepted = request.header("accept-encoding");
    const Variant* variant = nullptr;
    Coding coding = Coding::Identity;
    for (const auto& [candidate, suffix] :
         {std::pair{Coding::Brotli, ".br"}, std::pair{Coding::Gzip, ".gz"}}) {
        if (variant || !accepts(accepted, candidate)) continue;
        variant = load(file->string() + suffix);
        if (variant) coding = candidate;
    }
    if (!variant) variant = load(*file);
    if (!variant) return not_found();

    net::Response response;
    response.headers = {{"ETag", variant->etag},
                        {"Vary", "Accept-Encoding"},
                        {"Cache-Control", is_content_name(file->filename().string())
                                              ? "public, max-age=31536000, immutable"
                                              : "no-cache"}};
    if (request.header("if-none-match").find(variant->etag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.headers.push_back({"Content-Type", type_of(*file)});
    if (coding != Coding::Identity)
        response.headers.push_back({"Content-Encoding", std::string(name_of(coding))});
    response.body = variant->bytes;
    return response;
}

bool is_content_name(std::string_view name) {
    const std::size_t extension = name.rfind('.');
    if (extension == std::string_view::npos || extension == 0) return false;
    const std::size_t dot = name.rfind('.', extension - 1);
    if (dot == std::string_view::npos) return false;
    const std::string_view hash = name.substr(dot + 1, extension - dot - 1);
    return hash.size() >= kHashLettersMin && std::all_of(hash.begin(), hash.end(), [](char letter) {
               return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
           });
}

}  // namespace holdfast::server
