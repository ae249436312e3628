// MergeView: records that look like one record, side by side, and what becomes of them when they
// are merged. LookAlikes: what a form tells while it is filled. Headless.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/app/form_view.h"
#include "core/merge.h"
#include "core/strings.h"

namespace holdfast {

/// "Looks like: Berg AB", while a form is filled.
struct LookAlike {
    RecordId record;
    std::string title;
    std::string address;
    std::string fields;  ///< Labels of what agrees, e.g. "Phone, Email".
};
struct LookAlikes {
    std::vector<LookAlike> records;  ///< At most five, the likeliest first.
    /// False: not all records were looked at yet; asking again gets further.
    bool complete = true;
};
/// Of what the form holds now: a new record, or one in which something was typed. Reads a few
/// hundred rows.
[[nodiscard]] Result<LookAlikes> find_look_alikes(Store& store, const Strings& strings,
                                                  FormView& form, int zone_offset_minutes);

/// One of the records that may be merged. The first is the one on screen.
struct MergeRecord {
    RecordId record;
    std::string title;
    std::string fields;  ///< Labels of what agrees with the one on screen; empty for that one.
    bool taken = false;  ///< Becomes part of the merge.
};
/// A field in which the taken records differ.
struct MergeRow {
    FieldId field = FieldId::None;
    std::string label;
    std::string group;               ///< Fields of one group take one record's values.
    std::vector<std::string> texts;  ///< By position of MergeView::records(); empty texts in words.
    std::vector<bool> filled;        ///< Whether there is a value, by the same positions.
    std::size_t chosen = 0;          ///< Position of the record whose value stays.
};
/// A merge that made the record what it is, and can be taken back here.
struct PastMerge {
    std::int64_t group = 0;
    std::string sentence;  ///< "Bergs, merged 12 Nov 2026, 14:05".
};

class MergeView {
public:
    /// NotFound when the record is not here, not living or of a module without rules of duplicates.
    [[nodiscard]] static Result<MergeView> open(Store& store, EntityId entity, const RecordId& id,
                                                const Strings& strings, int zone_offset_minutes);
    /// These records of the module, the first as the one on screen; those that are not here or not
    /// living any more are left out. NotFound when fewer than two are left.
    [[nodiscard]] static Result<MergeView> open_group(Store& store, EntityId entity,
                                                      const std::vector<RecordId>& records,
                                                      const Strings& strings,
                                                      int zone_offset_minutes);
    MergeView(MergeView&&) noexcept;
    MergeView& operator=(MergeView&&) noexcept;
    ~MergeView();

    /// Looks on for a slice; true while there is more to look at.
    [[nodiscard]] Result<bool> step();
    [[nodiscard]] bool searching() const;
    /// The record on screen, then those that look like it, the likeliest first; at most five.
    [[nodiscard]] const std::vector<MergeRecord>& records() const;
    /// Position of the record that stays.
    [[nodiscard]] std::size_t winner() const;
    /// In the order of the form; only what the person may write.
    [[nodiscard]] const std::vector<MergeRow>& rows() const;
    [[nodiscard]] const std::vector<PastMerge>& past() const;
    [[nodiscard]] bool can_merge() const;  ///< Two records at least are taken.

    /// Values go by the winner again, and where it has none by the first that has one.
    void set_winner(std::size_t position);
    void take(std::size_t position);
    void leave_out(std::size_t position);  ///< The winner is always taken.
    /// The value of this record stays, with those of the same group.
    void choose(std::size_t row, std::size_t position);

    /// Merges what is taken, as chosen. One transaction.
    [[nodiscard]] Result<MergeDone> merge();

private:
    struct Impl;
    explicit MergeView(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
