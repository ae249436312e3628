// MemoryClientStore: a device's database in memory, built on the same overlay rules as core's.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "core/environment.h"
#include "core/number_block.h"
#include "core/overlay.h"
#include "mutation.h"
#include "random.h"
#include "sim_store.h"

namespace holdfast::sim {

class MemoryClientStore : public SimStore {
public:
    /// `registry`, `environment` and `random` must outlive the store.
    MemoryClientStore(const Registry& registry, Environment& environment, DeviceNo device,
                      Mutation mutation, Random& random);

    [[nodiscard]] const StoreState& state() const override { return state_; }
    [[nodiscard]] Result<std::vector<TransactionRecord>> read_queued(
        TransactionNo after, std::size_t count_max, std::size_t bytes_max) override;
    [[nodiscard]] Status apply(const Delta& delta) override;
    [[nodiscard]] Result<PendingCounts> pending_counts() override;
    [[nodiscard]] Status enrol(const Enrolment& enrolment) override;

    [[nodiscard]] Result<TransactionNo> commit(const LocalWork& work) override;
    [[nodiscard]] Result<const Record*> find(EntityId entity, const RecordId& id) override;
    [[nodiscard]] Result<std::size_t> count(EntityId entity) override;
    [[nodiscard]] Result<std::vector<TransactionNo>> needing_attention() override;
    [[nodiscard]] Status discard(TransactionNo no) override;

    // What broken clients do (mutation.h).
    void drop_acknowledged(TransactionNo upto);
    void apply_rows_only(const Delta& delta);

private:
    struct Cell {
        FieldId field = FieldId::None;
        OverlayCell overlay;
    };
    struct Ended {
        FieldId field = FieldId::None;
        EndedOverlay overlay;
    };
    struct Row {
        Record shown;
        enum class Origin : std::uint8_t { Local, Server } origin = Origin::Local;
        std::optional<OverlayCell> creation;  ///< An undecided own Create.
        std::vector<Cell> cells;              ///< Only those with undecided edits.
        std::vector<Ended> ended;             ///< Those whose edits were decided.
    };
    struct Pending {
        TransactionRecord record;
        PendingState state = PendingState::Queued;
    };

    [[nodiscard]] Row* find_row(const RecordId& id);
    [[nodiscard]] Row& row_of(EntityId entity, const RecordId& id);
    [[nodiscard]] static Cell* find_cell(Row& row, FieldId field);
    [[nodiscard]] Value shown_value(const Row& row, FieldId field) const;
    void show(Row& row, FieldId field, const Value& value) const;

    void stamp(const LocalWork& work, TransactionRecord& transaction);
    void stamp_edits(ServerSeq seen, Operation& operation, TransactionRecord& transaction);
    void note_dependency(const OverlayCell& cell, TransactionRecord& transaction) const;
    void apply_local(const Operation& operation, TransactionNo no);
    void edit_cell(Row& row, FieldId field, const Value& value, ServerSeq seen, TransactionNo no);

    void take_rows(const std::vector<EntityRows>& rows);
    void take_row(EntityId entity, const RowImage& image);
    void take_value(Row& row, FieldId field, const Value& value) const;
    void settle(const Delta& delta);
    void end_overlays(TransactionNo upto, ServerSeq at);
    [[nodiscard]] ServerSeq really_seen(const Row& row, FieldId field, ServerSeq seen) const;
    void show_counters();
    [[nodiscard]] std::int64_t undecided_delta(const RecordId& id, FieldId field) const;
    void start_over(const Delta& delta);
    // Blocks of document numbers (memory_client_leases.cpp).
    [[nodiscard]] std::vector<NumberBlock> own_blocks(NumberBlock::State state) const;
    [[nodiscard]] std::string next_leased(const EntityDef& entity, const RecordId& record);
    void give_leased(const LocalWork& work, TransactionRecord& transaction);
    void ask_where_low(const LocalWork& work);
    void keep_blocks(const std::unordered_map<RecordId, Row>& before);
    void report_numbers(const std::unordered_map<RecordId, Row>& before);
    void keep_ended(const std::unordered_map<RecordId, Row>& before, const Delta& delta);

    const Registry* registry_;
    Environment* environment_;
    Mutation mutation_;
    Random* random_;
    StoreState state_;
    std::unordered_map<RecordId, Row> rows_;
    std::vector<Pending> pending_;
    std::map<RecordId, std::int64_t> next_of_block_;  ///< 0: its first.
    std::map<RecordId, std::string> taken_numbers_;   ///< From blocks, by record.
};

}  // namespace holdfast::sim
