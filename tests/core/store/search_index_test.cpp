#include "store/search_index.h"

#include <map>
#include <string>

#include "core/random.h"
#include "support/test.h"

using namespace holdfast;

TEST_CASE("a row that holds the text is always a candidate", "[core][search]") {
    test::Random random(3);
    SearchIndex index;
    std::map<std::int64_t, std::string> texts;
    for (std::int64_t pk = 1; pk <= 500; ++pk) {
        std::string text;
        for (std::uint64_t length = 5 + random.below(60); length > 0; --length)
            text.push_back(static_cast<char>('a' + random.below(26)));
        const std::int64_t row = pk * 37;
        texts[row] = text;
        index.add(row, text);
    }
    std::size_t too_many = 0;
    for (const auto& [pk, text] : texts) {
        const std::string needle = text.substr(random.below(text.size() - 4), 5);
        const Candidates candidates = index.find(needle);
        CHECK(candidates.contains(pk));
        const std::vector<std::int64_t> list = candidates.list();
        CHECK(static_cast<std::int64_t>(list.size()) == candidates.count());
        for (const std::int64_t candidate : list)
            if (texts.at(candidate).find(needle) == std::string::npos) ++too_many;
    }
    // Signatures of short texts are sparse: false candidates are rare.
    CHECK(too_many < texts.size() / 2);
}

TEST_CASE("what was added once stays a candidate, whatever is added later", "[core][search]") {
    SearchIndex index;
    index.add(7, "pump");
    index.add(7, "valve");
    CHECK(index.find("pump").contains(7));
    CHECK(index.find("valve").contains(7));
    CHECK_FALSE(index.find("pump").contains(8));
    CHECK_FALSE(index.find("pump").contains(1'000'000));
}

TEST_CASE("signatures take 64 bytes a row", "[core][search]") {
    SearchIndex index;
    for (std::int64_t pk = 0; pk < 8'192; ++pk) index.add(pk, "some text");
    CHECK(index.bytes() == 8'192 * SearchIndex::kSignatureBits / 8);
}
