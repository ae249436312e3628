#include "commands.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "demo.h"
#include "net_beast.h"
#include "owed_numbers.h"
#include "restored.h"
#include "running_server.h"
#include "secrets.h"
#include "server_schema.h"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;

ExitCode refuse(const std::string& sentence, ExitCode code = ExitCode::Failed) {
    std::fprintf(stderr, "holdfast: %s\n", sentence.c_str());
    return code;
}

ExitCode refuse_data(const fs::path& data, const Error& error) {
    const std::string folder = data.string();
    switch (error.code) {
        case ErrorCode::Conflict:
            return refuse("another server already uses " + folder +
                          ": stop it, or choose another folder with --data.");
        case ErrorCode::Unsupported:
            return refuse(folder + " was written by a newer Holdfast: start that version.");
        case ErrorCode::Corrupt:
            return refuse("the database in " + folder +
                          " is damaged or not ours: restore a backup, or choose another folder "
                          "with --data.");
        case ErrorCode::Full:
            return refuse("the disk that holds " + folder + " is full: free some space.");
        default:
            return refuse(folder + " cannot be used as a data folder (" + error.context + ", " +
                          std::to_string(error.native) + "): check that it may be written.");
    }
}

ExitCode refuse_listen(const std::string& listen, const Error& error) {
    if (error.code == ErrorCode::BadInput)
        return refuse("\"" + listen + "\" is not an address: write --listen ADDR:PORT, for " +
                          "example 127.0.0.1:8420.",
                      ExitCode::Usage);
    if (error.native == EADDRINUSE)
        return refuse(listen + " is taken by another program: choose another port with " +
                      "--listen, or port 0 for any free one.");
    return refuse("cannot listen at " + listen + " (" + std::strerror(error.native) +
                  "): choose another address with --listen.");
}

ExitCode give_back_numbers(Database& db, const NumbersCommand& command) {
    const Status given_back = give_back_blocks(db, command.give_back);
    if (!given_back && given_back.error().code == ErrorCode::NotFound)
        return refuse("there is no device \"" + command.give_back +
                      "\": write the code that its numbers carry, for example K7 of WO-K7-0012.");
    if (!given_back) return refuse_data(command.data, given_back.error());
    const auto owing = read_owing_devices(db);
    if (!owing) return refuse_data(command.data, owing.error());
    // Nothing is taken back while numbers are held: a device may still report that it used one.
    const char* when = owing->empty() ? "with the next change that a device sends"
                                      : "when document numbers are given again; \"numbers\" shows "
                                        "which devices that waits for";
    std::printf(
        "What %s has not used of its numbers becomes void %s. If it turns up with one after all, "
        "the number counts.\n",
        command.give_back.c_str(), when);
    return ExitCode::Done;
}

/// The database of an existing or new data folder, with all tables.
Result<Database> open_data(const fs::path& data) {
    const DataFolder folder = TRY(DataFolder::open(data));
    Database db = TRY(open_server_database(folder.database_path()));
    SystemEnvironment environment;
    TRY(prepare_server_schema(db, Registry::base(), RunningServer::new_epoch(environment)));
    return db;
}

Status fill_demo(const DataFolder& folder, Environment& environment) {
    Database db = TRY(open_server_database(folder.database_path()));
    TRY(prepare_server_schema(db, Registry::base(), RunningServer::new_epoch(environment)));
    SqliteStore store(std::move(db), Registry::base());
    TRY(seed_demo(store, environment, kDemoSize));
    return {};
}

std::string address_of(const std::string& listen, std::uint16_t port,
                       const std::optional<DemoCode>& demo) {
    const std::string host = listen.substr(0, listen.rfind(':'));
    const std::string address = "http://" + host + ":" + std::to_string(port) + "/";
    return demo ? address + "#/enrol?code=" + demo->code : address;
}

ExitCode run_server(const ServeCommand& command, DataFolder folder, Environment& environment) {
    const std::unique_ptr<net::Network> network = net::make_beast_network(net::Limits{});
    ServerOptions options;
    options.web = command.web;
    if (command.kind == ServeCommand::Kind::Demo)
        options.demo_code = DemoCode{make_code(), std::string(kDemoUser)};
    const std::optional<DemoCode> demo = options.demo_code;
    auto server =
        RunningServer::start(std::move(folder), *network, environment, std::move(options));
    if (!server) return refuse_data(command.data, server.error());
    network->on_terminate([&running = **server] { running.close(); });
    const Result<std::uint16_t> port = network->listen(command.listen, (*server)->handler());
    if (!port) return refuse_listen(command.listen, port.error());
    std::printf("Holdfast is ready at %s\n", address_of(command.listen, *port, demo).c_str());
    std::fflush(stdout);
    network->run();
    (*server)->join();
    return ExitCode::Done;
}

}  // namespace

