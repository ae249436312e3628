// ScreenContext: what every screen draws with, and where its wishes go.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/app/workspace.h"
#include "ui/kit.h"
#include "ui/screens.h"

namespace holdfast::ui {

/// Lives for one pass.
struct ScreenContext {
    Frame& frame;
    Workspace& workspace;
    const HostFacts& facts;
    std::vector<Intent>& intents;

    [[nodiscard]] std::string_view word(std::string_view key) const {
        return workspace.strings().get(key);
    }
    [[nodiscard]] const Strings& strings() const { return workspace.strings(); }
    /// What the module of the address goes by there: its own name, or that of a preset.
    [[nodiscard]] ModuleName name_of(const EntityDef& entity) const {
        return ModuleName(ModulePlace{&entity, workspace.preset()});
    }
    /// "#/work_order", or that of the preset in the address.
    [[nodiscard]] std::string module_address(const EntityDef& entity) const {
        const PresetDef* preset = workspace.preset();
        return "#/" + (preset == nullptr ? entity.key : preset->key);
    }
    /// A new record of the module of the address.
    [[nodiscard]] Intent new_record(const EntityDef& entity) const {
        return intent::NewRecord{entity.id, {}, workspace.route().preset};
    }
    void want(Intent intent) { intents.push_back(std::move(intent)); }
    void go_to(std::string_view address) { want(intent::GoTo{std::string(address)}); }
};

/// The kit's empty state, unless there is nothing because it could not be read: then the shell's
/// banner says so, and nothing here claims that there is none.
EmptyAnswer empty_state(ScreenContext& context, const EmptyState& state);

[[nodiscard]] Tone to_ui(holdfast::Tone tone);
/// The icon that a module's definition names; a plain page when it is not in the set.

/// Margins and width of a page that is read from top to bottom.
[[nodiscard]] ScrollAreaOptions page_margins(const Frame& frame, float width_max,
                                             ScrollStart start = ScrollStart::Keep);

/// Equal parts over the available width: one on a phone, `columns` elsewhere.
class Columns {
public:
    Columns(Frame& frame, std::size_t columns);
    [[nodiscard]] std::span<const Part> parts() const { return {parts_, count_}; }
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    Part parts_[4];
    std::size_t count_ = 1;
};

}  // namespace holdfast::ui
