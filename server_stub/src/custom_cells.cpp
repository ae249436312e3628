#include "custom_cells.h"

#include <algorithm>

#include "core/cbor.h"

namespace holdfast::server {
namespace {

constexpr std::size_t kCellItems = 3;

}  // namespace

std::vector<std::uint8_t> pack_cells(const std::vector<sync::CustomCell>& cells) {
    std::vector<std::uint8_t> packed;
    if (cells.empty()) return packed;
    CborWriter writer(packed);
    writer.array(cells.size());
    for (const sync::CustomCell& cell : cells) {
        writer.array(kCellItems);
        writer.unsigned_integer(raw(cell.field));
        writer.unsigned_integer(raw(cell.seq));
        writer.value(cell.value);
    }
    return packed;
}

Result<std::vector<sync::CustomCell>> unpack_cells(std::span<const std::uint8_t> packed) {
    std::vector<sync::CustomCell> cells;
    if (packed.empty()) return cells;
    CborReader reader(packed);
    cells.resize(TRY(reader.array()));
    for (sync::CustomCell& cell : cells) {
        TRY(reader.array_of(kCellItems));
        const std::uint64_t field = TRY(reader.unsigned_integer());
        if (field > kCustomIdMax) return fail(ErrorCode::Corrupt, "custom_cells.field");
        cell.field = FieldId{static_cast<std::uint16_t>(field)};
        cell.seq = ServerSeq{TRY(reader.unsigned_integer())};
        cell.value = TRY(reader.value());
    }
    return cells;
}

Status add_cells(std::span<const std::uint8_t> packed, RowImage& row,
                 std::vector<FieldId>& fields) {
    for (sync::CustomCell& cell : TRY(unpack_cells(packed))) {
        const auto found = std::find(fields.begin(), fields.end(), cell.field);
        const auto position = static_cast<std::size_t>(found - fields.begin());
        if (found == fields.end()) fields.push_back(cell.field);
        if (row.values.size() <= position) row.values.resize(position + 1);
        row.values[position] = std::move(cell.value);
    }
    return {};
}

}  // namespace holdfast::server
