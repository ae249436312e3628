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

/// In the order of Language (core/strings.h).
inline constexpr std::string_view kLanguageTags[] = {"en", "pt-BR", "sv", "ja", "fr", "es"};

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
    {"review", StateCategory::Review}, {"won", StateCategory::Won},
    {"lost", StateCategory::Lost},
};

inline constexpr Word<MoveRight> kMoveRightWords[] = {
    {"edit", MoveRight::Edit},
    {"approve", MoveRight::Approve},
};

inline constexpr Word<MovePlace> kMovePlaceWords[] = {
    {"device", MovePlace::Device},
    {"authority", MovePlace::Authority},
};

inline constexpr Word<StampRule> kStampWords[] = {
    {"first", StampRule::FirstTime},
    {"every", StampRule::EveryTime},
};

inline constexpr Word<EntityKind> kEntityKindWords[] = {
    {"record", EntityKind::Record}, {"part", EntityKind::Part}, {"log", EntityKind::Log},
    {"config", EntityKind::Config}, {"link", EntityKind::Link},
};

inline constexpr Word<NumberPolicy> kNumberPolicyWords[] = {
    {"provisional", NumberPolicy::Provisional},
    {"leased", NumberPolicy::Leased},
    {"authority", NumberPolicy::Authority},
};

inline constexpr Word<OnDelete> kOnDeleteWords[] = {
    {"keep", OnDelete::Keep},
    {"clear", OnDelete::Clear},
    {"restrict", OnDelete::Restrict},
};

inline constexpr Word<Derive> kDeriveWords[] = {
    {"net", Derive::Net},          {"tax", Derive::Tax},          {"total", Derive::Total},
    {"line_net", Derive::LineNet}, {"line_tax", Derive::LineTax},
};

inline constexpr Word<Content> kContentWords[] = {
    {"condition", Content::Condition}, {"formula", Content::Formula}, {"field", Content::Field},
    {"query", Content::Query},         {"changes", Content::Changes},
};

inline constexpr Word<MatchKind> kMatchWords[] = {
    {"normalised", MatchKind::Normalised},
    {"exact", MatchKind::Exact},
    {"fuzzy", MatchKind::Fuzzy},
};

}  // namespace holdfast
