// StoreFixture: a store in memory over a registry, with short ways to write and read fields by key.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "core/fixed_environment.h"
#include "core/store.h"
#include "support/test.h"

namespace holdfast::test {

struct Given {
    std::string_view field;
    Value value;
};

class StoreFixture {
public:
    explicit StoreFixture(const Registry& definitions = Registry::base())
        : registry(definitions),
          store(must(Store::open(must(Database::open(":memory:")), definitions, environment))) {}

    [[nodiscard]] const EntityDef& entity(std::string_view key) const {
        const EntityDef* found = registry.find(key);
        REQUIRE(found != nullptr);
        return *found;
    }
    [[nodiscard]] FieldId field(std::string_view entity_key, std::string_view field_key) const {
        const FieldDef* found = entity(entity_key).find_field(field_key);
        REQUIRE(found != nullptr);
        return found->id;
    }
    [[nodiscard]] std::vector<Draft::FieldValue> values(std::string_view entity_key,
                                                        std::initializer_list<Given> given) const {
        std::vector<Draft::FieldValue> result;
        for (const Given& item : given)
            result.push_back({field(entity_key, item.field), item.value});
        return result;
    }
    [[nodiscard]] Draft draft() const { return {"test.edit", store.state().checkpoint}; }

    /// Commits and expects it to be saved.
    TransactionNo save(const Draft& draft) {
        const CommitOutcome outcome = must(store.commit(draft));
        if (const auto* needs = std::get_if<NeedsWork>(&outcome))
            FAIL("not saved, first issue kind " << static_cast<int>(needs->issues.at(0).kind)
                                                << " at field " << raw(needs->issues[0].field));
        return std::get<Saved>(outcome).no;
    }
    /// Commits and expects issues.
    std::vector<FieldIssue> refuse(const Draft& draft) {
        CommitOutcome outcome = must(store.commit(draft));
        REQUIRE(std::holds_alternative<NeedsWork>(outcome));
        return std::get<NeedsWork>(outcome).issues;
    }
    RecordId create(std::string_view entity_key, std::initializer_list<Given> given) {
        const RecordId id = make_record_id(environment);
        save(draft().create(entity(entity_key).id, id, values(entity_key, given)));
        return id;
    }
    TransactionNo set(std::string_view entity_key, const RecordId& id,
                      std::initializer_list<Given> given) {
        return save(draft().set(entity(entity_key).id, id, values(entity_key, given)));
    }
    Value get(std::string_view entity_key, const RecordId& id, std::string_view field_key) {
        const auto record = must(store.read(entity(entity_key).id, id));
        REQUIRE(record.has_value());
        return record->values[entity(entity_key).index_of(field(entity_key, field_key))];
    }
    void enrol() {
        Enrolment enrolment;
        enrolment.device = DeviceNo{7};
        enrolment.device_code = "K7";
        enrolment.server = "https://crm.example";
        enrolment.user = "ana";
        enrolment.epoch = 1;
        must(store.enrol(enrolment));
    }
    std::vector<TransactionRecord> queued() {
        return must(store.read_queued(TransactionNo::None, 10'000, 100'000'000));
    }
    /// A delta that continues where the store is.
    [[nodiscard]] Delta delta(std::uint64_t to, std::uint64_t decided_upto = 0) const {
        Delta result;
        result.epoch = store.state().enrolment.epoch;
        result.from = store.state().checkpoint;
        result.to = ServerSeq{to};
        result.decided_upto = TransactionNo{decided_upto};
        return result;
    }
    /// A row of the server with the given fields, everything else NULL.
    [[nodiscard]] RowImage row(std::string_view entity_key, const RecordId& id,
                               std::uint64_t version, std::initializer_list<Given> given) const {
        RowImage image;
        image.id = id;
        image.version = ServerSeq{version};
        image.values.resize(entity(entity_key).fields.size());
        for (const Given& item : given)
            image.values[entity(entity_key).index_of(field(entity_key, item.field))] = item.value;
        return image;
    }

    FixedEnvironment environment;
    const Registry& registry;
    Store store;
};

inline Value text(std::string value) {
    return Value(std::move(value));
}
inline Value number(std::int64_t value) {
    return Value(value);
}

}  // namespace holdfast::test
