#include "truth.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "core/state_race.h"
#include "truth_numbers.h"

namespace holdfast::sim {
namespace {

/// Both fields of an address as one number: the values of a world stay far below 2^31.
std::int64_t address_number(std::int64_t street, std::int64_t city) {
    const auto part = [](std::int64_t value) { return value == kNothing ? 0 : value; };
    return part(street) * (std::int64_t{1} << 31) + part(city);
}

std::int64_t number_at(const sync::ServerRow& row, FieldId field) {
    return integer_or(row.values[position_of(field)], kNothing);
}

}  // namespace

std::vector<std::pair<std::string, std::int64_t>> numbers_of(std::string_view json) {
    std::vector<std::pair<std::string, std::int64_t>> numbers;
    std::size_t at = 0;
    while ((at = json.find('"', at)) != std::string_view::npos) {
        const std::size_t end = json.find('"', at + 1);
        if (end == std::string_view::npos || end + 2 > json.size()) break;
        const std::string key(json.substr(at + 1, end - at - 1));
        const char* value = json.data() + end + 2;
        if (*value == '"') {
            at = std::min(json.find('"', end + 3), json.size() - 1) + 1;
            continue;
        }
        const bool nothing = *value == 'n';
        numbers.emplace_back(key, nothing ? kNothing : std::strtoll(value, nullptr, 10));
        at = end + 2;
    }
    return numbers;
}

void Truth::add(Write write) {
    by_value_.emplace(CellValue{write.cell, write.value}, writes_.size());
    writes_.push_back(std::move(write));
}

void Truth::add_choice(const TransactionRef& by, const CellValue& loser) {
    choices_.push_back({by, loser});
}

void Truth::add_dependency(const TransactionRef& by, TransactionNo on) {
    dependencies_.push_back({by, on});
}

void Truth::add_legal_address(const RecordId& record, std::int64_t street, std::int64_t city) {
    legal_addresses_.insert({{record, item::kStreet}, address_number(street, city)});
}

bool Truth::has_moved(DeviceNo device, const RecordId& record, std::string_view to) const {
    return std::any_of(moves_.begin(), moves_.end(), [&](const Move& move) {
        return move.by.device == device && move.record == record && move.to == to;
    });
}

void Truth::add_created(const TransactionRef& by, const RecordId& record) {
    created_.push_back({by, record});
}

std::optional<TransactionRef> Truth::find_creation(const RecordId& record) const {
    for (const Created& created : created_)
        if (created.record == record) return created.by;
    return std::nullopt;
}

std::vector<const Write*> Truth::find_all(const CellRef& cell, std::int64_t value) const {
    const auto [first, behind] = by_value_.equal_range({cell, value});
    std::vector<const Write*> found;
    for (auto at = first; at != behind; ++at) found.push_back(&writes_[at->second]);
    return found;
}

/// One look at a quiet server.
class Truth::Judgement {
public:
    Judgement(const Truth& truth, const MemoryServerStore& server, Past past)
        : truth_(truth), server_(server), past_(past) {}

    std::string run() {
        for (const auto& step :
             {&Judgement::count_transactions, &Judgement::check_dependencies,
              &Judgement::check_created, &Judgement::check_lost_updates, &Judgement::check_strict,
              &Judgement::check_once, &Judgement::check_counters, &Judgement::check_states,
              &Judgement::check_addresses, &Judgement::check_numbers,
              &Judgement::check_given_numbers})
            if (std::string problem = (this->*step)(); !problem.empty()) return problem;
        return {};
    }

private:
    static std::uint64_t key_of(const TransactionRef& by) {
        return (std::uint64_t{raw(by.device)} << 48) | raw(by.no);
    }
    [[nodiscard]] bool accepted(const TransactionRef& by) const {
        return order_.count(key_of(by)) != 0;
    }

