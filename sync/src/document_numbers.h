// DocumentNumbers: the server's side of document numbers, within one transaction.
//
// A number that is taken stays taken: whoever has it, it is never given to another record. After a
// backup was put back none is given until every device has reported the ones it knows (ADR 20).
#pragma once

#include "merge.h"
#include "number_leases.h"
#include "staged_rows.h"

namespace holdfast::sync {

/// A number of a record that stands on paper somewhere, though the record shows another one.
struct NumberUseNote {
    EntityId entity = EntityId::None;
    std::string number;
    RecordId record;
};

class DocumentNumbers {
public:
    /// All must outlive the object. `now_ms` names the year where the module names no date.
    DocumentNumbers(ServerStore& store, StagedRows& rows, const Author& author,
                    NumberLeases& leases, std::int64_t now_ms)
        : store_(&store), rows_(&rows), author_(&author), leases_(&leases), now_ms_(now_ms) {}

    /// Whether devices do not write this field, except when they bring a record along.
    [[nodiscard]] static bool is_given(const EntityDef& entity, FieldId field);
    /// A new record that came with a number, of an import or of a workspace that had no server. One
    /// that another record has gets the device's tag behind it.
    [[nodiscard]] Status bring(StagedRow& staged);
    /// A number that its device says to have given of a block. What it may not give is ignored: the
    /// record then gets the authority's, in any state if the number is known. What another record
    /// has of the device's blocks gets its tag behind it.
    [[nodiscard]] Status claim(StagedRow& staged, const std::string& number);
    /// Takes the number for its record if nobody has it, so that it is given to no other.
    [[nodiscard]] Status keep(const NumberUseNote& on_paper);
    /// An operation ReportNumber; `entity` null: the end of a report, or a module of elsewhere.
    [[nodiscard]] Status report(const EntityDef* entity, const Operation& operation);
    /// Gives the record its number if one is due, or lets it wait while numbers are held.
    [[nodiscard]] Status give(StagedRow& staged);
    /// Gives those their numbers who waited, once numbers are held no more; also where the record
    /// has gone on to a state that asks for none.
    [[nodiscard]] Status give_waiting(const Registry& registry);

private:
    /// As give(), whether or not one is due.
    [[nodiscard]] Status give_own(StagedRow& staged);
    /// Writes the number for the record, with the device's tag behind it if it is taken.
    [[nodiscard]] Status write_tagged(StagedRow& staged, const std::string& wanted);
    [[nodiscard]] Result<bool> is_taken(EntityId entity, const std::string& number);
    [[nodiscard]] Result<std::string> next_number(const StagedRow& staged);
    void write(StagedRow& staged, const std::string& number);

    ServerStore* store_;
    StagedRows* rows_;
    const Author* author_;
    NumberLeases* leases_;
    std::int64_t now_ms_;
};

/// Whether the transaction ends a report of numbers that was made for this epoch.
[[nodiscard]] bool ends_report(const TransactionRecord& transaction, std::uint64_t epoch);

}  // namespace holdfast::sync
