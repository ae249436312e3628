// JsonCells: values of JSON as the cells of a row, and a cell that holds JSON. Private to
// core/src/app.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "json_records.h"

namespace holdfast {

/// Bytes that are in memory already; they must outlive it.
class TextBytes final : public ByteSource {
public:
    explicit TextBytes(std::string_view text) : text_(text) {}
    std::int64_t size() const override { return static_cast<std::int64_t>(text_.size()); }
    Status read(std::int64_t offset, std::size_t count, std::string& out) override;

private:
    std::string_view text_;
};

/// Calls `take(name, cell)` for each plain value of the object; those of objects inside it are
/// called "address.city", down to three levels, below which they stay JSON.
void for_each_json_cell(const JsonValue& object,
                        const std::function<void(const std::string&, std::string)>& take);

/// Whether a cell holds bytes that are no text.
[[nodiscard]] bool has_controls(std::string_view cell);

/// The list that a cell holds as JSON; nothing when it is none.
[[nodiscard]] std::optional<JsonValue> parse_json_list(const std::string& cell);

}  // namespace holdfast
