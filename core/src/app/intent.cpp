#include "core/app/intent.h"

namespace holdfast {

// What the constructor from a wish promises of its moves.
static_assert(std::is_nothrow_move_constructible_v<AnyIntent>);

Intent::Intent(const Intent& other) = default;
Intent::Intent(Intent&& other) noexcept = default;
Intent& Intent::operator=(const Intent& other) = default;
Intent& Intent::operator=(Intent&& other) noexcept = default;
Intent::~Intent() = default;

}  // namespace holdfast
