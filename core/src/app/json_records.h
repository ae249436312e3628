// JsonRecords: objects of a JSON file, read one at a time and written. Private to core/src/app.
//
// A file is an array of objects, or objects one after the other (JSON Lines). Numbers keep their
// digits: there is no floating point.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/byte_source.h"
#include "json_cutter.h"

namespace holdfast {

/// Values in one object, nested ones included.
inline constexpr std::size_t kJsonValuesMax = 20'000;

enum class JsonKind : std::uint8_t { Null, False, True, Number, Text, List, Object };

/// One value and, in an object, its name.
struct JsonValue {
    JsonKind kind = JsonKind::Null;
    std::string name;
    std::string text;                 ///< Text: UTF-8. Number: as JSON writes it ("-1.50").
    std::vector<JsonValue> children;  ///< Of a List or Object, in the file's order.
    bool operator==(const JsonValue&) const = default;
    /// The member of that name, the last one when there are several; null when there is none.
    [[nodiscard]] const JsonValue* find(std::string_view member) const;
};

/// One object of the file, or what stands where one should be.
struct JsonRecord {
    std::int64_t offset = 0;  ///< Of its first byte in the file.
    std::int64_t line = 1;    ///< 1-based, where it begins.
    JsonValue object;         ///< Empty when there is a problem.
    JsonProblem problem = JsonProblem::None;
    std::int64_t problem_offset = 0;  ///< Of the byte where it shows.
    std::string excerpt;              ///< Beginning of what stands there, when there is a problem.
};

/// Objects of a source in bounded memory, whatever its bytes are. Missing and superfluous commas
/// between objects are forgiven. After a broken object reading goes on with the next one.
class JsonRecordsReader {
public:
    /// `source` must outlive the reader.
    explicit JsonRecordsReader(ByteSource& source) : source_(&source) {}
    /// False at the end of the file. Fails only when the source does.
    [[nodiscard]] Result<bool> next(JsonRecord& record);
    [[nodiscard]] std::int64_t bytes_done() const;

private:
    [[nodiscard]] Status read_chunk();

    ByteSource* source_;
    JsonCutter cutter_;
    std::string chunk_;
    std::size_t at_ = 0;
    std::int64_t offset_ = 0;
    bool ended_ = false;
};

enum class JsonLayout : std::uint8_t { Array, Lines };

/// Writes objects one after the other into any string; the caller carries it away.
class JsonRecordsWriter {
public:
    explicit JsonRecordsWriter(JsonLayout layout) : layout_(layout) {}
    void begin(std::string& out) const;
    /// `object`: of kind Object, nested at most kJsonDepthMax deep; the text of a Number must be
    /// one. Malformed UTF-8 is written as U+FFFD.
    void append(std::string& out, const JsonValue& object);
    void end(std::string& out) const;

private:
    JsonLayout layout_;
    bool first_ = true;
};

}  // namespace holdfast
