// The generic suite: the starters of all modules.
#include "core/app/starter.h"

#include "generic/scene.h"

using namespace holdfast;
using test::must;

namespace {

bool is_words(const FieldDef& field) {
    return field.type == FieldType::Text || field.type == FieldType::LongText;
}

int check_labels(const EntityDef& entity) {
    int texts = 0;
    for (const GivenValues& record : entity.starter)
        for (const auto& [field, value] : record) {
            if (!is_words(*entity.find_field(field))) continue;
            const std::string key = entity.key + ".starter." + std::string(text_or_empty(value));
            CAPTURE(key);
            CHECK(Strings::has(key));
            ++texts;
        }
    return texts;
}

}  // namespace

TEST_CASE("the texts of every starter are labels", "[generic][starter]") {
    int modules = 0;
    int texts = 0;
    for (const EntityDef& entity : Registry::base().entities()) {
        modules += entity.starter.empty() ? 0 : 1;
        texts += check_labels(entity);
    }
    CHECK(modules >= 2);
    CHECK(texts >= 6);
}

TEST_CASE("every starter is accepted by an empty workspace", "[generic][starter]") {
    int written = 0;
    for (const EntityDef& entity : Registry::base().entities()) {
        test::StoreFixture fresh;
        const EntityDef* module = must(find_starter(fresh.store, entity.id));
        if (module != &entity) continue;
        CAPTURE(entity.key);
        const StarterDone done = must(write_starter(fresh.store, entity, Strings{}));
        CHECK(std::holds_alternative<Saved>(done.commit.outcome));
        REQUIRE(!done.firsts.empty());
        CHECK(must(fresh.store.read(entity.id, done.firsts[0].second)).has_value());
        ++written;
    }
    CHECK(written >= 1);
}
