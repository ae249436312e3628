#include "store/write_guard.h"

#include <sqlite3.h>

#include <algorithm>

namespace holdfast {

#ifdef NDEBUG

WriteGuard::WriteGuard(Database& db) : db_(&db) {}
WriteGuard::~WriteGuard() = default;
void WriteGuard::cover(const std::string&, std::int64_t) {}
void WriteGuard::check() const {}

#else

WriteGuard::WriteGuard(Database& db) : db_(&db) {
    const auto note = [](void* context, int, const char*, const char* table, sqlite3_int64 pk) {
        const std::string_view name(table);
        if (name.starts_with("sync_") || name.starts_with("history_")) return;
        static_cast<WriteGuard*>(context)->changed_.emplace(std::string(name), pk);
    };
    sqlite3_update_hook(db_->raw_handle(), note, this);
}

WriteGuard::~WriteGuard() {
    sqlite3_update_hook(db_->raw_handle(), nullptr, nullptr);
}

void WriteGuard::cover(const std::string& table, std::int64_t pk) {
    covered_.emplace(table, pk);
}

void WriteGuard::check() const {
    const bool all_covered =
        std::includes(covered_.begin(), covered_.end(), changed_.begin(), changed_.end());
    HOLDFAST_ASSERT(all_covered);
}

#endif

}  // namespace holdfast
