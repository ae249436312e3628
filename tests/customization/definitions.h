// Two small modules for change sets.
#pragma once

#include <string_view>

namespace holdfast::test {

inline constexpr std::string_view kPlace = R"({"id": 1, "key": "place", "icon": "house",
    "menu": "work", "title": ["name"],
    "fields": [
        {"id": 1, "key": "name", "type": "text", "required": true, "search": true, "index": true},
        {"id": 2, "key": "note", "type": "longtext", "search": true}],
    "list": {"columns": ["name"], "order": "name"},
    "form": [{"section": "main", "fields": ["name", "note"]}]})";

inline constexpr std::string_view kJob = R"({"id": 2, "key": "job", "icon": "wrench",
    "menu": "work", "title": ["subject"],
    "fields": [
        {"id": 1, "key": "subject", "type": "text", "required": true, "index": true},
        {"id": 2, "key": "place", "type": "link", "to": "place", "required": true,
         "inverse": "jobs"},
        {"id": 3, "key": "status", "type": "state"},
        {"id": 4, "key": "priority", "type": "choice", "choices": ["low", "high"],
         "default": "low", "required": true},
        {"id": 5, "key": "due", "type": "date"},
        {"id": 6, "key": "reason", "type": "text"},
        {"id": 7, "key": "hours", "type": "integer"},
        {"id": 8, "key": "twice", "type": "integer", "compute": "hours * 2"},
        {"id": 9, "key": "number", "type": "number"},
        {"id": 10, "key": "done_at", "type": "datetime", "readonly": true}],
    "number": {"field": "number", "prefix": "J"},
    "state": {"field": "status", "initial": "open",
        "states": [{"key": "open", "category": "open"},
                   {"key": "held", "category": "waiting", "require": ["reason"]},
                   {"key": "done", "category": "done",
                    "stamp": {"field": "done_at", "when": "first"}}],
        "transitions": ["open > held | done", "held > open"]},
    "checks": [{"key": "not_negative", "field": "hours", "holds": "hours >= 0"}],
    "calendar": {"start": "due"},
    "list": {"columns": ["number", "subject", "priority"], "order": "subject"},
    "form": [{"section": "main", "fields": ["subject", "place", "priority", "status"]},
             {"section": "plan", "fields": ["due", "reason", "hours", "twice"]}]})";

}  // namespace holdfast::test
