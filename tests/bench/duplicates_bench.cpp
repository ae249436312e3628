#include "bench/duplicates_bench.h"

#include <array>
#include <string>

#include "bench/bench.h"
#include "bench/must.h"
#include "core/duplicates.h"
#include "core/fixed_environment.h"

namespace holdfast::bench {
namespace {

constexpr int kRounds = 300;
constexpr std::array<const char*, 12> kFirst = {"Berg", "Dahl", "Nord", "Acme", "Lind", "Holm",
                                                "Elm",  "Sund", "Ek",   "Vik",  "Falk", "Ros"};
constexpr std::array<const char*, 6> kSecond = {"Heating", "Bygg", "Elektro",
                                                "Montage", "VVS",  "Service"};

/// Names repeat in a few words, as those of real customers do.
std::string name_of(std::size_t number) {
    return std::string(kFirst[number % 12]) + " " + kSecond[number / 12 % 6] + " " +
           std::to_string(number / 72) + " AB";
}
std::string phone_of(std::size_t number) {
    return "+46 70 " + std::to_string(1'000'000 + number);
}

struct Accounts {
    explicit Accounts(std::size_t row_count)
        : store(must(Store::open(must(Database::open(":memory:")), Registry::base(), environment))),
          entity(*Registry::base().find("account")) {
        Enrolment enrolment;
        enrolment.device = DeviceNo{1};
        enrolment.epoch = 1;
        must(store.enrol(enrolment));
        Delta delta;
        delta.epoch = 1;
        delta.to = ServerSeq{1};
        delta.rows.push_back({entity.id, {}});
        for (std::size_t number = 0; number < row_count; ++number)
            delta.rows[0].rows.push_back(row(number));
        must(store.apply(delta));
    }
    RowImage row(std::size_t number) {
        RowImage image;
        image.id = make_record_id(environment);
        image.version = ServerSeq{1};
        image.values.resize(entity.fields.size());
        image.values[entity.index_of(field("name"))] = name_of(number);
        image.values[entity.index_of(field("phone"))] = phone_of(number);
        image.values[entity.index_of(field("email"))] =
            "info" + std::to_string(number) + "@example.com";
        return image;
    }
    [[nodiscard]] FieldId field(std::string_view key) const { return entity.find_field(key)->id; }

    test::FixedEnvironment environment;
    Store store;
    const EntityDef& entity;
};

}  // namespace

void measure_duplicates(std::size_t row_count) {
    Accounts accounts(row_count);
    DuplicateQuery query;
    query.entity = accounts.entity.id;
    query.index_rows_max = static_cast<std::int64_t>(row_count) + 1;
    print({"duplicates.build_index", time_ms([&] { must(find_duplicates(accounts.store, query)); }),
           "ms", 0});
    std::vector<double> samples;
    for (std::size_t round = 0; round < kRounds; ++round) {
        const std::size_t number = round * 331 % row_count;
        query.values = {{accounts.field("name"), name_of(number)},
                        {accounts.field("phone"), phone_of(number)},
                        {accounts.field("email"), std::string("nobody@example.com")}};
        samples.push_back(time_ms([&] {
            HOLDFAST_ASSERT(!must(find_duplicates(accounts.store, query)).candidates.empty());
        }));
    }
    print({"duplicates.while_typing_p50", percentile(samples, 50), "ms", 5});
    print({"duplicates.while_typing_p95", percentile(samples, 95), "ms", 5});
}

}  // namespace holdfast::bench
