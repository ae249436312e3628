#include "support/server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "support/test.h"

extern char** environ;

namespace holdfast::test {
namespace {

constexpr int kReadyMs = 60'000;

struct Child {
    pid_t process = -1;
    int out = -1;
};

/// Standard error goes to `error_file`, or stays ours when that is empty.
Child spawn(const std::vector<std::string>& arguments, const std::string& error_file) {
    int ends[2];
    REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    if (!error_file.empty())
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error_file.c_str(),
                                         O_WRONLY | O_CREAT | O_TRUNC, 0600);
    std::vector<std::string> words{HOLDFAST_SERVER};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    Child child;
    const int failed =
        posix_spawn(&child.process, HOLDFAST_SERVER, &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    REQUIRE(failed == 0);
    child.out = ends[0];
    return child;
}

/// Up to and including the first line end, or all there is.
std::string read_line(int file) {
    std::string line;
    pollfd ready{file, POLLIN, 0};
    char letter = 0;
    while ((line.empty() || line.back() != '\n') && poll(&ready, 1, kReadyMs) > 0 &&
           ::read(file, &letter, 1) == 1)
        line += letter;
    return line;
}

std::string read_all(int file) {
    std::string text;
    char block[4096];
    for (ssize_t got = 0; (got = ::read(file, block, sizeof block)) > 0;)
        text.append(block, static_cast<std::size_t>(got));
    return text;
}

int exit_code_of(pid_t process) {
    int status = 0;
    if (waitpid(process, &status, 0) != process) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string read_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

ProgramResult run_server_program(const std::vector<std::string>& arguments) {
    const ScratchFolder scratch;
    const std::filesystem::path errors = scratch.path() / "errors";
    const Child child = spawn(arguments, errors.string());
    ProgramResult result;
    result.out = read_all(child.out);
    ::close(child.out);
    result.exit_code = exit_code_of(child.process);
    result.err = read_file(errors);
    return result;
}

ScratchFolder::ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "holdfast-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

ServerProcess::ServerProcess(std::filesystem::path data, std::uint16_t port,
                             std::vector<std::string> more_arguments)
    : data_(std::move(data)), port_(port), more_arguments_(std::move(more_arguments)) {
    start();
}

ServerProcess::~ServerProcess() {
    kill();
}

void ServerProcess::start() {
    std::vector<std::string> arguments{"serve", "--data", data_.string(), "--listen",
                                       "127.0.0.1:" + std::to_string(port_)};
    arguments.insert(arguments.end(), more_arguments_.begin(), more_arguments_.end());
    const Child child = spawn(arguments, "");
    process_ = child.process;
    ready_line_ = read_line(child.out);
    ::close(child.out);
    constexpr std::string_view kHost = "127.0.0.1:";
    const std::size_t found = ready_line_.find(kHost);
    port_ = found == std::string::npos
                ? std::uint16_t{0}
                : static_cast<std::uint16_t>(std::atoi(&ready_line_[found + kHost.size()]));
}

void ServerProcess::start_again() {
    start();
    REQUIRE(is_ready());
}

int ServerProcess::wait() {
    const int code = exit_code_of(process_);
    process_ = -1;
    return code;
}

void ServerProcess::kill() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    wait();
}

int ServerProcess::stop() {
    ::kill(process_, SIGTERM);
    return wait();
}

std::int64_t ServerProcess::resident_kb() const {
    std::ifstream status("/proc/" + std::to_string(process_) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::atoll(line.c_str() + sizeof "VmRSS:" - 1);
    return 0;
}

}  // namespace holdfast::test
