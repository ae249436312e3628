// The program as people and scripts meet it: one sentence for every failure, honest exit codes.
#include <fstream>

#include "support/http_client.h"
#include "support/server_process.h"
#include "support/test.h"

using namespace holdfast::test;

namespace {

/// One line that begins with the program's name and ends like a sentence.
void check_sentence(const ProgramResult& result, const std::string& part) {
    CAPTURE(result.err);
    CHECK(result.err.starts_with("holdfast: "));
    CHECK(result.err.find(part) != std::string::npos);
    CHECK(result.err.find('\n') == result.err.size() - 1);
    CHECK(result.err.ends_with(".\n"));
    CHECK(result.out.empty());
}

ProgramResult serve(const std::filesystem::path& data, const std::string& listen = "127.0.0.1:0") {
    return run_server_program({"serve", "--data", data.string(), "--listen", listen});
}

}  // namespace

TEST_CASE("a wrong command line ends with 2 and says how to ask for help", "[faults][program]") {
    const auto arguments = GENERATE(values<std::vector<std::string>>({
        {},
        {"dance"},
        {"serve"},
        {"serve", "--data"},
        {"serve", "--data", "x", "--nonsense"},
        {"user"},
        {"user", "add"},
        {"user", "add", "ada", "--data", "x"},
        {"device", "code", "--data", "x"},
    }));
    const ProgramResult result = run_server_program(arguments);
    CHECK(result.exit_code == 2);
    check_sentence(result, "--help");
}

TEST_CASE("help ends with 0", "[faults][program]") {
    const auto arguments =
        GENERATE(values<std::vector<std::string>>({{"--help"},
                                                   {"serve", "--help"},
                                                   {"user", "add", "--help"},
                                                   {"device", "code", "--help"}}));
    const ProgramResult result = run_server_program(arguments);
    CHECK(result.exit_code == 0);
    CHECK(result.err.empty());
    CHECK(result.out.find("--help") != std::string::npos);
}

TEST_CASE("a second server on the same folder is refused and the first goes on",
          "[faults][program]") {
    const ScratchFolder folder;
    ServerProcess first(folder.path());
    REQUIRE(first.is_ready());
    const ProgramResult second = serve(folder.path());
    CHECK(second.exit_code == 1);
    check_sentence(second, "another server already uses");
    CHECK(HttpClient(first.port()).send({"GET", "/healthz", "", "", {}, 5'000}).status == 200);
    first.kill();
    first.start_again();
    CHECK(first.stop() == 0);
}

TEST_CASE("a port that is taken and an address that is none get a sentence each",
          "[faults][program]") {
    const ScratchFolder one;
    const ScratchFolder two;
    const ServerProcess first(one.path());
    REQUIRE(first.is_ready());
    const ProgramResult taken = serve(two.path(), "127.0.0.1:" + std::to_string(first.port()));
    CHECK(taken.exit_code == 1);
    check_sentence(taken, "choose another port");
    const ProgramResult nonsense = serve(two.path(), "nowhere");
    CHECK(nonsense.exit_code == 2);
    check_sentence(nonsense, "ADDR:PORT");
}

TEST_CASE("a folder that is not ours is refused and left as it was", "[faults][program]") {
    const ScratchFolder folder;
    const std::string junk(100'000, 'j');
    std::ofstream(folder.path() / "holdfast.db", std::ios::binary) << junk;
    const ProgramResult damaged = serve(folder.path());
    CHECK(damaged.exit_code == 1);
    check_sentence(damaged, "damaged or not ours");
    CHECK(std::filesystem::file_size(folder.path() / "holdfast.db") == junk.size());
    const ProgramResult no_folder = serve(folder.path() / "holdfast.db");
    CHECK(no_folder.exit_code == 1);
    check_sentence(no_folder, "cannot be used as a data folder");
}

TEST_CASE("a folder without a web app is refused before anything is served", "[faults][program]") {
    const ScratchFolder folder;
    const ProgramResult result = run_server_program(
        {"serve", "--data", (folder.path() / "data").string(), "--web", folder.path().string()});
    CHECK(result.exit_code == 1);
    check_sentence(result, "there is no web app");
    CHECK_FALSE(std::filesystem::exists(folder.path() / "data"));
}

TEST_CASE("users and codes are made while a server runs", "[faults][program]") {
    const ScratchFolder folder;
    const ServerProcess server(folder.path());
    REQUIRE(server.is_ready());
    const std::string data = folder.path().string();
    const auto add_ada = [&] {
        return run_server_program({"user", "add", "ada", "--role", "technician", "--data", data});
    };
    const ProgramResult added = add_ada();
    CHECK(added.exit_code == 0);
    CHECK(added.out.empty());  // No password: a device is let in by a code alone.
    const ProgramResult again = add_ada();
    CHECK(again.exit_code == 1);
    check_sentence(again, "choose another name");
    const ProgramResult role =
        run_server_program({"user", "add", "bob", "--role", "The Boss", "--data", data});
    CHECK(role.exit_code == 2);
    check_sentence(role, "lower case");
    const ProgramResult stranger =
        run_server_program({"device", "code", "--user", "eve", "--data", data});
    CHECK(stranger.exit_code == 1);
    check_sentence(stranger, "there is no user \"eve\"");

    const ProgramResult code =
        run_server_program({"device", "code", "--user", "ada", "--data", data});
    REQUIRE(code.exit_code == 0);
    HttpRequest enrol{"POST", "/v1/enrol?fmt=json"};
    const std::string body = R"({"code":")" + code.out.substr(0, 11) + R"(","device_name":"x"})";
    enrol.body.assign(body.begin(), body.end());
    HttpClient http(server.port());
    CHECK(http.send(enrol).status == 200);
    CHECK(http.send(enrol).status == 401);
}

TEST_CASE("the demo company is there at once the second time, and its address enrols",
          "[faults][program]") {
    const ScratchFolder folder;
    ServerProcess server(folder.path(), 0, {"--demo"});
    REQUIRE(server.is_ready());
    CHECK(server.stop() == 0);
    const auto started = std::chrono::steady_clock::now();
    server.start_again();
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(5));
    const std::string& line = server.ready_line();
    const std::size_t code = line.find("/#/enrol?code=");
    REQUIRE(code != std::string::npos);
    HttpRequest enrol{"POST", "/v1/enrol?fmt=json"};
    const std::string body =
        R"({"code":")" + line.substr(code + sizeof "/#/enrol?code=" - 1, 11) + R"("})";
    enrol.body.assign(body.begin(), body.end());
    HttpClient http(server.port());
    const HttpReply first = http.send(enrol);
    REQUIRE(first.status == 200);
    CHECK(http.send(enrol).status == 200);
    constexpr std::string_view kToken = "\"token\":\"";
    const std::string text = first.text();
    HttpRequest delta{"GET", "/v1/delta?fmt=json"};
    delta.token = text.substr(text.find(kToken) + kToken.size(), 43);
    const HttpReply everything = http.send(delta);
    CHECK(everything.status == 200);
    CHECK(everything.body.size() > 1'000'000);
}
