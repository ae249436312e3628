#include <optional>

#include "conflict_value.h"
#include "core/app/conflict_view.h"
#include "core/record.h"
#include "resend.h"

namespace holdfast {
namespace {

std::string_view reason_key(RejectionCode code) {
    switch (code) {
        case RejectionCode::Stale:
            return "attention.reason.stale";
        case RejectionCode::BadTransition:
            return "attention.reason.bad_transition";
        case RejectionCode::MissingRecord:
            return "attention.reason.missing_record";
        case RejectionCode::Invalid:
            return "attention.reason.invalid";
        case RejectionCode::OutOfBounds:
            return "attention.reason.out_of_bounds";
        case RejectionCode::DependsOnRejected:
            return "attention.reason.depends";
        case RejectionCode::NotAllowed:
            return "attention.reason.not_allowed";
        case RejectionCode::TooNew:
            return "attention.reason.too_new";
        case RejectionCode::None:
            break;
    }
    return "attention.reason.unknown";
}

std::string_view kind_key(OperationKind kind) {
    switch (kind) {
        case OperationKind::Create:
            return "attention.create";
        case OperationKind::Transition:
            return "attention.transition";
        case OperationKind::Remove:
            return "attention.delete";
        case OperationKind::Restore:
            return "attention.restore";
        case OperationKind::Set:
        case OperationKind::Increment:
        case OperationKind::ReportNumber:
            break;
    }
    return "attention.edit";
}

struct Words {
    Store* store;
    const Strings* strings;
    int zone;
    LinkTitles titles;
};

/// The title of what the transaction is about, also of a record that exists only inside it.
Result<std::string> title_of_operation(Words& words, const EntityDef& entity,
                                       const Operation& operation) {
    Record typed;
    typed.entity = entity.id;
    typed.id = operation.record;
    typed.values.resize(entity.fields.size());
    for (const FieldEdit& edit : operation.edits) {
        if (entity.find_field(edit.field) != nullptr) {
            typed.values[entity.index_of(edit.field)] = edit.value;
        }
    }
    if (operation.kind == OperationKind::Create) return title_of(entity, typed);
    std::string title = TRY(words.titles.title_of(entity.id, operation.record));
    return title.empty() ? std::string(words.strings->singular_of(entity)) : title;
}

Status add_typed(Words& words, const Operation& operation, AttentionItem& item) {
    const EntityDef* entity = words.store->registry().find(operation.entity);
    if (entity == nullptr) return {};
    for (const FieldEdit& edit : operation.edits) {
        const FieldDef* field = entity->find_field(edit.field);
        if (field == nullptr || is_null(edit.value)) continue;
        const std::string shown =
            TRY(show_value(*words.strings, words.titles, {entity, field, &edit.value}, words.zone));
        item.typed.emplace_back(words.strings->label_of(*entity, *field), shown);
    }
    return {};
}

/// "The server has: ..." when the refusal told the server's value.
Result<std::string> server_value(Words& words, const TransactionResult& result) {
    const EntityDef* entity = words.store->registry().find(result.entity);
    const FieldDef* field = entity == nullptr ? nullptr : entity->find_field(result.field);
    if (result.current.empty() || field == nullptr) return std::string();
    std::string shown;
    if (result.current.front() == '{' && !value_from_json(result.current)) {
        shown = TRY(show_unit(*words.strings, words.titles, {entity, field->key, result.current},
                              words.zone));
    } else {
        const Value value = TRY(value_from_json(result.current));
        shown = TRY(show_value(*words.strings, words.titles, {entity, field, &value}, words.zone));
    }
    return " " + words.strings->format("attention.server_value", {shown});
}

Result<AttentionItem> make_item(Words& words, const PendingTransaction& pending) {
    AttentionItem item;
    item.no = pending.record.no;
    const RejectionCode code =
        pending.result ? pending.result->code : RejectionCode::DependsOnRejected;
    item.reason = words.strings->get(reason_key(code));
    if (pending.result) item.reason += TRY(server_value(words, *pending.result));
    for (const Operation& operation : pending.record.operations) {
        TRY(add_typed(words, operation, item));
    }
    if (pending.record.operations.empty()) return item;
    item.can_edit = TRY(find_resend_form(*words.store, pending)).has_value();
    const Operation& first = pending.record.operations.front();
    const EntityDef* entity = words.store->registry().find(first.entity);
    const std::string_view kind = words.strings->get(kind_key(first.kind));
    const std::string title =
        entity == nullptr ? std::string() : TRY(title_of_operation(words, *entity, first));
    item.name = words.strings->format("attention.article", {title, std::string(kind)});
    return item;
}

}  // namespace

Result<std::vector<AttentionItem>> read_attention(Store& store, const Strings& strings,
                                                  int zone_offset_minutes) {
    Words words{&store, &strings, zone_offset_minutes, LinkTitles(store, strings)};
    std::vector<AttentionItem> items;
    for (const PendingTransaction& pending : TRY(store.read_needing_attention())) {
        items.push_back(TRY(make_item(words, pending)));
    }
    return items;
}

}  // namespace holdfast
