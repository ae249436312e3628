#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/transaction_codec.h"
#include "sync/codec.h"

namespace holdfast::sync {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kJsonBytesMax = 4U << 20;
/// A push needs eight: push, transactions, transaction, operations, operation, edits, edit, link.
constexpr int kJsonDepthMax = 8;

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json json_of(const Value& value) {
    return Json::parse(holdfast::to_json(value), nullptr, false);
}

Json json_of(const TransactionResult& result) {
    return {{"no", raw(result.no)},         {"status", raw(result.status)},
            {"seq", raw(result.seq)},       {"code", raw(result.code)},
            {"entity", raw(result.entity)}, {"field", raw(result.field)},
            {"current", result.current},    {"blocked_by", raw(result.blocked_by)}};
}

Json json_of(const std::vector<TransactionResult>& results) {
    Json array = Json::array();
    for (const TransactionResult& result : results) array.push_back(json_of(result));
    return array;
}

Json json_of(const RowImage& row) {
    Json values = Json::array();
    for (const Value& value : row.values) values.push_back(json_of(value));
    return {{"id", holdfast::to_text(row.id)},
            {"version", raw(row.version)},
            {"deleted", row.deleted},
            {"values", std::move(values)}};
}

/// Parses, and refuses a key that stands twice in one object: two readers of one message must not
/// be able to disagree about it. Refuses what is nested deeper than any message: writing a value
/// out again calls itself for every level.
Result<Json> parse(std::string_view text) {
    if (text.size() > kJsonBytesMax) return fail(ErrorCode::LimitExceeded, "json.bytes");
    bool repeated = false;
    bool too_deep = false;
    std::vector<std::set<std::string>> keys;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
        too_deep |= depth >= kJsonDepthMax && (event == Json::parse_event_t::object_start ||
                                               event == Json::parse_event_t::array_start);
        if (too_deep) return false;
        if (event == Json::parse_event_t::object_start) keys.emplace_back();
        if (event == Json::parse_event_t::object_end) keys.pop_back();
        if (event == Json::parse_event_t::key)
            repeated |= !keys.back().insert(parsed.get<std::string>()).second;
        return true;
    };
    Json json = Json::parse(text, watch, false);
    if (too_deep || json.is_discarded() || repeated || !json.is_object())
        return fail(ErrorCode::BadInput, "json.parse");
    return json;
}

/// Reads members of one object; the first thing wrong with any of them is remembered.
class Members {
public:
    explicit Members(const Json& object) : object_(object) { ok_ = object.is_object(); }

    [[nodiscard]] const Json* find(const char* key) const {
        if (!object_.is_object()) return nullptr;
        const auto found = object_.find(key);
        return found == object_.end() ? nullptr : &*found;
    }
    template <typename Number>
    Number number(const char* key) {
        const Json* member = find(key);
        if (member == nullptr) return Number{};
        ok_ &= member->is_number_unsigned();
        if (!ok_) return Number{};
        const auto wide = member->get<std::uint64_t>();
        ok_ &= wide <= std::numeric_limits<Number>::max();
        return static_cast<Number>(wide);
    }
    template <typename Enum>
    Enum numbered(const char* key) {
        return static_cast<Enum>(number<std::underlying_type_t<Enum>>(key));
    }
    std::string text(const char* key) {
        const Json* member = find(key);
        if (member == nullptr) return {};
        ok_ &= member->is_string();
        return ok_ ? member->get<std::string>() : std::string{};
    }
    RecordId record(const char* key) {
        const std::string written = text(key);
        const std::optional<RecordId> id = parse_record_id(written);
        ok_ &= id.has_value() || written.empty();
        return id.value_or(RecordId{});
    }
    Value value(const char* key) {
        const Json* member = find(key);
        if (member == nullptr) return {};
        Result<Value> read = value_from_json(text_of(*member));
        ok_ &= read.has_value();
        return read ? *std::move(read) : Value{};
    }
    /// The array's items, or none.
    const Json& array(const char* key) {
        static const Json kEmpty = Json::array();
        const Json* member = find(key);
        if (member == nullptr) return kEmpty;
        ok_ &= member->is_array();
        return ok_ ? *member : kEmpty;
    }
    void require(bool condition) { ok_ &= condition; }
    [[nodiscard]] bool ok() const { return ok_; }

private:
    const Json& object_;
    bool ok_ = true;
};

FieldEdit edit_of(const Json& json, Members& outer) {
    Members members(json);
    FieldEdit edit;
    edit.field = members.numbered<FieldId>("field");
    edit.value = members.value("value");
    edit.base = members.numbered<ServerSeq>("base");
    edit.own_no = members.numbered<TransactionNo>("own_no");
    edit.seen = members.value("seen");
    outer.require(members.ok());
    return edit;
}

