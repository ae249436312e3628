// ErrorSentence: what is wrong with a field, in a sentence that names the field once.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::ui {

/// `error` with `label` before it, unless it names the field itself: "Name is missing."
[[nodiscard]] inline std::string error_sentence(std::string_view label, std::string_view error) {
    if (error.find(label) != std::string_view::npos) return std::string(error);
    return std::string(label) + ": " + std::string(error);
}

}  // namespace holdfast::ui
