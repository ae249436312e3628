#include <algorithm>

#include "import_parts.h"
#include "import_rows.h"

namespace holdfast {
namespace {

/// Whether the record holds all that is given: the same part, met again.
bool holds_all(const EntityDef& entity, const Record& record,
               const std::vector<Draft::FieldValue>& values) {
    return std::all_of(values.begin(), values.end(), [&](const Draft::FieldValue& value) {
        return record.values[entity.index_of(value.field)] == value.value;
    });
}

}  // namespace

Result<std::vector<Record>> RowMaker::parts_of(const Record& owner, const RowSlice& slice) {
    const EntityDef& entity = *store_->registry().find(owner.entity);
    std::vector<Record> known;
    for (const EntityId child : entity.children)
        for (Record& part : TRY(store_->read_children(child, owner.id)))
            known.push_back(std::move(part));
    const auto take = [&](const auto& parts_by_owner) {
        const auto found = parts_by_owner.find(owner.id);
        if (found == parts_by_owner.end()) return;
        for (const Record& part : found->second) {
            std::erase_if(known, [&](const Record& each) { return each.id == part.id; });
            known.push_back(part);
        }
    };
    take(parts_in_mind_);
    take(slice.parts);
    return known;
}

/// By its id, else as one that holds the same. What was found is not found again, so that two
/// equal lines of a file stay two.
void RowMaker::find_stored(ReadRow& part, std::vector<Record>& known) {
    const std::optional<RecordId> id = parse_record_id(part.record_id);
    const auto find = [&](auto&& fits) {
        return std::find_if(known.begin(), known.end(), [&](const Record& each) {
            return each.entity == part.entity->id && fits(each);
        });
    };
    auto found = known.end();
    if (id) found = find([&](const Record& each) { return each.id == *id; });
    if (found == known.end())
        found = find([&](const Record& each) { return holds_all(*part.entity, each, part.own); });
    if (found == known.end()) return;
    part.record = std::move(*found);
    part.id = part.record->id;
    known.erase(found);
}

Result<RowReason> RowMaker::judge_part(ReadRow& part, ReadRow& made, const Above& above,
                                       RowSlice& slice) {
    const EntityDef& entity = *part.entity;
    const auto refuse = [&](const std::string& mistake) {
        return RowReason{part_sentence(plan_.context.strings, entity, part.number, mistake),
                         part.column};
    };
    const bool made_now = !part.record.has_value();
    Record after = made_now ? record_of(entity, part.id, part.own) : *part.record;
    if (made_now) {
        const RowReason missing = missing_reason(part);
        if (!missing.sentence.empty()) return refuse(missing.sentence);
    } else {
        part.own = take_changes(entity, part.own, after);
    }
    const bool changed = made_now || !part.own.empty();
    const Action action = made_now ? Action::Create : Action::Edit;
    if (changed && !TRY(is_allowed(action, made_now ? after : *part.record, above)))
        return refuse(sentence(made_now ? "import.refusal.no_right_to_create"
                                        : "import.refusal.no_right_to_edit")
                          .sentence);
    Above deeper = above;
    deeper.push_back(&after);
    part.new_linked.swap(made.new_linked);
    const RowReason reason = TRY(judge_parts(part, deeper, slice));
    part.new_linked.swap(made.new_linked);
    if (!reason.sentence.empty()) return refuse(reason.sentence);
    part.record = std::move(after);
    part.fate = made_now ? RowFate::Created : (changed ? RowFate::Updated : RowFate::Skipped);
    return RowReason{};
}

Result<RowReason> RowMaker::judge_parts(ReadRow& made, const Above& above, RowSlice& slice) {
    if (made.parts.empty()) return RowReason{};
    const Record& owner = *above.back();
    std::vector<Record> known = TRY(parts_of(owner, slice));
    for (ReadRow& part : made.parts) {
        // Who is linked in several parts, or around them, is made once.
        part.new_linked.swap(made.new_linked);
        RowReason wrong = TRY(resolve_links(part, slice));
        part.new_linked.swap(made.new_linked);
        if (!wrong.sentence.empty())
            return RowReason{
                part_sentence(plan_.context.strings, *part.entity, part.number, wrong.sentence),
                part.column};
        find_stored(part, known);
        if (part.id.is_none()) {
            part.id = next_id();
            part.own.push_back({part.entity->parent_field, owner.id});
        }
        RowReason reason = TRY(judge_part(part, made, above, slice));
        if (!reason.sentence.empty()) return reason;
    }
    std::erase_if(made.parts, [](const ReadRow& part) {
        return part.fate == RowFate::Skipped && part.parts.empty();
    });
    return RowReason{};
}

void RowMaker::write_parts(ReadRow& made, const RecordId& owner, std::size_t place,
                           RowSlice& slice) {
    for (ReadRow& part : made.parts) {
        const EntityId entity = part.entity->id;
        if (part.fate == RowFate::Created) {
            slice.draft.create(entity, part.id, std::move(part.own));
            ++slice.created;
        } else if (part.fate == RowFate::Updated) {
            slice.draft.set(entity, part.id, std::move(part.own));
        }
        slice.row[part.id] = place;
        slice.parts[owner].push_back(*std::move(part.record));
        write_parts(part, part.id, place, slice);
    }
}

}  // namespace holdfast
