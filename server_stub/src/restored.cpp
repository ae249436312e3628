#include "restored.h"

#include <filesystem>

#include "running_server.h"
#include "server_schema.h"

namespace holdfast::server {

Status begin_new_history(DataFolder& folder, Environment& environment) {
    TRY(folder.lock());
    std::error_code error;
    if (!std::filesystem::is_regular_file(folder.database_path(), error))
        return fail(ErrorCode::NotFound, "restored.database");
    Database db = TRY(open_server_database(folder.database_path()));
    const std::uint64_t epoch = RunningServer::new_epoch(environment);
    TRY(prepare_server_schema(db, Registry::base(), epoch));
    Transaction transaction = TRY(Transaction::begin(db));
    {
        Statement update = TRY(db.prepare("UPDATE server_state SET epoch = ?1, head = head + ?2"));
        update.bind(0, static_cast<std::int64_t>(epoch));
        TRY(update.bind(1, static_cast<std::int64_t>(kSeqJumpAtRestore)).run());
    }
    TRY(db.run("DELETE FROM server_code"));
    return transaction.commit();
}

}  // namespace holdfast::server
