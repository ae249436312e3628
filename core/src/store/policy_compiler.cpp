// Compiles the tables of rights for one user into Policy::Impl.
#include <algorithm>

#include "store/policy_fields.h"
#include "store/policy_impl.h"
#include "store/policy_levels.h"
#include "store/policy_modules.h"

namespace holdfast {
namespace {

using Ids = PolicyPeople::Ids;

std::vector<RecordId> list_of(const Ids& ids) {
    return {ids.begin(), ids.end()};
}

/// The smallest share that opens the action; nothing when no share does.
std::optional<ShareLevel> share_for(Action action) {
    switch (action) {
        case Action::Read:
        case Action::Export:
            return ShareLevel::Read;
        case Action::Edit:
        case Action::MassEdit:
            return ShareLevel::Write;
        default:
            return std::nullopt;
    }
}

bool opens(ShareLevel share, Action action) {
    const std::optional<ShareLevel> needed = share_for(action);
    return needed && share >= *needed;
}

class PolicyCompiler {
public:
    PolicyCompiler(const Registry& registry, const PolicyTables& tables, const PolicyUser& user)
        : registry_(registry),
          tables_(tables),
          user_(user),
          people_(tables),
          levels_(tables, people_, user),
          my_groups_(people_.groups_of(user)) {
        for (const PolicyUser& person : tables.users) {
            ++name_counts_[person.name];
            ++login_counts_[person.login];
        }
        for (const PolicySharingRule& rule : tables.rules)
            if (is_me(rule.to)) my_rules_[rule.entity].push_back(&rule);
        for (const PolicyRecordShare& share : tables.shares)
            if ((!share.until || *share.until >= tables.today) && is_me(share.to))
                my_shares_[share.entity].push_back(&share);
    }

    void compile(Policy::Impl& policy) {
        if (!levels_.has_profile()) return;
        if (levels_.is_admin()) {
            policy.base = Policy::Impl::Base::Everything;
            return;
        }
        for (const EntityDef& entity : registry_.entities())
            policy.entities.emplace(entity.id, compile_entity(entity));
        hide_computed_fields(registry_, policy.entities);
    }

private:
    EntityPolicy compile_entity(const EntityDef& entity) {
        EntityPolicy compiled;
        compiled.entity = &entity;
        compiled.person_fields = person_fields_of(registry_, entity);
        compiled.group_field = group_field_of(registry_, entity);
        compiled.parent_field = followed_field_of(registry_, entity);
        for (std::size_t action = 0; action < kActionCount; ++action)
            compiled.rules[action] = compile_rule(compiled, static_cast<Action>(action));
        compiled.access = compile_access(levels_, compiled);
        return compiled;
    }

    PolicyRule compile_rule(const EntityPolicy& module, Action action) {
        PolicyRule rule;
        const RightsLevel level = levels_.level(module, action);
        if (is_record_share(*module.entity) && action == Action::Read)
            rule.clauses.push_back(clause_of({user_.id}, my_groups_));
        if (level == RightsLevel::None) return rule;
        if (module.parent_field)
            rule.of_parent = parent_action_of(action);
        else
            add_level(rule, level);
        // Who may approve whatever he may edit may approve what he got to edit.
        const bool as_edit = action == Action::Approve && levels_.approves_by_editing(module);
        if (!tells_one_person(*module.entity))
            add_shares(rule, *module.entity, as_edit ? Action::Edit : action);
        return rule;
    }

    void add_level(PolicyRule& rule, RightsLevel level) {
        const PolicyRole* role = people_.find_role(user_.role);
        const bool sees_all = role && role->view == RoleView::All;
        if (level == RightsLevel::All || (level == RightsLevel::Subordinates && sees_all)) {
            rule.base = PolicyRule::Base::Everything;
            return;
        }
        auto known = level_clauses_.find(level);
        if (known == level_clauses_.end())
            known = level_clauses_.emplace(level, level_clause(level)).first;
        rule.clauses.push_back(known->second);
    }

    PolicyClause level_clause(RightsLevel level) {
        if (level == RightsLevel::Own) return clause_of({user_.id}, {});
        Ids people = people_.users_of_groups(my_groups_);
        people.insert(user_.id);
        const PolicyRole* role = people_.find_role(user_.role);
        if (level == RightsLevel::Subordinates && role && role->view != RoleView::Own) {
            Ids roles = people_.roles_beneath(role->id);
            if (role->view == RoleView::Peers) roles.insert(role->id);
            people.merge(people_.users_of_roles(roles));
        }
        return clause_of(people, people_.groups_within(my_groups_));
    }

