// Change sets over two small modules.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/customization.h"
#include "customization/definitions.h"
#include "support/test.h"

namespace holdfast::test {

inline Customization customize(const std::vector<std::string>& sets) {
    std::vector<ChangeSet> named;
    for (const std::string& set : sets)
        named.push_back(
            {RecordId{1, named.size() + 1}, "set " + std::to_string(named.size() + 1), set});
    return Customization::compile({{"place.json", kPlace}, {"job.json", kJob}}, named);
}

/// The registry of sets that must all fit.
inline Customization customize_all(const std::vector<std::string>& sets) {
    Customization made = customize(sets);
    for (const CustomizationIssue& issue : made.issues())
        FAIL(issue.name << ": " << issue.path << ": " << issue.reason);
    return made;
}

inline std::string on_job(const std::string& change) {
    return R"({"change": {"job": )" + change + "}}";
}

inline const EntityDef& job_of(const Customization& made) {
    return *made.registry().find("job");
}

inline const FieldDef& field_of(const EntityDef& entity, std::string_view key) {
    const FieldDef* stored = entity.find_field(key);
    const FieldDef* found = stored ? stored : entity.find_computed(key);
    REQUIRE(found != nullptr);
    return *found;
}

}  // namespace holdfast::test
