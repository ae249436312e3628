// The last line of the program, as ./holdfast test reads it: "N passed, N failed".
#include <cstdio>

#include "support/test.h"

namespace {

class Summary final : public Catch::EventListenerBase {
public:
    using EventListenerBase::EventListenerBase;
    void testCaseEnded(const Catch::TestCaseStats& stats) override {
        stats.totals.testCases.allOk() ? ++passed_ : ++failed_;
    }
    ~Summary() override { std::printf("%d passed, %d failed\n", passed_, failed_); }

private:
    int passed_ = 0;
    int failed_ = 0;
};

}  // namespace

CATCH_REGISTER_LISTENER(Summary)
