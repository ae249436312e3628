#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "commands.h"
#include "secrets.h"

namespace holdfast::server {
namespace {

constexpr char kDataHelp[] = "Folder of the workspace; created when it is missing";

struct CommandLine {
    ServeCommand serve;
    bool demo = false;
    std::filesystem::path restored;
    NumbersCommand numbers;
    AddUserCommand user;
    DeviceCodeCommand code;
};

CLI::App* add_serve(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand("serve", "Serve devices, and the web app");
    command->add_option("--data", line.serve.data, kDataHelp)->required();
    command->add_option("--listen", line.serve.listen, "ADDR:PORT; port 0 takes any free one")
        ->default_val("127.0.0.1:8420");
    command->add_option("--web", line.serve.web, "Folder of the built web app");
    command->add_flag("--demo", line.demo,
                      "Fill an empty folder with a demo company, and let this machine enrol");
    return command;
}

CLI::App* add_restored(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand(
        "restored", "After putting a backup back, before serving: devices start anew from it");
    command->add_option("--data", line.restored, "Folder of the workspace")->required();
    return command;
}

CLI::App* add_numbers(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand(
        "numbers", "After a restore: the devices that document numbers wait for");
    command->add_option("--data", line.numbers.data, "Folder of the workspace")->required();
    command->add_flag("--go-on", line.numbers.go_on, "Give numbers without waiting any longer");
    command->add_option("--give-back", line.numbers.give_back,
                        "Code of a device that will not come back: its unused numbers become void");
    return command;
}

CLI::App* add_user_add(CLI::App& app, CommandLine& line) {
    CLI::App* user = app.add_subcommand("user", "Users of the workspace");
    user->require_subcommand(1);
    CLI::App* command = user->add_subcommand("add", "Create a user");
    command->add_option("name", line.user.name, "Name, as others see it")->required();
    command->add_option("--role", line.user.role, "For example technician")->required();
    command->add_option("--data", line.user.data, kDataHelp)->required();
    return command;
}

CLI::App* add_device_code(CLI::App& app, CommandLine& line) {
    CLI::App* device = app.add_subcommand("device", "Devices of a user");
    device->require_subcommand(1);
    CLI::App* command =
        device->add_subcommand("code", "Print a one-time enrolment code, valid for a day");
    command->add_option("--user", line.code.user, "Who will work on the device")->required();
    command->add_option("--data", line.code.data, kDataHelp)->required();
    return command;
}

int exit_code_of(const CLI::ParseError& error, const CLI::App& app) {
    if (error.get_exit_code() == 0) return app.exit(error);
    std::fprintf(stderr, "holdfast: %s; \"--help\" shows how it is used.\n", error.what());
    return static_cast<int>(ExitCode::Usage);
}

int run(int argc, char** argv) {
    CLI::App app("Holdfast: server of an offline-first CRM.", "holdfast");
    app.require_subcommand(1);
    CommandLine line;
    const CLI::App* serve_command = add_serve(app, line);
    const CLI::App* restored_command = add_restored(app, line);
    const CLI::App* numbers_command = add_numbers(app, line);
    const CLI::App* user_command = add_user_add(app, line);
    add_device_code(app, line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return exit_code_of(error, app);
    }
    ::umask(0077);  // What is written here is nobody else's business.
    if (!prepare_secrets()) {
        std::fprintf(stderr, "holdfast: the system has no random source; nothing was done.\n");
        return static_cast<int>(ExitCode::Failed);
    }
    if (line.demo) line.serve.kind = ServeCommand::Kind::Demo;
    ExitCode code = ExitCode::Done;
    if (serve_command->parsed())
        code = serve(line.serve);
    else if (restored_command->parsed())
        code = mark_restored(line.restored);
    else if (numbers_command->parsed())
        code = show_numbers(line.numbers);
    else if (user_command->parsed())
        code = add_user(line.user);
    else
        code = make_device_code(line.code);
    return static_cast<int>(code);
}

}  // namespace
}  // namespace holdfast::server

int main(int argc, char** argv) {
    return holdfast::server::run(argc, argv);
}
