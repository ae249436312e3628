#include "model/customization_merge.h"

#include <algorithm>

#include "core/record.h"
#include "model/definition_json.h"

namespace holdfast {
namespace {

using Problem = CustomizationProblem;
using Path = CustomizationPath;

CustomizationIssue make_issue(Problem problem, std::string path, std::string subject,
                              std::string reason) {
    CustomizationIssue issue;
    issue.problem = problem;
    issue.path = std::move(path);
    issue.subject = shortened(subject);
    issue.reason = std::move(reason);
    return issue;
}

/// "$.fields[12].type" with the prefix "$.fields[" gives 12, and leaves ".type".
std::optional<std::size_t> take_index(std::string_view& path, std::string_view prefix) {
    if (!path.starts_with(prefix)) return std::nullopt;
    std::size_t index = 0;
    std::size_t at = prefix.size();
    while (at < path.size() && path[at] >= '0' && path[at] <= '9')
        index = index * 10 + static_cast<std::size_t>(path[at++] - '0');
    if (at < path.size() && path[at] == ']') ++at;
    path.remove_prefix(at);
    return index;
}

std::optional<std::size_t> position_of(const Json& items, std::string_view key) {
    for (std::size_t index = 0; index < items.size(); ++index)
        if (items[index]["key"] == key) return index;
    return std::nullopt;
}

/// "$.fields.x_gate.compute": by key, as expressions are told about.
std::optional<std::size_t> take_key(std::string_view& path, std::string_view prefix,
                                    const Json& items) {
    if (!path.starts_with(prefix)) return std::nullopt;
    const std::string_view rest = path.substr(prefix.size());
    const std::string_view key = rest.substr(0, rest.find('.'));
    const std::optional<std::size_t> index = position_of(items, key);
    if (index) path = rest.substr(key.size());
    return index;
}

/// Where in the change sets a field of the definition stands.
std::string field_path(const MergedDocument& document, std::size_t position) {
    const auto added = document.field_paths.find(position);
    if (added != document.field_paths.end()) return added->second;
    const Path path(document.path);
    if (document.origin == MergedDocument::Origin::Custom)
        return path.member("fields").item(position).text();
    const std::string key = document.json["fields"][position]["key"].get<std::string>();
    return path.member("change_fields").member(key).text();
}

/// Where in the change sets the mistake stands that was found in the merged definition.
std::string path_in_set(const MergedDocument& document, std::string_view path) {
    std::string_view rest = path;
    std::optional<std::size_t> field = take_index(rest, "$.fields[");
    if (!field) field = take_key(rest, "$.fields.", document.json["fields"]);
    if (field && *field < document.json["fields"].size())
        return field_path(document, *field) + std::string(rest);
    rest = path;
    const std::optional<std::size_t> state = take_index(rest, "$.state.states[");
    if (state && document.state_paths.contains(*state))
        return document.state_paths.at(*state) + std::string(rest);
    return document.path + std::string(path.substr(std::min<std::size_t>(path.size(), 1)));
}

bool is_fillable(const FieldDef& field) {
    return field.access == Access::Writable && field.merge != MergeKind::Server;
}

bool is_on_form(const EntityDef& entity, FieldId field) {
    return std::any_of(entity.form.begin(), entity.form.end(), [&](const FormSection& section) {
        return std::find(section.fields.begin(), section.fields.end(), field) !=
               section.fields.end();
    });
}

/// What names the module of a link is written together with the link.
bool is_filled_by_link(const EntityDef& entity, FieldId field) {
    return std::any_of(entity.fields.begin(), entity.fields.end(), [&](const FieldDef& link) {
        return link.entity_field == field && is_on_form(entity, link.id);
    });
}

bool is_offered(const FieldDef& field, std::string_view choice) {
    return std::none_of(
        field.logic.options_if.begin(), field.logic.options_if.end(),
        [&](const auto& option) { return option.first == choice && option.second == "false"; });
}

}  // namespace

CustomizationMerge::CustomizationMerge(const NamedDocuments& documents) {
    auto base = std::make_shared<Base>();
    for (const auto& [file, text] : documents) {
        MergedDocument document;
        document.file = std::string(file);
        document.json = Json::parse(text, nullptr, false);
        HOLDFAST_ASSERT(document.json.is_object());
        const std::string key = document.json["key"].get<std::string>();
        base->texts.emplace(key, std::string(text));
        base->documents.emplace(key, std::move(document));
    }
    base_ = std::move(base);
}

const MergedDocument* CustomizationMerge::find(const std::string& key) const {
    for (const Documents* documents : {&staged_, &changed_, &base_->documents})
        if (const auto found = documents->find(key); found != documents->end())
            return &found->second;
    return nullptr;
}

template <typename IsWanted>
bool CustomizationMerge::any(const IsWanted& is_wanted) const {
    const auto is_wanted_entry = [&](const auto& entry) { return is_wanted(entry.second); };
    return std::any_of(staged_.begin(), staged_.end(), is_wanted_entry) ||
           std::any_of(changed_.begin(), changed_.end(), is_wanted_entry) ||
           std::any_of(base_->documents.begin(), base_->documents.end(), is_wanted_entry);
}

std::optional<CustomizationIssue> CustomizationMerge::add(std::string_view items) {
    Json set;
    if (auto issue = read_customization(items, set)) return issue;
    reader_ = {};
    staged_.clear();
    merge(set);
    if (reader_.ok()) check_staged();
    if (!reader_.ok()) {
        staged_.clear();
        return reader_.take_issue();
    }
    for (auto& [key, document] : staged_) changed_.insert_or_assign(key, std::move(document));
    staged_.clear();
    return std::nullopt;
}

// Later sets work on what earlier ones made, so that has to be a definition by itself.
void CustomizationMerge::check_staged() {
    for (const auto& [key, document] : staged_) {
        DefinitionMistake mistake;
        if (!read_definition(document.json.dump(), mistake))
            reader_.refuse(Problem::BadDefinition, Path(path_in_set(document, mistake.path)), key,
                           mistake.reason);
    }
}

void CustomizationMerge::merge(const Json& set) {
    const Path root("$");
    reader_.only(set, root, {"change", "add"});
    if (const Json* added = reader_.list(set, "add", root, kCustomEntitiesMax))
        for (std::size_t index = 0; index < added->size() && reader_.ok(); ++index)
            merge_entity((*added)[index], root.member("add").item(index));
    const Json* changes = reader_.object(set, "change", root);
    if (!changes) return;
    for (const auto& [entity, change] : changes->items()) {
        if (!reader_.ok()) return;
        merge_change(entity, change);
    }
}

void CustomizationMerge::merge_change(const std::string& entity, const Json& change) {
    const Path path = Path("$.change").member(entity);
    const MergedDocument* known = find(entity);
    if (!known)
        return reader_.refuse(Problem::UnknownModule, path, entity, "there is no such module");
    if (!reader_.is_object(change, path)) return;
    for (const char* word : {"id", "key", "kind", "fields", "parent", "number", "title"})
        if (change.contains(word))
            return reader_.refuse(Problem::NotChangeable, path.member(word), word,
                                  "stays as the module has it");
    MergedDocument& document = staged_.insert_or_assign(entity, *known).first->second;
    if (document.origin == MergedDocument::Origin::Base) document.path = path.text();
    merge_states(reader_, document, change, path);
    reader_.only(change, path,
                 {"label", "plural", "add_fields", "change_fields", "hide_fields", "add_states",
                  "change_states", "add_transitions", "list", "form", "called", "presets"});
    const bool renamed = change.contains("label") || change.contains("plural");
    const auto words =
        renamed ? CustomizationJson::Words::Needed : CustomizationJson::Words::Optional;
    reader_.check_words(change, "label", path, words);
    reader_.check_words(change, "plural", path, words);
    if (!reader_.ok()) return;
    if (renamed) document.json["label"] = change["label"];
    if (renamed) document.json["plural"] = change["plural"];
    merge_fields(reader_, document, change, path);
    merge_field_changes(reader_, document, change, path);
    merge_views(reader_, document, change, path);
    merge_presets(reader_, document, change, path);
    hide_fields(reader_, document, change, path);
}

void CustomizationMerge::merge_entity(const Json& added, const Path& path) {
    MergedDocument document = make_entity(reader_, added, path);
    if (!reader_.ok()) return;
    const std::string key = document.file;
    const auto is_own = [](const auto& entry) {
        return entry.second.origin == MergedDocument::Origin::Custom;
    };
    const auto count = std::count_if(changed_.begin(), changed_.end(), is_own) +
                       std::count_if(staged_.begin(), staged_.end(), is_own);
    if (count >= static_cast<std::ptrdiff_t>(kCustomEntitiesMax))
        return reader_.refuse(Problem::TooMany, path, key, "at most 100 modules of one's own");
    const std::string menu = reader_.text(added, "menu", path);
    const bool has_menu = any([&](const MergedDocument& other) {
        return other.json.contains("menu") && other.json["menu"] == menu;
    });
    if (!menu.empty() && !has_menu)
        return reader_.refuse(Problem::UnknownMenu, path.member("menu"), menu,
                              "there is no such group of the navigation");
    const MergedDocument* present = find(key);
    if (present && present->json == document.json) return;
    const bool taken = present || any([&](const MergedDocument& other) {
                           return other.json["id"] == document.json["id"];
                       });
    if (taken)
        return reader_.refuse(Problem::Taken, path.member("key"), key,
                              "is another module already; another key has another number");
    staged_.emplace(key, std::move(document));
}

std::optional<CustomizationIssue> CustomizationMerge::compile(std::optional<Registry>& made) const {
    std::vector<std::pair<std::string, std::string>> kept;
    kept.reserve(base_->documents.size() + changed_.size());
    for (const auto& [key, document] : base_->documents)
        if (!changed_.contains(key)) kept.emplace_back(document.file, base_->texts.at(key));
    for (const auto& [key, document] : changed_)
        kept.emplace_back(document.file, document.json.dump());
    NamedDocuments documents(kept.begin(), kept.end());
    RegistryProblem problem;
    Result<Registry> compiled = Registry::compile(documents, problem);
    if (!compiled) return locate(problem);
    if (auto issue = judge(*compiled)) return issue;
    made.emplace(*std::move(compiled));
    return std::nullopt;
}

CustomizationIssue CustomizationMerge::locate(const RegistryProblem& problem) const {
    CustomizationIssue issue =
        make_issue(problem.expression_key.empty() ? Problem::BadDefinition : Problem::BadExpression,
                   problem.path, {}, problem.reason);
    issue.expression_key = problem.expression_key;
    issue.expression_arguments = problem.expression_arguments;
    for (const auto& [key, document] : changed_) {
        if (document.file != problem.file) continue;
        issue.subject = key;
        issue.path = path_in_set(document, problem.path);
    }
    return issue;
}

// What only shows in the whole: a default that is no value, a field that nobody could fill.
std::optional<CustomizationIssue> CustomizationMerge::judge(const Registry& registry) const {
    for (const auto& [key, document] : changed_) {
        const EntityDef& entity = *registry.find(key);
        for (const FieldDef& field : entity.fields) {
            const Path at(path_in_set(document, "$.fields." + field.key));
            const bool fits =
                is_null(field.initial) || (find_value_issues(field, field.initial, {}).empty() &&
                                           is_offered(field, text_or_empty(field.initial)));
            if (!fits)
                return make_issue(Problem::BadDefault, at.member("default").text(), field.key,
                                  "is no value of this field");
            const bool must_be_filled = field.need == Need::Required && is_null(field.initial) &&
                                        is_fillable(field) && field.type != FieldType::State &&
                                        field.id != entity.parent_field;
            if (must_be_filled && !is_on_form(entity, field.id) &&
                !is_filled_by_link(entity, field.id))
                return make_issue(Problem::HiddenRequired,
                                  Path(document.path).member("form").text(), field.key,
                                  "it must be filled, has no default and is not on the form");
        }
    }
    return std::nullopt;
}

}  // namespace holdfast
