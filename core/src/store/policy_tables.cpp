#include "core/policy_tables.h"

#include <functional>

#include "core/record_source.h"
#include "store/store_impl.h"

namespace holdfast {
namespace {

/// The records of one module, read by the keys of their fields.
class Row {
public:
    Row(const EntityDef& entity, const Record& record) : entity_(&entity), record_(&record) {}

    [[nodiscard]] RecordId id() const { return record_->id; }
    [[nodiscard]] bool is_living() const { return record_->life == Record::Life::Living; }
    [[nodiscard]] const Value& value(std::string_view key) const {
        static const Value kNothing;
        const FieldDef* field = entity_->find_field(key);
        return field ? record_->values[entity_->index_of(field->id)] : kNothing;
    }
    [[nodiscard]] std::string text(std::string_view key) const {
        return std::string(text_or_empty(value(key)));
    }
    [[nodiscard]] RecordId link(std::string_view key) const { return link_or_none(value(key)); }
    [[nodiscard]] bool is_true(std::string_view key) const {
        return integer_or(value(key), 0) != 0;
    }
    /// Where the record leaves it open, the field's default counts.
    [[nodiscard]] bool is_on(std::string_view key) const { return integer_or(value(key), 1) != 0; }

private:
    const EntityDef* entity_;
    const Record* record_;
};

template <typename Word>
struct Meaning {
    std::string_view word;
    Word meaning;
};

template <typename Word, std::size_t Count>
Word meaning_of(std::string_view text, const Meaning<Word> (&words)[Count]) {
    for (const Meaning<Word>& word : words)
        if (word.word == text) return word.meaning;
    return Word{};
}

constexpr Meaning<RightsLevel> kLevels[] = {{"own", RightsLevel::Own},
                                            {"group", RightsLevel::Group},
                                            {"subordinates", RightsLevel::Subordinates},
                                            {"all", RightsLevel::All}};
constexpr Meaning<RoleView> kViews[] = {
    {"subordinates", RoleView::Subordinates}, {"peers", RoleView::Peers}, {"all", RoleView::All}};
constexpr Meaning<FieldAccess> kAccesses[] = {{"read", FieldAccess::Read},
                                              {"write", FieldAccess::Write}};
constexpr Meaning<ShareLevel> kShares[] = {{"read", ShareLevel::Read},
                                           {"write", ShareLevel::Write}};
constexpr Meaning<Principal::Kind> kKinds[] = {
    {"user", Principal::Kind::User},
    {"group", Principal::Kind::Group},
    {"role", Principal::Kind::Role},
    {"role_and_subordinates", Principal::Kind::RoleAndSubordinates},
    {"everyone", Principal::Kind::Everyone}};
/// By Action.
constexpr std::string_view kLevelFields[kActionCount] = {
    "read_level",   "create_level", "edit_level",      "delete_level",
    "export_level", "import_level", "mass_edit_level", "approve_level"};

Principal principal_of(const Row& row, const std::string& prefix, std::string_view group_key) {
    Principal principal{meaning_of(row.text(prefix + "kind"), kKinds), {}};
    if (principal.kind == Principal::Kind::User) principal.id = row.link(prefix + "user");
    if (principal.kind == Principal::Kind::Group) principal.id = row.link(group_key);
    if (principal.kind == Principal::Kind::Role ||
        principal.kind == Principal::Kind::RoleAndSubordinates)
        principal.id = row.link(prefix + "role");
    if (principal.id.is_none() && principal.kind != Principal::Kind::Everyone) return {};
    return principal;
}

PolicyRight right_of(const Row& row) {
    PolicyRight right{row.link("profile"), row.text("entity"), row.text("field"), {}, {}};
    for (std::size_t action = 0; action < kActionCount; ++action) {
        const std::string word = row.text(kLevelFields[action]);
        if (!word.empty()) right.levels[action] = meaning_of(word, kLevels);
    }
    right.access = meaning_of(row.text("access"), kAccesses);
    return right;
}

PolicyRecordShare share_of(const Row& row) {
    PolicyRecordShare share{row.text("record_entity"), row.link("record"), {}, {}, {}};
    if (!row.link("user").is_none())
        share.to = {Principal::Kind::User, row.link("user")};
    else if (!row.link("team").is_none())
        share.to = {Principal::Kind::Group, row.link("team")};
    share.level = meaning_of(row.text("level"), kShares);
    if (!is_null(row.value("until"))) share.until = integer_or(row.value("until"), INT64_MIN);
    return share;
}

class TablesReader {
public:
    explicit TablesReader(Store::Impl& store) : store_(&store) {}

