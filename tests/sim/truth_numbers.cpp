#include "truth_numbers.h"

#include <map>

#include "core/document_number.h"
#include "core/field_position.h"
#include "sim_registry.h"

namespace holdfast::sim {
namespace {

bool is_numbered(const EntityDef& entity, const sync::ServerRow& row,
                 const std::map<std::string, RecordId>& holders) {
    const Value& number = row.values[entity.index_of(entity.number_field)];
    if (is_null(number)) return !is_number_due(entity, row.values);
    const auto holder = holders.find(std::string(text_or_empty(number)));
    return holder != holders.end() && holder->second == row.id;
}

/// Without gaps, each of one record, and none is missing where one is due.
std::string check_series(const MemoryServerStore& server) {
    if (server.has_given_twice()) return "numbers: a number was given twice";
    for (const EntityId id : {kItem, kPart}) {
        const EntityDef& entity = *sim_registry().find(id);
        std::map<std::string, RecordId> holders;
        for (const sync::NumberEntry& entry : server.numbers())
            if (entry.entity == id) holders.emplace(entry.number, entry.record);
        // What devices report after a restore can lie behind what is next.
        for (std::int64_t n = 1; n < server.next_number(id); ++n)
            if (holders.count(entity.number_prefix + "-" + std::to_string(n)) == 0)
                return "numbers: the series has a gap";
        for (const MemoryServerStore::StoredRow& stored : server.rows())
            if (stored.entity == id && !is_numbered(entity, stored.row, holders))
                return "numbers: a record lacks its number, or has one of another record";
    }
    return {};
}

/// Every number of a block has its record, or the log says that it is void, or it can still be
/// given.
std::string check_blocks(const MemoryServerStore& server) {
    std::map<std::string, std::string> voids;
    std::map<RecordId, std::string> blocks;
    const auto text = [](const MemoryServerStore::StoredRow& stored, std::string_view key) {
        const EntityDef& entity = *sim_registry().find(stored.entity);
        return std::string(text_or_empty(stored.row.values[position_of(entity, key)]));
    };
    for (const MemoryServerStore::StoredRow& stored : server.rows()) {
        if (stored.entity == kNumberVoid) voids[text(stored, "number")] = text(stored, "state");
        if (stored.entity == kNumberBlock) blocks[stored.row.id] = text(stored, "state");
    }
    for (const sync::NumberEntry& entry : server.numbers()) {
        if (entry.block.is_none()) continue;
        const std::string& said = voids[entry.number];
        const bool right = entry.use == sync::NumberUse::Leased
                               ? blocks[entry.block] == "open" && said.empty()
                           : entry.use == sync::NumberUse::Void ? said == "void"
                                                                : said != "void";
        if (!right) return "numbers: the log of void numbers is not what became of a block";
    }
    return {};
}

}  // namespace

std::string find_number_mistake(const MemoryServerStore& server) {
    std::string mistake = check_series(server);
    return mistake.empty() ? check_blocks(server) : mistake;
}

}  // namespace holdfast::sim
