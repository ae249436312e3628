// DeltaApply: takes in what the server says. Rows, decisions and checkpoint at once or not at all.
#pragma once

#include <set>

#include "store/history_writer.h"
#include "store/replay.h"
#include "store/store_impl.h"
#include "store/sync_tables.h"

namespace holdfast {

/// Store::apply().
[[nodiscard]] Status apply_delta(Store::Impl& store, const Delta& delta);

/// Server rows of one entity reaching its table. Own undecided edits stay on top.
class RowIntake {
public:
    RowIntake(Store::Impl& store, const EntityDef& entity, HistoryWriter& history);

    [[nodiscard]] Status take(const std::vector<RowImage>& rows);
    /// Counters that own undecided increments lie on: to be added up when decisions are known.
    [[nodiscard]] const std::set<CellKey>& counters() const { return counters_; }
    /// Records that arrived under own undecided edits of them: to be replayed when decisions are
    /// known.
    [[nodiscard]] const std::set<RecordKey>& arrived() const { return arrived_; }

private:
    [[nodiscard]] Result<bool> is_empty();
    [[nodiscard]] Status take_all(const std::vector<RowImage>& rows);
    [[nodiscard]] Status take_noted(const std::vector<RowImage>& rows);
    [[nodiscard]] Status put(Statement& statement, const RowImage& row);
    [[nodiscard]] Status take_under_overlay(const std::vector<RowImage>& rows);
    [[nodiscard]] Result<RowImage> cover(const RowImage& row, const std::vector<FieldCell>& cells);

    Store::Impl* store_;
    const EntityDef* entity_;
    HistoryWriter* history_;
    const EntityTable* table_;
    std::set<CellKey> counters_;
    std::set<RecordKey> arrived_;
};

/// Own transactions leaving the overlay once the server has decided them.
class DecisionIntake {
public:
    /// `decided_ms`: now, by the age clock of retention.h.
    DecisionIntake(Store::Impl& store, const Delta& delta, HistoryWriter& history,
                   std::int64_t decided_ms)
        : store_(&store),
          history_(&history),
          upto_(delta.decided_upto),
          at_(ended_at(delta.from, delta.to)),
          decided_ms_(decided_ms) {}

    [[nodiscard]] Status take(const std::vector<TransactionResult>& refusals);
    /// base + own undecided increments, for counters with an overlay.
    [[nodiscard]] Status add_up(std::set<CellKey> counters);

private:
    [[nodiscard]] Status decide(const Operation& operation);
    [[nodiscard]] Status decide_creation(const EntityDef& entity, const Operation& operation);
    [[nodiscard]] Status decide_cell(const EntityDef& entity, const CellKey& key);
    [[nodiscard]] Status show(const EntityDef& entity, const CellKey& key, const Value& value);
    [[nodiscard]] Status add_up(const CellKey& key);

    Store::Impl* store_;
    HistoryWriter* history_;
    TransactionNo upto_;
    ServerSeq at_;
    std::int64_t decided_ms_;
    std::set<CellKey> counters_;
};

}  // namespace holdfast
