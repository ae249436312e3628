// Rows of entities that administrators added: one table for all of them.
#include "custom_cells.h"
#include "store_sqlite.h"

namespace holdfast::server {
namespace {

constexpr char kRead[] =
    "SELECT _v, _del, _del_v, _custom FROM server_custom_row WHERE entity = ?1 AND _id = ?2";
constexpr char kWrite[] = R"sql(
    INSERT INTO server_custom_row (entity, _id, _v, _del, _del_v, _custom)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (entity, _id) DO UPDATE SET _v = excluded._v,
        _del = excluded._del, _del_v = excluded._del_v, _custom = excluded._custom
)sql";
constexpr char kChanges[] = R"sql(
    SELECT entity, _id, _v, _del, _custom FROM server_custom_row WHERE _v > ?1 ORDER BY entity, _v
)sql";

std::int64_t number_of(EntityId entity) {
    return static_cast<std::int64_t>(raw(entity));
}

}  // namespace

Result<std::optional<sync::ServerRow>> SqliteStore::read_custom_row(EntityId entity,
                                                                    const RecordId& id) {
    Statement select = TRY(db_.prepare(kRead));
    select.bind(0, number_of(entity)).bind(1, id);
    if (!TRY(select.step())) return std::optional<sync::ServerRow>{};
    sync::ServerRow row;
    row.id = id;
    row.version = static_cast<ServerSeq>(select.integer(0));
    row.deleted = select.integer(1) != 0;
    row.deleted_seq = static_cast<ServerSeq>(select.integer(2));
    row.custom = TRY(unpack_cells(select.blob(3)));
    return std::optional(std::move(row));
}

Status SqliteStore::write_custom_row(EntityId entity, const sync::ServerRow& row) {
    Statement upsert = TRY(db_.prepare(kWrite));
    upsert.bind(0, number_of(entity)).bind(1, row.id);
    upsert.bind(2, static_cast<std::int64_t>(raw(row.version)));
    upsert.bind(3, std::int64_t{row.deleted ? 1 : 0});
    upsert.bind(4, static_cast<std::int64_t>(raw(row.deleted_seq)));
    return upsert.bind_blob(5, pack_cells(row.custom)).run();
}

Status SqliteStore::read_custom_changes(ServerSeq after, std::vector<EntityRows>& all) {
    Statement select = TRY(db_.prepare(kChanges));
    select.bind(0, static_cast<std::int64_t>(raw(after)));
    while (TRY(select.step())) {
        const auto entity = static_cast<EntityId>(select.integer(0));
        if (all.empty() || all.back().entity != entity) all.push_back({entity, {}});
        RowImage& row = all.back().rows.emplace_back();
        row.id = select.record_id(1);
        row.version = static_cast<ServerSeq>(select.integer(2));
        row.deleted = select.integer(3) != 0;
        TRY(add_cells(select.blob(4), row, all.back().fields));
    }
    return {};
}

}  // namespace holdfast::server
