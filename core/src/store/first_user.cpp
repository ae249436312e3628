#include "store/first_user.h"

#include "store/store_impl.h"

namespace holdfast {
namespace {

/// The modules and fields that an administrator is made of.
struct Words {
    explicit Words(const Registry& registry)
        : user(registry.find("user")),
          profile(registry.find("profile")),
          user_profile(registry.find("user_profile")) {}
    [[nodiscard]] bool known() const {
        return has(user, "login") && has(user, "name") && has(profile, "admin") &&
               has(profile, "default_read") && has(profile, "default_write") &&
               has(user_profile, "user") && has(user_profile, "profile");
    }
    static bool has(const EntityDef* entity, std::string_view key) {
        return entity && entity->find_field(key);
    }

    const EntityDef* user;
    const EntityDef* profile;
    const EntityDef* user_profile;
};

Draft::FieldValue given(const EntityDef& entity, std::string_view key, Value value) {
    const FieldDef* field = entity.find_field(key);
    HOLDFAST_ASSERT(field != nullptr);
    return {field->id, std::move(value)};
}

Result<bool> has_users(Store::Impl& store, const EntityDef& user) {
    Statement statement = TRY(store.db.prepare("SELECT 1 FROM " + quoted(user.key) + " LIMIT 1"));
    return statement.step();
}

/// A profile that was made for it before there was anybody; none when there is none.
Result<RecordId> find_admin_profile(Store::Impl& store, const EntityDef& profile) {
    Statement statement = TRY(store.db.prepare("SELECT id FROM " + quoted(profile.key) +
                                               " WHERE _deleted = 0 AND admin = 1 LIMIT 1"));
    return TRY(statement.step()) ? statement.record_id(0) : RecordId{};
}

Result<bool> is_taken(Store::Impl& store, const EntityDef& profile, const std::string& name) {
    Statement statement = TRY(store.db.prepare("SELECT 1 FROM " + quoted(profile.key) +
                                               " WHERE _deleted = 0 AND name = ?1"));
    statement.bind(0, std::string_view(name));
    return statement.step();
}

/// "Administrator", or what is free of "Administrator 2", "Administrator 3", ...
Result<std::string> find_free_name(Store::Impl& store, const EntityDef& profile) {
    const std::string wanted = "Administrator";
    std::string name = wanted;
    for (int number = 2; TRY(is_taken(store, profile, name)); ++number)
        name = wanted + " " + std::to_string(number);
    return name;
}

bool is_user(const Operation& operation, const EntityDef& user) {
    return operation.kind == OperationKind::Create && operation.entity == user.id;
}

const Value* find_edit(const Operation& operation, const FieldDef* field) {
    for (const FieldEdit& edit : operation.edits)
        if (field && edit.field == field->id) return &edit.value;
    return nullptr;
}

bool is_active(const Operation& operation, const EntityDef& user) {
    const Value* given = find_edit(operation, user.find_field("active"));
    return !given || integer_or(*given, 0) != 0;
}

/// None when the draft does not make the author. Who is switched off cannot be it.
RecordId find_author(const Store::Impl& store, const Words& words, const Draft& draft) {
    const FieldDef* login = words.user->find_field("login");
    const std::string& wanted = store.state.enrolment.user;
    for (const Operation& operation : draft.operations()) {
        if (!is_user(operation, *words.user) || !is_active(operation, *words.user)) continue;
        if (wanted.empty()) return operation.record;
        const Value* given = find_edit(operation, login);
        if (given && text_or_empty(*given) == wanted) return operation.record;
    }
    return {};
}

}  // namespace

Result<std::optional<FirstUser>> find_first_user(Store::Impl& store, const Draft& draft) {
    const Words words(*store.registry);
    bool makes_one = false;
    for (const Operation& operation : draft.operations())
        makes_one = makes_one || (words.user && is_user(operation, *words.user));
    if (!makes_one || !words.known() || TRY(has_users(store, *words.user)))
        return std::optional<FirstUser>();

    FirstUser first{draft, find_author(store, words, draft)};
    const std::string& login = store.state.enrolment.user;
    if (first.author.is_none() && login.empty()) return std::optional<FirstUser>();
    if (first.author.is_none()) {
        first.author = make_record_id(*store.environment);
        first.draft.create(words.user->id, first.author,
                           {given(*words.user, "name", login), given(*words.user, "login", login)});
    }
    RecordId profile = TRY(find_admin_profile(store, *words.profile));
    if (profile.is_none()) {
        profile = make_record_id(*store.environment);
        const std::string name = TRY(find_free_name(store, *words.profile));
        first.draft.create(words.profile->id, profile,
                           {given(*words.profile, "name", name),
                            given(*words.profile, "default_read", std::string("all")),
                            given(*words.profile, "default_write", std::string("all")),
                            given(*words.profile, "admin", std::int64_t{1})});
    }
    first.draft.create(words.user_profile->id, make_record_id(*store.environment),
                       {given(*words.user_profile, "user", first.author),
                        given(*words.user_profile, "profile", profile)});
    return std::optional<FirstUser>(std::move(first));
}

}  // namespace holdfast
