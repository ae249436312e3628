#include "static_files.h"

#include <unistd.h>

#include <fstream>

#include "support/test.h"

using namespace holdfast;
using namespace holdfast::server;

namespace {

namespace fs = std::filesystem;

/// A web folder with a secret beside it.
class Site {
public:
    Site() : root_(fs::temp_directory_path() / ("holdfast-static-" + std::to_string(::getpid()))) {
        fs::remove_all(root_);
        fs::create_directories(root_ / "web" / "icons");
        write("secret.txt", "secret");
        write("web/index.html", "<!doctype html>");
        write("web/app.1f0c3a9be2d4.js", "plain");
        write("web/app.1f0c3a9be2d4.js.br", "brotli");
        write("web/app.1f0c3a9be2d4.js.gz", "gzip");
        write("web/service_worker.js", "worker");
        write("web/icons/one.svg", "<svg/>");
        write("web/.hidden", "hidden");
        fs::create_symlink(root_ / "secret.txt", root_ / "web" / "link.txt");
    }
    ~Site() { fs::remove_all(root_); }
    void write(const std::string& name, const std::string& text) {
        std::ofstream(root_ / name, std::ios::binary) << text;
    }
    net::Response get(const std::string& target, std::vector<net::Header> headers = {}) {
        net::Request request;
        REQUIRE(net::parse_target(target, request));
        request.method = "GET";
        request.headers = std::move(headers);
        return files().answer(request);
    }

private:
    StaticFiles& files() {
        if (!files_) files_.emplace(root_ / "web");
        return *files_;
    }
    fs::path root_;
    std::optional<StaticFiles> files_;
};

std::string header(const net::Response& response, std::string_view name) {
    for (const net::Header& one : response.headers)
        if (one.name == name) return one.value;
    return "";
}

std::string body(const net::Response& response) {
    return response.body ? std::string(response.body->begin(), response.body->end()) : "";
}

}  // namespace

TEST_CASE("the start page is never cached without asking", "[server][static]") {
    Site site;
    const net::Response response = site.get("/");
    CHECK(response.status == 200);
    CHECK(body(response) == "<!doctype html>");
    CHECK(header(response, "Content-Type") == "text/html; charset=utf-8");
    CHECK(header(response, "Cache-Control") == "no-cache");
    CHECK(header(site.get("/service_worker.js"), "Cache-Control") == "no-cache");
}

TEST_CASE("the smallest variant that the browser takes is served", "[server][static]") {
    Site site;
    struct Case {
        std::string accept;
        std::string body;
        std::string coding;
    };
    const auto [accept, expected, coding] = GENERATE(values<Case>({
        {"", "plain", ""},
        {"gzip, deflate", "gzip", "gzip"},
        {"gzip, deflate, br, zstd", "brotli", "br"},
    }));
    const auto response = site.get("/app.1f0c3a9be2d4.js", {{"accept-encoding", accept}});
    CHECK(body(response) == expected);
    CHECK(header(response, "Content-Encoding") == coding);
    CHECK(header(response, "Vary") == "Accept-Encoding");
    CHECK(header(response, "Content-Type") == "text/javascript; charset=utf-8");
    CHECK(header(response, "Cache-Control") == "public, max-age=31536000, immutable");
}

TEST_CASE("a file that the browser has is not sent again until it changes", "[server][static]") {
    Site site;
    const std::string etag = header(site.get("/"), "ETag");
    REQUIRE_FALSE(etag.empty());
    const auto again = site.get("/", {{"if-none-match", etag}});
    CHECK(again.status == 304);
    CHECK_FALSE(again.body);
    site.write("web/index.html", "<!doctype html><title>new</title>");
    const auto changed = site.get("/", {{"if-none-match", etag}});
    CHECK(changed.status == 200);
    CHECK(header(changed, "ETag") != etag);
}

TEST_CASE("nothing but the folder's own files is served", "[server][static]") {
    Site site;
    const std::string target = GENERATE(
        as<std::string>(), "/../secret.txt", "/%2e%2e/secret.txt", "/icons/../../secret.txt",
        "/..%2fsecret.txt", "/link.txt", "/.hidden", "/icons", "/icons/", "//secret.txt",
        "/nothing.js", "/icons\\..\\..\\secret.txt", "/./index.html");
    CAPTURE(target);
    CHECK(site.get(target).status == 404);
}

TEST_CASE("a content name carries a hash of at least eight digits", "[server][static]") {
    CHECK(is_content_name("app.1f0c3a9be2d4.js"));
    CHECK_FALSE(is_content_name("app.js"));
    CHECK_FALSE(is_content_name("app.min.js"));
    CHECK_FALSE(is_content_name("jquery.deadbee.js"));
    CHECK_FALSE(is_content_name(".1f0c3a9be2d4"));
}
