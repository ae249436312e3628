// WorkOrders: seeded rows of the size and distribution of a busy service company.
#pragma once

#include <cstdint>
#include <string>

#include "core/random.h"
#include "core/registry.h"
#include "core/replica.h"

namespace holdfast::bench {

class WorkOrders {
public:
    WorkOrders(const Registry& registry, std::uint64_t seed)
        : entity_(registry.find("work_order")), random_(seed) {}

    [[nodiscard]] RowImage next();
    [[nodiscard]] std::string word();    ///< Of at least six letters, as descriptions use it.
    [[nodiscard]] std::string serial();  ///< Of one of the records made so far.
    [[nodiscard]] std::string assignee();
    [[nodiscard]] std::string status();

private:
    void put(RowImage& row, std::string_view key, Value value) const;
    [[nodiscard]] std::string description(std::uint64_t number);

    const EntityDef* entity_;
    test::Random random_;
    std::uint64_t made_ = 0;
};

}  // namespace holdfast::bench
