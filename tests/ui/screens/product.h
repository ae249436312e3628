// Product: the product's screens on a real workspace in memory, driven by role and name.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/workspace.h"
#include "core/fixed_environment.h"
#include "ui/screens.h"
#include "ui/support/headless_ui.h"

namespace holdfast::test {

/// A file of a few bytes, as the person would choose it.
class TextFile final : public ByteSource {
public:
    explicit TextFile(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] std::int64_t size() const override;
    [[nodiscard]] Status read(std::int64_t offset, std::size_t count, std::string& out) override;

private:
    std::string text_;
};

/// Does what wasm/src/host.cpp does between frames: intents to the workspace, requests to a list.
class Product {
public:
    explicit Product(const Screen& screen = {});

    void go_to(std::string_view address);
    void tap(ui::Role role, std::string_view name);
    /// As a screen reader does: also what lies outside the visible part of a page.
    void activate(ui::Role role, std::string_view name);
    void type(ui::Role role, std::string_view name, std::string_view text);
    /// The field `name` of the group `group`, e.g. of one line among several.
    void type_in(std::string_view group, std::string_view name, std::string_view text);
    /// Chooses the option called `option` in the combobox called `name`.
    void choose(std::string_view name, std::string_view option);
    void press(ui::Key key, std::uint8_t modifiers = 0);
    void pick_file(std::string name, std::string text);
    /// Draws and obeys until nobody wants anything.
    void settle();

    [[nodiscard]] bool shows(ui::Role role, std::string_view name) const;
    /// Whether any node's name contains `words`.
    [[nodiscard]] bool says(std::string_view words);
    [[nodiscard]] const std::string& address() const;
    [[nodiscard]] const std::string& title() const { return ui.title(); }
    [[nodiscard]] std::size_t record_count(std::string_view entity);
    /// A new record of `entity` with the text fields given as key and value.
    RecordId create(std::string_view entity,
                    const std::vector<std::pair<std::string_view, std::string>>& texts);

    FixedEnvironment environment;
    Workspace workspace;
    ui::Screens screens;
    HeadlessUi ui;
    std::vector<HostRequest> requests;  ///< What the workspace asked of the host, in order.

private:
    bool obey();
    std::uint32_t text_version_ = 1'000;  // Beyond those that `ui` counts itself.
};

}  // namespace holdfast::test
