#include "store/kept_days.h"

#include <charconv>

namespace holdfast {

Result<std::int64_t> read_kept_days(Store& store, std::string_view key, std::int64_t days) {
    const std::string text = TRY(store.read_setting(key));
    std::int64_t given = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, given);
    const bool valid = !text.empty() && error == std::errc() && end == last && given >= 0;
    return valid ? given : days;
}

}  // namespace holdfast
