#include "ui/gallery.h"

#include <set>

#include "support/test.h"
#include "ui/support/headless_ui.h"

namespace {

using namespace holdfast::ui;
using holdfast::test::HeadlessUi;

constexpr float kTargetMin = 44;

struct Device {
    float width;
    float height;
    float ratio;
    std::uint32_t preferences;
};

bool is_target(const Node& node) {
    return node.has(kNodeFocusable) && !node.has(kNodeDisabled) && node.role != Role::Link;
}

}  // namespace

TEST_CASE("every page of the gallery settles on every device and in every palette",
          "[ui][gallery]") {
    const auto device = GENERATE(values<Device>({{1280, 800, 1, 0},
                                                 {1280, 800, 1, kPrefsDark},
                                                 {820, 1180, 2, kPrefsCoarsePointer},
                                                 {390, 844, 2, kPrefsCoarsePointer},
                                                 {390, 844, 3, kPrefsCoarsePointer | kPrefsDark},
                                                 {320, 568, 2, kPrefsContrast}}));
    const std::string page = GENERATE(
        values<std::string>({"#/controls", "#/forms", "#/records", "#/feedback", "#/language"}));
    CAPTURE(device.width, page);
    const auto app = make_gallery();
    HeadlessUi screen(*app, {.width = device.width,
                             .height = device.height,
                             .pixel_ratio = device.ratio,
                             .preferences = device.preferences});
    screen.platform().on_route(page);
    screen.settle();
    CHECK(screen.draw() == kSleep);
    CHECK(screen.count(Role::Main) == 1);
    CHECK(screen.count(Role::Navigation) == 1);
    std::set<NodeId> ids;
    for (const Node& node : screen.platform().nodes()) CHECK(ids.insert(node.id).second);
}

TEST_CASE("what a finger has to hit is large enough", "[ui][gallery]") {
    const std::string page =
        GENERATE(values<std::string>({"#/controls", "#/forms", "#/records", "#/feedback"}));
    const auto app = make_gallery();
    HeadlessUi screen(*app, {.width = 390, .height = 844, .preferences = kPrefsCoarsePointer});
    screen.platform().on_route(page);
    screen.settle();
    for (const Node& node : screen.platform().nodes()) {
        if (!is_target(node) || node.name == "Offline, 3") continue;
        if (node.name == "Next rows") continue;  // for screen readers, who do not point
        CAPTURE(page, node.name);
        CHECK(node.rect.height() >= kTargetMin);
    }
}

TEST_CASE("a dialog with fields and buttons shows all of itself", "[ui][gallery]") {
    const auto app = make_gallery();
    HeadlessUi screen(*app);
    screen.tap(Role::Link, "Forms");
    screen.tap(Role::Button, "Delete");
    const NodeId dialog = screen.node(Role::Dialog, "Delete this contact?").id;
    for (const Node& node : screen.platform().nodes()) {
        if (node.role != Role::Clip || node.parent != dialog) continue;
        CHECK_FALSE(node.has(kNodeScrolls));
    }
}

TEST_CASE("the gallery's navigation tells the page where it goes", "[ui][gallery]") {
    const auto app = make_gallery();
    HeadlessUi screen(*app);
    CHECK(screen.node(Role::Link, "Forms").property(Property::Href) == "#/forms");
    screen.tap(Role::Link, "Forms");
    CHECK(screen.shows(Role::Heading, "New contact"));
    CHECK(screen.node(Role::Link, "Forms").has(kNodeCurrent));
}
