// The numbers that people see their device give.
#include "person.h"

namespace holdfast::sim {

std::vector<RecordId> Person::find_unnumbered(const LocalWork& work) {
    std::vector<RecordId> found;
    for (const Operation& operation : work.operations) {
        const Record* record = world_.find(device_, kItem, operation.record);
        if (record && is_null(record->values[position_of(item::kNumber)]))
            found.push_back(operation.record);
    }
    return found;
}

void Person::note_given_number(const TransactionRef& by, const RecordId& id) {
    const Record* record = world_.find(device_, kItem, id);
    if (!record || is_null(record->values[position_of(item::kNumber)])) return;
    const std::string number(text_or_empty(record->values[position_of(item::kNumber)]));
    world_.note_number(kItem, number, id);
    world_.truth_.add(GivenNumber{by, id, number});
}

}  // namespace holdfast::sim
