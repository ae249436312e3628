// RecordFinder: which record a person means by a text or by key values. Private to core/src/app.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/policy.h"
#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

/// Hashes of texts and the records they stand for: 24 bytes an entry.
class KeyIndex {
public:
    void add(std::uint64_t hash, const RecordId& id);
    /// Appends the records of `hash` that `ids` does not have yet.
    void find(std::uint64_t hash, std::vector<RecordId>& ids) const;

private:
    struct Entry {
        std::uint64_t hash;
        RecordId id;
        bool operator<(const Entry& other) const { return hash < other.hash; }
    };
    void settle();
    std::vector<Entry> sorted_;
    std::unordered_multimap<std::uint64_t, RecordId> recent_;
};

/// What records of a draft that is not committed yet are called.
struct NewKeys {
    struct Name {
        std::string text;
        RecordId id;
    };
    std::map<std::pair<EntityId, std::string>, std::vector<Name>> names;  ///< By folded name.
    std::unordered_map<std::string, RecordId> matches;
};

/// Living records that the policy lets be read, as they were when a module was first asked for.
class RecordFinder {
public:
    /// All must outlive the finder; `policy` may be null.
    RecordFinder(Store& store, const Strings& strings, const Policy* policy)
        : store_(&store), strings_(strings), policy_(policy), salt_(store.environment().random()) {}

    struct Found {
        RecordId id;             ///< None: not found, or several.
        bool ambiguous = false;  ///< Several records are called so.
    };
    /// By id (alone, or followed by a blank and the title), title, number, external id, mail
    /// address or a text that is unique to it; exactly, then without regard to case, accents and
    /// punctuation.
    [[nodiscard]] Result<Found> find_named(const EntityDef& entity, std::string_view text,
                                           const NewKeys& fresh);
    /// A record of the draft that find_named() shall find.
    static void add_names(const EntityDef& entity, const std::vector<Draft::FieldValue>& values,
                          const RecordId& id, NewKeys& fresh);
    /// By all of `fields`, texts without regard to case; kRecordIdTarget is the id.
    [[nodiscard]] Result<Found> find_matching(const EntityDef& entity,
                                              const std::vector<Draft::FieldValue>& key,
                                              const NewKeys& fresh);
    static void add_match(const std::vector<Draft::FieldValue>& key, const RecordId& id,
                          NewKeys& fresh);

    enum class Kept : std::uint8_t { InTheStore, InMind };
    /// The draft is committed, or would be.
    void keep(NewKeys fresh, Kept kept);
    [[nodiscard]] Result<bool> is_readable(const EntityDef& entity, const RecordId& id);

private:
    struct Readable {
        std::string sql;  ///< " AND ..." or empty.
        std::vector<Value> parameters;
    };
    [[nodiscard]] const Readable& readable(const EntityDef& entity);
    [[nodiscard]] Result<Statement> select(const EntityDef& entity, const std::string& columns,
                                           const std::vector<Draft::FieldValue>& equal);
    [[nodiscard]] Result<KeyIndex*> names_of(const EntityDef& entity);
    [[nodiscard]] Result<KeyIndex*> matches_of(const EntityDef& entity,
                                               const std::vector<Draft::FieldValue>& key);
    [[nodiscard]] Result<Found> find_by_name(const EntityDef& entity, const std::string& text,
                                             const NewKeys& fresh);
    [[nodiscard]] Result<std::vector<RecordId>> find_exact(const EntityDef& entity,
                                                           const std::string& text,
                                                           const std::vector<RecordId>& ids);
    [[nodiscard]] std::uint64_t hash_of(std::string_view text) const;

    Store* store_;
    Strings strings_;
    const Policy* policy_;
    std::uint64_t salt_;  ///< Nobody can prepare texts that collide.
    std::map<EntityId, Readable> readable_;
    std::map<EntityId, KeyIndex> names_;
    std::map<std::string, KeyIndex> matches_;
    KeyIndex in_mind_;  ///< Keys of rows that no index of a table has.
    bool table_knows_ = false;
};

}  // namespace holdfast
