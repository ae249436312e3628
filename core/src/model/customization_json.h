// CustomizationJson: walks one change set and keeps the first mistake. Private to core/src/model.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/customization.h"

namespace holdfast {

using Json = nlohmann::json;

/// A place in a change set, for the messages.
class CustomizationPath {
public:
    explicit CustomizationPath(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] const std::string& text() const { return text_; }
    /// Keys that are no words of definitions are cut: they may be long and odd.
    [[nodiscard]] CustomizationPath member(std::string_view key) const;
    [[nodiscard]] CustomizationPath item(std::size_t index) const;

private:
    std::string text_;
};

/// At most 60 bytes of it, whole characters.
[[nodiscard]] std::string shortened(std::string_view text);

/// Walks one document; every getter has a harmless answer after the first mistake.
class CustomizationJson {
public:
    using Path = CustomizationPath;

    [[nodiscard]] bool ok() const { return !issue_; }
    [[nodiscard]] std::optional<CustomizationIssue> take_issue() { return std::move(issue_); }
    void refuse(CustomizationProblem problem, const Path& path, std::string_view subject,
                std::string_view reason);

    /// The member, when it is there and of that kind. Null when it is absent or wrong.
    const Json* object(const Json& owner, const char* key, const Path& path);
    const Json* list(const Json& owner, const char* key, const Path& path,
                     std::size_t most = kCustomItemsMax);
    /// Empty when it is absent or wrong.
    std::string text(const Json& owner, const char* key, const Path& path);
    /// Refuses other members than these.
    void only(const Json& owner, const Path& path, std::initializer_list<std::string_view> words);
    bool is_object(const Json& item, const Path& path);
    /// A list of different words of definitions.
    std::vector<std::string> keys(const Json& owner, const char* key, const Path& path);

    enum class Prefix : std::uint8_t { Needed, Free };
    /// Whether `key` may be the key of something new.
    bool is_free_key(const std::string& key, const Path& path, Prefix prefix);

    enum class Words : std::uint8_t { Needed, Optional };
    /// Checks `{"en": "Gate code"}` under `key`.
    void check_words(const Json& owner, const char* key, const Path& path, Words words);

private:
    std::optional<CustomizationIssue> issue_;
};

/// The document as JSON, or what is wrong with it before anything is looked at.
[[nodiscard]] std::optional<CustomizationIssue> read_customization(std::string_view items,
                                                                   Json& json);

}  // namespace holdfast
