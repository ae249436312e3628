// Enrol: binds a workspace to a server and queues what it holds, so that nothing is lost.
#pragma once

#include "store/store_impl.h"

namespace holdfast {

/// Store::enrol().
[[nodiscard]] Status enrol_store(Store::Impl& store, const Enrolment& enrolment);

}  // namespace holdfast
