// LeasedNumbers: the blocks of final document numbers that this device holds (ADR 22). Private to
// core/src/store.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/number_block.h"
#include "store/draft_plan.h"
#include "store/store_impl.h"

namespace holdfast {

/// A number that was taken from a block for a record: shown or not, it is nobody else's.
struct LeasedNumber {
    const EntityDef* entity = nullptr;
    RecordId record;
    std::string number;
};

class LeasedNumbers {
public:
    explicit LeasedNumbers(Store::Impl& store);

    /// Open blocks of this device in the series, the lowest first; none without a server.
    [[nodiscard]] Result<std::vector<NumberBlock>> read_open(const EntityDef& entity,
                                                             const std::string& series);
    /// The number that was taken for the record before; empty when none was. It stays the record's
    /// also after what took it was refused.
    [[nodiscard]] Result<std::string> find_taken(const EntityDef& entity, const RecordId& record);
    [[nodiscard]] Status write_taken(const LeasedNumber& taken);
    [[nodiscard]] Result<std::vector<LeasedNumber>> read_taken();
    /// Name of the counter that says which number of the block comes next, 1 for its first. It
    /// outlives the block's record: a restored server can show the block as it once was.
    [[nodiscard]] static std::string counter_of(const NumberBlock& block);

    /// After the plan's rows were written, as transaction `last`: asks for a block, as a
    /// transaction of its own, for each module whose numbers run low here. The last number used.
    [[nodiscard]] Result<TransactionNo> ask_where_low(const std::deque<PlannedRow>& rows,
                                                      TransactionNo last, Hlc hlc);

private:
    [[nodiscard]] Result<bool> is_low(const EntityDef& entity);
    [[nodiscard]] Result<bool> has_asked(const EntityDef& entity);
    /// Within the last hour, and the server gave nothing.
    [[nodiscard]] Result<bool> asked_in_vain(const EntityDef& entity);
    [[nodiscard]] Status ask(const EntityDef& entity, TransactionNo no, Hlc hlc);

    Store::Impl* store_;
    const EntityDef* definition_;  ///< Null: the workspace knows no blocks.
};

}  // namespace holdfast
