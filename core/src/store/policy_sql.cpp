// The second reading of a policy: as SQL over the entities' tables.
#include "store/entity_table.h"
#include "store/policy_impl.h"

namespace holdfast {
namespace {

std::string hex_of(const RecordId& id) {
    std::string text = to_text(id);
    std::erase(text, '-');
    return text;
}

std::string hex_of(const std::string& text) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string hex;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        hex.push_back(kDigits[byte >> 4U]);
        hex.push_back(kDigits[byte & 15U]);
    }
    return hex;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += between;
        text += part;
    }
    return text;
}

class PolicySqlWriter {
public:
    PolicySqlWriter(const Policy::Impl& policy, const SqlPlace& place)
        : policy_(policy), place_(place) {}

    /// `row` is the SQL name of the module's row.
    std::string write(const EntityPolicy& module, Action action, const std::string& row) {
        if (policy_.allows_all(module, action)) return "1";
        if (policy_.allows_none(module, action)) return "0";
        std::vector<std::string> parts;
        for (const PolicyRule* rule : Policy::Impl::rules_of(module, action))
            if (rule->base != PolicyRule::Base::Everything)
                parts.push_back(any_of(module, *rule, row));
        return "(" + joined(parts, " AND ") + ")";
    }

    std::vector<Value> take_parameters() { return std::move(parameters_); }

private:
    std::string parameter(Value value) {
        parameters_.push_back(std::move(value));
        const auto count = static_cast<int>(parameters_.size());
        return "?" + std::to_string(place_.first_parameter + count - 1);
    }

    std::string any_of(const EntityPolicy& module, const PolicyRule& rule, const std::string& row) {
        std::vector<std::string> parts;
        for (const PolicyClause& clause : rule.clauses) parts.push_back(one(module, clause, row));
        if (rule.of_parent) parts.push_back(parent(module, *rule.of_parent, row));
        return "(" + joined(parts, " OR ") + ")";
    }

    std::string parent(const EntityPolicy& module, Action action, const std::string& row) {
        const EntityPolicy& parent = *policy_.find(module.parent_field->target);
        const std::string name = "_policy" + std::to_string(++rows_);
        const std::string condition = write(parent, action, name);
        if (condition == "0" || condition == "1") return condition;
        return "EXISTS (SELECT 1 FROM " + quoted(parent.entity->key) + " AS " + name + " WHERE " +
               name + ".id = " + row + "." + quoted(module.parent_field->key) + " AND " +
               condition + ")";
    }

    std::string one(const EntityPolicy& module, const PolicyClause& clause,
                    const std::string& row) {
        std::string text =
            clause.whose == PolicyClause::Whose::Anyones ? "1" : listed(module, clause, row);
        if (!clause.condition) return text;
        const int first = place_.first_parameter + static_cast<int>(parameters_.size());
        ExpressionSql condition = clause.condition->to_sql({row, first, policy_.today});
        for (Value& value : condition.parameters) parameters_.push_back(std::move(value));
        return "(" + text + " AND " + condition.text + ")";
    }

    std::string listed(const EntityPolicy& module, const PolicyClause& clause,
                       const std::string& row) {
        std::vector<std::string> parts;
        for (const FieldDef* field : module.person_fields) {
            const std::string column = row + "." + quoted(field->key);
            if (field->type == FieldType::Link)
                add_list(parts, column, clause.people, "unhex(value)");
            else
                add_list(parts, column, clause.names, "CAST(unhex(value) AS TEXT)");
        }
        if (module.group_field)
            add_list(parts, row + "." + quoted(module.group_field->key), clause.groups,
                     "unhex(value)");
        add_list(parts, row + ".id", clause.records, "unhex(value)");
        return parts.empty() ? "0" : "(" + joined(parts, " OR ") + ")";
    }

    /// One parameter however long the list is; a single one is left to the index.
    template <typename Item>
    void add_list(std::vector<std::string>& parts, const std::string& column,
                  const std::vector<Item>& items, std::string_view read_item) {
        if (items.empty()) return;
        if (items.size() == 1) {
            parts.push_back(column + " = " + parameter(items.front()));
            return;
        }
        std::string list = "[";
        for (const Item& item : items)
            list += (list.size() > 1 ? ",\"" : "\"") + hex_of(item) + "\"";
        parts.push_back(column + " IN (SELECT " + std::string(read_item) + " FROM json_each(" +
                        parameter(list + "]") + "))");
    }

    const Policy::Impl& policy_;
    const SqlPlace& place_;
    std::vector<Value> parameters_;
    int rows_ = 0;
};

}  // namespace

SqlPredicate Policy::where(EntityId entity, Action action, const SqlPlace& place) const {
    const EntityDef* definition = impl_->registry->find(entity);
    if (definition && impl_->base == Impl::Base::Everything) return {"1", {}};
    const EntityPolicy* module = impl_->find(entity);
    if (!module) return {"0", {}};
    PolicySqlWriter writer(*impl_, place);
    SqlPredicate sql;
    sql.text =
        writer.write(*module, action, place.row.empty() ? quoted(definition->key) : place.row);
    sql.parameters = writer.take_parameters();
    return sql;
}

PolicyScope Policy::scope(EntityId entity, const SqlPlace& place) const {
    PolicyScope scope{where(entity, Action::Read, place), {}};
    const EntityDef* definition = impl_->registry->find(entity);
    if (!definition) return scope;
    for (const FieldDef& field : definition->fields)
        if (field.derive == Derive::None && field_access(entity, field.id) != FieldAccess::Hidden)
            scope.columns.push_back(field.id);
    return scope;
}

}  // namespace holdfast
