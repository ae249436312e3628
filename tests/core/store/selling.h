// Selling: an account with a quote of two lines, and short ways to convert.
#pragma once

#include "core/conversion.h"
#include "core/query.h"
#include "core/store_fixture.h"

namespace holdfast::test {

inline constexpr std::int64_t kOne = 1'000'000;  // Of a quantity.

/// An account with an accepted quote of two lines: five pumps and two hoses.
template <typename Base>
struct SellingOn : Base {
    SellingOn() {
        acme = this->create(
            "account",
            {{"name", text("Acme")}, {"billing_city", text("Lund")}, {"currency", text("SEK")}});
        quote = this->create("quote", {{"subject", text("Pumps")},
                                       {"account", acme},
                                       {"issue_date", number(20'000)},
                                       {"discount", number(50'000)},
                                       {"currency", text("SEK")}});
        pumps = add_line("quote", quote, "Pump", 5);
        hoses = add_line("quote", quote, "Hose", 2);
    }
    RecordId add_line(const std::string& document, const RecordId& parent, const std::string& name,
                      std::int64_t count) {
        return this->create(document + "_line", {{document, parent},
                                                 {"description", text(name)},
                                                 {"quantity", number(count * kOne)},
                                                 {"position", number(++positions)},
                                                 {"unit_price", number(1'000'000)}});
    }
    void move(std::string_view module, const RecordId& id, const std::string& to) {
        const EntityDef& definition = this->entity(module);
        const Value from =
            this->get(module, id, definition.find_field(definition.state_field)->key);
        this->save(
            this->draft().transition(definition.id, id, std::string(text_or_empty(from)), to));
    }
    std::vector<std::string> offers(std::string_view module, const RecordId& id) {
        return must(find_conversions(this->store, this->entity(module).id, id, 0));
    }
    ConversionDone convert(std::string_view module, const RecordId& id, const std::string& key) {
        return must(convert_record(this->store, {this->entity(module).id, id, key, 0}));
    }
    /// The record that a conversion of one makes.
    RecordId make(std::string_view module, const RecordId& id, const std::string& key) {
        const ConversionDone done = convert(module, id, key);
        REQUIRE(done.answer == ConversionAnswer::Made);
        return done.records.front().record;
    }
    std::vector<Record> lines_of(std::string_view part, const RecordId& parent) {
        return must(this->store.read_children(this->entity(part).id, parent));
    }
    Value of(std::string_view part, const Record& record, std::string_view key) {
        return record.values[this->entity(part).index_of(this->field(part, key))];
    }
    std::int64_t count(std::string_view module) {
        Query query;
        query.entity = this->entity(module).id;
        return must(count_rows(this->store, query));
    }
    RecordId accept_and_order() {
        move("quote", quote, "accepted");
        return make("quote", quote, "sales_order");
    }
    RecordId confirmed_order() {
        const RecordId order = accept_and_order();
        move("sales_order", order, "confirmed");
        return order;
    }
    std::int64_t positions = 0;
    RecordId acme, quote, pumps, hoses;
};
using Selling = SellingOn<StoreFixture>;

}  // namespace holdfast::test
