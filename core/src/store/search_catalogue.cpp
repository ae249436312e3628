#include "store/search_catalogue.h"

namespace holdfast {
namespace {

/// Reads the searchable texts of the next rows, living or not.
Result<std::int64_t> read_rows_into(Store::Impl& store, const EntityDef& entity, SearchBuild& build,
                                    std::int64_t rows_max) {
    const SearchFields fields = search_fields_of(entity);
    std::string sql = "SELECT pk";
    for (const std::size_t position : fields.positions)
        sql += ", " + quoted(entity.fields[position].key);
    Statement statement = TRY(store.db.prepare(sql + " FROM " + quoted(entity.key) +
                                               " WHERE pk > ?1 ORDER BY pk LIMIT ?2"));
    statement.bind(0, build.last_pk).bind(1, rows_max);
    std::int64_t count = 0;
    for (; TRY(statement.step()); ++count) {
        SearchText text(fields.title_count);
        for (std::size_t column = 0; column < fields.positions.size(); ++column)
            text.add(statement.text(static_cast<int>(column) + 1));
        build.last_pk = statement.integer(0);
        build.index.add(build.last_pk, text.text());
    }
    return count;
}

}  // namespace

Result<IndexProgress> advance_search_index(Store::Impl& store, const EntityDef& entity,
                                           std::int64_t rows_max) {
    const auto known = store.search_indexes.find(entity.id);
    if (known != store.search_indexes.end()) return IndexProgress{&known->second, 0};
    SearchBuild& build = store.search_builds[entity.id];
    const std::int64_t count = TRY(read_rows_into(store, entity, build, rows_max));
    if (count == rows_max) return IndexProgress{nullptr, count};
    const auto made = store.search_indexes.emplace(entity.id, std::move(build.index)).first;
    store.search_builds.erase(entity.id);
    return IndexProgress{&made->second, count};
}

Result<const SearchIndex*> complete_search_index(Store::Impl& store, const EntityDef& entity) {
    return TRY(advance_search_index(store, entity, INT64_MAX)).index;
}

std::string json_list(const Candidates& candidates) {
    std::string list = "[";
    for (const std::int64_t pk : candidates.list()) {
        if (list.size() > 1) list.push_back(',');
        list += std::to_string(pk);
    }
    return list + "]";
}

}  // namespace holdfast
