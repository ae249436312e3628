// What every visible thing means: the tree behind screen readers, getByRole and
// axe.
//
// Widgets of the kit tag themselves; a screen only opens scopes for its
// regions. A pass collects the nodes in the order in which they are drawn,
// which is also the order of the Tab key.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/geometry.h"

namespace holdfast::ui {

class Frame;
using NodeId = std::uint32_t;  ///< Dear ImGui's id; 0 is no node.

/// The numbers travel to web/mirror.js, which holds the same list: append only.
enum class Role : std::uint8_t {
    None,
    Main,
    Navigation,
    Region,
    Form,
    Dialog,
    TabList,
    Tab,
    TabPanel,
    Grid,
    RowGroup,
    Row,
    ColumnHeader,
    GridCell,
    List,
    ListItem,
    Article,
    Status,
    Alert,
    Group,
    Link,
    Button,
    CheckBox,
    Switch,
    ComboBox,
    ListBox,
    Option,
    Menu,
    MenuItem,
    TextBox,
    SearchBox,
    Heading,
    ProgressBar,
    Text,
    Banner,
    Image,
    Clip,  ///< No meaning; cuts off what lies outside and can be scrolled.
};
inline constexpr std::uint8_t kRoleCount = 37;

/// Bits of Node::flags; the numbers travel to web/mirror.js.
enum NodeFlag : std::uint32_t {
    kNodeDisabled = 1U << 0U,
    kNodeChecked = 1U << 1U,
    kNodeSelected = 1U << 2U,
    kNodeExpanded = 1U << 3U,
    kNodeCollapsed = 1U << 4U,  ///< Can expand and is not expanded.
    kNodeRequired = 1U << 5U,
    kNodeInvalid = 1U << 6U,
    kNodeReadOnly = 1U << 7U,
    kNodeFocusable = 1U << 8U,
    kNodeTabStop = 1U << 9U,  ///< Reached by Tab; without it by arrow keys or a click only.
    kNodeModal = 1U << 10U,   ///< Everything outside is inert.
    kNodeMultiline = 1U << 11U,
    kNodeAutoFocus = 1U << 12U,  ///< Takes the focus when its dialog opens.
    kNodeCurrent = 1U << 13U,    ///< aria-current=page.
    kNodeScrolls = 1U << 14U,
};

/// Keys of Node::properties; the numbers travel to web/mirror.js: append only.
enum class Property : std::uint8_t {
    Href,
    InputType,
    InputMode,
    AutoComplete,
    LengthMax,
    Placeholder,
    Description,  ///< Help or error text of a field.
    Shortcut,     ///< aria-keyshortcuts.
    RowIndex,     ///< From 1; the head of a grid is row 1.
    RowCount,
    ColumnIndex,  ///< From 1.
    ColumnCount,
    Sort,         ///< ascending, descending, none.
    ValueNow,     ///< Percent of a progress bar.
    Options,      ///< Lines of a closed combobox.
    TextVersion,  ///< Number of the last text event that the value contains.
    PadLeft,      ///< Where the text of a field begins, pixels from its left edge.
    PadRight,
    HasPopup,
    EnterKey,  ///< enterkeyhint.
    FontSize,
    FieldName,  ///< name and id for autofill.
    MultiSelectable,  ///< Of a grid whose rows are chosen.
};

struct NodeProperty {
    Property key;
    std::string value;
    bool operator==(const NodeProperty&) const = default;
};

struct Node {
    NodeId id = 0;
    NodeId parent = 0;  ///< 0: the host.
    Role role = Role::None;
    std::uint8_t level = 0;  ///< Of headings, 1 to 6.
    std::uint32_t flags = 0;
    Rect rect;  ///< On the canvas; may lie outside its clip.
    std::string name;
    std::string value;
    std::vector<NodeProperty> properties;

    [[nodiscard]] bool has(std::uint32_t flag) const { return (flags & flag) != 0; }
    [[nodiscard]] std::string_view property(Property key) const;
};

/// A container in the tree: opens a node over `rect`, and what is drawn while
/// it lives lies in it. An empty `id` makes the id from role and name.
class Scope {
public:
    Scope(Frame& frame, Role role, std::string_view name, const Rect& rect, NodeId id = 0);
    /// Over the region that is left at the cursor; ends where its content ends.
    Scope(Frame& frame, Role role, std::string_view name);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

    void set_flags(std::uint32_t flags);
    void set_property(Property key, std::string value);
    [[nodiscard]] NodeId id() const { return id_; }

private:
    Frame& frame_;
    NodeId id_ = 0;
    bool fit_ = false;
};

/// Adds a leaf that has no behaviour: text, an image with a name, an alert.
void tag_static(Frame& frame, Role role, std::string_view name, const Rect& rect,
                std::uint8_t level = 0);

}  // namespace holdfast::ui
