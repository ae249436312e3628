#include "core/overlay.h"

#include <algorithm>

namespace holdfast {
namespace {

bool writes(const std::vector<FieldEdit>& edits, FieldId field) {
    return std::any_of(edits.begin(), edits.end(),
                       [field](const FieldEdit& edit) { return edit.field == field; });
}

bool touches_group(const EntityDef& entity, const std::vector<FieldEdit>& edits,
                   const std::string& group) {
    return std::any_of(edits.begin(), edits.end(), [&](const FieldEdit& edit) {
        const FieldDef* field = entity.find_field(edit.field);
        return field != nullptr && field->merge == MergeKind::Group && field->group == group;
    });
}

}  // namespace

// The base of the first undecided edit stays: a later edit on top of it has not seen what others
// wrote underneath, however new the checkpoint is by then.
OverlayCell overlay_local_edit(const std::optional<OverlayCell>& existing, const Value& shown,
                               ServerSeq seen, TransactionNo no) {
    if (!existing) return {shown, seen, no, no};
    OverlayCell cell = *existing;
    cell.last_no = no;
    return cell;
}

ServerValueEffect overlay_server_value(const std::optional<OverlayCell>& existing,
                                       const Value& server_value) {
    if (!existing) return {server_value, std::nullopt};
    OverlayCell cell = *existing;
    cell.base_value = server_value;
    return {std::nullopt, std::move(cell)};
}

DecidedEffect overlay_decided(const OverlayCell& cell, TransactionNo upto) {
    if (raw(cell.last_no) > raw(upto)) return {};
    return {cell.base_value};
}

ServerSeq overlay_seen(const std::vector<EndedOverlay>& ended, ServerSeq seen) {
    ServerSeq really = seen;
    for (const EndedOverlay& edit : ended)
        if (seen < edit.ended_at) really = std::min(really, edit.base);
    return really;
}

void complete_groups(const EntityDef& entity, const std::vector<Value>& shown,
                     std::vector<FieldEdit>& edits) {
    for (std::size_t position = 0; position < entity.fields.size(); ++position) {
        const FieldDef& field = entity.fields[position];
        if (field.merge != MergeKind::Group || writes(edits, field.id)) continue;
        if (!touches_group(entity, edits, field.group)) continue;
        FieldEdit edit;
        edit.field = field.id;
        edit.value = position < shown.size() ? shown[position] : Value{};
        edit.seen = edit.value;
        edits.push_back(std::move(edit));
    }
}

}  // namespace holdfast
