// docs/protocol.md is a contract: its numbers and shapes are compared with what is written.
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "frame.h"
#include "messages.h"
#include "support/test.h"
#include "sync/codec.h"

namespace holdfast::sync {
namespace {

using holdfast::test::must;
using namespace sync::test;

std::string read_page() {
    const std::ifstream file(HOLDFAST_SOURCE_DIR "/docs/protocol.md");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

struct PageFrame {
    std::string name;
    std::size_t items = 0;
};

/// Number of items between the outer brackets: commas that are not inside inner brackets.
std::size_t count_items(std::string_view shape) {
    std::size_t items = 1;
    int depth = 0;
    for (const char character : shape) {
        depth += character == '[' ? 1 : character == ']' ? -1 : 0;
        if (character == ',' && depth == 1) ++items;
    }
    return items;
}

std::map<int, PageFrame> frames_of_page() {
    std::map<int, PageFrame> frames;
    const std::string page = read_page();
    const std::regex line(R"(\| (\d+) \| (\w+) \| `(\[[^`]*\])` \|)");
    for (std::sregex_iterator at(page.begin(), page.end(), line), end; at != end; ++at)
        frames[std::stoi((*at)[1])] = {(*at)[2], count_items((*at)[3].str())};
    return frames;
}

/// Every frame that the writers make, by type.
std::map<int, std::size_t> frames_as_written() {
    Bytes bytes;
    for (const Bytes& message :
         {encode(EnrolRequest{"code", "name"}), encode(sample_enrol_reply()), encode(sample_push()),
          encode(sample_push_reply()), encode(sample_delta()),
          encode(News{{1, ServerSeq{2}}, LiveDelta{"", sample_delta()}}), encode(Problem{})})
        bytes.insert(bytes.end(), message.begin(), message.end());
    std::map<int, std::size_t> items;
    FrameReader reader(bytes);
    while (const auto frame = must(reader.next())) {
        CborReader payload(frame->payload);
        items[raw(frame->type)] = must(payload.array());
    }
    return items;
}

TEST_CASE("the protocol page lists every frame with its number and its items", "[codec]") {
    const std::map<int, PageFrame> page = frames_of_page();
    const std::map<int, std::size_t> written = frames_as_written();
    CHECK(page.size() == 12);
    REQUIRE(page.size() == written.size());
    for (const auto& [type, frame] : page) {
        CAPTURE(type, frame.name);
        REQUIRE(written.count(type) == 1);
        CHECK(written.at(type) == frame.items);
    }
}

TEST_CASE("the numbers of the protocol never change", "[codec]") {
    CHECK(raw(OperationKind::Create) == 1);
    CHECK(raw(OperationKind::Set) == 2);
    CHECK(raw(OperationKind::Increment) == 3);
    CHECK(raw(OperationKind::Transition) == 4);
    CHECK(raw(OperationKind::ReportNumber) == 5);
    CHECK(raw(OperationKind::Remove) == 8);
    CHECK(raw(OperationKind::Restore) == 9);
    CHECK(raw(TransactionStatus::Applied) == 1);
    CHECK(raw(TransactionStatus::Deferred) == 4);
    CHECK(raw(RejectionCode::Stale) == 1);
    CHECK(raw(RejectionCode::TooNew) == 8);
    CHECK(raw(ProblemCode::BadRequest) == 1);
    CHECK(raw(ProblemCode::Gap) == 7);
    CHECK(raw(ProblemCode::ServerTooOld) == 8);
}

}  // namespace
}  // namespace holdfast::sync
