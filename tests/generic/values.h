// NewRecord: what is given to make a record of any module, changed field by field until a rule of
// the module objects.
#pragma once

#include <functional>
#include <vector>

#include "core/expression.h"
#include "generic/scene.h"

namespace holdfast::test {

/// Starts as a copy of a record that the store took. No two commits are of the same record.
class NewRecord {
public:
    /// The record must not be a reference into what changes meanwhile.
    NewRecord(const EntityDef& entity, const Record& like);

    [[nodiscard]] const EntityDef& entity() const { return *entity_; }
    [[nodiscard]] const Record& record() const { return record_; }
    [[nodiscard]] const Value& get(const FieldDef& field) const {
        return record_.values[entity_->index_of(field.id)];
    }
    void set(const FieldDef& field, Value value) {
        record_.values[entity_->index_of(field.id)] = std::move(value);
    }
    /// Tries to save it under a new id. With issues nothing of it is there afterwards, or the test
    /// fails.
    [[nodiscard]] std::vector<FieldIssue> commit();

private:
    const EntityDef* entity_;
    Record record_;
};

/// Whether the field can be given a value when the record is made: what is typed, the state, the
/// parent, and what the engine has to know.
[[nodiscard]] bool is_given(const EntityDef& entity, const FieldDef& field);

/// Fields of the record itself that any of the expressions reads and people write. Where one leads
/// to another record that is read, records are made for it that differ there.
[[nodiscard]] std::vector<const FieldDef*> fields_read_by(
    const EntityDef& entity, const std::vector<const Expression*>& expressions);

/// Changes one of the fields, then two, then three, to values of their types and to existing
/// records, at last clears all of them, and offers each outcome until `accept` says true. Whether
/// it did, within kVariationsTriedMax.
inline constexpr int kVariationsTriedMax = 30'000;
[[nodiscard]] bool vary(const NewRecord& start, const std::vector<const FieldDef*>& fields,
                        const std::function<bool(NewRecord&)>& accept);

/// What the expression says of it as it would be saved.
[[nodiscard]] Value asked(const Expression& expression, const NewRecord& candidate);

}  // namespace holdfast::test
