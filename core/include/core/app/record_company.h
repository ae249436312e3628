// RecordCompany: comments, tags and followers of one record of any module. Headless.
//
// Found by what modules are for, never by name: a module of the purpose "comment", "tag" or
// "follow" with a link to any record.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/record_stream.h"
#include "core/app/undo.h"

namespace holdfast {

struct TagChip {
    RecordId link;  ///< The record that joins tag and record.
    RecordId tag;
    std::string label;
};
struct TagOption {
    RecordId tag;
    std::string label;
};

/// Of one record; the store must outlive it. Everything blocks on disk shortly.
class RecordCompany {
public:
    RecordCompany(Store& store, EntityId entity, const RecordId& record)
        : store_(&store), entity_(entity), record_(record) {}

    [[nodiscard]] bool can_comment() const;
    [[nodiscard]] bool can_tag() const;
    /// Somebody must be known to work here: follows belong to a user.
    [[nodiscard]] Result<bool> can_follow() const;

    [[nodiscard]] Result<std::vector<TagChip>> tags(const Strings& strings) const;
    /// Tags that the record does not have, at most `count_max` that contain `text`.
    [[nodiscard]] Result<std::vector<TagOption>> tag_options(std::string_view text,
                                                             const Strings& strings) const;
    [[nodiscard]] Result<bool> followed() const;

    /// A comment of whoever works here, now. Blank text: NeedsWork.
    [[nodiscard]] Result<CommitWithUndo> comment(std::string_view text);
    /// The tag of that name, made when there is none.
    [[nodiscard]] Result<CommitWithUndo> add_tag(std::string_view name);
    [[nodiscard]] Result<CommitWithUndo> remove_tag(const RecordId& link);
    enum class Follow : std::uint8_t { No, Yes };
    [[nodiscard]] Result<CommitWithUndo> set_followed(Follow wanted);

private:
    Store* store_;
    EntityId entity_;
    RecordId record_;
};

}  // namespace holdfast
