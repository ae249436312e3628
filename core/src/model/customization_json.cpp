#include "model/customization_json.h"

#include <algorithm>

#include "base/utf8.h"
#include "model/definition_json.h"

namespace holdfast {
namespace {

using Problem = CustomizationProblem;

constexpr std::size_t kSubjectBytesMax = 60;
constexpr std::string_view kPrefix = "x_";

/// Whether brackets nest deeper than allowed. Readers of JSON recurse; this does not.
bool is_too_deep(std::string_view text) {
    int depth = 0;
    bool in_text = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char character = text[at];
        if (in_text && character == '\\') {
            ++at;
        } else if (character == '"') {
            in_text = !in_text;
        } else if (!in_text && (character == '{' || character == '[')) {
            if (++depth > kCustomizationDepthMax) return true;
        } else if (!in_text && (character == '}' || character == ']')) {
            --depth;
        }
    }
    return false;
}

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char character) {
        return static_cast<unsigned char>(character) < 0x20 || character == 0x7F;
    });
}

bool is_word(const Json& text) {
    if (!text.is_string()) return false;
    const auto& word = text.get_ref<const std::string&>();
    const bool blank = word.find_first_not_of(' ') == std::string::npos;
    return !blank && word.size() <= kCustomWordBytesMax && !has_control_characters(word);
}

bool is_language(std::string_view tag) {
    return std::find(std::begin(kLanguageTags), std::end(kLanguageTags), tag) !=
           std::end(kLanguageTags);
}

CustomizationIssue whole_issue(Problem problem, std::string reason) {
    CustomizationIssue issue;
    issue.problem = problem;
    issue.path = "$";
    issue.reason = std::move(reason);
    return issue;
}

}  // namespace

std::string shortened(std::string_view text) {
    if (text.size() <= kSubjectBytesMax) return std::string(text);
    std::size_t end = kSubjectBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end));
}

CustomizationPath CustomizationPath::member(std::string_view key) const {
    return CustomizationPath(text_ + "." + shortened(key));
}

CustomizationPath CustomizationPath::item(std::size_t index) const {
    return CustomizationPath(text_ + "[" + std::to_string(index) + "]");
}

void CustomizationJson::refuse(Problem problem, const Path& path, std::string_view subject,
                               std::string_view reason) {
    if (issue_) return;
    issue_.emplace();
    issue_->problem = problem;
    issue_->path = path.text();
    issue_->subject = shortened(subject);
    issue_->reason = std::string(reason);
}

const Json* CustomizationJson::object(const Json& owner, const char* key, const Path& path) {
    const auto found = owner.find(key);
    if (found == owner.end()) return nullptr;
    if (found->is_object()) return &*found;
    refuse(Problem::WrongKind, path.member(key), key, "must be an object");
    return nullptr;
}

const Json* CustomizationJson::list(const Json& owner, const char* key, const Path& path,
                                    std::size_t most) {
    const auto found = owner.find(key);
    if (found == owner.end()) return nullptr;
    if (!found->is_array()) {
        refuse(Problem::WrongKind, path.member(key), key, "must be a list");
        return nullptr;
    }
    if (found->size() <= most) return &*found;
    refuse(Problem::TooMany, path.member(key), key, "at most " + std::to_string(most));
    return nullptr;
}

std::string CustomizationJson::text(const Json& owner, const char* key, const Path& path) {
    const auto found = owner.find(key);
    if (found == owner.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    refuse(Problem::WrongKind, path.member(key), key, "must be a text");
    return {};
}

void CustomizationJson::only(const Json& owner, const Path& path,
                             std::initializer_list<std::string_view> words) {
    for (const auto& [key, value] : owner.items()) {
        if (std::find(words.begin(), words.end(), key) != words.end()) continue;
        return refuse(Problem::UnknownWord, path.member(key), key, "means nothing here");
    }
}

bool CustomizationJson::is_object(const Json& item, const Path& path) {
    if (!item.is_object()) refuse(Problem::WrongKind, path, {}, "must be an object");
    return item.is_object() && ok();
}

std::vector<std::string> CustomizationJson::keys(const Json& owner, const char* key,
                                                 const Path& path) {
    std::vector<std::string> read;
    const Json* items = list(owner, key, path);
    if (!items) return read;
    for (std::size_t index = 0; index < items->size(); ++index) {
        const Json& item = (*items)[index];
        const Path at = path.member(key).item(index);
        const std::string word = item.is_string() ? item.get<std::string>() : std::string();
        if (!is_definition_key(word))
            refuse(Problem::BadKey, at, word, "must be a snake_case word");
        else if (std::find(read.begin(), read.end(), word) != read.end())
            refuse(Problem::Taken, at, word, "stands there twice");
        else
            read.push_back(word);
    }
    return read;
}

bool CustomizationJson::is_free_key(const std::string& key, const Path& path, Prefix prefix) {
    if (!is_definition_key(key))
        refuse(Problem::BadKey, path, key, "must be a snake_case word");
    else if (prefix == Prefix::Needed && (!key.starts_with(kPrefix) || key.size() < 3))
        refuse(Problem::NoPrefix, path, key, "must begin with x_");
    return ok();
}

void CustomizationJson::check_words(const Json& owner, const char* key, const Path& path,
                                    Words words) {
    const Path at = path.member(key);
    if (!owner.contains(key)) {
        if (words == Words::Needed)
            refuse(Problem::NeedsLabel, at, text(owner, "key", path), "a label is needed");
        return;
    }
    const Json* labels = object(owner, key, path);
    if (!labels) return;
    if (labels->empty())
        refuse(Problem::NeedsLabel, at, text(owner, "key", path), "a label is needed");
    for (const auto& [tag, label] : labels->items()) {
        if (!is_language(tag))
            return refuse(Problem::UnknownWord, at.member(tag), tag, "is not a language");
        if (!is_word(label))
            return refuse(Problem::BadLabel, at.member(tag), tag,
                          "must be a text of 1 to 120 bytes without control characters");
    }
}

std::optional<CustomizationIssue> read_customization(std::string_view items, Json& json) {
    if (items.size() > kCustomizationBytesMax)
        return whole_issue(Problem::TooLarge, "at most 256 KiB");
    if (is_too_deep(items)) return whole_issue(Problem::TooDeep, "nested too deeply");
    json = is_utf8(items) ? Json::parse(items, nullptr, false) : Json();
    if (!json.is_object()) return whole_issue(Problem::NotJson, "is not a JSON object");
    return std::nullopt;
}

}  // namespace holdfast
