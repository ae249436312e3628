// HistoryFixture: a small office of projects, their steps and the notes that point at them.
#pragma once

#include <fstream>
#include <iterator>

#include "core/history.h"
#include "core/recycle_bin.h"
#include "core/store_fixture.h"

namespace holdfast::test {

/// The product's own module of conflicts, which the server's rules write.
inline std::string conflict_definition() {
    std::ifstream file(HOLDFAST_SOURCE_DIR "/core/meta/entities/conflict.json");
    return {std::istreambuf_iterator<char>(file), {}};
}

inline const Registry& history_registry() {
    static const Registry registry = [] {
        std::string error;
        const std::string conflict = conflict_definition();
        auto compiled = Registry::compile({{"conflict.json", conflict},
                                           {"project.json", R"({
                "id": 1, "key": "project", "icon": "folder", "menu": "projects", "title": ["name"],
                "fields": [
                  {"id": 1, "key": "name", "type": "text", "required": true},
                  {"id": 2, "key": "budget", "type": "integer", "readonly_if": "locked"},
                  {"id": 7, "key": "locked", "type": "boolean"},
                  {"id": 3, "key": "status", "type": "state"},
                  {"id": 4, "key": "finished_at", "type": "datetime", "readonly": true},
                  {"id": 5, "key": "hours", "type": "integer", "merge": "counter", "default": 0},
                  {"id": 6, "key": "double_budget", "type": "integer", "compute": "budget * 2"}],
                "state": {"field": "status", "initial": "open",
                  "states": [{"key": "open", "category": "open"},
                             {"key": "done", "category": "done",
                              "stamp": {"field": "finished_at", "when": "every"}},
                             {"key": "archived", "category": "closed"}],
                  "transitions": ["open > done", "done > open", "done > archived"]},
                "list": {"columns": ["name"], "order": "name"},
                "form": [{"section": "main", "fields": ["name", "budget"]}]})"},
                                           {"step.json", R"({
                "id": 2, "key": "step", "kind": "part", "icon": "list", "title": ["name"],
                "parent": "project",
                "fields": [
                  {"id": 1, "key": "project", "type": "link", "to": "project", "required": true,
                   "index": true},
                  {"id": 2, "key": "name", "type": "text"}],
                "list": {"columns": ["name"], "order": "name"},
                "form": [{"section": "main", "fields": ["name"]}]})"},
                                           {"note.json", R"({
                "id": 3, "key": "note", "icon": "pencil", "menu": "projects", "title": ["text"],
                "fields": [
                  {"id": 1, "key": "text", "type": "text", "required": true, "max": 10000},
                  {"id": 2, "key": "about", "type": "link", "to": "project", "inverse": "notes",
                   "on_delete": "clear", "index": true}],
                "list": {"columns": ["text"], "order": "text"},
                "form": [{"section": "main", "fields": ["text", "about"]}]})"}},
                                          &error);
        INFO(error);
        return must(std::move(compiled));
    }();
    return registry;
}

struct HistoryFixture : StoreFixture {
    HistoryFixture() : StoreFixture(history_registry()) {}

    [[nodiscard]] EntityId module(std::string_view key) const { return entity(key).id; }
    std::vector<HistoryEntry> history(std::string_view key, const RecordId& id) {
        return must(read_history(store, {module(key), id})).entries;
    }
    std::optional<Record> as_of(std::string_view key, const RecordId& id, std::int64_t at_ms) {
        return must(read_as_of(store, {module(key), id, at_ms}));
    }
    Value value_of(const Record& record, std::string_view field_key) const {
        const EntityDef& definition = *registry.find(record.entity);
        return record.values[definition.index_of(definition.find_field(field_key)->id)];
    }
    void remove(std::string_view key, const RecordId& id) { save(draft().remove(module(key), id)); }
    void restore(std::string_view key, const RecordId& id) {
        save(draft().restore(module(key), id));
    }
    bool lives(std::string_view key, const RecordId& id) {
        const auto record = must(store.read(module(key), id));
        return record && record->life == Record::Life::Living;
    }
    void pass(std::int64_t ms) { environment.now += ms; }
    /// Days on which somebody works here, so that the store counts them.
    void live(std::int64_t days) {
        must(purge_aged(store, 0));
        for (std::int64_t day = 0; day < days; ++day) {
            pass(std::int64_t{24} * 3'600 * 1'000);
            must(purge_aged(store, 0));
        }
    }
};

}  // namespace holdfast::test
