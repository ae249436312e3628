// ConversionDraft: what a conversion would write. Reads, never writes. Private to core/src/store.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/conversion.h"
#include "core/conversion_rule.h"
#include "store/conversion_source.h"

namespace holdfast {

class ConversionDraft {
public:
    /// `policy` must outlive this. `source`: as the person sees it.
    ConversionDraft(Store& store, const Policy& policy, const ConversionRule& rule, Record source,
                    std::int64_t today);

    /// Whether the record may be converted now.
    [[nodiscard]] Result<bool> is_offered();
    /// NothingOpen, or Made: then draft() and records() say what.
    [[nodiscard]] Result<ConversionAnswer> make();

    [[nodiscard]] const Draft& draft() const { return draft_; }
    [[nodiscard]] std::vector<ConvertedTo>& records() { return records_; }
    /// Module of a record that the draft names.
    [[nodiscard]] EntityId entity_of(const RecordId& id) const;

private:
    using Values = std::vector<Draft::FieldValue>;

    [[nodiscard]] Result<bool> holds(const std::optional<Expression>& condition,
                                     const Record& record);
    [[nodiscard]] bool may_copy(const Expression& value) const;
    [[nodiscard]] bool is_hidden(EntityId entity, FieldId field) const;
    [[nodiscard]] Result<bool> is_living(const EntityDef& entity, FieldId field, const Value& link);
    [[nodiscard]] Status add(const EntityDef& to, FieldId field, Value value, Values& values);
    [[nodiscard]] Status add_map(const std::vector<ConvertedField>& map, const EntityDef& to,
                                 const Record& from, Values& values);
    [[nodiscard]] Result<Value> pick(const EntityDef& to, const PickedLink& link);
    [[nodiscard]] Result<Values> values_of(const ConvertedRecord& record);
    [[nodiscard]] Result<RecordId> find_existing(const ConvertedRecord& record,
                                                 const Values& values);
    [[nodiscard]] Result<ConversionAnswer> make_record(const ConvertedRecord& record);
    /// `count`: of the lines that the record has; goes on.
    [[nodiscard]] Status make_lines(const ConvertedLines& lines, const RecordId& to,
                                    std::int64_t& count);
    [[nodiscard]] Result<std::optional<Values>> line_values(const ConvertedLines& lines,
                                                            const Record& line);
    [[nodiscard]] std::vector<Record> sorted(const std::vector<const Record*>& lines) const;
    void move_source();

    Store* store_;
    const Registry* registry_;
    const Policy* policy_;
    const ConversionRule* rule_;
    const EntityDef* entity_;
    Record source_;
    std::int64_t today_;
    ConversionSource all_;       ///< What conditions and open quantities count.
    ConversionSource readable_;  ///< What is copied.
    Draft draft_;
    Values source_changes_;
    std::vector<RecordId> made_;  ///< By position of the rule's `make`; none: was not made.
    std::vector<ConvertedTo> records_;
};

}  // namespace holdfast
