#include "import_targets.h"

#include <algorithm>

#include "core/policy.h"
#include "exchange_values.h"
#include "import_names.h"

namespace holdfast {
namespace {

constexpr FieldId kFullNameTarget{0xF000};
constexpr std::uint16_t kChildrenTargets = 0xF100;
constexpr std::uint16_t kLinkedTargets = 0x8000;
constexpr std::uint16_t kFieldsPerLink = 256;

constexpr std::size_t kIdTextBytes = 36;

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

/// What the engine writes can be brought along with history; counters and places cannot.
bool ImportTargets::is_importable(const EntityDef& entity, const FieldDef& field) const {
    if (field.presence == Presence::Hidden) return false;
    const bool of_the_engine = field.merge == MergeKind::Server ||
                               field.merge == MergeKind::Position ||
                               field.merge == MergeKind::Counter;
    if (of_the_engine) return false;
    return policy_ == nullptr || policy_->field_access(entity.id, field.id) == FieldAccess::Write;
}

ImportTargets::ImportTargets(const Registry& registry, const EntityDef& entity,
                             const Policy* policy)
    : entity_(&entity), policy_(policy) {
    if (name_fields_of(entity).first != nullptr) {
        entries_.push_back(
            {kFullNameTarget, {TargetRef::Kind::FullName, nullptr, nullptr, nullptr}});
    }
    add_own();
    add_linked(registry);
    add_children(registry);
    entries_.push_back({kRecordIdTarget, {TargetRef::Kind::RecordId, nullptr, nullptr, nullptr}});
}

void ImportTargets::add_field(const FieldDef* field) {
    if (field == nullptr || !is_importable(*entity_, *field)) return;
    if (find(field->id).kind != TargetRef::Kind::LeftOut) return;
    entries_.push_back({field->id, {TargetRef::Kind::Own, field, nullptr, nullptr}});
    // Which module a link to any record means stands beside it.
    if (field->type == FieldType::LinkAny) add_field(entity_->find_field(field->entity_field));
}

void ImportTargets::add_own() {
    for (const FormSection& section : entity_->form)
        for (const FieldId id : section.fields) add_field(entity_->find_field(id));
    // A part is typed inside its parent; a file has to say which one that is.
    add_field(entity_->find_field(entity_->parent_field));
    for (const FieldDef& field : entity_->fields)
        if (field.need == Need::Required) add_field(&field);
}

void ImportTargets::add_linked(const Registry& registry) {
    std::uint16_t first = kLinkedTargets;
    for (const FieldDef& link : entity_->fields) {
        const EntityDef* linked = registry.find(link.target);
        if (first + kFieldsPerLink > kCustomIdMin) return;
        const bool other = link.type == FieldType::Link && linked != nullptr && linked != entity_;
        if (!other || !is_importable(*entity_, link)) continue;
        if (policy_ != nullptr && !policy_->can(linked->id, Action::Create)) continue;
        for (const FieldDef& field : linked->fields) {
            const bool title = std::find(linked->title.begin(), linked->title.end(), field.id) !=
                               linked->title.end();
            const bool link_too = info_of(field.type).kind == ValueKind::Link;
            if (title || link_too || !is_importable(*linked, field)) continue;
            if (raw(field.id) >= kFieldsPerLink) continue;
            entries_.push_back({FieldId{static_cast<std::uint16_t>(first + raw(field.id))},
                                {TargetRef::Kind::Linked, &field, &link, linked}});
        }
        first = static_cast<std::uint16_t>(first + kFieldsPerLink);
    }
}

/// Parts that a record of the file brings along, as an export writes them.
void ImportTargets::add_children(const Registry& registry) {
    std::uint16_t target = kChildrenTargets;
    for (const EntityId id : entity_->children) {
        const EntityDef* child = registry.find(id);
        const FieldId own{target++};
        if (policy_ != nullptr &&
            !(policy_->can(id, Action::Create) && policy_->can(id, Action::Import)))
            continue;
        entries_.push_back({own, {TargetRef::Kind::Children, nullptr, nullptr, child}});
    }
}

std::vector<ImportTarget> ImportTargets::list(const Strings& strings) const {
    std::vector<ImportTarget> targets;
    for (const Entry& entry : entries_) {
        const TargetRef& ref = entry.ref;
        std::string label;
        if (ref.kind == TargetRef::Kind::FullName) {
            label = strings.get("import.full_name");
        } else if (ref.kind == TargetRef::Kind::RecordId) {
            label = strings.get("import.record_id");
        } else if (ref.kind == TargetRef::Kind::Children) {
            label = strings.plural_of(*ref.linked);
        } else if (ref.kind == TargetRef::Kind::Own) {
            label = strings.label_of(*entity_, *ref.field);
        } else {
            label = strings.format("import.of_linked",
                                   {std::string(strings.label_of(*entity_, *ref.link)),
                                    std::string(strings.label_of(*ref.linked, *ref.field))});
        }
        targets.push_back({entry.id, std::move(label)});
    }
    return targets;
}

TargetRef ImportTargets::find(FieldId target) const {
    for (const Entry& entry : entries_) {
        if (entry.id == target) return entry.ref;
    }
    return {};
}

FieldId ImportTargets::full_name() {
    return kFullNameTarget;
}

std::vector<TargetRef> ImportTargets::children() const {
    std::vector<TargetRef> lists;
    for (const Entry& entry : entries_)
        if (entry.ref.kind == TargetRef::Kind::Children) lists.push_back(entry.ref);
    return lists;
}

const ImportTargets::Entry* ImportTargets::find_by_name(const std::string& name, NameMatch match,
                                                        const std::vector<FieldId>& taken,
                                                        const FieldDef* link) const {
    for (const Entry& entry : entries_) {
        if (std::find(taken.begin(), taken.end(), entry.id) != taken.end()) continue;
        const TargetRef& ref = entry.ref;
        const bool by_field =
            ref.kind != TargetRef::Kind::RecordId && ref.kind != TargetRef::Kind::Children;
        if (ref.link != link || !by_field) continue;
        if (ref.kind == TargetRef::Kind::FullName) {
            const bool fits =
                match == NameMatch::UsualNames && contains(names_of_full_name(), name);
            if (fits) return &entry;
            continue;
        }
        const FieldNames names = names_of_field(link ? *ref.linked : *entity_, *ref.field);
        if (match != NameMatch::UsualNames && contains(names.own, name)) return &entry;
        if (match != NameMatch::OwnNames && contains(names.usual, name)) return &entry;
    }
    return nullptr;
}

/// Linked records are only proposed where the file speaks of them: a column names them, or its
/// people are called customers and so might these records be.
bool ImportTargets::may_make_linked(const FieldDef& link,
                                    const std::vector<std::string>& column_names,
                                    const std::vector<FieldId>& mapping) const {
    if (std::find(mapping.begin(), mapping.end(), link.id) != mapping.end()) return true;
    const std::vector<std::string> usual = names_of_field(*entity_, link).usual;
    return std::any_of(column_names.begin(), column_names.end(), [&](const std::string& name) {
        const std::string key = name_key(name);
        return contains(names_of_customer(), key) && contains(usual, key);
    });
}

void ImportTargets::propose_by_name(const std::vector<std::string>& column_names, NameMatch match,
                                    const FieldDef* link, std::vector<FieldId>& mapping) const {
    for (std::size_t column = 0; column < column_names.size(); ++column) {
        const std::string name = name_key(column_names[column]);
        if (name.empty() || mapping[column] != FieldId::None) continue;
        const Entry* entry = find_by_name(name, match, mapping, link);
        if (entry != nullptr) mapping[column] = entry->id;
    }
}

void ImportTargets::propose_linked(const std::vector<std::string>& column_names,
                                   std::vector<FieldId>& mapping) const {
    for (const FieldDef& link : entity_->fields) {
        if (link.type != FieldType::Link) continue;
        if (may_make_linked(link, column_names, mapping))
            propose_by_name(column_names, NameMatch::AnyNames, &link, mapping);
    }
}

/// Lists by the name that an export gives them; a number of lines under that name is none.
void ImportTargets::propose_children(const std::vector<std::string>& column_names,
                                     const std::vector<std::string>& samples,
                                     std::vector<FieldId>& mapping) const {
    for (std::size_t column = 0; column < samples.size(); ++column) {
        const bool list = samples[column].empty() || samples[column].front() == '[';
        if (!list || mapping[column] != FieldId::None) continue;
        for (const Entry& entry : entries_) {
            const bool fits =
                entry.ref.kind == TargetRef::Kind::Children &&
                name_key(list_key_of(*entry.ref.linked)) == name_key(column_names[column]);
            if (fits) mapping[column] = entry.id;
        }
    }
}

std::vector<FieldId> ImportTargets::propose(const std::vector<std::string>& column_names,
                                            const std::vector<std::string>& samples) const {
    std::vector<FieldId> mapping(column_names.size(), FieldId::None);
    for (std::size_t column = 0; column < samples.size(); ++column) {
        const bool named = name_key(column_names[column]) == "id";
        const bool id = samples[column].size() == kIdTextBytes && parse_record_id(samples[column]);
        if (named && id) mapping[column] = kRecordIdTarget;
    }
    for (const NameMatch match : {NameMatch::OwnNames, NameMatch::UsualNames})
        propose_by_name(column_names, match, nullptr, mapping);
    propose_linked(column_names, mapping);
    propose_children(column_names, samples, mapping);
    const NameFields names = name_fields_of(*entity_);
    if (names.first == nullptr) return mapping;
    const auto at = [&](FieldId id) { return std::find(mapping.begin(), mapping.end(), id); };
    if (at(names.last->id) != mapping.end()) {
        std::replace(mapping.begin(), mapping.end(), kFullNameTarget, FieldId::None);
    } else if (at(kFullNameTarget) == mapping.end() && at(names.first->id) != mapping.end()) {
        // "Nome" or "Nombre" alone is the whole name.
        *at(names.first->id) = kFullNameTarget;
    }
    return mapping;
}

std::vector<FieldId> ImportTargets::missing(const std::vector<FieldId>& mapping) const {
    std::vector<FieldId> fields;
    const auto mapped = [&](FieldId id) {
        return std::find(mapping.begin(), mapping.end(), id) != mapping.end();
    };
    for (const FieldDef& field : entity_->fields) {
        if (field.need != Need::Required || !is_null(field.initial) || mapped(field.id)) continue;
        if (name_fields_of(*entity_).last == &field && mapped(kFullNameTarget)) continue;
        fields.push_back(field.id);
    }
    return fields;
}

}  // namespace holdfast
