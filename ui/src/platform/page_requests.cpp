#include "ui/page_requests.h"

#include <algorithm>
#include <utility>

namespace holdfast::ui {
namespace {

bool says_a_state(PageRequestKind kind) {
    switch (kind) {
        case PageRequestKind::Title:
        case PageRequestKind::Cursor:
        case PageRequestKind::Theme:
        case PageRequestKind::Language:
        case PageRequestKind::State:
            return true;
        default:
            return false;
    }
}

// State requests are one per attribute; the others of their kind replace each other.
bool same_subject(const PageRequest& one, const PageRequest& two) {
    if (one.kind != two.kind) return false;
    return one.kind != PageRequestKind::State || one.first == two.first;
}

}  // namespace

void PageRequests::add(PageRequestKind kind, std::string first, std::string second) {
    PageRequest request{kind, std::move(first), std::move(second)};
    if (says_a_state(kind)) {
        const auto known = std::find_if(
            last_.begin(), last_.end(),
            [&request](const PageRequest& each) { return same_subject(each, request); });
        if (known == last_.end()) {
            last_.push_back(request);
        } else if (known->first == request.first && known->second == request.second) {
            return;
        } else {
            *known = request;
        }
    }
    waiting_.push_back(std::move(request));
}

std::vector<PageRequest> PageRequests::take() {
    return std::exchange(waiting_, {});
}

}  // namespace holdfast::ui
