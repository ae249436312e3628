// DuplicateFixture: customers of the product's own modules, and short ways to look for their likes.
#pragma once

#include <algorithm>

#include "core/duplicates.h"
#include "core/merge.h"
#include "core/store/policy_fixture.h"

namespace holdfast::test {

/// Over StoreFixture, or PolicyFixture where rights count.
template <typename Base>
struct DuplicateBase : Base {
    /// What a form of the module with these values would be told.
    std::vector<DuplicateCandidate> candidates(std::string_view module,
                                               std::initializer_list<Given> given,
                                               const RecordId& self = {}) {
        DuplicateQuery query;
        query.entity = this->entity(module).id;
        query.values = this->values(module, given);
        query.self = self;
        const DuplicateAnswer answer = must(find_duplicates(this->store, query));
        CHECK(answer.complete);
        return answer.candidates;
    }
    std::vector<std::string> titles(std::string_view module, std::initializer_list<Given> given) {
        std::vector<std::string> found;
        for (const DuplicateCandidate& each : candidates(module, given))
            found.push_back(each.title);
        return found;
    }
    std::vector<std::vector<RecordId>> groups(std::string_view module) {
        auto scan = must(DuplicateScan::start(this->store, this->entity(module).id));
        for (int step = 0; !scan.done(); ++step) {
            REQUIRE(step < 1'000);
            must(scan.step(100));
        }
        return scan.groups();
    }
    MergeRequest request(std::string_view module, const RecordId& winner,
                         std::vector<RecordId> losers) {
        return {this->entity(module).id, winner, std::move(losers), {}};
    }
    /// Merges and expects it to be saved; the group of history.
    std::int64_t merge(const MergeRequest& wanted) {
        const MergeDone done = must(merge_records(this->store, wanted));
        REQUIRE(std::holds_alternative<Saved>(done.outcome));
        REQUIRE(done.group != 0);
        return done.group;
    }
    std::int64_t merge(std::string_view module, const RecordId& winner, const RecordId& loser) {
        return merge(request(module, winner, {loser}));
    }
    bool lives(std::string_view module, const RecordId& id) {
        const auto record = must(this->store.read(this->entity(module).id, id));
        return record && record->life == Record::Life::Living;
    }
};
using DuplicateFixture = DuplicateBase<StoreFixture>;
using DuplicateRightsFixture = DuplicateBase<PolicyFixture>;

}  // namespace holdfast::test
