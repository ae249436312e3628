#include <algorithm>
#include <iterator>

#include "ui/icon.h"

namespace holdfast::ui {
namespace {

struct NamedIcon {
    std::string_view name;
    Icon icon;
};
/// Sorted by name.
constexpr NamedIcon kIcons[] = {
    {"activity", Icon::Activity},
    {"alarm-clock", Icon::AlarmClock},
    {"archive", Icon::Archive},
    {"arrow-left-right", Icon::ArrowLeftRight},
    {"badge-check", Icon::BadgeCheck},
    {"banknote", Icon::Banknote},
    {"bell", Icon::Bell},
    {"bell-plus", Icon::BellPlus},
    {"book-open", Icon::BookOpen},
    {"briefcase", Icon::Briefcase},
    {"building-2", Icon::Building2},
    {"calendar", Icon::Calendar},
    {"calendar-check", Icon::CalendarCheck},
    {"calendar-clock", Icon::CalendarClock},
    {"calendar-days", Icon::CalendarDays},
    {"calendar-off", Icon::CalendarOff},
    {"camera", Icon::Camera},
    {"chart-column", Icon::ChartColumn},
    {"check", Icon::Check},
    {"clipboard-check", Icon::ClipboardCheck},
    {"clipboard-list", Icon::ClipboardList},
    {"clock", Icon::Clock},
    {"cog", Icon::Cog},
    {"concierge-bell", Icon::ConciergeBell},
    {"copy-check", Icon::CopyCheck},
    {"database", Icon::Database},
    {"file", Icon::File},
    {"file-down", Icon::FileDown},
    {"file-text", Icon::FileText},
    {"file-up", Icon::FileUp},
    {"file-warning", Icon::FileWarning},
    {"folder", Icon::Folder},
    {"folder-kanban", Icon::FolderKanban},
    {"gauge", Icon::Gauge},
    {"git-commit-horizontal", Icon::GitCommitHorizontal},
    {"git-compare", Icon::GitCompare},
    {"git-merge", Icon::GitMerge},
    {"graduation-cap", Icon::GraduationCap},
    {"handshake", Icon::Handshake},
    {"hourglass", Icon::Hourglass},
    {"id-card", Icon::IdCard},
    {"inbox", Icon::Inbox},
    {"key", Icon::Key},
    {"key-round", Icon::KeyRound},
    {"layout-dashboard", Icon::LayoutDashboard},
    {"layout-grid", Icon::LayoutGrid},
    {"layout-template", Icon::LayoutTemplate},
    {"life-buoy", Icon::LifeBuoy},
    {"link", Icon::Link},
    {"list", Icon::List},
    {"list-checks", Icon::ListChecks},
    {"list-ordered", Icon::ListOrdered},
    {"list-plus", Icon::ListPlus},
    {"list-todo", Icon::ListTodo},
    {"mail", Icon::Mail},
    {"map-pin", Icon::MapPin},
    {"merge", Icon::Merge},
    {"message-square", Icon::MessageSquare},
    {"messages-square", Icon::MessagesSquare},
    {"monitor-smartphone", Icon::MonitorSmartphone},
    {"network", Icon::Network},
    {"package", Icon::Package},
    {"package-check", Icon::PackageCheck},
    {"package-search", Icon::PackageSearch},
    {"paperclip", Icon::Paperclip},
    {"pen-line", Icon::PenLine},
    {"percent", Icon::Percent},
    {"phone", Icon::Phone},
    {"receipt", Icon::Receipt},
    {"send", Icon::Send},
    {"share-2", Icon::Share2},
    {"shield", Icon::Shield},
    {"shield-check", Icon::ShieldCheck},
    {"shopping-cart", Icon::ShoppingCart},
    {"shuffle", Icon::Shuffle},
    {"split", Icon::Split},
    {"table-2", Icon::Table2},
    {"tablet-smartphone", Icon::TabletSmartphone},
    {"tag", Icon::Tag},
    {"tags", Icon::Tags},
    {"target", Icon::Target},
    {"timer", Icon::Timer},
    {"truck", Icon::Truck},
    {"user", Icon::User},
    {"user-check", Icon::UserCheck},
    {"user-plus", Icon::UserPlus},
    {"user-round", Icon::UserRound},
    {"users", Icon::Users},
    {"warehouse", Icon::Warehouse},
    {"workflow", Icon::Workflow},
    {"wrench", Icon::Wrench},
};

}  // namespace

Icon icon_of(std::string_view name) {
    const auto* found = std::lower_bound(
        std::begin(kIcons), std::end(kIcons), name,
        [](const NamedIcon& entry, std::string_view wanted) { return entry.name < wanted; });
    return found != std::end(kIcons) && found->name == name ? found->icon : Icon::File;
}

}  // namespace holdfast::ui
