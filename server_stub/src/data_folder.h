// The folder a workspace lives in on the server: one database, and a lock that one server holds.
#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"

namespace holdfast::server {

class DataFolder {
public:
    /// Creates the folder, readable by its owner alone, when it is missing. Fails with Storage.
    [[nodiscard]] static Result<DataFolder> open(const std::filesystem::path& folder);
    /// Fails with Conflict while another process serves this folder. Held until the object goes,
    /// however the process ends.
    [[nodiscard]] Status lock();

    [[nodiscard]] std::string database_path() const { return (path_ / "holdfast.db").string(); }
    [[nodiscard]] std::string wal_path() const { return database_path() + "-wal"; }

    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&&) = delete;
    ~DataFolder();

private:
    explicit DataFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
    int lock_file_ = -1;
};

}  // namespace holdfast::server
