// ServerProcess: the real server program as a child process, and its other commands.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace holdfast::test {

struct ProgramResult {
    int exit_code = -1;  ///< Negative: ended by that signal.
    std::string out;
    std::string err;
};

/// Runs the server program with `arguments` to its end.
[[nodiscard]] ProgramResult run_server_program(const std::vector<std::string>& arguments);

/// A new empty folder, removed with everything in it when the object goes.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class ServerProcess {
public:
    /// Starts "serve" on `data` and waits for the line with the address. Port 0 takes a free one.
    explicit ServerProcess(std::filesystem::path data, std::uint16_t port = 0,
                           std::vector<std::string> more_arguments = {});
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    /// False when the program ended instead; then standard error holds its sentence.
    [[nodiscard]] bool is_ready() const { return port_ != 0; }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// The line with the address.
    [[nodiscard]] const std::string& ready_line() const { return ready_line_; }
    /// Resident memory in kB.
    [[nodiscard]] std::int64_t resident_kb() const;
    /// SIGKILL, and waits for the end.
    void kill();
    /// SIGTERM; the exit code, or the negative number of the signal that ended it.
    int stop();
    /// The same folder on the same port again.
    void start_again();

private:
    void start();
    int wait();
    std::filesystem::path data_;
    std::uint16_t port_;
    std::vector<std::string> more_arguments_;
    pid_t process_ = -1;
    std::string ready_line_;
};

}  // namespace holdfast::test
