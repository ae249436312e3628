// DefinitionWords: the words of module definitions and what they stand for. Private to core/src.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/registry.h"

namespace holdfast {

template <typename Enum>
struct Word {
    std::string_view text;
    Enum meaning;
};

inline constexpr Word<FieldType> kFieldTypeWords[] = {
    {"text", FieldType::Text},         {"longtext", FieldType::LongText},
    {"email", FieldType::Email},       {"phone", FieldType::Phone},
    {"url", FieldType::Url},           {"integer", FieldType::Integer},
    {"money", FieldType::Money},       {"quantity", FieldType::Quantity},
    {"percent", FieldType::Percent},   {"boolean", FieldType::Boolean},
    {"date", FieldType::Date},         {"datetime", FieldType::DateTime},
    {"duration", FieldType::Duration}, {"choice", FieldType::Choice},
    {"state", FieldType::State},       {"link", FieldType::Link},
    {"number", FieldType::Number},     {"json", FieldType::Json},
};

inline constexpr Word<MergeKind> kMergeWords[] = {
    {"scalar", MergeKind::Scalar},     {"strict", MergeKind::Strict},
    {"counter", MergeKind::Counter},   {"set", MergeKind::Set},
    {"text", MergeKind::Text},         {"once", MergeKind::Once},
    {"position", MergeKind::Position}, {"server", MergeKind::Server},
};

inline constexpr Word<StateCategory> kCategoryWords[] = {
    {"draft", StateCategory::Draft},   {"open", StateCategory::Open},
    {"active", StateCategory::Active}, {"waiting", StateCategory::Waiting},
    {"done", StateCategory::Done},     {"failed", StateCategory::Failed},
    {"closed", StateCategory::Closed}, {"cancelled", StateCategory::Cancelled},
    {"review", StateCategory::Review},
};

inline constexpr Word<StampRule> kStampWords[] = {
    {"first", StampRule::FirstTime},
    {"every", StampRule::EveryTime},
};

/// Bytes of text that a field of this type holds unless its definition says otherwise.
constexpr std::int32_t default_bytes_max(FieldType type) {
    switch (type) {
        case FieldType::LongText:
            return 20'000;
        case FieldType::Email:
            return 254;
        case FieldType::Phone:
        case FieldType::Number:
            return 40;
        case FieldType::Url:
            return 2'000;
        case FieldType::Choice:
        case FieldType::State:
            return 64;
        case FieldType::Json:
            return 65'536;
        default:
            return 200;
    }
}

/// How a field of this type merges unless its definition says otherwise.
constexpr MergeKind default_merge(FieldType type) {
    switch (type) {
        case FieldType::LongText:
            return MergeKind::Text;
        case FieldType::State:
            return MergeKind::State;
        case FieldType::Number:
            return MergeKind::Once;
        default:
            return MergeKind::Scalar;
    }
}

}  // namespace holdfast
