// DuplicateListView: records of one module that are likely the same, in groups; found slice by
// slice. Headless.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/duplicates.h"
#include "core/strings.h"

namespace holdfast {

/// Groups shown at first, and more with each show_more().
inline constexpr std::size_t kGroupsPerPage = 20;
/// Records of one group that are named; a merge takes no more at once.
inline constexpr std::size_t kGroupRecordsShown = 5;

struct AlikeRecord {
    RecordId record;
    std::string title;
    std::string address;
    std::string detail;  ///< What agrees, as this record has it: "070-123 45 67".
};
struct AlikeGroup {
    std::size_t number = 0;            ///< Of the group while the view lives.
    std::vector<AlikeRecord> records;  ///< Living ones, the oldest first; two at least.
    std::size_t count = 0;             ///< All of them, also those that are not named.
    std::string fields;                ///< Labels of what agrees: "Phone, Email".
};

class DuplicateListView {
public:
    enum class Phase : std::uint8_t { Searching, Stopped, Done };

    /// Begins to look through a module. Fails with BadInput for one without rules.
    [[nodiscard]] static Result<DuplicateListView> start(Store& store, EntityId entity,
                                                         const Strings& strings);
    DuplicateListView(DuplicateListView&&) noexcept;
    DuplicateListView& operator=(DuplicateListView&&) noexcept;
    ~DuplicateListView();

    /// Looks on for a slice of a few milliseconds. Fails with Storage, Corrupt.
    [[nodiscard]] Status step();
    /// What was found so far stays.
    void stop();
    [[nodiscard]] EntityId entity() const;
    [[nodiscard]] Phase phase() const;
    [[nodiscard]] double share_done() const;  ///< Of 1; about.

    /// Those to look at, once the search is over; records that were merged or removed since are
    /// left out, and groups with fewer than two left. Reads again when the store has changed.
    /// Fails with Storage, Corrupt.
    [[nodiscard]] Result<const std::vector<AlikeGroup>*> groups();
    [[nodiscard]] std::size_t group_count() const;  ///< Found and neither skipped nor settled.
    /// There are more groups than groups() gives.
    [[nodiscard]] bool can_show_more() const;
    void show_more();
    /// The search stopped at kDuplicateGroupsMax groups: merge some, then search again.
    [[nodiscard]] bool has_more_in_module() const;

    /// All records of the group, at most kGroupRecordsShown; none when there is no such group.
    [[nodiscard]] std::vector<RecordId> records_of(std::size_t number);
    /// Not shown again until the next search.
    void skip(std::size_t number);
    /// Not found again on this device: keep_apart().
    [[nodiscard]] Status keep_group_apart(std::size_t number);
    /// Takes keep_group_apart() back and shows the group again.
    [[nodiscard]] Status take_back_apart(std::size_t number);
    void set_strings(const Strings& strings);

private:
    struct Impl;
    explicit DuplicateListView(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
