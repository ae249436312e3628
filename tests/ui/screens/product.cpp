#include "ui/screens/product.h"

#include <algorithm>

#include "core/query.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr int kTurnsMax = 400;
constexpr int kSliceMs = 8;

Store open_store(Environment& environment) {
    return must(Store::open(must(Database::open(":memory:")), Registry::base(), environment));
}

const EntityDef& entity_of(const Registry& registry, std::string_view key) {
    const EntityDef* entity = registry.find(key);
    REQUIRE(entity != nullptr);
    return *entity;
}

}  // namespace

std::int64_t TextFile::size() const {
    return static_cast<std::int64_t>(text_.size());
}

Status TextFile::read(std::int64_t offset, std::size_t count, std::string& out) {
    out += text_.substr(static_cast<std::size_t>(offset), count);
    return {};
}

Product::Product(const Screen& screen)
    : workspace(open_store(environment), environment), ui(screens, screen) {
    screens.facts().stage = ui::Stage::Ready;
    screens.show(&workspace);
    workspace.navigate("#/home");
    settle();
}

void Product::go_to(std::string_view address) {
    workspace.navigate(address);
    settle();
}

void Product::tap(ui::Role role, std::string_view name) {
    ui.tap(role, name);
    settle();
}

void Product::activate(ui::Role role, std::string_view name) {
    ui.activate(role, name);
    settle();
}

void Product::type(ui::Role role, std::string_view name, std::string_view text) {
    ui.type(role, name, text);
    settle();
}

void Product::type_in(std::string_view group, std::string_view name, std::string_view text) {
    const ui::NodeId inside = ui.node(ui::Role::Group, group).id;
    for (const ui::Node& node : ui.platform().nodes()) {
        if (node.role != ui::Role::TextBox || node.name != name || node.parent != inside) continue;
        const ui::NodeId id = node.id;
        ui.platform().on_action(ui::Action::Focus, id, 0);
        settle();
        ui.platform().on_text({id, ++text_version_, false, std::string(text)});
        return settle();
    }
    FAIL("no field " << name << " in " << group);
}

void Product::choose(std::string_view name, std::string_view option) {
    tap(ui::Role::ComboBox, name);
    tap(ui::Role::Option, option);
}

void Product::press(ui::Key key, std::uint8_t modifiers) {
    ui.press(key, modifiers);
    settle();
}

void Product::pick_file(std::string name, std::string text) {
    workspace.on_file_picked(std::move(name), std::make_unique<TextFile>(std::move(text)));
    settle();
}

bool Product::obey() {
    bool busy = false;
    if (const auto route = screens.take_route()) {
        busy = true;
        workspace.navigate(*route);
    }
    for (const Intent& intent : screens.take_intents()) {
        busy = true;
        workspace.handle(intent);
    }
    for (HostRequest& request : workspace.take_requests()) {
        busy = true;
        requests.push_back(std::move(request));
    }
    return workspace.step(kSliceMs) || busy;
}

void Product::settle() {
    for (int turn = 0; turn < kTurnsMax; ++turn) {
        ui.settle();
        if (!obey()) return;
    }
    FAIL("the product is still busy after " << kTurnsMax << " turns");
}

bool Product::shows(ui::Role role, std::string_view name) const {
    return ui.shows(role, name);
}

bool Product::says(std::string_view words) {
    const auto& nodes = ui.platform().nodes();
    return std::any_of(nodes.begin(), nodes.end(), [&](const ui::Node& node) {
        return node.name.find(words) != std::string::npos ||
               node.value.find(words) != std::string::npos;
    });
}

const std::string& Product::address() const {
    return workspace.route().address;
}

std::size_t Product::record_count(std::string_view entity) {
    Query query;
    query.entity = entity_of(workspace.store().registry(), entity).id;
    return static_cast<std::size_t>(must(count_rows(workspace.store(), query)));
}

RecordId Product::create(std::string_view entity,
                         const std::vector<std::pair<std::string_view, std::string>>& texts) {
    const EntityDef& definition = entity_of(workspace.store().registry(), entity);
    std::vector<Draft::FieldValue> values;
    for (const auto& [key, text] : texts) {
        const FieldDef* field = definition.find_field(key);
        REQUIRE(field != nullptr);
        values.push_back({field->id, Value(text)});
    }
    const RecordId id = make_record_id(environment);
    Draft draft("test.create", ServerSeq::None);
    draft.create(definition.id, id, std::move(values));
    must(workspace.store().commit(draft));
    workspace.on_data_changed();
    settle();
    return id;
}

}  // namespace holdfast::test
