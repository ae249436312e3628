#include "core/record_source.h"

#include <algorithm>

#include "core/store_fixture.h"

using namespace holdfast;
using test::must;
using test::text;

namespace {

/// Who belongs to Acme, as expressions see it.
class SourceFixture : public test::StoreFixture {
public:
    RecordId acme = create("account", {{"name", text("Acme")}});
    RecordId berg = create("account", {{"name", text("Berg")}});
    RecordId ana = create("contact", {{"last_name", text("Ana")}, {"account", acme}});
    RecordId eva = create("contact", {{"last_name", text("Eva")}, {"account", berg}});
    RecordSource source{store};

    Record contact(const RecordId& id, const RecordId& account) {
        Record record = *must(store.read(entity("contact").id, id));
        record.values[entity("contact").index_of(field("contact", "account"))] = account;
        return record;
    }
    static std::vector<RecordId> sorted(std::vector<RecordId> ids) {
        std::sort(ids.begin(), ids.end());
        return ids;
    }
    std::vector<RecordId> people_of(const RecordId& account) {
        std::vector<RecordId> ids;
        for (const Record* record :
             must(source.find_linking(entity("contact").id, field("contact", "account"), account)))
            ids.push_back(record->id);
        return sorted(std::move(ids));
    }
};

}  // namespace

TEST_CASE_METHOD(SourceFixture, "what a draft will write is linked as it will be",
                 "[core][expression]") {
    CHECK(people_of(acme) == std::vector<RecordId>{ana});
    source.put(contact(ana, berg));
    CHECK(people_of(acme).empty());
    CHECK(people_of(berg) == sorted({ana, eva}));
    source.put(contact(ana, acme));
    CHECK(people_of(acme) == std::vector<RecordId>{ana});
}

TEST_CASE_METHOD(SourceFixture, "a record that a draft makes or removes counts at once",
                 "[core][expression]") {
    Record made = contact(ana, acme);
    made.id = make_record_id(environment);
    source.put(made);
    CHECK(people_of(acme) == sorted({ana, made.id}));
    made.life = Record::Life::Deleted;
    source.put(made);
    CHECK(people_of(acme) == std::vector<RecordId>{ana});
}

namespace {

/// One child, again and again.
class ManyChildren final : public ExpressionSource {
public:
    explicit ManyChildren(std::size_t count) : children_(count, &child_) {}
    Result<const Record*> find_linked(EntityId, const RecordId&) override { return nullptr; }
    Result<std::vector<const Record*>> find_linking(EntityId, FieldId, const RecordId&) override {
        return children_;
    }

private:
    Record child_;
    std::vector<const Record*> children_;
};

}  // namespace

TEST_CASE("an expression that goes over too many records ends with an error",
          "[core][expression]") {
    const Registry& registry = Registry::base();
    const EntityDef& account = *registry.find("account");
    const auto expression =
        Expression::compile(registry, account, "count(contacts) + count(deals)", {});
    REQUIRE(expression.has_value());
    const Record record;
    ManyChildren few(10);
    CHECK(must(expression->evaluate(record, few, 0)) == Value(std::int64_t{20}));
    ManyChildren many(kExpressionRecordsMax / 2 + 1);
    const Result<Value> answer = expression->evaluate(record, many, 0);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == ErrorCode::LimitExceeded);
}
