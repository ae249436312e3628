#include "core/policy.h"
#include "exchange_values.h"
#include "record_writer.h"

namespace holdfast {
namespace {

/// More parts of one record are not taken along: its object would be more than an import reads.
constexpr std::size_t kPartsMax = 20'000;

std::vector<const FieldDef*> written_fields(const EntityDef& part, const Policy* policy) {
    std::vector<const FieldDef*> fields;
    for (const auto* all : {&part.fields, &part.computed})
        for (const FieldDef& field : *all) {
            const bool hidden = field.presence == Presence::Hidden ||
                                (policy != nullptr &&
                                 policy->field_access(part.id, field.id) == FieldAccess::Hidden);
            // Which record it is a part of says the object around it.
            if (!hidden && field.id != part.parent_field) fields.push_back(&field);
        }
    return fields;
}

}  // namespace

struct PartWriter::List {
    List(ExportedRecords& owner, const EntityDef& def, int depth)
        : part(&def),
          records(owner.store(), def, owner.context()),
          fields(written_fields(def, owner.context().policy)),
          parts(records, depth + 1) {}

    const EntityDef* part;
    ExportedRecords records;
    std::vector<const FieldDef*> fields;
    PartWriter parts;
};

PartWriter::PartWriter(ExportedRecords& owner, int depth) {
    if (depth > kPolicyParentsMax) return;
    const Policy* policy = owner.context().policy;
    for (const EntityId id : owner.entity().children) {
        if (policy != nullptr && !policy->can(id, Action::Export)) continue;
        const EntityDef& part = *owner.store().registry().find(id);
        lists_.push_back(std::make_unique<List>(owner, part, depth));
    }
}

PartWriter::~PartWriter() = default;

Status PartWriter::append(const Record& record, JsonValue& object) {
    for (const std::unique_ptr<List>& list : lists_) {
        const auto parts = TRY(list->records.store().read_children(list->part->id, record.id));
        if (parts.size() > kPartsMax) return fail(ErrorCode::LimitExceeded, "export.parts");
        JsonValue member;
        member.kind = JsonKind::List;
        member.name = list_key_of(*list->part);
        for (const Record& part : parts) {
            if (!TRY(list->records.may_export(part))) continue;
            JsonValue written = TRY(json_record(list->records, list->fields, part));
            TRY(list->parts.append(part, written));
            member.children.push_back(std::move(written));
        }
        object.children.push_back(std::move(member));
    }
    return {};
}

void PartWriter::forget_some() {
    for (const std::unique_ptr<List>& list : lists_) {
        list->records.forget_some();
        list->parts.forget_some();
    }
}

Result<JsonValue> json_record(ExportedRecords& records, const std::vector<const FieldDef*>& fields,
                              const Record& record) {
    JsonValue object;
    object.kind = JsonKind::Object;
    JsonValue id;
    id.kind = JsonKind::Text;
    id.name = "id";
    id.text = to_text(record.id);
    object.children.push_back(std::move(id));
    for (const FieldDef* field : fields) {
        const Value value = TRY(records.value(*field, record));
        const bool link = info_of(field->type).kind == ValueKind::Link;
        const std::string title = link ? TRY(records.link_title(*field, record)) : std::string();
        JsonValue member = json_value_of(*field, value, title);
        member.name = field->key;
        object.children.push_back(std::move(member));
    }
    return object;
}

}  // namespace holdfast
