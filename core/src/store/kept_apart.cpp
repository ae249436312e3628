// Records that people looked at and found to be two: remembered on this device.
#include "core/duplicates.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

std::string setting_of(const RecordId& one, const RecordId& two) {
    return "apart." + to_text(std::min(one, two)) + "." + to_text(std::max(one, two));
}

Status write_pairs(Store& store, const std::vector<RecordId>& records, std::string_view text) {
    if (records.size() > kKeptApartMax)
        return fail(ErrorCode::LimitExceeded, "duplicates.keep_apart");
    Transaction transaction = TRY(Transaction::begin(store.database()));
    for (std::size_t first = 0; first < records.size(); ++first)
        for (std::size_t second = first + 1; second < records.size(); ++second)
            TRY(store.write_setting(setting_of(records[first], records[second]), text));
    return transaction.commit();
}

}  // namespace

Status keep_apart(Store& store, const std::vector<RecordId>& records) {
    return write_pairs(store, records, "1");
}

Status forget_apart(Store& store, const std::vector<RecordId>& records) {
    return write_pairs(store, records, "");
}

Result<bool> are_kept_apart(Store& store, const RecordId& one, const RecordId& two) {
    if (one.is_none() || two.is_none()) return false;
    return !TRY(store.read_setting(setting_of(one, two))).empty();
}

}  // namespace holdfast
