// Duplicates: records that are likely the same, by the rules of their module (EntityDef::duplicates
// and those that administrators keep as records): while a form is filled, and over a whole module.
//
// All functions see what the store's person may see: a record that may not be read is not found,
// and a rule that compares a hidden field finds nothing at all, so that nobody learns by a
// suggestion what a field holds.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/store.h"

namespace holdfast {

/// Whether any rule counts in the module, of its definition or kept as a record. Fails with Storage
/// or Corrupt.
[[nodiscard]] Result<bool> has_duplicate_rules(Store& store, const EntityDef& entity);

/// Which rules are asked.
enum class RuleUse : std::uint8_t {
    WhileTyping,  ///< Those that warn while a form is filled.
    Scan,         ///< All.
    Block,        ///< Those that keep a record from being saved.
};

/// A record that agrees with what was asked for.
struct DuplicateCandidate {
    RecordId record;
    std::string title;
    std::vector<FieldId> fields;  ///< Those of the rules by which it agrees, each once.
};
struct DuplicateQuery {
    EntityId entity = EntityId::None;
    RecordId self;                          ///< Never found: the record that is being edited.
    std::vector<Draft::FieldValue> values;  ///< What the form holds; others count as empty.
    RuleUse use = RuleUse::WhileTyping;
    std::size_t count_max = 5;
    /// Rows that are read into the index in this call while it is not complete, at about two
    /// microseconds each.
    std::int64_t index_rows_max = 2'000;
};
struct DuplicateAnswer {
    std::vector<DuplicateCandidate> candidates;  ///< Those that agree by more rules first.
    /// False: the index does not have all rows yet. The same call made again gets further.
    bool complete = true;
};
/// Living records that agree with the values by any rule of the module; none without rules. Reads
/// a few hundred rows at most, found in an index. Fails with BadInput for an unknown module,
/// Storage, Corrupt.
[[nodiscard]] Result<DuplicateAnswer> find_duplicates(Store& store, const DuplicateQuery& query);

/// What two records of one module agree in by any rule, each field once.
[[nodiscard]] Result<std::vector<FieldId>> fields_in_common(Store& store, const Record& one,
                                                            const Record& two);

/// More records than this are not kept apart at once.
inline constexpr std::size_t kKeptApartMax = 60;
/// From now on none of these records is found as a duplicate of another one of them, on this
/// device. In one transaction. Fails with LimitExceeded above kKeptApartMax, Storage, Full.
[[nodiscard]] Status keep_apart(Store& store, const std::vector<RecordId>& records);
/// Takes keep_apart() back.
[[nodiscard]] Status forget_apart(Store& store, const std::vector<RecordId>& records);
[[nodiscard]] Result<bool> are_kept_apart(Store& store, const RecordId& one, const RecordId& two);

inline constexpr std::size_t kDuplicateGroupsMax = 500;
/// Records with one key that are compared with each other; of more, the oldest.
inline constexpr std::size_t kDuplicatesComparedMax = 40;

/// One walk over a module. Records may change meanwhile; what is found is what was read.
class DuplicateScan {
public:
    /// Fails with BadInput for an unknown module or one without rules.
    [[nodiscard]] static Result<DuplicateScan> start(Store& store, EntityId entity);
    DuplicateScan(DuplicateScan&&) noexcept;
    DuplicateScan& operator=(DuplicateScan&&) noexcept;
    ~DuplicateScan();

    /// Looks at about `rows_max` further rows. Fails with Storage, Corrupt.
    [[nodiscard]] Status step(std::int64_t rows_max);
    [[nodiscard]] bool done() const;
    /// How much was looked at, of 1; about.
    [[nodiscard]] double share_done() const;
    /// Records that agree, directly or through others of the group: two at least, the oldest
    /// first. Complete when done(); at most kDuplicateGroupsMax groups, has_more() says so.
    [[nodiscard]] std::vector<std::vector<RecordId>> groups() const;
    /// How many groups() there are.
    [[nodiscard]] std::size_t group_count() const;
    /// True when it stopped at kDuplicateGroupsMax: merge some, then start another scan.
    [[nodiscard]] bool has_more() const;

private:
    struct Impl;
    explicit DuplicateScan(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
