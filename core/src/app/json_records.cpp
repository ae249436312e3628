#include "json_records.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "csv_text.h"

namespace holdfast {
namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::string_view kHexDigits = "0123456789abcdef";

/// Receives the values of one object from the parser and builds the tree.
class ObjectBuilder {
public:
    explicit ObjectBuilder(JsonValue& object) : object_(&object) {}
    [[nodiscard]] std::size_t error_position() const { return error_position_; }
    [[nodiscard]] bool is_too_large() const { return values_ > kJsonValuesMax; }

    bool null() { return add(JsonKind::Null, {}); }
    bool boolean(bool value) { return add(value ? JsonKind::True : JsonKind::False, {}); }
    bool number_integer(std::int64_t number) {
        return add(JsonKind::Number, std::to_string(number));
    }
    bool number_unsigned(std::uint64_t number) {
        return add(JsonKind::Number, std::to_string(number));
    }
    bool number_float(double /*rounded*/, const std::string& digits) {
        return add(JsonKind::Number, digits);
    }
    bool string(std::string& text) { return add(JsonKind::Text, std::move(text)); }
    bool binary(std::vector<std::uint8_t>& /*bytes*/) { return false; }
    bool start_object(std::size_t /*count*/) { return begin(JsonKind::Object); }
    bool start_array(std::size_t /*count*/) { return begin(JsonKind::List); }
    bool key(std::string& name) {
        name_ = std::move(name);
        return true;
    }
    bool end_object() { return end(); }
    bool end_array() { return end(); }
    template <typename Exception>
    bool parse_error(std::size_t position, const std::string& /*token*/, const Exception&) {
        error_position_ = position;
        return false;
    }

private:
    bool add(JsonKind kind, std::string text) {
        if (++values_ > kJsonValuesMax) return false;
        open_.back()->children.push_back({kind, std::move(name_), std::move(text), {}});
        name_.clear();
        return true;
    }
    bool begin(JsonKind kind) {
        if (open_.empty()) {
            object_->kind = kind;
            open_.push_back(object_);
            return true;
        }
        if (!add(kind, {})) return false;
        open_.push_back(&open_.back()->children.back());
        return true;
    }
    bool end() {
        open_.pop_back();
        return true;
    }

    JsonValue* object_;
    /// The innermost last. Only its children grow, so the others stay where they are.
    std::vector<JsonValue*> open_;
    std::string name_;
    std::size_t values_ = 0;
    std::size_t error_position_ = 0;
};

std::size_t first_unreadable(std::string_view text) {
    const std::string readable = well_formed(text);
    const auto differing =
        std::mismatch(text.begin(), text.end(), readable.begin(), readable.end());
    return static_cast<std::size_t>(differing.first - text.begin());
}

void set_problem(JsonRecord& record, JsonProblem problem, std::size_t position) {
    record.object = JsonValue{};
    record.problem = problem;
    record.problem_offset = record.offset + static_cast<std::int64_t>(position);
}

void parse_object(JsonRecord& record, const std::string& text) {
    if (!is_utf8(text)) return set_problem(record, JsonProblem::Unreadable, first_unreadable(text));
    ObjectBuilder builder(record.object);
    if (nlohmann::json::sax_parse(text, &builder)) return;
    if (builder.is_too_large()) return set_problem(record, JsonProblem::TooLarge, 0);
    // The parser counts the bytes it has read, the wrong one included.
    const std::size_t read = builder.error_position();
    set_problem(record, JsonProblem::BadSyntax, read == 0 ? 0 : read - 1);
}

void take_piece(JsonRecord& record, JsonPiece& piece) {
    record = JsonRecord{};
    record.offset = piece.offset;
    record.line = piece.line;
    record.problem = piece.problem;
    record.problem_offset = piece.problem_offset;
    if (record.problem == JsonProblem::None) parse_object(record, piece.text);
    if (record.problem != JsonProblem::None) record.excerpt = excerpt_of(well_formed(piece.text));
}

void append_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char character : well_formed(text)) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            out.append(1, '\\').append(1, character);
        } else if (character == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            out.append("\\u00").append(1, kHexDigits[byte >> 4]).append(1, kHexDigits[byte & 0xF]);
        } else {
            out += character;
        }
    }
    out += '"';
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// Length of the digits at the beginning.
std::size_t digits_of(std::string_view text) {
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                    text.begin());
}

