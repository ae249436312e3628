// Fills a data folder with a company of a given size: seed_company DIR ACCOUNTS CONTACTS ORDERS.
#include <cstdio>
#include <cstdlib>

#include "data_folder.h"
#include "demo.h"
#include "running_server.h"
#include "secrets.h"
#include "server_schema.h"

using namespace holdfast;

namespace {

Status seed_company(const char* path, const DemoSize& size) {
    const server::DataFolder folder = TRY(server::DataFolder::open(path));
    Database db = TRY(server::open_server_database(folder.database_path()));
    server::SystemEnvironment environment;
    TRY(server::prepare_server_schema(db, Registry::base(),
                                      server::RunningServer::new_epoch(environment)));
    server::SqliteStore store(std::move(db), Registry::base());
    TRY(server::seed_demo(store, environment, size));
    return {};
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 5) {
        std::fprintf(stderr, "usage: seed_company DIR ACCOUNTS CONTACTS ORDERS\n");
        return 2;
    }
    const DemoSize size{std::atoll(arguments[2]), std::atoll(arguments[3]),
                        std::atoll(arguments[4])};
    const Status seeded = seed_company(arguments[1], size);
    if (seeded) return 0;
    std::fprintf(stderr, "The company could not be written: %s.\n", seeded.error().context);
    return 1;
}
