#include "net.h"

#include "support/test.h"

using namespace holdfast::net;

TEST_CASE("a target is split and decoded", "[server][net]") {
    Request request;
    REQUIRE(parse_target("/v1/delta?cp=12&epoch=&name=a%20b%26c&flag&&x=1=2", request));
    CHECK(request.path == "/v1/delta");
    CHECK(request.parameter("cp") == "12");
    CHECK(request.parameter("epoch").empty());
    CHECK(request.parameter("name") == "a b&c");
    CHECK(request.parameter("x") == "1=2");
    CHECK(request.query.size() == 5);
    REQUIRE(parse_target("/a%2Fb", request));
    CHECK(request.path == "/a/b");
    CHECK(request.query.empty());
}

TEST_CASE("a target that is not well formed is refused", "[server][net]") {
    const std::string target = GENERATE(as<std::string>(), "", "v1", "http://localhost/", "*", "/%",
                                        "/%4", "/%zz", "/%00", "/a%0d%0ab", "/?a=%1f", "/?%00=1");
    CAPTURE(target);
    Request request;
    CHECK_FALSE(parse_target(target, request));
}

TEST_CASE("more parameters than anybody needs are refused", "[server][net]") {
    std::string target = "/?";
    for (int i = 0; i < 64; ++i) target += "a=1&";
    Request request;
    CHECK(parse_target(target, request));
    CHECK_FALSE(parse_target(target + "b=1", request));
}

TEST_CASE("a response head says how long the body is", "[server][net]") {
    Response response;
    response.headers = {{"Content-Type", "text/plain"}};
    response.body = std::make_shared<const Bytes>(Bytes{1, 2, 3});
    CHECK(format_head(response) ==
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n");
    response.status = 304;
    response.body = nullptr;
    response.after = Response::After::Close;
    CHECK(format_head(response) ==
          "HTTP/1.1 304 Not Modified\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n");
}
