// What the program does when it is not asked for help: serve, restored, numbers, user
// add, device code.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace holdfast::server {

/// 0 done, 1 the work failed, 2 wrong usage. A failure is one sentence on standard error.
enum class ExitCode : int { Done = 0, Failed = 1, Usage = 2 };

struct ServeCommand {
    std::filesystem::path data;
    std::string listen;
    std::optional<std::filesystem::path> web;
    enum class Kind : std::uint8_t { Plain, Demo } kind = Kind::Plain;
};
/// Serves until SIGTERM or SIGINT. Prints one line with the address when it is ready.
[[nodiscard]] ExitCode serve(const ServeCommand& command);

/// After a backup was put back into `data`, before it is served again. Refuses while a server runs.
[[nodiscard]] ExitCode mark_restored(const std::filesystem::path& data);

struct NumbersCommand {
    std::filesystem::path data;
    bool go_on = false;
    std::string give_back;  ///< Code of a device; empty: of none.
};
/// Says which devices a restored server waits for before it gives document numbers, or stops
/// waiting for them, or makes void what a device has left of its blocks; not both at once. Works
/// while a server runs.
[[nodiscard]] ExitCode show_numbers(const NumbersCommand& command);

struct AddUserCommand {
    std::filesystem::path data;
    std::string name;
    std::string role;
};
[[nodiscard]] ExitCode add_user(const AddUserCommand& command);

struct DeviceCodeCommand {
    std::filesystem::path data;
    std::string user;
};
/// Prints a one-time enrolment code, valid for a day. Works while a server runs.
[[nodiscard]] ExitCode make_device_code(const DeviceCodeCommand& command);

}  // namespace holdfast::server
