#include "core/search.h"

#include "core/query.h"
#include "core/store_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

using Titles = std::vector<std::string>;

struct Everywhere : StoreFixture {
    SearchResults search(std::string_view text, const SearchLimits& limits = {}) {
        return must(search_everywhere(store, text, limits));
    }
    /// Titles of one module's hits, without the number before them.
    Titles titles(const SearchResults& results, std::string_view module) const {
        Titles result;
        for (const SearchModule& found : results.modules)
            if (found.entity == entity(module).id)
                for (const SearchHit& hit : found.hits) result.push_back(hit.title);
        return result;
    }
};

}  // namespace

TEST_CASE("all words must be there, in any order, in any module", "[core][search]") {
    Everywhere fixture;
    fixture.create("contact", {{"first_name", text("Ana")}, {"last_name", text("Bergström")}});
    fixture.create("contact", {{"first_name", text("Ana")}, {"last_name", text("Silva")}});
    fixture.create("account", {{"name", text("Berg & Anaconda")}});
    for (const std::string_view typed : {"ana berg", "BERG ana", "berg\xE3\x80\x80\xC3\x84na"}) {
        CAPTURE(typed);
        const SearchResults results = fixture.search(typed);
        CHECK(results.complete);
        CHECK(fixture.titles(results, "contact") == Titles{"Ana Bergström"});
        CHECK(fixture.titles(results, "account").size() == 1);
    }
    CHECK(fixture.search("ana berg nobody").modules.empty());
    CHECK(fixture.search(" \t ").modules.empty());
}

TEST_CASE("two Japanese characters are found inside a word", "[core][search]") {
    Everywhere fixture;
    fixture.create("account", {{"name", text("株式会社東京設備")}});
    fixture.create("account", {{"name", text("京都東山")}});  // The same characters, apart.
    fixture.create("account", {{"name", text("大阪")}});
    CHECK(fixture.titles(fixture.search("東京"), "account").size() == 1);
    CHECK(fixture.titles(fixture.search("設備 東京"), "account").size() == 1);
    CHECK(fixture.titles(fixture.search("京"), "account").size() == 2);
    CHECK(fixture.titles(fixture.search("阪"), "account").size() == 1);
    CHECK(fixture.search("名古").modules.empty());
}

TEST_CASE("titles that begin with a word come first, other fields last", "[core][search]") {
    Everywhere fixture;
    fixture.create("account", {{"name", text("Zeta")}, {"billing_city", text("Pumpville")}});
    fixture.create("account", {{"name", text("Old pump")}});
    fixture.create("account", {{"name", text("Pump works")}});
    fixture.create("account", {{"name", text("Pump bay")}});
    SearchLimits limits;
    const SearchResults all = fixture.search("pump", limits);
    REQUIRE(all.modules.size() == 1);
    std::vector<SearchRank> ranks;
    for (const SearchHit& hit : all.modules[0].hits) ranks.push_back(hit.rank);
    CHECK(ranks == std::vector<SearchRank>{SearchRank::TitleBegins, SearchRank::TitleBegins,
                                           SearchRank::TitleContains, SearchRank::OtherField});
    CHECK_FALSE(all.modules[0].has_more);
    limits.per_module_max = 2;
    const SearchResults best = fixture.search("pump", limits);
    CHECK(best.modules[0].has_more);
    REQUIRE(best.modules[0].hits.size() == 2);
    CHECK(best.modules[0].hits[0].title.find("Pump bay") != std::string::npos);
    CHECK(best.modules[0].hits[1].title.find("Pump works") != std::string::npos);
}

TEST_CASE("records in the recycle bin and parts of them are not found", "[core][search]") {
    Everywhere fixture;
    const RecordId order = fixture.create("work_order", {{"subject", text("Unheard")}});
    fixture.create("work_order_line",
                   {{"work_order", order}, {"description", text("Unheard part")}});
    CHECK_FALSE(fixture.search("unheard").modules.empty());
    fixture.save(fixture.draft().remove(fixture.entity("work_order").id, order));
    CHECK(fixture.search("unheard").modules.empty());
}

TEST_CASE("a search stops at its budget, and the next one gets further", "[core][search]") {
    Everywhere fixture;
    for (int count = 0; count < 60; ++count)
        fixture.create("account", {{"name", text("Account " + std::to_string(count))}});
    fixture.create("account", {{"name", text("Needle")}});
    SearchLimits limits;
    limits.rows_max = 30;
    SearchResults results = fixture.search("needle", limits);
    CHECK_FALSE(results.complete);
    CHECK(results.modules.empty());
    // Written while the index is being built: neither lost nor left out.
    fixture.create("account", {{"name", text("Needle two")}});
    int calls = 1;
    for (; !results.complete && calls < 20; ++calls) results = fixture.search("needle", limits);
    CHECK(results.complete);
    CHECK(calls > 3);
    CHECK(fixture.titles(results, "account").size() == 2);
    Query query;
    query.entity = fixture.entity("account").id;
    query.search = "needle";
    CHECK(must(count_rows(fixture.store, query)) == 2);
}

TEST_CASE("hostile search texts are refused or find nothing", "[core][search]") {
    Everywhere fixture;
    fixture.create("account", {{"name", text("Acme")}});
    const std::string long_text(kSearchTextBytesMax + 1, 'a');
    CHECK(search_everywhere(fixture.store, long_text).error().code == ErrorCode::BadInput);
    for (const std::string_view typed : {"%", "_", "'; --", "\xFF\xFE", "\x1F", "\"*"}) {
        CAPTURE(typed);
        CHECK(fixture.search(typed).modules.empty());
    }
    SearchLimits none;
    none.rows_max = 0;
    CHECK_FALSE(fixture.search("acme", none).complete);
}
