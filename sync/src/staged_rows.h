// StagedRows: the rows one transaction touches, in memory until the whole transaction is accepted.
#pragma once

#include <unordered_map>

#include "core/registry.h"
#include "sync/server_store.h"

namespace holdfast::sync {

struct StagedRow {
    const EntityDef* entity = nullptr;  ///< Null: looked for, and there is no such row.
    ServerRow row;
    enum class Change : std::uint8_t { None, Changed } change = Change::None;
};

/// References stay valid as long as the object lives. Nothing reaches the store before write().
class StagedRows {
public:
    /// `seq`: the position the transaction gets if it is accepted.
    StagedRows(ServerStore& store, ServerSeq seq) : store_(&store), seq_(seq) {}

    [[nodiscard]] ServerSeq seq() const { return seq_; }
    /// The row as this transaction sees it; null when there is none.
    [[nodiscard]] Result<StagedRow*> find(const EntityDef& entity, const RecordId& id);
    /// A new living row with every field null and unwritten. The row must not exist.
    StagedRow& create(const EntityDef& entity, const RecordId& id);
    /// Writes one field at this transaction's position.
    void set(StagedRow& staged, std::size_t position, Value value);
    /// The same for a field that administrators added.
    void set_custom(StagedRow& staged, FieldId field, Value value);
    void set_life(StagedRow& staged, Record::Life life);
    /// Where the row was last written, this transaction included.
    [[nodiscard]] ServerSeq last_write_of(const StagedRow& staged) const;
    /// Writes every changed row with this transaction's position as its version.
    [[nodiscard]] Status write();

private:
    struct Key {
        EntityId entity;
        RecordId id;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const {
            return std::hash<RecordId>{}(key.id) + raw(key.entity);
        }
    };
    ServerStore* store_;
    ServerSeq seq_;
    std::unordered_map<Key, StagedRow, KeyHash> rows_;
};

}  // namespace holdfast::sync
