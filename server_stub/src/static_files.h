// StaticFiles: the built web app as answers, with the variants that the build compressed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "net.h"

namespace holdfast::server {

/// Serves the regular files below one folder and nothing else: no hidden files, no way out of the
/// folder by "..", absolute paths or links. A file named after its content is cached for ever.
/// Reads a file when it is first asked for or has changed; blocks on disk then.
class StaticFiles {
public:
    /// `folder` must exist.
    explicit StaticFiles(const std::filesystem::path& folder);
    /// The file, 304 when the client has it, or 404. "/" is index.html.
    [[nodiscard]] net::Response answer(const net::Request& request);

private:
    struct Variant {
        std::shared_ptr<const net::Bytes> bytes;
        std::string etag;
        std::filesystem::file_time_type changed;
        std::uintmax_t size = 0;
    };
    [[nodiscard]] std::optional<std::filesystem::path> resolve(const std::string& path) const;
    [[nodiscard]] const Variant* load(const std::filesystem::path& file);

    std::filesystem::path folder_;
    std::map<std::filesystem::path, Variant> loaded_;
};

/// Whether `name` carries a hash of its content: "app.1f0c3a9be2d4.js".
[[nodiscard]] bool is_content_name(std::string_view name);

}  // namespace holdfast::server