    std::string count_transactions() {
        for (const MemoryServerStore::Logged& logged : server_.log()) {
            const TransactionRef by{logged.entry.device, logged.entry.no};
            if (!order_.emplace(key_of(by), order_.size()).second)
                return "exactly once: a transaction was applied twice";
        }
        return {};
    }

    std::string check_dependencies() {
        for (const Dependency& dependency : truth_.dependencies_)
            if (accepted(dependency.by) && !accepted({dependency.by.device, dependency.on}))
                return "dependents: work was applied although what it builds on was refused";
        return {};
    }

    std::string check_created() {
        for (const Created& created : truth_.created_) {
            const bool exists = server_.find(kPart, created.record) != nullptr ||
                                server_.find(kItem, created.record) != nullptr;
            if (exists != accepted(created.by))
                return "existence: a record exists although it was refused, or the reverse";
        }
        return {};
    }

    /// Marks what the author of an accepted write had seen, also through writes that were refused.
    void cover(const CellRef& cell, std::int64_t value) {
        if (value == kNothing || !covered_.insert({cell, value}).second) return;
        for (const Write* write : truth_.find_all(cell, value)) {
            if (accepted(write->by)) continue;
            for (const std::int64_t before : write->seen) cover(cell, before);
        }
    }

    void cover_open_conflicts() {
        const EntityDef& conflict = *sim_registry().find(kConflict);
        const auto text = [&](const sync::ServerRow& row, std::string_view key) {
            return text_or_empty(row.values[conflict.index_of(conflict.find_field(key)->id)]);
        };
        for (const MemoryServerStore::StoredRow& stored : server_.rows()) {
            if (stored.entity != kConflict || text(stored.row, "state") != "open") continue;
            const auto record = parse_record_id(text(stored.row, "record_id"));
            const EntityDef* entity = sim_registry().find(text(stored.row, "entity"));
            for (const auto& [key, value] : numbers_of(text(stored.row, "loser")))
                if (const FieldDef* field = entity->find_field(key))
                    covered_.insert({{*record, field->id}, value});
        }
    }

    /// Whether what the choice wrote was seen by an author whose work counts. A restored server may
    /// refuse the choice itself; who went on from it knows what was decided all the same.
    [[nodiscard]] bool is_known_of(const Choice& choice) const {
        const bool restored = server_.epoch_now() > 1 || past_ == Past::PutBackUnseen;
        return restored &&
               std::any_of(truth_.writes_.begin(), truth_.writes_.end(), [&](const Write& write) {
                   return key_of(write.by) == key_of(choice.by) &&
                          write.cell == choice.loser.cell &&
                          covered_.count({write.cell, write.value}) != 0;
               });
    }

    std::string check_lost_updates() {
        // What was seen comes first: cover() stops where it has been, and a loser's value may by
        // chance be the one that an author saw.
        for (const Write& write : truth_.writes_)
            for (const std::int64_t seen : write.seen)
                if (accepted(write.by) && seen != write.value) cover(write.cell, seen);
        cover_open_conflicts();
        for (const Choice& choice : truth_.choices_)
            if (accepted(choice.by) || is_known_of(choice)) covered_.insert(choice.loser);
        for (const Write& write : truth_.writes_) {
            if (!accepted(write.by) || covered_.count({write.cell, write.value}) != 0) continue;
            if (final_value(write.cell) != write.value)
                return "lost update: a write was overwritten by somebody who had not seen it";
        }
        return {};
    }

    [[nodiscard]] std::int64_t final_value(const CellRef& cell) const {
        const sync::ServerRow* row = server_.find(kItem, cell.record);
        if (row == nullptr) row = server_.find(kPart, cell.record);
        return row == nullptr ? kNothing : number_at(*row, cell.field);
    }

    template <typename T>
    std::vector<const T*> accepted_in_order(const std::vector<T>& all) const {
        std::vector<const T*> ordered;
        for (const T& one : all)
            if (accepted(one.by)) ordered.push_back(&one);
        std::stable_sort(ordered.begin(), ordered.end(), [this](const T* first, const T* second) {
            return order_.at(key_of(first->by)) < order_.at(key_of(second->by));
        });
        return ordered;
    }

