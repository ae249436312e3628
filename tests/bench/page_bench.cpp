#include "bench/page_bench.h"

#include <string>
#include <utility>
#include <vector>

#include "bench/bench.h"
#include "bench/must.h"
#include "core/app/workload.h"
#include "core/fixed_environment.h"

namespace holdfast::bench {
namespace {

constexpr std::uint64_t kAccounts = 50'000;
constexpr std::uint64_t kContacts = 80'000;
constexpr std::uint64_t kOrders = 100'000;
constexpr std::uint64_t kOfEachOther = 5'000;
constexpr std::uint64_t kOpened = 300;
constexpr std::size_t kListsAtLeast = 10;
constexpr std::uint64_t kTimeBits = std::uint64_t{0x018BCFE56800} << 16 | 0x7000;

RecordId id_of(EntityId entity, std::uint64_t number) {
    return {kTimeBits | raw(entity), (std::uint64_t{2} << 62) | number};
}

std::uint64_t rows_of(const EntityDef& entity) {
    if (entity.key == "work_order") return kOrders;
    return entity.key == "contact" ? kContacts : kOfEachOther;
}

class Company {
public:
    Company()
        : store(must(Store::open(must(Database::open(":memory:")), Registry::base(), environment))),
          account_(*Registry::base().find("account")) {
        Enrolment enrolment;
        enrolment.device = DeviceNo{1};
        enrolment.epoch = 1;
        must(store.enrol(enrolment));
        apply(account_, FieldId::None, kAccounts);
        for (const InverseDef& inverse : account_.inverses) {
            const EntityDef& entity = *Registry::base().find(inverse.entity);
            apply(entity, inverse.field, rows_of(entity));
        }
    }

    [[nodiscard]] std::string page_of(std::uint64_t number) const {
        return "#/account/" + to_text(id_of(account_.id, number));
    }

    test::FixedEnvironment environment;
    Store store;

private:
    /// Record n links to account n, so that the first accounts have records in every list.
    void apply(const EntityDef& entity, FieldId link, std::uint64_t count) {
        Delta delta;
        delta.epoch = 1;
        delta.from = store.state().checkpoint;
        delta.to = ServerSeq{raw(delta.from) + 1};
        delta.rows.push_back({entity.id, {}});
        for (std::uint64_t number = 0; number < count; ++number) {
            RowImage row;
            row.id = id_of(entity.id, number + raw(delta.to) * 1'000'000);
            if (link == FieldId::None) row.id = id_of(entity.id, number);
            row.version = delta.to;
            row.values.resize(entity.fields.size());
            for (const FieldId field : entity.title)
                if (const FieldDef* def = entity.find_field(field);
                    def != nullptr && def->type == FieldType::Text)
                    row.values[entity.index_of(field)] = def->key + " " + std::to_string(number);
            if (link != FieldId::None)
                row.values[entity.index_of(link)] = id_of(account_.id, number % kAccounts);
            delta.rows[0].rows.push_back(std::move(row));
        }
        must(store.apply(delta));
    }

    const EntityDef& account_;
};

}  // namespace

void measure_record_page() {
    Company company;
    Workspace workspace(std::move(company.store), company.environment);
    std::vector<double> samples;
    for (std::uint64_t round = 0; round < kOpened; ++round) {
        const std::string page = company.page_of(round * 13);
        PageContents contents;
        samples.push_back(time_ms([&] { contents = must(read_page(workspace, page)); }));
        HOLDFAST_ASSERT(contents.lists_filled >= kListsAtLeast);
    }
    print({"records.one_view_p50", percentile(samples, 50), "ms", 0});
    print({"records.one_view_p95", percentile(samples, 95), "ms", 10});
}

}  // namespace holdfast::bench