    /// A text stands for a person only while it cannot mean another one.
    void add_names(PolicyClause& clause, const Ids& people) {
        for (const RecordId& id : people) {
            const PolicyUser* person = people_.find_user(id);
            if (!person) continue;
            if (!person->login.empty() && login_counts_[person->login] == 1)
                clause.names.push_back(person->login);
            if (!person->name.empty() && name_counts_[person->name] == 1 &&
                !login_counts_.contains(person->name))
                clause.names.push_back(person->name);
        }
        std::sort(clause.names.begin(), clause.names.end());
    }

    PolicyClause clause_of(const Ids& people, const Ids& groups) {
        PolicyClause clause;
        clause.people = list_of(people);
        clause.groups = list_of(groups);
        add_names(clause, people);
        return clause;
    }

    void add_shares(PolicyRule& rule, const EntityDef& entity, Action action) {
        if (opens(default_of(entity), action)) rule.base = PolicyRule::Base::Everything;
        for (const PolicySharingRule* shared : my_rules_[entity.key])
            if (opens(shared->level, action)) add_sharing_rule(rule, entity, *shared);
        PolicyClause single;
        for (const PolicyRecordShare* share : my_shares_[entity.key])
            if (opens(share->level, action)) single.records.push_back(share->record);
        std::sort(single.records.begin(), single.records.end());
        if (!single.records.empty()) rule.clauses.push_back(std::move(single));
    }

    [[nodiscard]] bool is_me(const Principal& to) const {
        return to.kind == Principal::Kind::Group ? my_groups_.contains(to.id)
                                                 : people_.includes(to, user_);
    }

    // Of two that contradict each other the narrower one counts.
    [[nodiscard]] ShareLevel default_of(const EntityDef& entity) const {
        std::optional<ShareLevel> level;
        for (const PolicySharingDefault& row : tables_.defaults)
            if (row.entity == entity.key) level = std::min(level.value_or(row.level), row.level);
        return level.value_or(ShareLevel::None);
    }

    void add_sharing_rule(PolicyRule& rule, const EntityDef& entity,
                          const PolicySharingRule& shared) {
        PolicyClause clause =
            clause_of(people_.users_of(shared.from), shared.from.kind == Principal::Kind::Group
                                                         ? people_.groups_within({shared.from.id})
                                                         : Ids{});
        if (shared.from.kind == Principal::Kind::Everyone)
            clause.whose = PolicyClause::Whose::Anyones;
        else if (clause.people.empty() && clause.groups.empty())
            return;
        if (!shared.condition.empty()) {
            const ExpressionType boolean{ExpressionKind::Boolean, 0, EntityId::None};
            auto condition = Expression::compile(registry_, entity, shared.condition,
                                                 {ExpressionToday::Allowed, boolean});
            if (!condition) return;  // Nobody can say what it would open.
            clause.condition = *std::move(condition);
        }
        rule.clauses.push_back(std::move(clause));
    }

    const Registry& registry_;
    const PolicyTables& tables_;
    const PolicyUser& user_;
    PolicyPeople people_;
    PolicyLevels levels_;
    Ids my_groups_;
    std::map<RightsLevel, PolicyClause> level_clauses_;
    std::map<std::string, std::vector<const PolicySharingRule*>> my_rules_;  ///< By module.
    std::map<std::string, std::vector<const PolicyRecordShare*>> my_shares_;
    std::map<std::string, int> name_counts_;
    std::map<std::string, int> login_counts_;
};

}  // namespace

Policy Policy::compile(const Registry& registry, const PolicyTables& tables, const RecordId& user) {
    auto policy = std::make_shared<Impl>();
    policy->registry = &registry;
    policy->today = tables.today;
    const auto found = std::find_if(tables.users.begin(), tables.users.end(),
                                    [&](const PolicyUser& row) { return row.id == user; });
    if (tables.users.empty())
        policy->base = Impl::Base::Everything;
    else if (found != tables.users.end() && found->active)
        PolicyCompiler(registry, tables, *found).compile(*policy);
    return Policy(std::move(policy));
}

}  // namespace holdfast
