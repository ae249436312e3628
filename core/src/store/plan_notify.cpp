#include "store/plan_notify.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/record.h"
#include "core/record_source.h"

namespace holdfast {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::size_t kFieldsNamedMax = 40;
constexpr std::size_t kTextBytesMax = 500;
/// Of one person, record, device and hour, each read before the next one came.
constexpr int kPerHourMax = 60;
/// Of one commit; beyond it nobody else is told. What is told must not outgrow the work.
constexpr std::size_t kPerCommitMax = 200;

/// The modules and fields that it takes.
struct Words {
    explicit Words(const Registry& registry)
        : follow(registry.find("follow")), notification(registry.find("notification")) {}
    [[nodiscard]] bool known() const {
        if (follow == nullptr || notification == nullptr || follow->find_field("user") == nullptr ||
            follow->find_field("record") == nullptr)
            return false;
        return std::all_of(std::begin(kWritten), std::end(kWritten), [this](const char* key) {
            return notification->find_field(key) != nullptr;
        });
    }
    static constexpr const char* kWritten[] = {
        "user",          "kind",   "text", "message_key", "message_arguments",
        "record_entity", "record", "at",   "read_at"};
    const EntityDef* follow;
    const EntityDef* notification;
};

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
    std::uint64_t hash = 14'695'981'039'346'656'037ULL ^ seed;
    for (const char character : text) {
        hash ^= static_cast<unsigned char>(character);
        hash *= 1'099'511'628'211ULL;
    }
    return hash ^ (hash >> 29U);
}

