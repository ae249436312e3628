// Three devices write, the server is killed and stopped while they do: nothing lost, nothing twice.
#include "faults/kill_scene.h"

using namespace holdfast;
using namespace holdfast::test;

TEST_CASE("the server killed ten times while 510 transactions flow loses and doubles nothing",
          "[faults]") {
    Company company;
    int kills = 0;
    work_together(
        company.people, company.shared, {}, [] { return 40; },
        [&] {
            company.server.kill();
            ++kills;
            company.server.start_again();
        });
    CHECK(kills >= 10);
    check_devices(company.workspace.data, company.people);
    CHECK(company.server.stop() == 0);
    check_database(company.workspace.data, company.people);
}

TEST_CASE("the server stopped politely while transactions flow ends well and goes on", "[faults]") {
    Company company;
    int stops = 0;
    work_together(
        company.people, company.shared, {}, [] { return 130; },
        [&] {
            CHECK(company.server.stop() == 0);
            ++stops;
            std::error_code none;
            const auto wal =
                std::filesystem::file_size(company.workspace.data / "holdfast.db-wal", none);
            CHECK((none || wal == 0));
            company.server.start_again();
        });
    CHECK(stops >= 3);
    check_devices(company.workspace.data, company.people);
    CHECK(company.server.stop() == 0);
    check_database(company.workspace.data, company.people);
}

TEST_CASE("a backup that is put back without a word takes nothing that a device still knows",
          "[faults]") {
    const Workspace workspace;
    ServerProcess server(workspace.data);
    REQUIRE(server.is_ready());
    server::SystemEnvironment environment;
    const RecordId shared = make_record_id(environment);
    Person ana(0, server.port(), workspace.code());
    ana.create_shared(shared);
    CHECK(server.stop() == 0);
    const auto backup = workspace.data.parent_path() / "backup";
    std::filesystem::copy(workspace.data, backup, std::filesystem::copy_options::recursive);
    server.start_again();

    std::atomic<int> decided = 0;
    ana.work(shared, decided);
    REQUIRE(ana.finished);
    const auto epoch = ana.device.store().state().enrolment.epoch;
    const ServerSeq before = ana.seen();
    CHECK(server.stop() == 0);
    std::filesystem::remove_all(workspace.data);
    std::filesystem::rename(backup, workspace.data);
    server.start_again();

    const auto began_anew = [&] {
        return ana.device.store().state().enrolment.epoch != epoch &&
               ana.device.status().pending == 0;
    };
    REQUIRE(ana.device.run_until(began_anew, kPatienceMs));
    CHECK(ana.seen() > before);
    CHECK(server.stop() == 0);
    Database db = open_beside(workspace.data);
    for (int i = 0; i < Load{}.transactions_each; ++i) {
        CAPTURE(i);
        CHECK(query(db, "SELECT count(*) FROM account WHERE name = '" + Person::name_of(0, i) +
                            "'") >= 1);
    }
    CHECK(query(db, "SELECT count(*) FROM account") == Load{}.transactions_each + 1);
    CHECK(query(db, "SELECT count(*) FROM server_log") ==
          query(db, "SELECT count(*) FROM server_result WHERE status = 1"));
}
