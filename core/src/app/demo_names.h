// DemoNames: words of six languages for the demo company. Private to core/src/app.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/strings.h"

namespace holdfast {

struct DemoPlace {
    std::string_view city;
    std::string_view region;
    std::string_view postal_code;
};

/// How one country's people, companies and streets are called. `street` has {0} for the name and
/// {1} for the number.
struct DemoCountry {
    Language language;
    std::string_view country;
    std::string_view currency;
    std::string_view dial;
    std::string_view domain;
    std::string_view street;
    std::span<const std::string_view> first_names;
    std::span<const std::string_view> last_names;
    std::span<const std::string_view> company_words;
    std::span<const std::string_view> company_forms;
    std::span<const std::string_view> street_names;
    std::span<const DemoPlace> places;
    std::span<const std::string_view> subjects;
    std::span<const std::string_view> parts;
    std::span<const std::string_view> job_titles;
};

inline constexpr std::size_t kDemoCountries = 6;
[[nodiscard]] const std::array<DemoCountry, kDemoCountries>& demo_countries();

}  // namespace holdfast
