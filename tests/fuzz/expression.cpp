// Expressions: any text compiles or is refused at a place inside it; what compiles is worked out.
#include "core/expression.h"

#include <string>
#include <string_view>

#include "fuzz/target.h"

namespace holdfast::test {
namespace {

/// Nothing else is held here.
class NoOtherRecords : public ExpressionSource {
public:
    Result<const Record*> find_linked(EntityId, const RecordId&) override { return nullptr; }
    Result<std::vector<const Record*>> find_linking(EntityId, FieldId, const RecordId&) override {
        return std::vector<const Record*>{};
    }
};

Bytes bytes_of(std::string_view text) {
    return {text.begin(), text.end()};
}

}  // namespace

std::vector<Bytes> seeds() {
    return {
        bytes_of("sum(work_order_line.unit_price where coverage == 'billable') * 1.25 ?? 0"),
        bytes_of("status in ('open', 'on_hold') and not is_null(account.parent.name) || !false"),
        bytes_of("if(due < add_days(today(), -7), concat(lower(trim(subject)), \"!\"), number)"),
        bytes_of("actual_end - actual_start > minutes(90) and round(amount / 3, 2) >= 10.50"),
    };
}

void feed(std::span<const std::uint8_t> bytes) {
    const std::string source(bytes.begin(), bytes.end());
    const EntityDef& entity = *Registry::base().find("work_order");
    const auto expression = Expression::compile(Registry::base(), entity, source,
                                                {ExpressionToday::Allowed, std::nullopt});
    if (!expression) {
        HOLDFAST_ASSERT(expression.error().position <= source.size());
        HOLDFAST_ASSERT(!expression.error().key.empty());
        return;
    }
    Record record;
    record.entity = entity.id;
    record.values.resize(entity.fields.size());
    NoOtherRecords others;
    HOLDFAST_ASSERT(expression->evaluate(record, others, 0).has_value());
    HOLDFAST_ASSERT(!expression->to_sql().text.empty());
    HOLDFAST_ASSERT(expression->dependencies().size() <= 5 * kExpressionNodesMax);
}

}  // namespace holdfast::test
