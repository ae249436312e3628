// What only the page can do for us: address bar, clipboard, announcements, file
// picker.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::ui {

/// The numbers travel to web/worker.js: append only.
enum class PageRequestKind : std::uint8_t {
    Route = 1,          ///< first: the new fragment, e.g. "#/accounts"; second: "replace" when the
                        ///< present one must not stay in the history.
    Title = 2,          ///< first: document title.
    Announce = 3,       ///< first: polite announcement.
    AnnounceNow = 4,    ///< first: assertive announcement.
    CopyText = 5,       ///< first: text for the clipboard.
    OpenAddress = 6,    ///< first: https:, tel: or mailto: address.
    PickFile = 7,       ///< first: accept list; second: token given back with the file.
    Download = 8,       ///< first: file name; second: content (UTF-8).
    Cursor = 9,         ///< first: CSS cursor name.
    Theme = 10,         ///< first: "name:value;" custom properties for the overlays.
    Vibrate = 11,       ///< first: milliseconds.
    Language = 12,      ///< first: BCP 47 tag for html[lang].
    State = 13,         ///< first: data attribute of html; second: its value.
    DownloadPart = 14,  ///< As Download: what the file of that name begins with; empty: anew.
};

struct PageRequest {
    PageRequestKind kind;
    std::string first;
    std::string second;
};

/// Collected during a pass and sent after the frame, in order. Never blocks.
class PageRequests {
public:
    /// Repeating the last value of Title, Cursor, Theme, Language, State or Route
    /// sends nothing.
    void add(PageRequestKind kind, std::string first, std::string second = {});
    /// Hands over what was collected.
    [[nodiscard]] std::vector<PageRequest> take();
    [[nodiscard]] bool empty() const { return waiting_.empty(); }

private:
    std::vector<PageRequest> waiting_;
    std::vector<PageRequest> last_;
};

}  // namespace holdfast::ui
