// Person: what people do on a simulated device, and what they had seen when they did it.
#pragma once

#include "world.h"

namespace holdfast::sim {

class Person {
public:
    Person(World& world, Device& device) : world_(world), device_(device) {}
    /// One piece of local work, chosen by the world's random source.
    void act();

private:
    [[nodiscard]] Form open_form(EntityId entity, const RecordId& id);
    [[nodiscard]] Form any_form(const RecordId& id);
    [[nodiscard]] std::vector<CellValue> visible_losers(EntityId entity, const RecordId& id);
    [[nodiscard]] std::int64_t new_value(const CellRef& cell);
    [[nodiscard]] const RecordId& any_item();

    void edit_fields();
    void stay_on(const RecordId& id);
    void edit_twins();
    void count_stock();
    void edit_address();
    void decide_address(const Form& form);
    void note_address(const RecordId& id);
    void edit_single(FieldId field);
    void move();
    void correct();
    void create_part();
    void edit_part();
    void bin();
    void choose();
    void discard();

    /// Adds the edit to the work; what its author had seen follows from the form.
    void plan_write(LocalWork& work, const Form& form, FieldId field, std::int64_t value);
    bool save(const LocalWork& work);
    [[nodiscard]] std::vector<RecordId> find_unnumbered(const LocalWork& work);
    void note_given_number(const TransactionRef& by, const RecordId& id);

    World& world_;
    Device& device_;
    std::vector<Write> planned_;
    std::vector<CellValue> losers_;
    TransactionNo no_ = TransactionNo::None;
};

}  // namespace holdfast::sim
