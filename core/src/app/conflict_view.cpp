#include "core/app/conflict_view.h"

#include "conflict_value.h"
#include "core/policy.h"
#include "core/query.h"
#include "core/record.h"

namespace holdfast {
namespace {

constexpr std::int64_t kConflictsMax = 1'000;
constexpr std::int64_t kMsPerDay = 86'400'000;

/// Reads fields of a conflict record by key.
class ConflictReader {
public:
    ConflictReader(const EntityDef& def, const Record& record) : def_(&def), record_(&record) {}
    [[nodiscard]] std::string_view text(std::string_view key) const {
        return text_or_empty(value(key));
    }
    [[nodiscard]] std::int64_t integer(std::string_view key) const {
        return integer_or(value(key), 0);
    }

private:
    [[nodiscard]] const Value& value(std::string_view key) const {
        const FieldDef* field = def_->find_field(key);
        HOLDFAST_ASSERT(field != nullptr);
        return record_->values[def_->index_of(field->id)];
    }
    const EntityDef* def_;
    const Record* record_;
};

/// Where this user's value stands. Of two own devices, the one in hand is meant.
enum class MySide : std::uint8_t { Winner, Loser, Neither };
MySide my_side(const ConflictReader& conflict, const Enrolment& enrolment) {
    const bool winner = conflict.text("winner_user") == enrolment.user;
    const bool loser = conflict.text("loser_user") == enrolment.user;
    if (winner && loser) {
        return conflict.text("loser_device") == enrolment.device_code ? MySide::Loser
                                                                      : MySide::Winner;
    }
    if (loser) return MySide::Loser;
    return winner ? MySide::Winner : MySide::Neither;
}

struct Words {
    Store* store;
    const Strings* strings;
    int zone;
    LinkTitles titles;
};

std::string when(const Words& words, std::int64_t ms) {
    const std::int64_t age = words.store->environment().now_ms() - ms;
    const bool recent = age >= 0 && age < kMsPerDay;
    return recent ? words.strings->time(ms, words.zone) : words.strings->date_time(ms, words.zone);
}

std::string by_whom(const Words& words, std::string_view user, std::int64_t ms, MySide is_me) {
    std::string name(user);
    if (is_me != MySide::Neither) {
        name = words.strings->get("conflict.you");
    } else if (name.empty()) {
        name = words.strings->get("conflict.somebody");
    }
    return ms == 0 ? name : words.strings->format("conflict.by_at", {name, when(words, ms)});
}

Result<ConflictItem> make_item(Words& words, const EntityDef& def, const Record& record,
                               const EntityDef& subject) {
    const ConflictReader conflict(def, record);
    ConflictItem item;
    item.conflict = record.id;
    item.entity = subject.id;
    item.record = parse_record_id(conflict.text("record_id")).value_or(RecordId{});
    const std::string_view unit = conflict.text("field");
    item.field_label = label_of_unit(*words.strings, subject, unit);
    std::string title = TRY(words.titles.title_of(subject.id, item.record));
    if (title.empty()) title = words.strings->singular_of(subject);
    item.name = words.strings->format("conflict.article", {title, item.field_label});
    const auto show = [&](std::string_view key) {
        return show_unit(*words.strings, words.titles, {&subject, unit, conflict.text(key)},
                         words.zone);
    };
    item.seen = conflict.text("seen").empty() ? std::string() : TRY(show("seen"));
    const MySide side = my_side(conflict, words.store->state().enrolment);
    const MySide me = side == MySide::Neither ? MySide::Neither : MySide::Winner;
    std::string winner = TRY(show("winner"));
    std::string loser = TRY(show("loser"));
    const bool mine_lost = side == MySide::Loser;
    const std::string_view winner_user = conflict.text("winner_user");
    const std::string_view loser_user = conflict.text("loser_user");
    std::string winner_by = by_whom(words, winner_user, conflict.integer("winner_at"),
                                    mine_lost ? MySide::Neither : me);
    std::string loser_by =
        by_whom(words, loser_user, conflict.integer("loser_at"), mine_lost ? me : MySide::Neither);
    item.mine = mine_lost ? loser : winner;
    item.theirs = mine_lost ? winner : loser;
    item.mine_by = mine_lost ? loser_by : winner_by;
    item.theirs_by = mine_lost ? winner_by : loser_by;
    return item;
}

/// Adds the write that makes the losing side the shown one.
Status write_loser(Draft& draft, const EntityDef& subject, const RecordId& id,
                   const ConflictReader& conflict) {
    if (conflict.text("field") != kLifeUnit) {
        draft.set(subject.id, id, TRY(read_unit(subject, conflict.text("loser"))));
    } else if (read_life(conflict.text("loser"))) {
        draft.remove(subject.id, id);
    } else {
        draft.restore(subject.id, id);
    }
    return {};
}

Query open_conflicts(const ConflictDef& def) {
    Query query;
    query.entity = def.entity->id;
    query.filters.push_back({def.state, FilterOperator::Equal, std::string(kConflictOpen)});
    return query;
}

/// Neither the record nor a field of it may be hidden from the person.
Result<bool> may_see(Store& store, const EntityDef& subject, const ConflictReader& conflict) {
    const Policy policy = TRY(store.policy());
    if (conflict.text("field") != kLifeUnit)
        for (const Draft::FieldValue& each : TRY(read_unit(subject, conflict.text("winner"))))
            if (policy.field_access(subject.id, each.field) == FieldAccess::Hidden) return false;
    const auto id = parse_record_id(conflict.text("record_id"));
    return id && TRY(store.read(subject.id, *id)).has_value();
}

}  // namespace

Result<std::int64_t> count_open_conflicts(Store& store) {
    const ConflictDef def = TRY(find_seen_conflicts(store));
    if (def.entity == nullptr) return 0;
    return count_rows(store, open_conflicts(def));
}

Result<std::vector<ConflictItem>> read_conflicts(Store& store, const Strings& strings,
                                                 int zone_offset_minutes) {
    std::vector<ConflictItem> items;
    const ConflictDef def = TRY(find_seen_conflicts(store));
    if (def.entity == nullptr) return items;
    Words words{&store, &strings, zone_offset_minutes, LinkTitles(store, strings)};
    const auto handles = TRY(find_rows(store, open_conflicts(def), kConflictsMax));
    for (const Record& record : TRY(read_rows(store, def.entity->id, handles))) {
        const ConflictReader conflict(*def.entity, record);
        const EntityDef* subject = store.registry().find(conflict.text("entity"));
        if (subject != nullptr && TRY(may_see(store, *subject, conflict))) {
            items.push_back(TRY(make_item(words, *def.entity, record, *subject)));
        }
    }
    return items;
}

Result<CommitOutcome> resolve_conflict(Store& store, const RecordId& conflict_id,
                                       ConflictChoice choice) {
    const ConflictDef def = TRY(find_seen_conflicts(store));
    if (def.entity == nullptr) return fail(ErrorCode::NotFound, "conflict.entity");
    const std::optional<Record> record = TRY(store.read(def.entity->id, conflict_id));
    if (!record || record->life == Record::Life::Deleted) {
        return fail(ErrorCode::NotFound, "conflict.record");
    }
    const ConflictReader conflict(*def.entity, *record);
    const EntityDef* subject = store.registry().find(conflict.text("entity"));
    const auto id = parse_record_id(conflict.text("record_id"));
    if (conflict.text("state") != kConflictOpen || subject == nullptr || !id) {
        return fail(ErrorCode::NotFound, "conflict.closed");
    }
    const Enrolment& enrolment = store.state().enrolment;
    const bool mine_lost = my_side(conflict, enrolment) == MySide::Loser;
    Draft draft("conflict.resolve", store.state().checkpoint);
    // What is shown already needs no write; a second equal write could only start a new conflict.
    if ((choice == ConflictChoice::KeepMine) == mine_lost) {
        TRY(write_loser(draft, *subject, *id, conflict));
    }
    draft.set(def.entity->id, conflict_id,
              {{def.state, std::string(kConflictResolved)},
               {def.entity->find_field("resolved_by")->id, enrolment.user}});
    return store.commit(draft);
}

}  // namespace holdfast