    [[nodiscard]] bool knows(const Write& write, std::int64_t current) const {
        return current == kNothing || current == write.value || is_own(write, current) ||
               std::count(write.seen.begin(), write.seen.end(), current) != 0 ||
               knows_through_others(write, current);
    }

    /// People know their own work, whichever form they have open.
    [[nodiscard]] bool is_own(const Write& write, std::int64_t current) const {
        const std::vector<const Write*> all = truth_.find_all(write.cell, current);
        return std::any_of(all.begin(), all.end(), [&](const Write* earlier) {
            return earlier->by.device == write.by.device;
        });
    }

    std::string check_strict() {
        std::unordered_map<RecordId, std::int64_t> prices;
        for (const Write* write : accepted_in_order(truth_.writes_)) {
            if (write->cell.field != item::kPrice) continue;
            std::int64_t& current = prices.try_emplace(write->cell.record, kNothing).first->second;
            if (!knows(*write, current))
                return "strict: a strict field was overwritten by somebody who had not seen it";
            current = write->value;
        }
        return {};
    }

    /// Whether two people happened to write the same value.
    [[nodiscard]] bool is_shared(const CellValue& written) const {
        return std::count_if(truth_.writes_.begin(), truth_.writes_.end(), [&](const Write& write) {
                   return write.cell == written.cell && write.value == written.value;
               }) > 1;
    }

    [[nodiscard]] bool continues_own(const Write& write) const {
        return std::any_of(write.seen.begin(), write.seen.end(),
                           [&](std::int64_t value) { return is_own(write, value); });
    }

    /// The first value stays until somebody who knows it replaces it. The server may doubt that
    /// they knew: when it was restored and numbers anew what people had seen, when they had written
    /// the same value themselves, which it takes for no change, and when they went on from own work
    /// that had not seen it. It leaves a conflict then.
    std::string check_once() {
        const bool restored = server_.epoch_now() > 1;
        std::unordered_map<RecordId, std::vector<std::int64_t>> serials;
        for (const Write* write : accepted_in_order(truth_.writes_)) {
            if (write->cell.field != item::kSerial) continue;
            auto& possible = serials.try_emplace(write->cell.record, 1, kNothing).first->second;
            std::vector<std::int64_t> next;
            for (const std::int64_t current : possible) {
                const bool known = knows(*write, current);
                const bool doubtful =
                    restored || continues_own(*write) || is_shared({write->cell, current});
                if (known) next.push_back(write->value);
                if (!known || (doubtful && current != kNothing)) next.push_back(current);
            }
            possible = std::move(next);
        }
        for (const auto& [record, possible] : serials) {
            const std::int64_t final = final_value({record, item::kSerial});
            if (std::count(possible.begin(), possible.end(), final) == 0)
                return "once: a field written once was overwritten";
        }
        return {};
    }

    /// Through a write that was seen and then refused, or that a restored server took again later.
    [[nodiscard]] bool knows_through_others(const Write& write, std::int64_t wanted) const {
        const bool restored = server_.epoch_now() > 1;
        std::vector<std::int64_t> known = write.seen;
        for (std::size_t index = 0; index < known.size(); ++index) {
            if (known[index] == wanted) return true;
            for (const Write* before : truth_.find_all(write.cell, known[index])) {
                if (accepted(before->by) && !restored) continue;
                for (const std::int64_t value : before->seen)
                    if (std::count(known.begin(), known.end(), value) == 0) known.push_back(value);
            }
        }
        return false;
    }

    std::string check_counters() {
        std::unordered_map<RecordId, std::int64_t> totals;
        for (const Increase& increase : truth_.increases_)
            if (accepted(increase.by)) totals[increase.record] += increase.delta;
        for (const auto& [record, total] : totals) {
            const std::int64_t stored = final_value({record, item::kStock});
            if (stored != total)
                return "counters: a counter is not the sum of its accepted changes";
        }
        return {};
    }

