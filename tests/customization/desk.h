// Desk: a standalone workspace of the product's own modules whose administrator changes them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/app/import.h"
#include "core/app/sources.h"
#include "core/app/workspace.h"
#include "core/customization_store.h"
#include "core/fixed_environment.h"
#include "support/test.h"

namespace holdfast::test {

/// Can be ended and started again.
struct Desk {
    FixedEnvironment environment;
    std::optional<Customization> customization;
    std::unique_ptr<Workspace> workspace;

    Desk() { start(must(Database::open(":memory:"))); }
    void start(Database database) {
        workspace.reset();
        customization.reset();
        customization.emplace(must(load_customization(database)));
        Store store =
            must(Store::open(std::move(database), customization->registry(), environment));
        workspace = std::make_unique<Workspace>(std::move(store), environment);
    }
    void restart() { start(std::move(store().database())); }
    Store& store() { return workspace->store(); }
    const EntityDef& entity(std::string_view key) {
        const EntityDef* found = store().registry().find(key);
        REQUIRE(found != nullptr);
        return *found;
    }
    FieldId field(std::string_view entity_key, std::string_view key) {
        const FieldDef* found = entity(entity_key).find_field(key);
        REQUIRE(found != nullptr);
        return found->id;
    }
    RecordId publish(const char* items) {
        const auto outcome = must(publish_change_set(store(), "Ours", items));
        if (const auto* issue = std::get_if<CustomizationIssue>(&outcome))
            FAIL(issue->path << ": " << issue->reason);
        restart();
        REQUIRE(customization->issues().empty());
        return std::get<RecordId>(outcome);
    }
    RecordId save(std::string_view module, std::vector<std::pair<std::string, std::string>> typed) {
        workspace->handle(intent::NewRecord{entity(module).id});
        for (auto& [key, text] : typed)
            workspace->handle(intent::SetText{field(module, key), std::move(text)});
        workspace->handle(intent::Save{});
        REQUIRE(workspace->form() != nullptr);
        REQUIRE_FALSE(workspace->form()->id().is_none());
        return workspace->form()->id();
    }
    Value get(std::string_view module, const RecordId& id, std::string_view key) {
        const auto record = must(store().read(entity(module).id, id));
        REQUIRE(record.has_value());
        return record->values[entity(module).index_of(field(module, key))];
    }
};

/// How many rows of the file were taken.
inline std::int64_t import_rows(Desk& desk, std::string_view module, const std::string& file) {
    std::string problem;
    Import import =
        must(Import::open(source_of(file), desk.store(), desk.entity(module).id, {}, &problem));
    import.start();
    while (import.is_working()) import.step(100);
    return import.counts().created;
}

}  // namespace holdfast::test
