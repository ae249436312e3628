#include "data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace holdfast::server {

Result<DataFolder> DataFolder::open(const std::filesystem::path& folder) {
    std::error_code error;
    const bool existed = std::filesystem::exists(folder, error);
    std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorCode::Storage, "data_folder.create", error.value());
    if (!existed) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    return DataFolder(folder);
}

Status DataFolder::lock() {
    const std::string path = (path_ / "server.lock").string();
    lock_file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_file_ < 0) return fail(ErrorCode::Storage, "data_folder.lock_file", errno);
    if (::flock(lock_file_, LOCK_EX | LOCK_NB) == 0) return {};
    return fail(ErrorCode::Conflict, "data_folder.lock", errno);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_file_(std::exchange(other.lock_file_, -1)) {}

DataFolder::~DataFolder() {
    if (lock_file_ >= 0) ::close(lock_file_);
}

}  // namespace holdfast::server
