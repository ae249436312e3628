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
    /// Made: then draft() and records() say what. Hidden: hidden() says of which module. Else
    /// NothingOpen or NoLine.
    [[nodiscard]] Result<ConversionAnswer> make();

    [[nodiscard]] const Draft& draft() const { return draft_; }
    [[nodiscard]] std::vector<ConvertedTo>& records() { return records_; }
    /// Position of the record that the conversion is about.
    [[nodiscard]] std::size_t shown() const;
    [[nodiscard]] EntityId hidden() const { return hidden_; }
    /// Module of a record that the draft names.
    [[nodiscard]] EntityId entity_of(const RecordId& id) const;

private:
    using Values = std::vector<Draft::FieldValue>;
    struct LineCount {
        std::int64_t made = 0;
        std::int64_t fitting = 0;  ///< Whether something of it is open or not.
    };

    [[nodiscard]] Result<bool> holds(const std::optional<Expression>& condition,
                                     const Record& record);
    [[nodiscard]] bool may_copy(const Expression& value) const;
    [[nodiscard]] bool is_hidden(EntityId entity, FieldId field) const;
    [[nodiscard]] bool loses_amounts(const std::vector<ConvertedField>& map,
                                     const EntityDef& to) const;
    [[nodiscard]] bool needs_hidden(const ConvertedRecord& record) const;
    [[nodiscard]] Result<bool> may_change_source();
    [[nodiscard]] Result<bool> may_create() const;
    [[nodiscard]] Result<bool> is_living(const EntityDef& entity, FieldId field, const Value& link);
    [[nodiscard]] Status add(const EntityDef& to, FieldId field, Value value, Values& values);
    [[nodiscard]] Status add_map(const std::vector<ConvertedField>& map, const EntityDef& to,
                                 const Record& from, Values& values);
    [[nodiscard]] Result<Value> pick(const EntityDef& to, const PickedLink& link);
    [[nodiscard]] Result<std::vector<RecordId>> find_picks(const EntityDef& target,
                                                           const Expression& condition);
    void split_name(const EntityDef& to, Values& values) const;
    [[nodiscard]] Status fill(const ConvertedRecord& record, const EntityDef& to, Values& values);
    [[nodiscard]] Result<Values> values_of(const ConvertedRecord& record);
    [[nodiscard]] Result<RecordId> find_existing(const ConvertedRecord& record,
                                                 const Values& values);
    [[nodiscard]] Result<ConversionAnswer> make_record(const ConvertedRecord& record);
    /// `count`: of the lines that the record has; goes on.
    [[nodiscard]] Status make_lines(const ConvertedLines& lines, const RecordId& to,
                                    LineCount& count);
    [[nodiscard]] Result<std::optional<Values>> line_values(const ConvertedLines& lines,
                                                            const Record& line, LineCount& count);
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
    EntityId hidden_ = EntityId::None;
};

}  // namespace holdfast
