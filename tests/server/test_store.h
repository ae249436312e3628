// A server store in memory over small definitions of its own, and rows to put into it.
#pragma once

#include <fstream>
#include <iterator>

#include "core/registry.h"
#include "server_schema.h"
#include "store_sqlite.h"
#include "support/test.h"

namespace holdfast::server::test {

using holdfast::test::must;

inline constexpr EntityId kThing{901};
inline constexpr std::uint64_t kEpoch = 77;

inline std::string base_definition(const std::string& key) {
    std::ifstream file(HOLDFAST_SOURCE_DIR "/core/meta/entities/" + key + ".json");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The definition that the rules themselves write to.
inline std::string conflict_definition() {
    return base_definition("conflict");
}

/// One entity "thing" with the fields name, amount and owner (a link).
inline Registry thing_registry() {
    const std::string conflict = conflict_definition();
    std::string mistake;
    auto registry = Registry::compile({{"thing.json", R"json({
        "id": 901, "key": "thing", "icon": "box", "title": ["name"],
        "fields": [
            {"id": 1, "key": "name", "type": "text"},
            {"id": 2, "key": "amount", "type": "integer"},
            {"id": 3, "key": "owner", "type": "link", "to": "thing"}
        ],
        "list": {"columns": ["name"], "order": "name"},
        "form": [{"section": "main", "fields": ["name", "amount", "owner"]}]
    })json"},
                                       {"conflict.json", conflict}},
                                      &mistake);
    INFO(mistake);
    return must(std::move(registry));
}

inline SqliteStore open_store(const Registry& registry, const std::string& path = ":memory:") {
    Database db = must(open_server_database(path));
    must(prepare_server_schema(db, registry, kEpoch));
    return SqliteStore(std::move(db), registry);
}

inline RecordId record(std::uint64_t low) {
    return {0x0190'0000'0000'7000, 0x8000'0000'0000'0000 | low};
}

inline sync::ServerRow row_of(const RecordId& id, ServerSeq version, std::string name) {
    return {id,
            version,
            false,
            ServerSeq::None,
            {std::move(name), {}, {}},
            std::vector<ServerSeq>(3, version)};
}

}  // namespace holdfast::server::test
