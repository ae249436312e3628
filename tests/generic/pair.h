// Pair: two devices of one office, in step, and records of any module on both.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "core/policy_tables.h"
#include "generic/record_maker.h"
#include "support/office.h"

namespace holdfast::test {

/// Ana and Ben of one office, in step.
struct Pair {
    Pair()
        : office(Registry::base()),
          ana(office.add_device()),
          ben(office.add_device()),
          maker(ana.store, ana.environment) {
        let_in(ben);
        meet();
    }
    /// Ana makes the first user, which makes her an administrator, and then the other one, too.
    void let_in(Office::Device& device) {
        const RecordId user = make_record_id(ana.environment);
        const std::string& login = device.store.state().enrolment.user;
        create("user", user, {{"name", login}, {"login", login}});
        const RecordId profile = must(read_policy_tables(ana.store)).profiles.at(0).id;
        create("user_profile", make_record_id(ana.environment),
               {{"user", user}, {"profile", profile}});
    }
    void create(std::string_view module, const RecordId& id,
                std::vector<std::pair<std::string_view, Value>> given) {
        const EntityDef& entity = *Registry::base().find(module);
        std::vector<Draft::FieldValue> values;
        for (auto& [key, value] : given)
            values.push_back({entity.find_field(key)->id, std::move(value)});
        Draft draft("test.set_up", ana.store.state().checkpoint);
        draft.create(entity.id, id, std::move(values));
        REQUIRE(issues_of(ana.store, draft).empty());
    }
    void meet() {
        refused += count_refused(office.sync(ana));
        refused += count_refused(office.sync(ben));
        refused += count_refused(office.sync(ana));
    }
    static int count_refused(const std::vector<TransactionResult>& results) {
        int count = 0;
        for (const TransactionResult& result : results)
            count += result.status == TransactionStatus::Rejected ? 1 : 0;
        return count;
    }
    static Value value(Office::Device& device, const EntityDef& entity, const RecordId& id,
                       const FieldDef& field) {
        const auto record = must(device.store.read(entity.id, id));
        REQUIRE(record.has_value());
        return record->values[entity.index_of(field.id)];
    }
    static bool write(Office::Device& device, const EntityDef& entity, const RecordId& id,
                      const FieldDef& field, const Value& wanted) {
        return commit(device, draft(device).set(entity.id, id, {{field.id, wanted}}));
    }
    /// Commits on one device; false when a rule of the module forbids it.
    static bool commit(Office::Device& device, const Draft& draft) {
        return issues_of(device.store, draft).empty();
    }
    static Draft draft(Office::Device& device) {
        return {"test.edit", device.store.state().checkpoint};
    }
    Office office;
    Office::Device& ana;
    Office::Device& ben;
    RecordMaker maker;
    int refused = 0;
};

}  // namespace holdfast::test
