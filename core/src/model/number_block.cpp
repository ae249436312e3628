#include "core/number_block.h"

#include <array>

#include "core/document_number.h"
#include "core/field_position.h"

namespace holdfast {
namespace {

constexpr std::array<std::string_view, 3> kStateWords = {"asked", "open", "closed"};

}  // namespace

bool leases_numbers(const EntityDef& entity) {
    return entity.number_policy == NumberPolicy::Leased && gives_numbers(entity);
}

std::string_view word_of(NumberBlock::State state) {
    return kStateWords[static_cast<std::size_t>(state)];
}

NumberBlock number_block_of(const EntityDef& definition, const RecordId& id,
                            const std::vector<Value>& values) {
    const auto value = [&](std::string_view key) -> const Value& {
        return values[position_of(definition, key)];
    };
    NumberBlock block;
    block.id = id;
    block.module = text_or_empty(value("entity"));
    block.series = text_or_empty(value("series"));
    block.first = integer_or(value("first"), 0);
    block.last = integer_or(value("last"), -1);
    block.device = text_or_empty(value("device"));
    block.expires_ms = integer_or(value("expires_at"), 0);
    if (text_or_empty(value("state")) == word_of(NumberBlock::State::Open))
        block.state = NumberBlock::State::Open;
    if (text_or_empty(value("state")) == word_of(NumberBlock::State::Closed))
        block.state = NumberBlock::State::Closed;
    return block;
}

std::vector<Value> values_of(const EntityDef& definition, const NumberBlock& block) {
    std::vector<Value> values(definition.fields.size());
    const auto put = [&](std::string_view key, Value value) {
        values[position_of(definition, key)] = std::move(value);
    };
    put("entity", block.module);
    put("device", block.device);
    put("state", std::string(word_of(block.state)));
    if (block.state == NumberBlock::State::Asked) return values;
    put("series", block.series);
    put("first", block.first);
    put("last", block.last);
    put("expires_at", block.expires_ms);
    return values;
}

std::optional<std::uint32_t> place_in(const NumberBlock& block, std::string_view number) {
    for (std::int64_t n = block.first; n <= block.last; ++n)
        if (number_in_series(block.series, n) == number)
            return static_cast<std::uint32_t>(n - block.first);
    return std::nullopt;
}

}  // namespace holdfast
