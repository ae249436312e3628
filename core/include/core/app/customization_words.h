// The sentence for a change set that is refused.
#pragma once

#include <string>

#include "core/customization.h"
#include "core/strings.h"

namespace holdfast {

/// Says where it is wrong and what to do, in the language of `strings`.
[[nodiscard]] std::string sentence(const Strings& strings, const CustomizationIssue& issue);

}  // namespace holdfast
