#include "core/app/workspace.h"

namespace holdfast {
namespace {

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    const char lower = static_cast<char>(digit | 32);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool escape = text[at] == '%' && at + 2 < text.size() &&
                            hex_value(text[at + 1]) >= 0 && hex_value(text[at + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
            at += 2;
        } else {
            out += text[at] == '+' ? ' ' : text[at];
        }
    }
    return out;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        const bool plain = (byte | 32U) >= 'a' ? (byte | 32U) <= 'z' : byte >= '0' && byte <= '9';
        if (plain) {
            out += character;
        } else {
            out.append({'%', kDigits[byte >> 4], kDigits[byte & 15U]});
        }
    }
    return out;
}

/// The value of `name` in "name=value&name=value"; empty when it is not there.
std::string query_value(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
            return decoded(pair.substr(name.size() + 1));
        if (end == std::string_view::npos) break;
        query.remove_prefix(end + 1);
    }
    return {};
}

struct FixedScreen {
    std::string_view path;
    ScreenKind screen;
};
constexpr FixedScreen kFixedScreens[] = {
    {"", ScreenKind::Home},
    {"home", ScreenKind::Home},
    {"sync", ScreenKind::Sync},
    {"conflicts", ScreenKind::Conflicts},
    {"settings", ScreenKind::Settings},
    {"attention", ScreenKind::Attention},
    {"search", ScreenKind::Search},
};

/// "<module>" and what stands behind the slash: "", "new", "import", "duplicates" or a record id.
void read_module_path(const Registry& registry, std::string_view path, Route& route) {
    const std::size_t slash = path.find('/');
    const ModulePlace place = registry.find_place(path.substr(0, slash));
    const EntityDef* entity = place.entity;
    if (entity == nullptr || entity->menu.empty()) return;
    if (place.preset != nullptr) route.preset = place.preset->key;
    const std::string_view rest =
        slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    route.entity = entity->id;
    if (rest.empty()) {
        route.screen = ScreenKind::List;
    } else if (rest == "new") {
        route.screen = ScreenKind::Record;
    } else if (rest == "import") {
        route.screen = ScreenKind::Import;
    } else if (rest == "duplicates") {
        route.screen = ScreenKind::Duplicates;
    } else if (rest == "kanban" && KanbanView::fits(*entity)) {
        route.screen = ScreenKind::Kanban;
    } else if (rest == "calendar" && CalendarView::fits(*entity)) {
        route.screen = ScreenKind::Calendar;
    } else if (const auto id = parse_record_id(rest)) {
        route.screen = ScreenKind::Record;
        route.record = *id;
    }
}

/// "recycle_bin/<module>".
bool read_bin_path(const Registry& registry, std::string_view path, Route& route) {
    constexpr std::string_view kBin = "recycle_bin";
    if (!path.starts_with(kBin)) return false;
    path.remove_prefix(kBin.size());
    if (!path.empty()) {
        const EntityDef* entity = path.front() == '/' ? registry.find(path.substr(1)) : nullptr;
        if (entity == nullptr) return false;
        route.entity = entity->id;
    }
    route.screen = ScreenKind::RecycleBin;
    return true;
}

}  // namespace

Route parse_address(const Registry& registry, std::string_view address) {
    Route route;
    route.screen = ScreenKind::NotFound;
    route.address = address;
    std::string_view path = address;
    if (path.starts_with('#')) path.remove_prefix(1);
    if (path == "demo") path = {};
    if (path.starts_with('/')) path.remove_prefix(1);
    const std::size_t question = path.find('?');
    const std::string_view query =
        question == std::string_view::npos ? std::string_view() : path.substr(question + 1);
    path = path.substr(0, question);
    for (const FixedScreen& fixed : kFixedScreens) {
        if (path != fixed.path) continue;
        route.screen = fixed.screen;
        if (fixed.screen == ScreenKind::Search) route.search = query_value(query, "q");
        return route;
    }
    if (path == "enrol") {
        route.screen = ScreenKind::Sync;
        route.code = query_value(query, "code");
        route.address = address_of(registry, route);
        return route;
    }
    if (!read_bin_path(registry, path, route)) read_module_path(registry, path, route);
    return route;
}

std::string address_of(const Registry& registry, const Route& route) {
    const EntityDef* entity = registry.find(route.entity);
    const std::string key = entity == nullptr || !route.preset.empty() ? route.preset : entity->key;
    const std::string module = "#/" + key;
    switch (route.screen) {
        case ScreenKind::Home:
            return "#/home";
        case ScreenKind::List:
            return module;
        case ScreenKind::Record:
            return module + (route.record.is_none() ? "/new" : "/" + to_text(route.record));
        case ScreenKind::Kanban:
            return module + "/kanban";
        case ScreenKind::Calendar:
            return module + "/calendar";
        case ScreenKind::Import:
            return module + "/import";
        case ScreenKind::Duplicates:
            return module + "/duplicates";
        case ScreenKind::Search:
            return "#/search?q=" + encoded(route.search);
        case ScreenKind::Conflicts:
            return "#/conflicts";
        case ScreenKind::Attention:
            return "#/attention";
        case ScreenKind::RecycleBin:
            return entity == nullptr ? "#/recycle_bin" : "#/recycle_bin/" + entity->key;
        case ScreenKind::Sync:
            return "#/sync";
        case ScreenKind::Settings:
            return "#/settings";
        case ScreenKind::NotFound:
            break;
    }
    return route.address;
}

}  // namespace holdfast
