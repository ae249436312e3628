// NumberLeases: the server's side of blocks of document numbers, within one transaction (ADR 22).
//
// A number of a block is known to the server from the moment it is granted: nobody else gets it.
// It ends with a record, or void in a log that people can read; when a device that was away turns
// up with a void one, the record keeps it and the log says so.
#pragma once

#include <string_view>
#include <vector>

#include "core/number_block.h"
#include "merge.h"
#include "staged_rows.h"

namespace holdfast::sync {

class NumberLeases {
public:
    /// All must outlive the object.
    struct Scene {
        const Registry* registry;
        ServerStore* store;
        StagedRows* rows;
        const Author* author;
        std::int64_t now_ms;
    };
    explicit NumberLeases(const Scene& scene);
    void set_terms(const LeaseTerms& terms) { terms_ = terms; }

    /// Whether the records of the module are the server's: devices only ask for new blocks.
    [[nodiscard]] bool keeps(const EntityDef& entity) const;
    /// Remembers what a device asks for until the transaction is accepted. False: it does not ask.
    [[nodiscard]] bool note_ask(const Operation& operation);
    /// Grants what was asked for. Who has as much as the terms allow, or names no module with such
    /// numbers, gets nothing, and so does everybody while numbers are held after a restore.
    [[nodiscard]] Status grant();
    /// Takes back what expired. Not while numbers are held: then devices may still report some.
    [[nodiscard]] Status close_expired();

    /// Gives `wanted.record` the number if it has it already, or if the author's device holds it.
    /// After a restore also one that nobody has: the backup may lack the block. False: it may not.
    [[nodiscard]] Result<bool> take(const NumberEntry& wanted);
    /// The same for what a device reports; one that is no record's counts as free.
    [[nodiscard]] Result<bool> report(const NumberEntry& reported);
    /// Whether the number is of a block of the author's device.
    [[nodiscard]] Result<bool> has_held(const NumberEntry& wanted);
    /// The device gave the number to a record that had one already: it is void.
    [[nodiscard]] Status give_up(const NumberEntry& number);

private:
    [[nodiscard]] Status grant(const EntityDef& entity, const RecordId& id);
    [[nodiscard]] Result<bool> may_grant(const EntityDef& entity, const std::string& series);
    [[nodiscard]] Result<bool> is_of_author(const NumberEntry& entry);
    [[nodiscard]] Status use(const NumberEntry& known, const NumberEntry& wanted);
    [[nodiscard]] Result<bool> is_used_up(const EntityDef& entity, const NumberBlock& block);
    [[nodiscard]] Result<StagedRow*> find_block(const RecordId& id);
    [[nodiscard]] Status close(StagedRow& block);
    [[nodiscard]] Status close_expired(const OpenBlock& expired);
    [[nodiscard]] Status make_void(const NumberBlock& block, const NumberEntry& known,
                                   std::string_view reason);
    /// The record that says that the number is void; null when there is none.
    [[nodiscard]] Result<StagedRow*> find_void(const NumberBlock& block, const std::string& number);
    void set(StagedRow& staged, std::string_view key, Value value);

    struct Ask {
        RecordId record;
        std::string module;
    };
    Scene scene_;
    LeaseTerms terms_;
    const EntityDef* block_definition_;  ///< Null, like the next one: a workspace without blocks.
    const EntityDef* void_definition_;
    std::vector<Ask> asks_;
};

}  // namespace holdfast::sync