/// A version 8 UUID: whoever makes the same notification gives it the same id.
RecordId id_of(const std::string& text) {
    constexpr std::uint64_t kVersion = 0x8000;
    constexpr std::uint64_t kVariant = 0x8000'0000'0000'0000;
    return {(hash_of(text, 1) & ~std::uint64_t{0xF000}) | kVersion,
            (hash_of(text, 2) & 0x3FFF'FFFF'FFFF'FFFF) | kVariant};
}

std::string shortened(std::string text) {
    if (text.size() <= kTextBytesMax) return text;
    std::size_t bytes = kTextBytesMax;
    while (bytes > 0 && (text[bytes] & 0xC0) == 0x80) --bytes;
    text.resize(bytes);
    return text;
}

class Notifying {
public:
    Notifying(Store::Impl& store, const std::deque<PlannedRow>& rows, const Draft& draft)
        : store_(&store),
          rows_(&rows),
          words_(*store.registry),
          author_(store.person.user()),
          source_(store),
          changes_(draft.reason(), draft.seen()) {}

    Result<std::vector<Operation>> run() {
        if (!words_.known() || author_.id.is_none()) return std::vector<Operation>();
        for (const PlannedRow& row : *rows_) source_.put(row.row.record);
        for (const PlannedRow& row : *rows_) {
            if (!row.is_changed()) continue;
            if (row.origin == PlannedRow::Origin::Stored) TRY(tell(row.row.record, row));
            TRY(tell_of_part(row));
        }
        return changes_.operations();
    }

private:
    /// Whose followers hear of it: what the row is a part of, as it will be.
    Status tell_of_part(const PlannedRow& row) {
        const EntityDef* entity = row.entity;
        Record part = row.row.record;
        for (int level = 0; level < kPolicyParentsMax && entity != nullptr; ++level) {
            const FieldDef* link = entity->find_field(entity->parent_field);
            const EntityDef* above = link ? store_->registry->find(link->target) : nullptr;
            if (above == nullptr) return {};
            const RecordId id = link_or_none(part.values[entity->index_of(link->id)]);
            auto stored = TRY(store_->table(*above).read(store_->db, id));
            if (!stored) return {};
            TRY(tell(stored->record, row));
            part = std::move(stored->record);
            entity = above;
        }
        return {};
    }

    Status tell(const Record& subject, const PlannedRow& row) {
        for (const RecordId& follower : *TRY(followers_of(subject))) {
            if (changes_.operations().size() >= kPerCommitMax) return {};
            if (follower == author_.id || follower.is_none()) continue;
            if (!told_.contains({follower, subject.id})) TRY(tell(follower, subject, row));
        }
        return {};
    }

    Result<const std::vector<RecordId>*> followers_of(const Record& subject) {
        const auto [known, is_new] = followers_.try_emplace(subject.id);
        if (!is_new) return &known->second;
        Statement select = TRY(store_->db.prepare("SELECT user FROM " +
                                                  quoted(std::string_view(words_.follow->key)) +
                                                  " WHERE _deleted = 0 AND record = ?1"));
        select.bind(0, subject.id);
        while (TRY(select.step())) known->second.push_back(select.record_id(0));
        return &known->second;
    }

    Result<const Policy*> policy_of(const RecordId& follower) {
        const auto known = policies_.find(follower);
        if (known != policies_.end()) return &known->second;
        if (!tables_) tables_ = TRY(read_policy_tables(*store_));
        Policy policy = Policy::compile(*store_->registry, *tables_, follower);
        return &policies_.emplace(follower, std::move(policy)).first->second;
    }

    Status tell(const RecordId& follower, const Record& subject, const PlannedRow& row) {
        const Policy& policy = *TRY(policy_of(follower));
        if (!TRY(policy.can(Action::Read, subject, source_))) return {};
        if (!TRY(policy.can(Action::Read, row.row.record, source_))) return {};
        const std::vector<const FieldDef*> fields = seen_changes(policy, row);
        const bool lives_on =
            row.origin == PlannedRow::Origin::Stored && row.stored.life == row.row.record.life;
        if (lives_on && fields.empty()) return {};
        // Only now: what the follower may not see must not hide what comes behind it.
        told_.insert({follower, subject.id});
        const RecordId id = TRY(free_id(follower, subject.id));
        if (!id.is_none()) create(id, follower, subject, {&policy, &row, &fields});
        return {};
    }

    static std::vector<const FieldDef*> seen_changes(const Policy& policy, const PlannedRow& row) {
        std::vector<const FieldDef*> fields;
        for (const std::size_t position : row.changed_positions()) {
            const FieldDef& field = row.entity->fields[position];
            const bool hidden =
                field.presence == Presence::Hidden ||
                policy.field_access(row.entity->id, field.id) == FieldAccess::Hidden;
            if (!hidden && fields.size() < kFieldsNamedMax) fields.push_back(&field);
        }
        return fields;
    }

    /// None while one of this hour lies unread, or in the bin.
    Result<RecordId> free_id(const RecordId& follower, const RecordId& subject) {
        const std::int64_t hour = store_->environment->now_ms() / kHourMs;
        const std::string what = to_text(follower) + to_text(subject) +
                                 std::to_string(raw(store_->state.enrolment.device)) + "/" +
                                 std::to_string(hour) + "/";
        const std::size_t read_at =
            words_.notification->index_of(words_.notification->find_field("read_at")->id);
        for (int count = 0; count < kPerHourMax; ++count) {
            const RecordId id = id_of(what + std::to_string(count));
            const auto known = TRY(store_->table(*words_.notification).read(store_->db, id));
            if (!known) return id;
            if (is_null(known->record.values[read_at])) return RecordId{};
        }
        return RecordId{};
    }

    struct Change {
        const Policy* policy;
        const PlannedRow* row;
        const std::vector<const FieldDef*>* fields;
    };

    /// What the screens make a sentence of: who did what to which fields, states with both keys.
    std::string arguments_of(const Change& change) const {
        const PlannedRow& row = *change.row;
        nlohmann::json arguments{{"user", author_.name}, {"module", row.entity->key}};
        arguments["fields"] = nlohmann::json::array();
        for (const FieldDef* field : *change.fields) {
            arguments["fields"].push_back(field->key);
            if (field->id != row.entity->state_field) continue;
            const std::size_t at = row.entity->index_of(field->id);
            arguments["from"] = text_or_empty(row.stored.values[at]);
            arguments["to"] = text_or_empty(row.row.record.values[at]);
        }
        return arguments.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

    static const char* message_of(const PlannedRow& row) {
        if (row.origin == PlannedRow::Origin::Created) return "notification.added";
        if (row.stored.life == row.row.record.life) return "notification.changed";
        const bool removed = row.row.record.life == Record::Life::Deleted;
        return removed ? "notification.removed" : "notification.restored";
    }

    /// As the follower may see it.
    std::string title_for(const Policy& policy, const Record& subject) const {
        const EntityDef& entity = *store_->registry->find(subject.entity);
        Record seen = subject;
        for (const std::size_t position : hidden_positions(policy, entity))
            seen.values[position] = Value();
        return title_of(entity, seen);
    }

    void create(const RecordId& id, const RecordId& follower, const Record& subject,
                const Change& change) {
        const EntityDef& made = *words_.notification;
        const auto value = [&](const char* key, Value given) {
            return Draft::FieldValue{made.find_field(key)->id, std::move(given)};
        };
        std::string text = title_for(*change.policy, subject);
        if (!author_.name.empty()) text += (text.empty() ? "" : " \xC2\xB7 ") + author_.name;
        changes_.create(made.id, id,
                        {value("user", follower), value("kind", std::string("change")),
                         value("text", shortened(std::move(text))),
                         value("message_key", std::string(message_of(*change.row))),
                         value("message_arguments", arguments_of(change)),
                         value("record_entity", store_->registry->find(subject.entity)->key),
                         value("record", subject.id), value("at", store_->environment->now_ms())});
    }

    Store::Impl* store_;
    const std::deque<PlannedRow>* rows_;
    Words words_;
    PolicyUser author_;
    RecordSource source_;  ///< The records as they will be.
    Draft changes_;
    std::optional<PolicyTables> tables_;
    std::map<RecordId, Policy> policies_;
    std::map<RecordId, std::vector<RecordId>> followers_;  ///< By record.
    std::set<std::pair<RecordId, RecordId>> told_;         ///< Follower and record.
};

}  // namespace

Result<std::vector<Operation>> find_notifications(Store::Impl& store,
                                                  const std::deque<PlannedRow>& rows,
                                                  const Draft& draft) {
    return Notifying(store, rows, draft).run();
}

}  // namespace holdfast