bool is_operation_kind(OperationKind kind) {
    switch (kind) {
        case OperationKind::Create:
        case OperationKind::Set:
        case OperationKind::Increment:
        case OperationKind::Transition:
        case OperationKind::ReportNumber:
        case OperationKind::Remove:
        case OperationKind::Restore:
            return true;
    }
    return false;
}

Operation operation_of(const Json& json, Members& outer) {
    Members members(json);
    Operation operation;
    operation.kind = members.numbered<OperationKind>("kind");
    operation.entity = members.numbered<EntityId>("entity");
    operation.record = members.record("record");
    operation.from_state = members.text("from_state");
    for (const Json& edit : members.array("edits"))
        operation.edits.push_back(edit_of(edit, members));
    operation.base = members.numbered<ServerSeq>("base");
    operation.own_no = members.numbered<TransactionNo>("own_no");
    outer.require(members.ok() && is_operation_kind(operation.kind));
    return operation;
}

TransactionRecord transaction_of(const Json& json, Members& outer) {
    Members members(json);
    TransactionRecord transaction;
    transaction.no = members.numbered<TransactionNo>("no");
    transaction.id = members.record("id");
    transaction.hlc.packed = members.number<std::uint64_t>("hlc");
    transaction.schema_version = members.number<std::uint64_t>("schema_version");
    transaction.reason = members.text("reason");
    for (const Json& number : members.array("depends_on")) {
        members.require(number.is_number_unsigned());
        if (members.ok())
            transaction.depends_on.push_back(TransactionNo{number.get<std::uint64_t>()});
    }
    for (const Json& operation : members.array("operations"))
        transaction.operations.push_back(operation_of(operation, members));
    outer.require(members.ok() && transaction.operations.size() <= kOperationsPerTransactionMax);
    return transaction;
}

}  // namespace

std::string to_json(const EnrolReply& message) {
    return text_of({{"protocol", message.protocol},
                    {"device", raw(message.device)},
                    {"device_code", message.device_code},
                    {"token", message.token},
                    {"user", message.user},
                    {"epoch", message.epoch},
                    {"schema_version", message.schema_version}});
}

std::string to_json(const PushReply& message) {
    return text_of({{"epoch", message.epoch},
                    {"head", raw(message.head)},
                    {"last_no", raw(message.last_no)},
                    {"results", json_of(message.results)}});
}

std::string to_json(const Delta& message) {
    Json rows = Json::array();
    for (const EntityRows& entity : message.rows) {
        Json images = Json::array();
        for (const RowImage& row : entity.rows) images.push_back(json_of(row));
        Json fields = Json::array();
        for (const FieldId field : entity.fields) fields.push_back(raw(field));
        rows.push_back({{"entity", raw(entity.entity)},
                        {"fields", std::move(fields)},
                        {"rows", std::move(images)}});
    }
    return text_of({{"protocol", kProtocolVersion},
                    {"epoch", message.epoch},
                    {"from", raw(message.from)},
                    {"to", raw(message.to)},
                    {"mark", message.mark},
                    {"decided_upto", raw(message.decided_upto)},
                    {"rebaseline", message.rebaseline},
                    {"rows", std::move(rows)},
                    {"refusals", json_of(message.refusals)}});
}

std::string to_json(const Problem& message) {
    return text_of({{"code", raw(message.code)},
                    {"retry_after_ms", message.retry_after_ms},
                    {"expected_no", raw(message.expected_no)}});
}

Result<EnrolRequest> enrol_request_from_json(std::string_view json) {
    const Json parsed = TRY(parse(json));
    Members members(parsed);
    EnrolRequest message;
    message.code = members.text("code");
    message.device_name = members.text("device_name");
    if (!members.ok()) return fail(ErrorCode::BadInput, "json.enrol");
    return decode_enrol_request(encode(message));
}

Result<PushRequest> push_request_from_json(std::string_view json) {
    const Json parsed = TRY(parse(json));
    Members members(parsed);
    PushRequest message;
    message.epoch = members.number<std::uint64_t>("epoch");
    message.schema_version = members.number<std::uint64_t>("schema_version");
    const Json& transactions = members.array("transactions");
    if (transactions.size() > kPushTransactionsMax)
        return fail(ErrorCode::LimitExceeded, "json.push");
    for (const Json& transaction : transactions)
        message.transactions.push_back(transaction_of(transaction, members));
    if (!members.ok()) return fail(ErrorCode::BadInput, "json.push");
    // What may be in a transaction is decided in one place, and that reads bytes.
    for (TransactionRecord& transaction : message.transactions)
        transaction = TRY(decode_transaction(encode_transaction(transaction)));
    return message;
}

}  // namespace holdfast::sync
