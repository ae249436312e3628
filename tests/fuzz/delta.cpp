// Deltas with right checksums: what is accepted survives writing and reading again.
#include "fuzz/sealed_frames.h"
#include "sync/messages.h"

namespace holdfast::test {
namespace {

/// As it travels: without the empty tail of a row, and without entities that have no rows.
Delta as_sent(Delta delta) {
    std::vector<EntityRows> sent;
    for (EntityRows& rows : delta.rows) {
        if (rows.rows.empty()) continue;
        for (RowImage& row : rows.rows)
            while (!row.values.empty() && is_null(row.values.back())) row.values.pop_back();
        const bool joins =
            !sent.empty() && sent.back().entity == rows.entity && sent.back().fields == rows.fields;
        if (!joins) sent.push_back({rows.entity, {}, rows.fields});
        for (RowImage& row : rows.rows) sent.back().rows.push_back(std::move(row));
    }
    delta.rows = std::move(sent);
    return delta;
}

}  // namespace

std::vector<Bytes> seeds() {
    return {unsealed(sync::encode(sync::test::sample_delta()))};
}

void feed(std::span<const std::uint8_t> bytes) {
    const auto delta = sync::decode_delta(sealed(bytes));
    if (!delta) return;
    const auto again = sync::decode_delta(sync::encode(*delta));
    HOLDFAST_ASSERT(again && *again == as_sent(*delta));
}

}  // namespace holdfast::test
