#include <string>
#include <string_view>

#include "core/app/workspace.h"
#include "support/test.h"

namespace {

using holdfast::Registry;
using holdfast::Route;
using holdfast::ScreenKind;

struct RouteCase {
    std::string address;
    ScreenKind screen;
    std::string_view entity;
};

TEST_CASE("addresses lead to screens, and anything else to a page that says so",
          "[app][workspace]") {
    const RouteCase given = GENERATE(values<RouteCase>({
        {"", ScreenKind::Home, ""},
        {"#/home", ScreenKind::Home, ""},
        {"#demo", ScreenKind::Home, ""},
        {"#/work_order", ScreenKind::List, "work_order"},
        {"#/work_order/new", ScreenKind::Record, "work_order"},
        {"#/work_order/import", ScreenKind::Import, "work_order"},
        {"#/account/01900000-0000-7000-8000-000000000001", ScreenKind::Record, "account"},
        {"#/work_order/kanban", ScreenKind::Kanban, "work_order"},
        {"#/account/duplicates", ScreenKind::Duplicates, "account"},
        {"#/work_order/calendar", ScreenKind::Calendar, "work_order"},
        {"#/search?q=Ume%C3%A5%20norr", ScreenKind::Search, ""},
        {"#/sync", ScreenKind::Sync, ""},
        {"#/settings", ScreenKind::Settings, ""},
        {"#/conflicts", ScreenKind::Conflicts, ""},
        {"#/attention", ScreenKind::Attention, ""},
        {"#/nothing", ScreenKind::NotFound, ""},
        {"#/work_order_line", ScreenKind::NotFound, ""},
        {"#/account/12", ScreenKind::NotFound, "account"},
    }));
    CAPTURE(given.address);
    const Registry& registry = Registry::base();
    const Route route = parse_address(registry, given.address);
    CHECK(route.screen == given.screen);
    CHECK(route.address == given.address);
    const auto* entity = registry.find(route.entity);
    CHECK((entity == nullptr ? std::string_view() : std::string_view(entity->key)) == given.entity);
    if (route.screen == ScreenKind::Search) CHECK(route.search == "Umeå norr");
    if (route.screen != ScreenKind::NotFound && route.screen != ScreenKind::Home) {
        CHECK(parse_address(registry, address_of(registry, route)).screen == route.screen);
    }
}

TEST_CASE("an address with a device code leads to the sync screen and hides the code",
          "[app][workspace]") {
    const Route route = parse_address(Registry::base(), "#/enrol?from=mail&code=7K%32Q+9");
    CHECK(route.screen == ScreenKind::Sync);
    CHECK(route.code == "7K2Q 9");
    CHECK(route.address == "#/sync");
}

}  // namespace
