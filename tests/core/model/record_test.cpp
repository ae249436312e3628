#include "core/record.h"

#include "support/test.h"

using namespace holdfast;

namespace {

const RecordId kRecord{1, 2};

std::vector<IssueKind> issues_for(std::string_view entity, std::string_view field, Value value) {
    const FieldDef* definition = Registry::base().find(entity)->find_field(field);
    REQUIRE(definition != nullptr);
    std::vector<IssueKind> kinds;
    for (const FieldIssue& issue : find_value_issues(*definition, value, kRecord)) {
        CHECK(issue.record == kRecord);
        CHECK(issue.field == definition->id);
        kinds.push_back(issue.kind);
    }
    return kinds;
}

}  // namespace

TEST_CASE("a value is judged by its field's definition", "[core][record]") {
    struct Case {
        std::string_view entity;
        std::string_view field;
        Value value;
        std::vector<IssueKind> expected;
    };
    using std::string;
    const auto [entity, field, value, expected] = GENERATE(values<Case>({
        {"account", "name", string("Okafor"), {}},
        {"account", "name", Value(), {IssueKind::Missing}},
        {"account", "name", string(), {IssueKind::Missing}},
        {"account", "name", string(200, 'x'), {}},
        {"account", "name", string(201, 'x'), {IssueKind::TooLong}},
        {"account", "name", string("\xFF"), {IssueKind::OutOfRange}},
        {"account", "industry", Value(), {}},
        {"account", "email", string("ngozi@example.com"), {}},
        {"account", "email", string("ngozi@example"), {IssueKind::NotAnEmail}},
        {"account", "email", string("@example.com"), {IssueKind::NotAnEmail}},
        {"account", "email", string("a b@example.com"), {IssueKind::NotAnEmail}},
        {"account", "email", string("a@b@example.com"), {IssueKind::NotAnEmail}},
        {"account", "phone", string("+46 (0)40-123 45"), {}},
        {"account", "phone", string("call me"), {IssueKind::NotAPhone}},
        {"account", "phone", string("12"), {IssueKind::NotAPhone}},
        {"account", "website", string("https://example.com/a?b"), {}},
        {"account", "website", string("example.com"), {}},
        {"account", "website", string("HTTPS://Example.com:8080/a"), {}},
        {"account", "website", string("example.com/a:b"), {}},
        {"account", "website", string("example"), {IssueKind::NotAUrl}},
        {"account", "website", string("javascript:alert(1.5)"), {IssueKind::NotAUrl}},
        {"account", "website", string("javascript://example.com"), {IssueKind::NotAUrl}},
        {"account", "website", string("data:text/html,a.b"), {IssueKind::NotAUrl}},
        {"account", "website", string("ftp://example.com"), {IssueKind::NotAUrl}},
        {"account", "website", string("two words.com"), {IssueKind::NotAUrl}},
        {"account", "kind", string("business"), {}},
        {"account", "kind", string("robot"), {IssueKind::NotAChoice}},
        {"contact", "role", string("cousin"), {}},  // an open list
        {"contact", "role", string(65, 'x'), {IssueKind::TooLong}},
        {"contact", "birthday", std::int64_t{-20'000}, {}},
        {"contact", "birthday", std::int64_t{3'000'000}, {IssueKind::OutOfRange}},
        {"contact", "birthday", string("yesterday"), {IssueKind::NotADate}},
        {"contact", "do_not_call", std::int64_t{1}, {}},
        {"contact", "do_not_call", std::int64_t{2}, {IssueKind::OutOfRange}},
        {"contact", "account", RecordId{3, 4}, {}},
        {"contact", "account", string("Acme"), {IssueKind::UnknownLink}},
        {"work_order", "amount", std::int64_t{-500}, {}},
        {"work_order", "amount", INT64_MAX, {IssueKind::OutOfRange}},
        {"work_order", "amount", string("5"), {IssueKind::NotANumber}},
    }));
    CAPTURE(entity, field, to_json(value));
    CHECK(issues_for(entity, field, value) == expected);
}

TEST_CASE("a title joins its filled fields and never stays empty", "[core][record]") {
    const EntityDef& entity = *Registry::base().find("contact");
    Record record;
    record.id = {0x018BCFE568007ABC, 0x8123456789ABCDEF};
    record.values.resize(entity.fields.size());
    CHECK(title_of(entity, record) == "018bcfe5-6800-7abc-8123-456789abcdef");
    record.values[entity.index_of(entity.title[1])] = std::string("Berg");
    CHECK(title_of(entity, record) == "Berg");
    record.values[entity.index_of(entity.title[0])] = std::string("Ana");
    CHECK(title_of(entity, record) == "Ana Berg");
}

TEST_CASE("a website leads to the web and to nothing else", "[model][record]") {
    CHECK(holdfast::web_address("aurora.example") == "https://aurora.example");
    CHECK(holdfast::web_address("http://aurora.example/a") == "http://aurora.example/a");
    CHECK(holdfast::web_address("HTTPS://aurora.example") == "HTTPS://aurora.example");
    CHECK(holdfast::web_address("javascript:alert(1.5)").empty());
    CHECK(holdfast::web_address("aurora").empty());
    CHECK(holdfast::web_address("").empty());
}
