#include "core/sqlite.h"

#include <sqlite3.h>

#include <functional>
#include <unordered_map>

#include "store/expression_values.h"

namespace holdfast {
namespace {

/// Query texts are made from definitions, so their number is small; this bounds the rest.
constexpr std::size_t kStatementsMax = 256;
constexpr std::size_t kRecordIdBytes = 16;

tl::unexpected<Error> storage_error(int code, const char* context) {
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return fail(ErrorCode::Full, context, code);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return fail(ErrorCode::Corrupt, context, code);
        case SQLITE_TOOBIG:
            return fail(ErrorCode::LimitExceeded, context, code);
        default:
            return fail(ErrorCode::Storage, context, code);
    }
}

void put_big_endian(std::uint64_t value, std::uint8_t* out) {
    for (int index = 0; index < 8; ++index)
        out[index] = static_cast<std::uint8_t>(value >> (56 - 8 * index));
}

std::uint64_t get_big_endian(const std::uint8_t* bytes) {
    std::uint64_t value = 0;
    for (int index = 0; index < 8; ++index) value = (value << 8) | bytes[index];
    return value;
}

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

struct CachedStatement {
    sqlite3_stmt* stmt = nullptr;
    bool in_use = false;
};

}  // namespace

struct Database::Impl {
    sqlite3* db = nullptr;
    std::unordered_map<std::string, CachedStatement, TextHash, std::equal_to<>> statements;
    bool (*progress_handler)(void*) = nullptr;
    void* progress_context = nullptr;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        for (const auto& [sql, cached] : statements) sqlite3_finalize(cached.stmt);
        sqlite3_close(db);
    }
    void drop_unused() {
        std::erase_if(statements, [](const auto& entry) {
            if (entry.second.in_use) return false;
            sqlite3_finalize(entry.second.stmt);
            return true;
        });
    }
};

void Statement::Reset::operator()(sqlite3_stmt* stmt) const {
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    *in_use = false;
}

Statement::Statement(sqlite3_stmt* cached, bool* in_use) : stmt_(cached, Reset{in_use}) {
    *in_use = true;
}

