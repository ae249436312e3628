#include "server_customization.h"

namespace holdfast::server {
namespace {

constexpr char kVersion[] = "SELECT coalesce(max(_v), 0) FROM change_set";
constexpr char kPublished[] = R"sql(
    SELECT _id, name, items FROM change_set WHERE _del = 0 AND status = 'published'
    ORDER BY published_at, _id
)sql";

Result<std::vector<ChangeSet>> read_sets(Database& db) {
    Statement select = TRY(db.prepare(kPublished));
    std::vector<ChangeSet> sets;
    while (TRY(select.step()))
        sets.push_back(
            {select.record_id(0), std::string(select.text(1)), std::string(select.text(2))});
    return sets;
}

}  // namespace

Result<const Registry*> ServerCustomization::find(SqliteStore& store) {
    // The small definitions of tests and tools have no change sets.
    if (!store.registry().find("change_set")) return static_cast<const Registry*>(nullptr);
    {
        Statement select = TRY(store.database().prepare(kVersion));
        TRY(select.step());
        const std::int64_t version = select.integer(0);
        if (version == version_) return made_ ? &made_->registry() : nullptr;
        version_ = version;
    }
    const std::vector<ChangeSet> sets = TRY(read_sets(store.database()));
    made_.reset();
    if (!sets.empty()) made_.emplace(Customization::compile(sets));
    return made_ ? &made_->registry() : nullptr;
}

}  // namespace holdfast::server
