#include "accounts.h"

#include <set>

#include "secrets.h"
#include "test_store.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

namespace {

constexpr std::int64_t kNow = 1'000'000;

Database database_with_ada() {
    static const Registry registry = thing_registry();
    Database db = must(open_server_database(":memory:"));
    must(prepare_server_schema(db, registry, kEpoch));
    must(add_user(db, {"ada", "technician", kNow}));
    return db;
}

}  // namespace

TEST_CASE("a code works once, for the user it was made for", "[server][accounts]") {
    Database db = database_with_ada();
    must(add_code(db, "ABCDE12345", {"ada", kNow + 10}));
    CHECK_FALSE(must(redeem_code(db, "ABCDE12346", kNow)));
    CHECK(must(redeem_code(db, "ABCDE12345", kNow)) == "ada");
    CHECK_FALSE(must(redeem_code(db, "ABCDE12345", kNow)));
}

TEST_CASE("a code that has expired does not work", "[server][accounts]") {
    Database db = database_with_ada();
    must(add_code(db, "ABCDE12345", {"ada", kNow + 10}));
    CHECK_FALSE(must(redeem_code(db, "ABCDE12345", kNow + 10)));
}

TEST_CASE("codes and tokens are stored as hashes only", "[server][accounts]") {
    Database db = database_with_ada();
    must(add_code(db, "ABCDE12345", {"ada", kNow + 10}));
    must(add_device(db, {"ada", "phone", "the-token", kNow}));
    Statement select = must(db.prepare(
        "SELECT (SELECT hash FROM server_code), (SELECT token_hash FROM server_device)"));
    REQUIRE(must(select.step()));
    const auto same = [&](int column, std::string_view secret) {
        return same_secret(select.blob(column), secret_hash(secret));
    };
    CHECK(same(0, "ABCDE12345"));
    CHECK(same(1, "the-token"));
}

TEST_CASE("a code needs a user and a user needs a free name", "[server][accounts]") {
    Database db = database_with_ada();
    CHECK(add_code(db, "X", {"bob", kNow}).error().code == ErrorCode::NotFound);
    CHECK(add_user(db, {"ada", "admin", kNow}).error().code == ErrorCode::Conflict);
}

TEST_CASE("a device is known by its token, after a restart too", "[server][accounts]") {
    Database db = database_with_ada();
    const DeviceIdentity first = must(add_device(db, {"ada", "phone", "token-1", kNow}));
    const DeviceIdentity second = must(add_device(db, {"ada", "laptop", "token-2", kNow}));
    CHECK(first.device != second.device);
    DeviceDirectory directory;
    must(directory.load(db));
    directory.add("token-3", {DeviceNo{3}, "C1", "ada"});
    REQUIRE(directory.find("token-2"));
    CHECK(directory.find("token-2")->device == second.device);
    CHECK(directory.find("token-3")->device == DeviceNo{3});
    CHECK_FALSE(directory.find("token-4"));
    CHECK_FALSE(directory.find(""));
}

TEST_CASE("every device has another short tag", "[server][accounts]") {
    std::set<std::string> codes;
    for (std::uint32_t device = 1; device <= 1'000; ++device)
        codes.insert(device_code_of(DeviceNo{device}));
    CHECK(codes.size() == 1'000);
    CHECK(device_code_of(DeviceNo{1}) == "A1");
    CHECK(device_code_of(DeviceNo{25}) == "A2");
}

TEST_CASE("a code is read as people type it", "[server][accounts]") {
    const std::string code = make_code();
    CHECK(code.size() == 11);
    CHECK(normalised_code(code).size() == 10);
    CHECK(normalised_code("k7qf2-m9xcb") == "K7QF2M9XCB");
    CHECK(normalised_code(" oO iIlL ") == "001111");
    CHECK(make_code() != code);
}

TEST_CASE("names and roles are checked before they are stored", "[server][accounts]") {
    CHECK(is_user_name("Åsa Öberg"));
    CHECK_FALSE(is_user_name(""));
    CHECK_FALSE(is_user_name("a\nb"));
    CHECK_FALSE(is_user_name(std::string(65, 'x')));
    CHECK(is_role("field_technician"));
    CHECK_FALSE(is_role("Admin"));
    CHECK_FALSE(is_role(""));
}
