#include "screens/export_choice.h"

#include <vector>

#include "core/app/export.h"

namespace holdfast::ui {
namespace {

constexpr FileFormat kFormats[] = {FileFormat::Csv, FileFormat::Json, FileFormat::Vcard,
                                   FileFormat::Icalendar};

Icon icon_of(FileFormat format) {
    switch (format) {
        case FileFormat::Csv:
            return Icon::Columns3;
        case FileFormat::Json:
            return Icon::Download;
        case FileFormat::Vcard:
            return Icon::User;
        case FileFormat::Icalendar:
            return Icon::Calendar;
    }
    return Icon::None;
}

}  // namespace

std::string_view format_key(FileFormat format) {
    switch (format) {
        case FileFormat::Csv:
            return "exchange.csv";
        case FileFormat::Json:
            return "exchange.json";
        case FileFormat::Vcard:
            return "exchange.vcard";
        case FileFormat::Icalendar:
            return "exchange.icalendar";
    }
    return {};
}

void ExportChoice::open(const Frame& frame) {
    open_ = true;
    anchor_ = last_rect(frame);
}

void ExportChoice::draw(ScreenContext& context, const ListView& list) {
    if (!open_) return;
    std::vector<FileFormat> offered;
    std::vector<MenuEntry> entries;
    for (const FileFormat format : kFormats) {
        if (!Export::offers(list.entity(), format)) continue;
        offered.push_back(format);
        entries.push_back({.label = context.word(format_key(format)), .icon = icon_of(format)});
    }
    const int chosen = menu(context.frame, context.word("export.choose"), anchor_, entries, open_);
    if (chosen < 0) return;
    open_ = false;
    context.want(intent::ExportList{.format = offered[static_cast<std::size_t>(chosen)]});
}

}  // namespace holdfast::ui