    /// Where an accepted move leads from a state: a race has one end, whoever came first. Who had
    /// corrected the state, or settled what came of a race, may have known where the item was.
    void add_outcomes(const EntityDef& entity, const std::string& state, const Move& move,
                      std::set<std::string>& outcomes) const {
        const auto raced = find_race_result(entity, {state, move.to, move.from});
        if (raced) outcomes.emplace(*raced);
        const bool doubtful =
            truth_.settled_states_.count(move.record) != 0 ||
            std::any_of(truth_.moves_.begin(), truth_.moves_.end(), [&](const Move& other) {
                return other.record == move.record && other.kind == Move::Kind::Correction;
            });
        const bool steps = state == move.to || entity.allows(state, move.to);
        if (steps && (!raced || doubtful)) outcomes.insert(move.to);
    }

    /// A step needs a way; a correction needs none, and may lose against what it did not know.
    std::string check_states() {
        const EntityDef& entity = *sim_registry().find(kItem);
        std::unordered_map<RecordId, std::set<std::string>> states;
        for (const Move* move : accepted_in_order(truth_.moves_)) {
            std::set<std::string>& possible =
                states.try_emplace(move->record, std::set{entity.initial_state}).first->second;
            if (move->kind == Move::Kind::Correction) {
                possible.insert(move->to);
                continue;
            }
            std::set<std::string> next;
            for (const std::string& state : possible) add_outcomes(entity, state, *move, next);
            if (next.empty())
                return "states: a move was accepted that the state machine does not have";
            possible = std::move(next);
        }
        for (const auto& [record, possible] : states) {
            const sync::ServerRow* row = server_.find(kItem, record);
            if (row == nullptr || possible.count(std::string(
                                      text_or_empty(row->values[position_of(item::kStatus)]))) == 0)
                return "states: the final state is not where the accepted moves lead";
        }
        return {};
    }

    std::string check_addresses() {
        for (const MemoryServerStore::StoredRow& stored : server_.rows()) {
            if (stored.entity != kItem) continue;
            const std::int64_t street = number_at(stored.row, item::kStreet);
            const std::int64_t city = number_at(stored.row, item::kCity);
            if (street == kNothing && city == kNothing) continue;
            const CellValue address{{stored.row.id, item::kStreet}, address_number(street, city)};
            if (truth_.legal_addresses_.count(address) == 0)
                return "groups: an address mixes what two people wrote";
        }
        return {};
    }

    std::string check_numbers() { return find_number_mistake(server_); }

    /// Final for good: unless the record had another number first, and then nobody gets it.
    std::string check_given_numbers() {
        for (const GivenNumber& given : truth_.given_numbers_) {
            if (!accepted(given.by)) continue;
            const sync::ServerRow* row = server_.find(kItem, given.record);
            const Value number = row ? row->values[position_of(item::kNumber)] : Value();
            if (is_null(number)) return "numbers: a number that a device gave is gone";
            if (number == Value(given.number)) continue;
            // Before anybody notices that a backup was put back, others may be given the same.
            const bool anybodys = past_ == Past::PutBackUnseen;
            const bool kept = std::any_of(
                server_.numbers().begin(), server_.numbers().end(), [&](const auto& entry) {
                    return entry.entity == kItem && entry.number == given.number &&
                           (anybodys || entry.use == sync::NumberUse::Void ||
                            entry.record == given.record);
                });
            if (!kept) return "numbers: a number that a device gave was not taken";
        }
        return {};
    }

    const Truth& truth_;
    const MemoryServerStore& server_;
    Past past_;
    std::unordered_map<std::uint64_t, std::size_t> order_;
    std::unordered_set<CellValue, CellValueHash> covered_;
};

std::string Truth::judge(const MemoryServerStore& server, Past past) const {
    return Judgement(*this, server, past).run();
}

}  // namespace holdfast::sim