ExitCode serve(const ServeCommand& command) {
    std::error_code error;
    if (command.web && !fs::is_regular_file(*command.web / "index.html", error))
        return refuse("there is no web app in " + command.web->string() +
                      ": run \"./holdfast build\", which makes build/web.");
    auto folder = DataFolder::open(command.data);
    if (!folder) return refuse_data(command.data, folder.error());
    if (const Status locked = folder->lock(); !locked)
        return refuse_data(command.data, locked.error());
    SystemEnvironment environment;
    if (command.kind == ServeCommand::Kind::Demo)
        if (const Status filled = fill_demo(*folder, environment); !filled)
            return refuse_data(command.data, filled.error());
    return run_server(command, *std::move(folder), environment);
}

ExitCode mark_restored(const fs::path& data) {
    std::error_code error;
    const std::string none = "there is no workspace in " + data.string() +
                             ": put the backup there first, or choose its folder with --data.";
    if (!fs::is_directory(data, error)) return refuse(none);
    auto folder = DataFolder::open(data);
    if (!folder) return refuse_data(data, folder.error());
    SystemEnvironment environment;
    const Status marked = begin_new_history(*folder, environment);
    if (!marked && marked.error().code == ErrorCode::NotFound) return refuse(none);
    if (!marked) return refuse_data(data, marked.error());
    std::printf(
        "Start the server now: devices send again what the backup does not have. "
        "Then make a new backup; do not put the old one back a second time. "
        "The server gives no document numbers until every device has synchronised; what devices "
        "hold of delivery notes' they still give. \"numbers\" shows who is missing.\n");
    return ExitCode::Done;
}

ExitCode show_numbers(const NumbersCommand& command) {
    if (command.go_on && !command.give_back.empty())
        return refuse(
            "--give-back and --go-on are two decisions: write one of them, look at what "
            "\"numbers\" says then, and write the other one.",
            ExitCode::Usage);
    auto db = open_data(command.data);
    if (!db) return refuse_data(command.data, db.error());
    if (!command.give_back.empty()) return give_back_numbers(*db, command);
    const auto owing = read_owing_devices(*db);
    if (!owing) return refuse_data(command.data, owing.error());
    if (owing->empty()) {
        std::printf("Document numbers are given.\n");
        return ExitCode::Done;
    }
    for (const OwingDevice& device : *owing)
        std::printf("%s, %s, %s\n", device.code.c_str(), device.user.c_str(), device.name.c_str());
    if (!command.go_on) {
        std::printf(
            "The server gives no document number until these devices have synchronised. If one "
            "never will, add --go-on; numbers that only it has seen can then be given twice.\n");
        return ExitCode::Done;
    }
    const Status stopped = stop_waiting_for_numbers(*db);
    if (!stopped) return refuse_data(command.data, stopped.error());
    std::printf(
        "Document numbers are given again, without waiting for these devices. Records that wait "
        "get theirs with the next change that a device sends.\n");
    return ExitCode::Done;
}

ExitCode add_user(const AddUserCommand& command) {
    if (!is_user_name(command.name))
        return refuse("a user name has 1 to 64 letters and no control characters.",
                      ExitCode::Usage);
    if (!is_role(command.role))
        return refuse("a role is written in lower case, for example --role technician.",
                      ExitCode::Usage);
    auto db = open_data(command.data);
    if (!db) return refuse_data(command.data, db.error());
    SystemEnvironment environment;
    const User user{command.name, command.role, environment.now_ms()};
    const Status added = add_user(*db, user);
    if (!added && added.error().code == ErrorCode::Conflict)
        return refuse("there is a user \"" + command.name + "\" already: choose another name.");
    if (!added) return refuse_data(command.data, added.error());
    return ExitCode::Done;
}

ExitCode make_device_code(const DeviceCodeCommand& command) {
    auto db = open_data(command.data);
    if (!db) return refuse_data(command.data, db.error());
    SystemEnvironment environment;
    const std::string code = make_code();
    const Status added =
        add_code(*db, normalised_code(code), {command.user, environment.now_ms() + kCodeValidMs});
    if (!added && added.error().code == ErrorCode::NotFound)
        return refuse("there is no user \"" + command.user + "\": create it with \"holdfast user " +
                      "add\" first.");
    if (!added) return refuse_data(command.data, added.error());
    std::printf("%s\n", code.c_str());
    return ExitCode::Done;
}

}  // namespace holdfast::server