    Result<PolicyTables> read() {
        tables_.today = day_of(store_->environment->now_ms(), 0);
        TRY(read_people());
        TRY(read_profiles());
        TRY(read_sharing());
        return std::move(tables_);
    }

private:
    /// Also those in the recycle bin.
    Status each_row(std::string_view key, const std::function<void(const Row&)>& take) {
        const EntityDef* entity = store_->registry->find(key);
        if (!entity) return {};
        const EntityTable& table = store_->table(*entity);
        Statement statement =
            TRY(store_->db.prepare("SELECT " + table.columns() + " FROM " + quoted(entity->key)));
        while (TRY(statement.step())) {
            const Record record = table.read_row(statement).record;
            take(Row(*entity, record));
        }
        return {};
    }
    Status each_living(std::string_view key, const std::function<void(const Row&)>& take) {
        return each_row(key, [&](const Row& row) {
            if (row.is_living()) take(row);
        });
    }

    Status read_people() {
        TRY(each_row("user", [&](const Row& row) {
            tables_.users.push_back({row.id(), row.text("name"), row.text("login"),
                                     row.is_living() && row.is_on("active"), row.link("role"),
                                     row.link("team")});
        }));
        TRY(each_living("role", [&](const Row& row) {
            tables_.roles.push_back({row.id(), row.link("parent"), row.link("profile"),
                                     meaning_of(row.text("sees"), kViews)});
        }));
        TRY(each_living("group", [&](const Row& row) {
            if (row.is_on("active")) tables_.groups.push_back(row.id());
        }));
        return each_living("group_member", [&](const Row& row) {
            tables_.members.push_back({row.link("group"), principal_of(row, "", "member_group")});
        });
    }

    Status read_profiles() {
        TRY(each_living("profile", [&](const Row& row) {
            tables_.profiles.push_back({row.id(), meaning_of(row.text("default_read"), kLevels),
                                        meaning_of(row.text("default_write"), kLevels),
                                        row.is_true("admin"), row.is_true("customize")});
        }));
        TRY(each_living("profile_right",
                        [&](const Row& row) { tables_.rights.push_back(right_of(row)); }));
        return each_living("user_profile", [&](const Row& row) {
            tables_.user_profiles.push_back({row.link("user"), row.link("profile")});
        });
    }

    Status read_sharing() {
        TRY(each_living("sharing_default", [&](const Row& row) {
            tables_.defaults.push_back(
                {row.text("entity"), meaning_of(row.text("level"), kShares)});
        }));
        TRY(each_living("sharing_rule", [&](const Row& row) {
            if (!row.is_on("active")) return;
            tables_.rules.push_back({row.text("entity"), principal_of(row, "from_", "from_group"),
                                     principal_of(row, "to_", "to_group"),
                                     meaning_of(row.text("level"), kShares),
                                     row.text("condition")});
        }));
        return each_living("record_share",
                           [&](const Row& row) { tables_.shares.push_back(share_of(row)); });
    }

    Store::Impl* store_;
    PolicyTables tables_;
};

}  // namespace

Result<PolicyTables> read_policy_tables(Store::Impl& store) {
    return TablesReader(store).read();
}

Result<PolicyTables> read_policy_tables(Store& store) {
    return read_policy_tables(store.internals());
}

}  // namespace holdfast
