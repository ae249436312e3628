// ImportTargets: what the columns of a file can be mapped to. Private to core/src/app.
#pragma once

#include <string>
#include <vector>

#include "core/app/import.h"
#include "model/person_name.h"

namespace holdfast {

/// Where a column's cells go.
struct TargetRef {
    enum class Kind : std::uint8_t {
        LeftOut,
        Own,       ///< A field of the imported record; a Link takes the linked record's name.
        FullName,  ///< Split into the two name fields.
        RecordId,  ///< Of the record itself.
        Linked,    ///< A field of the record behind `link`, when that one is made.
        Children,  ///< A list of parts of the record, as JSON; `linked` is their module.
    };
    Kind kind = Kind::LeftOut;
    const FieldDef* field = nullptr;
    const FieldDef* link = nullptr;
    const EntityDef* linked = nullptr;
};

/// Key of the field that holds a record's id in another program.
inline constexpr std::string_view kExternalIdKey = "external_id";

class ImportTargets {
public:
    /// Only what `policy` lets be written, unless it is null.
    ImportTargets(const Registry& registry, const EntityDef& entity, const Policy* policy);
    [[nodiscard]] std::vector<ImportTarget> list(const Strings& strings) const;
    [[nodiscard]] TargetRef find(FieldId target) const;
    /// The made-up target of a person's full name.
    [[nodiscard]] static FieldId full_name();
    /// Of the lists of parts.
    [[nodiscard]] std::vector<TargetRef> children() const;
    /// A mapping by names; None where nothing fits. `samples`: a filled cell of each column.
    [[nodiscard]] std::vector<FieldId> propose(const std::vector<std::string>& column_names,
                                               const std::vector<std::string>& samples) const;
    /// Required fields without a default that `mapping` leaves out.
    [[nodiscard]] std::vector<FieldId> missing(const std::vector<FieldId>& mapping) const;

private:
    enum class NameMatch : std::uint8_t { OwnNames, UsualNames, AnyNames };
    struct Entry {
        FieldId id;
        TargetRef ref;
    };
    /// Only fields behind `link`, the record's own when it is null.
    [[nodiscard]] const Entry* find_by_name(const std::string& name, NameMatch match,
                                            const std::vector<FieldId>& taken,
                                            const FieldDef* link) const;
    void propose_by_name(const std::vector<std::string>& column_names, NameMatch match,
                         const FieldDef* link, std::vector<FieldId>& mapping) const;
    [[nodiscard]] bool may_make_linked(const FieldDef& link,
                                       const std::vector<std::string>& column_names,
                                       const std::vector<FieldId>& mapping) const;
    void propose_linked(const std::vector<std::string>& column_names,
                        std::vector<FieldId>& mapping) const;
    [[nodiscard]] bool is_importable(const EntityDef& entity, const FieldDef& field) const;
    void add_field(const FieldDef* field);
    void add_own();
    void add_linked(const Registry& registry);
    void add_children(const Registry& registry);
    void propose_children(const std::vector<std::string>& column_names,
                          const std::vector<std::string>& samples,
                          std::vector<FieldId>& mapping) const;

    const EntityDef* entity_;
    const Policy* policy_;
    std::vector<Entry> entries_;
};

}  // namespace holdfast
