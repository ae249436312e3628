// Truth: what really happened, known only to the simulation. Judges the world when it is quiet.
//
// Every write gets a value that no other write has (with rare, wanted exceptions), so that a value
// names its write. What an author had seen is recorded when the work is done, not derived from the
// protocol.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "memory_server_store.h"
#include "sim_registry.h"

namespace holdfast::sim {

struct CellRef {
    RecordId record;
    FieldId field = FieldId::None;
    bool operator==(const CellRef&) const = default;
};
struct CellValue {
    CellRef cell;
    std::int64_t value = 0;
    bool operator==(const CellValue&) const = default;
};
struct CellValueHash {
    std::size_t operator()(const CellValue& key) const {
        return std::hash<RecordId>{}(key.cell.record) * 31 + raw(key.cell.field) * 1'000'003U +
               static_cast<std::size_t>(key.value);
    }
};

/// No value at all, where a field is null.
inline constexpr std::int64_t kNothing = INT64_MIN;

struct TransactionRef {
    DeviceNo device = DeviceNo::None;
    TransactionNo no = TransactionNo::None;
    bool operator==(const TransactionRef&) const = default;
};

/// One field written by one transaction.
struct Write {
    TransactionRef by;
    CellRef cell;
    std::int64_t value = 0;
    std::vector<std::int64_t> seen;  ///< What its author had seen in this cell.
};
/// A move of an item's state, or a change of a counter.
struct Move {
    TransactionRef by;
    RecordId record;
    std::string to;
    enum class Kind : std::uint8_t { Step, Correction } kind = Kind::Step;
    std::string from{};  ///< Where its author saw the item.
};
/// A number that a device gave to an item itself, of a block that it held.
struct GivenNumber {
    TransactionRef by;
    RecordId record;
    std::string number;
};
struct Increase {
    TransactionRef by;
    RecordId record;
    std::int64_t delta = 0;
};

/// Of a server: whether a backup was put back and nobody said so.
enum class Past : std::uint8_t { Known, PutBackUnseen };

class Truth {
public:
    void add(Write write);
    void add(Move move) { moves_.push_back(std::move(move)); }
    void add(GivenNumber given) { given_numbers_.push_back(std::move(given)); }
    void add(Increase increase) { increases_.push_back(increase); }
    /// The author of `by` had seen that `loser` lost a conflict and decided with that knowledge.
    void add_choice(const TransactionRef& by, const CellValue& loser);
    /// `by` was made while the own transaction `on` was undecided, on top of what it had written.
    void add_dependency(const TransactionRef& by, TransactionNo on);
    void add_legal_address(const RecordId& record, std::int64_t street, std::int64_t city);
    /// Somebody settled a conflict about the item's state: whoever knows that may move it on.
    void add_settled_state(const RecordId& record) { settled_states_.insert(record); }
    /// Whether the device moved the item to this state itself.
    [[nodiscard]] bool has_moved(DeviceNo device, const RecordId& record,
                                 std::string_view to) const;
    void add_created(const TransactionRef& by, const RecordId& record);
    /// Who created the record; nothing for those that were there from the start.
    [[nodiscard]] std::optional<TransactionRef> find_creation(const RecordId& record) const;
    /// All that wrote this value there: people may happen to type the same.
    [[nodiscard]] std::vector<const Write*> find_all(const CellRef& cell, std::int64_t value) const;

    /// Empty when the server's final state can be explained; otherwise what is wrong with it.
    [[nodiscard]] std::string judge(const MemoryServerStore& server, Past past) const;

private:
    struct Choice {
        TransactionRef by;
        CellValue loser;
    };
    struct Dependency {
        TransactionRef by;
        TransactionNo on;
    };
    struct Created {
        TransactionRef by;
        RecordId record;
    };
    class Judgement;

    std::vector<Write> writes_;
    std::vector<Move> moves_;
    std::vector<Increase> increases_;
    std::vector<GivenNumber> given_numbers_;
    std::vector<Choice> choices_;
    std::vector<Dependency> dependencies_;
    std::vector<Created> created_;
    std::unordered_set<RecordId> settled_states_;
    std::unordered_multimap<CellValue, std::size_t, CellValueHash> by_value_;
    std::unordered_set<CellValue, CellValueHash> legal_addresses_;  ///< Street, city as one value.
};

/// The numbers inside a conflict record's JSON object, by field key.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> numbers_of(std::string_view json);

}  // namespace holdfast::sim
