#include "store/person_policy.h"

#include <algorithm>

#include "core/record_source.h"
#include "store/policy_modules.h"
#include "store/store_impl.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_same_login(std::string_view one, std::string_view other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](char left, char right) { return lower(left) == lower(right); });
}

Result<PolicyUser> find_person(Store::Impl& store, const PolicyTables& tables) {
    const bool standalone = store.state.authority == Authority::Standalone;
    const std::string kept = TRY(read_device_setting(store.db, kPersonSetting));
    const auto is_person = [&](const PolicyUser& each) {
        return standalone ? to_text(each.id) == kept
                          : is_same_login(each.login, store.state.enrolment.user);
    };
    const auto user = std::find_if(tables.users.begin(), tables.users.end(), is_person);
    return user == tables.users.end() ? PolicyUser{} : *user;
}

/// Null policy: everything is allowed.
struct Rights {
    PolicyUser user;
    std::optional<Policy> policy;
};

/// A standalone workspace belongs to whoever sits in front of it until it is somebody's.
bool is_free(const Store::Impl& store, const PolicyTables& tables, const PolicyUser& person) {
    if (tables.users.empty()) return true;
    return store.state.authority == Authority::Standalone && person.id.is_none();
}

/// As the tables are now.
Result<Rights> read_rights(Store::Impl& store) {
    const PolicyTables tables = TRY(read_policy_tables(store));
    Rights rights{TRY(find_person(store, tables)), {}};
    if (!is_free(store, tables, rights.user))
        rights.policy = Policy::compile(*store.registry, tables, rights.user.id);
    return rights;
}

}  // namespace

Result<const Policy*> PersonPolicy::get(Store::Impl& store) {
    const std::int64_t today = day_of(store.environment->now_ms(), 0);
    if (!known_ || today != today_) {
        Rights rights = TRY(read_rights(store));
        user_ = std::move(rights.user);
        policy_ = std::move(rights.policy);
        today_ = today;
        known_ = true;
    }
    return policy_ ? &*policy_ : nullptr;
}

Result<bool> PersonPolicy::would_lose_all(Store::Impl& store) {
    const Policy* before = TRY(get(store));
    if (!before || !before->is_unlimited()) return false;
    const Rights after = TRY(read_rights(store));
    return after.policy && !after.policy->is_unlimited();
}

void PersonPolicy::note_change(const EntityDef& entity) {
    if (carries_rights(entity)) forget();
}

// Also what was refused: the person's own edits of rights are taken back then.
void PersonPolicy::note_changes(const Registry& registry, const Delta& delta) {
    if (delta.rebaseline || !delta.refusals.empty()) return forget();
    for (const EntityRows& rows : delta.rows)
        if (const EntityDef* entity = registry.find(rows.entity)) note_change(*entity);
}

Result<const Policy*> policy_or_person(Store::Impl& store, const Policy* asked) {
    if (asked) return asked;
    return store.person.get(store);
}

std::vector<std::size_t> hidden_positions(const Policy& policy, const EntityDef& entity) {
    std::vector<std::size_t> positions;
    for (std::size_t position = 0; position < entity.fields.size(); ++position)
        if (policy.field_access(entity.id, entity.fields[position].id) == FieldAccess::Hidden)
            positions.push_back(position);
    return positions;
}

Result<std::optional<Record>> as_seen(Store::Impl& store, const EntityDef& entity, Record record) {
    const Policy* policy = TRY(store.person.get(store));
    if (!policy) return std::optional<Record>(std::move(record));
    RecordSource source(store);
    if (!TRY(policy->can(Action::Read, record, source))) return std::optional<Record>();
    for (const std::size_t position : hidden_positions(*policy, entity))
        record.values[position] = Value();
    return std::optional<Record>(std::move(record));
}

}  // namespace holdfast