Statement& Statement::bind(int parameter, std::int64_t value) {
    HOLDFAST_ASSERT(sqlite3_bind_int64(stmt_.get(), parameter + 1, value) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
    // A null pointer would bind NULL, and an empty text is not that.
    const char* characters = text.data() ? text.data() : "";
    HOLDFAST_ASSERT(sqlite3_bind_text(stmt_.get(), parameter + 1, characters,
                                      static_cast<int>(text.size()),
                                      SQLITE_TRANSIENT) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(int parameter, const RecordId& id) {
    std::uint8_t bytes[kRecordIdBytes];
    put_big_endian(id.high, bytes);
    put_big_endian(id.low, bytes + 8);
    return bind_blob(parameter, bytes);
}

Statement& Statement::bind(int parameter, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return bind(parameter, *integer);
    if (const auto* text = std::get_if<std::string>(&value))
        return bind(parameter, std::string_view(*text));
    if (const auto* link = std::get_if<RecordId>(&value)) return bind(parameter, *link);
    return bind_null(parameter);
}

Statement& Statement::bind_blob(int parameter, std::span<const std::uint8_t> bytes) {
    const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
    HOLDFAST_ASSERT(sqlite3_bind_blob(stmt_.get(), parameter + 1, data,
                                      static_cast<int>(bytes.size()),
                                      SQLITE_TRANSIENT) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind_view(int parameter, const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text) return bind(parameter, value);
    HOLDFAST_ASSERT(sqlite3_bind_text(stmt_.get(), parameter + 1, text->data(),
                                      static_cast<int>(text->size()), SQLITE_STATIC) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind_null(int parameter) {
    HOLDFAST_ASSERT(sqlite3_bind_null(stmt_.get(), parameter + 1) == SQLITE_OK);
    return *this;
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(stmt_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return storage_error(sqlite3_extended_errcode(sqlite3_db_handle(stmt_.get())), "sqlite.step");
}

Status Statement::run() {
    const Result<bool> stepped = step();
    sqlite3_reset(stmt_.get());
    if (!stepped) return tl::unexpected<Error>(stepped.error());
    HOLDFAST_ASSERT(!*stepped);
    return {};
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(stmt_.get(), column);
}

std::string_view Statement::text(int column) const {
    const auto* characters =
        reinterpret_cast<const char*>(sqlite3_column_text(stmt_.get(), column));
    if (!characters) return {};
    return {characters, static_cast<std::size_t>(sqlite3_column_bytes(stmt_.get(), column))};
}

std::span<const std::uint8_t> Statement::blob(int column) const {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(stmt_.get(), column));
    if (!bytes) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(stmt_.get(), column))};
}

RecordId Statement::record_id(int column) const {
    if (sqlite3_column_type(stmt_.get(), column) != SQLITE_BLOB) return {};
    return link_or_none(record_id_from_bytes(blob(column)));
}

Value record_id_from_bytes(std::span<const std::uint8_t> bytes) {
    if (bytes.size() != kRecordIdBytes) return {};
    return RecordId{get_big_endian(bytes.data()), get_big_endian(bytes.data() + 8)};
}

Value Statement::value(int column) const {
    switch (sqlite3_column_type(stmt_.get(), column)) {
        case SQLITE_INTEGER:
            return integer(column);
        case SQLITE_TEXT:
            return std::string(text(column));
        case SQLITE_BLOB:
            return record_id(column);
        default:
            return {};
    }
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(stmt_.get(), column) == SQLITE_NULL;
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, const char* vfs) {
    auto impl = std::make_unique<Impl>();
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(path.c_str(), &impl->db, flags, vfs);
    if (code != SQLITE_OK) return storage_error(code, "sqlite.open");
    return Database(std::move(impl));
}

Result<Statement> Database::prepare(std::string_view sql) {
    auto found = impl_->statements.find(sql);
    if (found == impl_->statements.end()) {
        if (impl_->statements.size() >= kStatementsMax) impl_->drop_unused();
        sqlite3_stmt* stmt = nullptr;
        const int code = sqlite3_prepare_v3(impl_->db, sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &stmt, nullptr);
        if (code != SQLITE_OK) return storage_error(code, "sqlite.prepare");
        HOLDFAST_ASSERT(stmt != nullptr);
        found = impl_->statements.emplace(std::string(sql), CachedStatement{stmt, false}).first;
    }
    HOLDFAST_ASSERT(!found->second.in_use);
    return Statement(found->second.stmt, &found->second.in_use);
}

Status Database::run(const std::string& sql) {
    const int code = sqlite3_exec(impl_->db, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return storage_error(sqlite3_extended_errcode(impl_->db), "sqlite.run");
    return {};
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(impl_->db);
}

const char* Database::last_message() const {
    return sqlite3_errmsg(impl_->db);
}

void Database::set_progress_handler(int steps, bool (*handler)(void* context), void* context) {
    impl_->progress_handler = handler;
    impl_->progress_context = context;
    if (!handler) return sqlite3_progress_handler(impl_->db, 0, nullptr, nullptr);
    const auto call = [](void* opaque) {
        const auto* impl = static_cast<const Impl*>(opaque);
        return impl->progress_handler(impl->progress_context) ? 1 : 0;
    };
    sqlite3_progress_handler(impl_->db, steps, call, impl_.get());
}

sqlite3* Database::raw_handle() const {
    return impl_->db;
}

Result<Transaction> Transaction::begin(Database& db) {
    Statement begin_statement = TRY(db.prepare("BEGIN IMMEDIATE"));
    TRY(begin_statement.run());
    return Transaction(db);
}

Status Transaction::commit() {
    HOLDFAST_ASSERT(db_ != nullptr);
    Statement commit_statement = TRY(db_->prepare("COMMIT"));
    TRY(commit_statement.run());
    db_ = nullptr;
    return {};
}

Transaction::~Transaction() {
    if (!db_) return;
    // A full disk or a failed write may have rolled back already; then there is nothing to undo.
    if (sqlite3_get_autocommit(db_->raw_handle()) != 0) return;
    sqlite3_exec(db_->raw_handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace holdfast
