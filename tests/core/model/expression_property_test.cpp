#include <cstdlib>

#include "core/expression.h"
#include "core/model/expression_generator.h"
#include "core/model/expression_world.h"
#include "core/random.h"
#include "support/property.h"

using namespace holdfast;
using test::ExpressionGenerator;
using test::ExpressionWorld;
using test::for_all;
using test::Random;

namespace {

constexpr std::uint64_t kCompanies = 8;
constexpr std::uint64_t kJobs = 60;
constexpr std::uint64_t kLines = 150;
/// Times 200 seeds and 60 rows: 120,000 cases.
constexpr int kExpressionsPerSeed = 10;

Value any_integer(Random& random) {
    constexpr std::int64_t kEdges[] = {0,
                                       1,
                                       -1,
                                       2,
                                       7,
                                       100,
                                       -150,
                                       12'345,
                                       1'000'000,
                                       2'500'000,
                                       INT64_MAX,
                                       INT64_MIN,
                                       INT64_MAX - 1,
                                       INT64_MIN + 1,
                                       INT64_MAX / 2 + 1,
                                       3'037'000'500};
    const std::uint64_t choice = random.below(std::size(kEdges) + 4);
    if (choice < std::size(kEdges)) return kEdges[choice];
    if (choice == std::size(kEdges)) return static_cast<std::int64_t>(random.next());
    return static_cast<std::int64_t>(random.below(20'000)) - 10'000;
}

Value any_date(Random& random) {
    constexpr std::int64_t kEdges[] = {0,        20'779,    19'782,    11'016,    -719'162,
                                       -719'163, 2'932'896, 2'932'897, INT64_MAX, INT64_MIN};
    if (random.below(2) == 0) return kEdges[random.below(std::size(kEdges))];
    return static_cast<std::int64_t>(random.below(40'000)) - 5'000;
}

Value any_text(Random& random) {
    using namespace std::string_literals;
    static const std::vector<std::string> pieces = {"a",
                                                    "A",
                                                    "b",
                                                    "é",
                                                    "É",
                                                    "ß",
                                                    "ÿ",
                                                    "Σ",
                                                    "ς",
                                                    "東京",
                                                    "𠮷",
                                                    "\xC2\xA0",
                                                    "\xE3\x80\x80",
                                                    " ",
                                                    "'",
                                                    "%",
                                                    "_",
                                                    "\t",
                                                    "billable",
                                                    "\0"s,
                                                    "\xFF",
                                                    "\xC3",
                                                    "e\xCC\x81",
                                                    "10"};
    std::string text;
    for (std::uint64_t count = random.below(4); count > 0; --count)
        text += pieces[random.below(pieces.size())];
    return text;
}

Value any_value(Random& random, const FieldDef& field) {
    if (random.below(5) == 0) return {};
    const ExpressionType type = expression_type_of(field);
    switch (type.kind) {
        case ExpressionKind::Boolean:
            return static_cast<std::int64_t>(random.below(3));  // 2 is true as well.
        case ExpressionKind::Text:
            return any_text(random);
        case ExpressionKind::Date:
            return any_date(random);
        case ExpressionKind::Link:
            // One more than there are: some links lead nowhere.
            return RecordId{raw(type.target),
                            random.below((field.key == "job" ? kJobs : kCompanies) + 1)};
        default:
            return any_integer(random);
    }
}

void store_any(ExpressionWorld& world, Random& random, std::string_view entity,
               std::uint64_t count) {
    const EntityDef& definition = *test::expression_registry().find(entity);
    for (std::uint64_t number = 0; number < count; ++number) {
        Record record = ExpressionWorld::make(entity, number);
        if (random.below(6) == 0) record.life = Record::Life::Deleted;
        for (const FieldDef& field : definition.fields)
            ExpressionWorld::set(record, field.key, any_value(random, field));
        world.store(std::move(record));
    }
}

ExpressionWorld any_world() {
    Random random(2026);
    ExpressionWorld world;
    store_any(world, random, "company", kCompanies);
    store_any(world, random, "job", kJobs);
    store_any(world, random, "line", kLines);
    return world;
}

/// The first job on which the back ends differ, in words; empty when they agree.
std::string difference(ExpressionWorld& world, const Expression& expression) {
    const std::vector<Value> from_sql = world.selected(expression);
    const std::vector<Record>& jobs = world.all("job");
    for (std::size_t row = 0; row < jobs.size(); ++row) {
        const Value from_record = world.evaluated(expression, jobs[row]);
        if (from_record == from_sql[row]) continue;
        return "job " + std::to_string(row) + ": record " + to_json(from_record) + ", SQL " +
               to_json(from_sql[row]) + " by " + expression.to_sql().text;
    }
    return "";
}

}  // namespace

TEST_CASE("both back ends give the same for any expression over any rows",
          "[core][expression][property]") {
    ExpressionWorld world = any_world();
    std::size_t cases = 0;
    std::size_t known = 0;
    for_all([&](std::uint64_t seed) {
        Random random(seed);
        for (int count = 0; count < kExpressionsPerSeed; ++count) {
            const std::string source = ExpressionGenerator(random).any();
            const Expression expression = ExpressionWorld::compile(source);
            const std::string found = difference(world, expression);
            if (!found.empty()) RC_FAIL(source + "\n" + found);
            cases += kJobs;
            const Value first = world.evaluated(expression, world.all("job").front());
            known += is_null(first) ? 0 : 1;
        }
    });
    if (std::getenv("RC_PARAMS") == nullptr) CHECK(cases >= 100'000);
    // An agreement about nothing but null would say little.
    CHECK(known * kJobs > cases / 4);
}

TEST_CASE("as a condition, SQL finds the rows whose answer is true",
          "[core][expression][property]") {
    ExpressionWorld world = any_world();
    for_all([&](std::uint64_t seed) {
        Random random(seed);
        const std::string source = ExpressionGenerator(random).condition();
        const Expression expression = ExpressionWorld::compile(source);
        std::size_t expected = 0;
        for (const Record& job : world.all("job"))
            expected += integer_or(world.evaluated(expression, job), 0) != 0 ? 1 : 0;
        RC_ASSERT(world.count_where(expression) == expected);
    });
}

TEST_CASE("any text compiles or is refused at a place inside it", "[core][expression][property]") {
    const EntityDef& job = *test::expression_registry().find("job");
    for_all([&](std::uint64_t seed) {
        Random random(seed);
        std::string source = ExpressionGenerator(random).any();
        for (std::uint64_t count = random.below(3); count > 0 && !source.empty(); --count)
            source.erase(random.below(source.size()), 1 + random.below(4));
        const auto expression = Expression::compile(test::expression_registry(), job, source);
        if (!expression) RC_ASSERT(expression.error().position <= source.size());
    });
}
