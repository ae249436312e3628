#include "core/app/record_company.h"

#include <algorithm>

#include "core/query.h"
#include "form_fields.h"
#include "presentation.h"
#include "purposes.h"

namespace holdfast {
namespace {

constexpr std::int64_t kTagsMax = 100;
constexpr std::int64_t kOptionsMax = 20;

/// Tags are joined to records by a module of their own.
struct TagModules {
    AnyLink join;
    const FieldDef* link = nullptr;  ///< Of the join to the tag.
    const EntityDef* tag = nullptr;
    const FieldDef* name = nullptr;
    explicit operator bool() const { return name != nullptr; }
};

TagModules find_tags(const Registry& registry) {
    TagModules modules;
    modules.join = find_any_link(registry, "tag");
    if (!modules.join) return modules;
    modules.link = link_to(registry, *modules.join.entity, "tag");
    if (modules.link == nullptr) return modules;
    modules.tag = registry.find(modules.link->target);
    modules.name = modules.tag == nullptr ? nullptr : text_of(*modules.tag);
    return modules;
}

std::string trimmed(std::string_view text) {
    const auto blank = [](char each) { return static_cast<unsigned char>(each) <= ' '; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return std::string(text);
}

std::vector<Draft::FieldValue> pointing_to(const AnyLink& link, const EntityDef& entity,
                                           const RecordId& record) {
    return {{link.module, entity.key}, {link.record->id, record}};
}

Query records_of(const AnyLink& link, const EntityDef& entity, const RecordId& record) {
    Query query;
    query.entity = link.entity->id;
    query.filters.push_back({link.record->id, FilterOperator::Equal, record});
    query.filters.push_back({link.module, FilterOperator::Equal, entity.key});
    return query;
}

/// Where the person's own follow of the record is kept; none when it is not followed.
Result<std::optional<RecordId>> find_follow(Store& store, const AnyLink& link, const FieldDef& user,
                                            const Query& asked) {
    const std::optional<RecordId> me = TRY(store.person());
    if (!me) return std::optional<RecordId>();
    Query query = asked;
    query.filters.push_back({user.id, FilterOperator::Equal, *me});
    const auto rows = TRY(find_rows(store, query, 1));
    const auto records = TRY(read_rows(store, link.entity->id, rows));
    if (records.empty()) return std::optional<RecordId>();
    return std::optional<RecordId>(records.front().id);
}

}  // namespace

bool RecordCompany::can_comment() const {
    return static_cast<bool>(find_any_link(store_->registry(), "comment"));
}

bool RecordCompany::can_tag() const {
    return static_cast<bool>(find_tags(store_->registry()));
}

Result<bool> RecordCompany::can_follow() const {
    const AnyLink link = find_any_link(store_->registry(), "follow");
    if (!link || link_to(store_->registry(), *link.entity, "user") == nullptr) return false;
    return TRY(store_->person()).has_value();
}

Result<std::vector<TagChip>> RecordCompany::tags(const Strings& strings) const {
    std::vector<TagChip> chips;
    const TagModules modules = find_tags(store_->registry());
    if (!modules) return chips;
    const EntityDef& entity = *store_->registry().find(entity_);
    LinkTitles titles(*store_, strings);
    const auto rows = TRY(find_rows(*store_, records_of(modules.join, entity, record_), kTagsMax));
    for (const Record& join : TRY(read_rows(*store_, modules.join.entity->id, rows))) {
        const RecordId tag =
            link_or_none(join.values[modules.join.entity->index_of(modules.link->id)]);
        std::string label = TRY(titles.title_of(modules.tag->id, tag));
        if (!label.empty()) chips.push_back({join.id, tag, std::move(label)});
    }
    std::sort(chips.begin(), chips.end(),
              [](const TagChip& left, const TagChip& right) { return left.label < right.label; });
    return chips;
}

Result<std::vector<TagOption>> RecordCompany::tag_options(std::string_view text,
                                                          const Strings& strings) const {
    std::vector<TagOption> options;
    const TagModules modules = find_tags(store_->registry());
    if (!modules) return options;
    const std::vector<TagChip> present = TRY(tags(strings));
    const LinkSearch search{modules.tag->id, text, strings, kOptionsMax};
    for (const FormOption& option : TRY(find_options(*store_, search))) {
        const auto id = parse_record_id(option.key);
        const bool taken = std::any_of(present.begin(), present.end(),
                                       [&](const TagChip& chip) { return id && chip.tag == *id; });
        if (id && !taken) options.push_back({*id, option.label});
    }
    return options;
}

Result<bool> RecordCompany::followed() const {
    const AnyLink link = find_any_link(store_->registry(), "follow");
    if (!link) return false;
    const FieldDef* user = link_to(store_->registry(), *link.entity, "user");
    if (user == nullptr) return false;
    const Query asked = records_of(link, *store_->registry().find(entity_), record_);
    return TRY(find_follow(*store_, link, *user, asked)).has_value();
}

Result<CommitWithUndo> RecordCompany::comment(std::string_view text) {
    const Registry& registry = store_->registry();
    const AnyLink comments = find_any_link(registry, "comment");
    if (!comments) return fail(ErrorCode::BadInput, "company.comment");
    const EntityDef& module = *comments.entity;
    std::vector<Draft::FieldValue> values = pointing_to(comments, *registry.find(entity_), record_);
    values.push_back({text_of(module)->id, trimmed(text)});
    const FieldDef* stamp = module.find_field(module.list_order);
    if (stamp != nullptr && stamp->type == FieldType::DateTime)
        values.push_back({stamp->id, store_->environment().now_ms()});
    const FieldDef* user = link_to(registry, module, "user");
    const std::optional<RecordId> me = TRY(store_->person());
    if (user != nullptr && me) values.push_back({user->id, *me});
    const RecordId id = make_record_id(store_->environment());
    Draft draft(module.key + ".create", store_->state().checkpoint);
    draft.create(module.id, id, std::move(values));
    return commit_with_undo(*store_, draft);
}

Result<CommitWithUndo> RecordCompany::add_tag(std::string_view name) {
    const TagModules modules = find_tags(store_->registry());
    if (!modules) return fail(ErrorCode::BadInput, "company.tag");
    const std::string wanted = trimmed(name);
    Query query;
    query.entity = modules.tag->id;
    query.filters.push_back({modules.name->id, FilterOperator::Equal, wanted});
    const auto rows = TRY(find_rows(*store_, query, 1));
    const auto known = TRY(read_rows(*store_, modules.tag->id, rows));
    Draft draft(modules.join.entity->key + ".create", store_->state().checkpoint);
    RecordId tag = known.empty() ? make_record_id(store_->environment()) : known.front().id;
    if (known.empty()) {
        draft.create(modules.tag->id, tag, {{modules.name->id, wanted}});
    }
    const RecordId join = make_record_id(store_->environment());
    std::vector<Draft::FieldValue> values =
        pointing_to(modules.join, *store_->registry().find(entity_), record_);
    values.push_back({modules.link->id, tag});
    draft.create(modules.join.entity->id, join, std::move(values));
    return commit_with_undo(*store_, draft);
}

Result<CommitWithUndo> RecordCompany::remove_tag(const RecordId& link) {
    const TagModules modules = find_tags(store_->registry());
    if (!modules) return fail(ErrorCode::BadInput, "company.tag");
    const EntityId join = modules.join.entity->id;
    Draft draft(modules.join.entity->key + ".delete", store_->state().checkpoint);
    draft.remove(join, link);
    return commit_with_undo(*store_, draft);
}

Result<CommitWithUndo> RecordCompany::set_followed(Follow wanted) {
    const Registry& registry = store_->registry();
    const AnyLink link = find_any_link(registry, "follow");
    const FieldDef* user = link ? link_to(registry, *link.entity, "user") : nullptr;
    const std::optional<RecordId> me = TRY(store_->person());
    if (user == nullptr || !me) return fail(ErrorCode::BadInput, "company.follow");
    const EntityDef& entity = *registry.find(entity_);
    const std::optional<RecordId> present =
        TRY(find_follow(*store_, link, *user, records_of(link, entity, record_)));
    Draft draft(link.entity->key + ".edit", store_->state().checkpoint);
    if (wanted == Follow::Yes && !present) {
        const RecordId id = make_record_id(store_->environment());
        std::vector<Draft::FieldValue> values = pointing_to(link, entity, record_);
        values.push_back({user->id, *me});
        draft.create(link.entity->id, id, std::move(values));
    }
    if (wanted == Follow::No && present) {
        draft.remove(link.entity->id, *present);
    }
    return commit_with_undo(*store_, draft);
}

}  // namespace holdfast
