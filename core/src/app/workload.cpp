#include "core/app/workload.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/query.h"

namespace holdfast {
namespace {

using Json = nlohmann::json;

enum class Table : std::uint64_t { Account = 1, Contact = 2, WorkOrder = 3 };

struct Mapping {
    const char* from;
    const char* to;
};
constexpr Mapping kAccountFields[] = {
    {"name", "name"}, {"city", "billing_city"}, {"phone", "phone"}, {"notes", "notes"}};
constexpr Mapping kContactFields[] = {{"name", "last_name"},
                                      {"email", "email"},
                                      {"phone", "phone"},
                                      {"role", "role"},
                                      {"accountId", "account"}};
constexpr Mapping kWorkOrderFields[] = {{"title", "subject"},
                                        {"accountId", "account"},
                                        {"contactId", "site_contact"},
                                        {"status", "status"},
                                        {"priority", "priority"},
                                        {"assignee", "assignee"},
                                        {"plannedDate", "planned_start"},
                                        {"amount", "amount"},
                                        {"description", "description"}};

struct TableMapping {
    std::string_view name;
    Table table;
    const char* entity;
    const Mapping* fields;
    std::size_t field_count;
};
constexpr TableMapping kTables[] = {
    {"accounts", Table::Account, "account", kAccountFields, std::size(kAccountFields)},
    {"contacts", Table::Contact, "contact", kContactFields, std::size(kContactFields)},
    {"workorders", Table::WorkOrder, "work_order", kWorkOrderFields, std::size(kWorkOrderFields)},
};
constexpr const TableMapping& kWorkOrders = kTables[2];

// The workload says "done", the product's state is "completed"; every other word is the same.
std::string_view to_state(std::string_view status) {
    return status == "done" ? "completed" : status;
}
std::string_view from_state(std::string_view state) {
    return state == "completed" ? "done" : state;
}

// "wo0000000042" becomes a UUIDv7 whose order is the order of the workload's ids, so that both
// sides break ties alike.
std::optional<RecordId> to_record_id(std::string_view external) {
    if (external.size() < 3) return std::nullopt;
    const std::string_view prefix = external.substr(0, 2);
    std::optional<Table> table;
    if (prefix == "ac") table = Table::Account;
    if (prefix == "co") table = Table::Contact;
    if (prefix == "wo") table = Table::WorkOrder;
    std::uint64_t number = 0;
    const char* end = external.data() + external.size();
    const auto parsed = std::from_chars(external.data() + 2, end, number);
    if (!table || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    constexpr std::uint64_t kFirstOfJanuary2026Ms = 1'767'225'600'000;
    return RecordId{.high = (kFirstOfJanuary2026Ms << 16) | 0x7000 | raw(*table),
                    .low = (std::uint64_t{2} << 62) | number};
}

// "2026-01-31T10:15" in UTC. The workload writes nothing else.
std::optional<std::int64_t> to_milliseconds(std::string_view text) {
    if (text.size() != 16) return std::nullopt;
    constexpr std::array<std::pair<int, int>, 5> kParts{{{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}}};
    std::array<std::int64_t, 5> part{};
    for (std::size_t index = 0; index < kParts.size(); ++index) {
        const char* first = text.data() + kParts[index].first;
        const char* last = first + kParts[index].second;
        if (std::from_chars(first, last, part[index]).ptr != last) return std::nullopt;
    }
    // Days from civil (Hinnant): March-based years make leap days fall at the end.
    const std::int64_t year = part[0] - (part[1] <= 2 ? 1 : 0);
    const std::int64_t month = (part[1] + 9) % 12;
    const std::int64_t day_of_year = (153 * month + 2) / 5 + part[2] - 1;
    const std::int64_t days =
        365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719'468;
    return ((days * 24 + part[3]) * 60 + part[4]) * 60'000;
}

std::optional<Value> to_value(const FieldDef& field, const Json& json) {
    if (json.is_number_integer()) return Value{json.get<std::int64_t>()};
    const auto* text = json.get_ptr<const std::string*>();
    if (!text) return std::nullopt;
    switch (field.type) {
        case FieldType::Link: {
            const auto id = to_record_id(*text);
            return id ? std::optional<Value>{*id} : std::nullopt;
        }
        case FieldType::DateTime: {
            const auto time = to_milliseconds(*text);
            return time ? std::optional<Value>{*time} : std::nullopt;
        }
        case FieldType::State:
            return Value{std::string{to_state(*text)}};
        default:
            return Value{*text};
    }
}

Result<std::vector<Draft::FieldValue>> to_values(const EntityDef& entity, const TableMapping& table,
                                                 const Json& row) {
    std::vector<Draft::FieldValue> values;
    for (std::size_t index = 0; index < table.field_count; ++index) {
        const auto found = row.find(table.fields[index].from);
        if (found == row.end()) continue;
        const FieldDef* field = entity.find_field(std::string_view{table.fields[index].to});
        HOLDFAST_ASSERT(field != nullptr);
        std::optional<Value> value = to_value(*field, *found);
        if (!value) return fail(ErrorCode::BadInput, "workload.value");
        values.push_back({field->id, std::move(*value)});
    }
    return values;
}

const EntityDef& entity_of(const Store& store, const TableMapping& table) {
    const EntityDef* entity = store.registry().find(std::string_view{table.entity});
    HOLDFAST_ASSERT(entity != nullptr);
    return *entity;
}

FieldId field_of(const EntityDef& entity, std::string_view key) {
    const FieldDef* field = entity.find_field(key);
    HOLDFAST_ASSERT(field != nullptr);
    return field->id;
}

Result<std::optional<RecordId>> read_external_id(const Json& row) {
    const auto id = row.find("id");
    if (id == row.end() || !id->is_string()) return fail(ErrorCode::BadInput, "workload.id");
    return to_record_id(id->get_ref<const std::string&>());
}

Status commit_all(Store& store, const Draft& draft) {
    CommitOutcome outcome = TRY(store.commit(draft));
    if (std::holds_alternative<NeedsWork>(outcome))
        return fail(ErrorCode::BadInput, "workload.issues");
    return {};
}

Result<std::string> external_ids(Store& store, const Query& query, std::int64_t limit) {
    const EntityDef& entity = entity_of(store, kWorkOrders);
    const std::size_t external = entity.index_of(field_of(entity, "external_id"));
    const std::vector<RowHandle> handles = TRY(find_rows(store, query, limit));
    Json ids = Json::array();
    for (const Record& record : TRY(read_rows(store, entity.id, handles)))
        ids.push_back(std::string{text_or_empty(record.values[external])});
    return ids.dump();
}

std::int64_t limit_of(const Json& question) {
    const auto limit = question.find("limit");
    return limit != question.end() && limit->is_number_integer() ? limit->get<std::int64_t>() : 50;
}

std::string text_of(const Json& question, const char* key) {
    const auto found = question.find(key);
    return found != question.end() && found->is_string() ? found->get<std::string>() : "";
}

Json parse(std::string_view text) {
    return Json::parse(text, nullptr, false);
}

}  // namespace

Status Workload::load(std::string_view table_name, std::string_view rows_text) {
    const TableMapping* table = nullptr;
    for (const TableMapping& candidate : kTables)
        if (candidate.name == table_name) table = &candidate;
    const Json rows = parse(rows_text);
    if (!table || !rows.is_array()) return fail(ErrorCode::BadInput, "workload.load");
    if (rows.size() > kWorkloadRowsPerCallMax)
        return fail(ErrorCode::LimitExceeded, "workload.load");

    const EntityDef& entity = entity_of(*store_, *table);
    Draft draft("workload.load", store_->state().checkpoint);
    for (const Json& row : rows) {
        const std::optional<RecordId> id = TRY(read_external_id(row));
        if (!id) return fail(ErrorCode::BadInput, "workload.id");
        std::vector<Draft::FieldValue> values = TRY(to_values(entity, *table, row));
        values.push_back({field_of(entity, "external_id"), row["id"].get<std::string>()});
        if (table->table == Table::Account)
            values.push_back({field_of(entity, "kind"), std::string{"business"}});
        draft.create(entity.id, *id, std::move(values));
    }
    return commit_all(*store_, draft);
}

Status Workload::edit(std::string_view operation_text) {
    const Json operation = parse(operation_text);
    if (!operation.is_object() || !operation.contains("patch"))
        return fail(ErrorCode::BadInput, "workload.edit");
    const std::optional<RecordId> id = TRY(read_external_id(operation));
    if (!id) return fail(ErrorCode::NotFound, "workload.edit");
    const EntityDef& entity = entity_of(*store_, kWorkOrders);
    // `updatedAt` has no field: when a record changed is the engine's own knowledge.
    Draft draft("workload.edit", store_->state().checkpoint);
    draft.set(entity.id, *id, TRY(to_values(entity, kWorkOrders, operation["patch"])));
    return commit_all(*store_, draft);
}

Result<std::string> Workload::list(std::string_view question_text) {
    const Json question = parse(question_text);
    if (!question.is_object()) return fail(ErrorCode::BadInput, "workload.list");
    const EntityDef& entity = entity_of(*store_, kWorkOrders);
    Query query;
    query.entity = entity.id;
    query.sort_field = field_of(entity, "planned_start");
    query.filters.push_back({field_of(entity, "status"), FilterOperator::Equal,
                             std::string{to_state(text_of(question, "status"))}});
    query.filters.push_back(
        {field_of(entity, "assignee"), FilterOperator::Equal, text_of(question, "assignee")});
    return external_ids(*store_, query, limit_of(question));
}

Result<std::string> Workload::search(std::string_view question_text) {
    const Json question = parse(question_text);
    if (!question.is_object()) return fail(ErrorCode::BadInput, "workload.search");
    const EntityDef& entity = entity_of(*store_, kWorkOrders);
    Query query;
    query.entity = entity.id;
    query.sort_field = field_of(entity, "planned_start");
    query.search = text_of(question, "text");
    return external_ids(*store_, query, limit_of(question));
}

Result<std::string> Workload::report() {
    const EntityDef& entity = entity_of(*store_, kWorkOrders);
    Query query;
    query.entity = entity.id;
    const std::vector<FieldId> keys{field_of(entity, "status"), field_of(entity, "assignee")};
    Json rows = Json::array();
    for (const ReportRow& row :
         TRY(holdfast::report(*store_, query, keys, field_of(entity, "amount"))))
        rows.push_back(Json::array({std::string{from_state(text_or_empty(row.keys[0]))},
                                    std::string{text_or_empty(row.keys[1])}, row.count, row.sum}));
    return rows.dump();
}

Result<std::size_t> compile_definitions(std::string_view documents) {
    std::vector<std::pair<std::string_view, std::string_view>> named;
    while (!documents.empty()) {
        const std::string_view line = documents.substr(0, documents.find('\n'));
        const std::size_t tab = line.find('\t');
        if (tab == line.npos || line.size() == documents.size())
            return fail(ErrorCode::BadInput, "workload.definitions");
        named.emplace_back(line.substr(0, tab), line.substr(tab + 1));
        documents.remove_prefix(line.size() + 1);
    }
    return TRY(Registry::compile(named, nullptr)).entities().size();
}

Result<std::string> account_page(std::string_view external_id) {
    const std::optional<RecordId> id = to_record_id(external_id);
    if (!id || external_id.substr(0, 2) != "ac") return fail(ErrorCode::NotFound, "workload.page");
    return "#/account/" + to_text(*id);
}

Result<PageContents> read_page(Workspace& workspace, std::string_view address) {
    workspace.navigate(address);
    FormView* form = workspace.form();
    if (form == nullptr) return fail(ErrorCode::NotFound, "workload.page");
    PageContents contents;
    for (const FormGroup& group : form->groups()) contents.facts += group.fields.size();
    (void)workspace.aside();
    contents.lists = workspace.related().size();
    for (std::size_t index = 0; index < contents.lists; ++index) {
        ListView& list = *workspace.related_list(index);
        const std::int64_t shown = std::min(list.row_count(), kPageRowsPerList);
        for (std::int64_t row = 0; row < shown; ++row) (void)list.row(row);
        contents.lists_filled += shown > 0 ? 1 : 0;
        contents.rows += shown;
    }
    if (!workspace.problem().empty()) return fail(ErrorCode::Storage, "workload.page");
    return contents;
}

}  // namespace holdfast
