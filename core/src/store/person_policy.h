// PersonPolicy: the rights of the one person a store has. Private to core/src/store.
#pragma once

#include <cstdint>
#include <optional>

#include "core/policy.h"
#include "core/store.h"

namespace holdfast {

/// Device setting of a standalone workspace: the text of the id of the person's user record.
inline constexpr std::string_view kPersonSetting = "person";

class PersonPolicy {
public:
    /// Null: everything is allowed. Compiles anew after forget() and when the day has changed.
    [[nodiscard]] Result<const Policy*> get(Store::Impl& store);
    /// Whether the person, who could do everything so far, no longer could by what is written in
    /// the transaction that is open. Keeps nothing.
    [[nodiscard]] Result<bool> would_lose_all(Store::Impl& store);
    /// Records of `entity` were written.
    void note_change(const EntityDef& entity);
    void note_changes(const Registry& registry, const Delta& delta);
    void forget() { known_ = false; }
    /// Who it is, as of the last get(); without an id when nobody is named.
    [[nodiscard]] const PolicyUser& user() const { return user_; }

private:
    std::optional<Policy> policy_;
    PolicyUser user_;
    std::int64_t today_ = 0;
    bool known_ = false;
};

[[nodiscard]] Result<PolicyTables> read_policy_tables(Store::Impl& store);
/// `asked`, else the person's. Null: everything is allowed.
[[nodiscard]] Result<const Policy*> policy_or_person(Store::Impl& store, const Policy* asked);
/// Positions of the fields that are hidden.
[[nodiscard]] std::vector<std::size_t> hidden_positions(const Policy& policy,
                                                        const EntityDef& entity);
/// What of the record the person sees; nothing when it may not be read.
[[nodiscard]] Result<std::optional<Record>> as_seen(Store::Impl& store, const EntityDef& entity,
                                                    Record record);

}  // namespace holdfast