/// RFC 8259 section 6.
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t whole = digits_of(text);
    if (whole == 0 || (whole > 1 && text.front() == '0')) return false;
    text.remove_prefix(whole);
    if (text.starts_with('.')) {
        const std::size_t decimals = digits_of(text.substr(1));
        if (decimals == 0) return false;
        text.remove_prefix(1 + decimals);
    }
    if (!text.starts_with('e') && !text.starts_with('E')) return text.empty();
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && digits_of(text) == text.size();
}

void append_value(std::string& out, const JsonValue& value, std::size_t depth);

void append_children(std::string& out, const JsonValue& value, std::size_t depth) {
    HOLDFAST_ASSERT(depth <= kJsonDepthMax);
    const bool object = value.kind == JsonKind::Object;
    out += object ? '{' : '[';
    for (const JsonValue& child : value.children) {
        if (&child != value.children.data()) out += ',';
        if (object) {
            append_text(out, child.name);
            out += ':';
        }
        append_value(out, child, depth + 1);
    }
    out += object ? '}' : ']';
}

void append_value(std::string& out, const JsonValue& value, std::size_t depth) {
    switch (value.kind) {
        case JsonKind::Null:
            out += "null";
            return;
        case JsonKind::False:
            out += "false";
            return;
        case JsonKind::True:
            out += "true";
            return;
        case JsonKind::Number:
            HOLDFAST_ASSERT(is_number(value.text));
            out += value.text;
            return;
        case JsonKind::Text:
            return append_text(out, value.text);
        case JsonKind::List:
        case JsonKind::Object:
            return append_children(out, value, depth);
    }
}

}  // namespace

const JsonValue* JsonValue::find(std::string_view member) const {
    const auto found = std::find_if(children.rbegin(), children.rend(),
                                    [&](const JsonValue& each) { return each.name == member; });
    return kind == JsonKind::Object && found != children.rend() ? &*found : nullptr;
}

Status JsonRecordsReader::read_chunk() {
    chunk_.clear();
    at_ = 0;
    TRY(source_->read(offset_, kChunkBytes, chunk_));
    offset_ += static_cast<std::int64_t>(chunk_.size());
    ended_ = chunk_.empty();
    return {};
}

Result<bool> JsonRecordsReader::next(JsonRecord& record) {
    while (!ended_) {
        while (at_ < chunk_.size()) {
            const JsonCutter::Step step = cutter_.feed(chunk_[at_]);
            if (step != JsonCutter::Step::CompleteBefore) ++at_;
            if (step == JsonCutter::Step::Taken) continue;
            take_piece(record, cutter_.piece());
            return true;
        }
        TRY(read_chunk());
    }
    if (!cutter_.finish()) return false;
    take_piece(record, cutter_.piece());
    return true;
}

std::int64_t JsonRecordsReader::bytes_done() const {
    return cutter_.offset();
}

void JsonRecordsWriter::begin(std::string& out) const {
    if (layout_ == JsonLayout::Array) out += '[';
}

void JsonRecordsWriter::append(std::string& out, const JsonValue& object) {
    HOLDFAST_ASSERT(object.kind == JsonKind::Object);
    if (layout_ == JsonLayout::Array) out += first_ ? "\n" : ",\n";
    first_ = false;
    append_value(out, object, 1);
    if (layout_ == JsonLayout::Lines) out += '\n';
}

void JsonRecordsWriter::end(std::string& out) const {
    if (layout_ == JsonLayout::Array) out += first_ ? "]\n" : "\n]\n";
}

}  // namespace holdfast
