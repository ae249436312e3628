#include "ui/page_requests.h"
#include "support/test.h"

namespace {

using holdfast::ui::PageRequestKind;
using holdfast::ui::PageRequests;

}  // namespace

TEST_CASE("a state that did not change is said once", "[ui][page]") {
    PageRequests requests;
    requests.add(PageRequestKind::Title, "Accounts");
    requests.add(PageRequestKind::Title, "Accounts");
    CHECK(requests.take().size() == 1);
    requests.add(PageRequestKind::Title, "Accounts");
    CHECK(requests.empty());
    requests.add(PageRequestKind::Title, "Contacts");
    CHECK(requests.take().size() == 1);
}

TEST_CASE("states of different attributes do not hide each other", "[ui][page]") {
    PageRequests requests;
    requests.add(PageRequestKind::State, "sync", "offline");
    requests.add(PageRequestKind::State, "pending", "3");
    requests.add(PageRequestKind::State, "sync", "offline");
    CHECK(requests.take().size() == 2);
}

TEST_CASE("announcements and downloads are repeated as often as they are asked", "[ui][page]") {
    PageRequests requests;
    requests.add(PageRequestKind::Announce, "Saved");
    requests.add(PageRequestKind::Announce, "Saved");
    requests.add(PageRequestKind::Download, "refused.csv", "a,b");
    const auto taken = requests.take();
    REQUIRE(taken.size() == 3);
    CHECK(taken[2].second == "a,b");
    CHECK(requests.empty());
}
