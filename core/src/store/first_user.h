// The first user of a workspace: with it rights begin, so that its author must become an
// administrator in the same commit, or nobody could ever change a right again. Private to
// core/src/store.
#pragma once

#include <optional>

#include "core/store.h"

namespace holdfast {

struct FirstUser {
    Draft draft;      ///< The given one, with an administrator's profile for the author.
    RecordId author;  ///< The user record of who commits it.
};
/// Nothing unless `draft` makes the first user that this workspace has ever had. Enrolled, the
/// author is the user with the device's login, who is made as well when the draft does not;
/// standalone, the first one that the draft makes and does not switch off.
[[nodiscard]] Result<std::optional<FirstUser>> find_first_user(Store::Impl& store,
                                                               const Draft& draft);

}  // namespace holdfast
