// How values are compared: by what they mean, not by how they are written.
#include "store/duplicate_text.h"

#include "duplicates/duplicate_fixture.h"
#include "store/duplicate_index.h"

using namespace holdfast;

namespace {

const FieldDef& field_of_type(FieldType type) {
    static std::map<FieldType, FieldDef> fields;
    fields[type].type = type;
    return fields[type];
}

bool same(FieldType type, MatchKind match, const char* one, const char* two) {
    const FieldDef& field = field_of_type(type);
    const ComparedValue first = compared_value(field, match, Value(std::string(one)));
    const ComparedValue second = compared_value(field, match, Value(std::string(two)));
    const bool answer = agree(field, first, second);
    CHECK(agree(field, second, first) == answer);
    return answer;
}

bool alike(const char* one, const char* two) {
    return same(FieldType::Text, MatchKind::Fuzzy, one, two);
}
bool same_phone(const char* one, const char* two) {
    return same(FieldType::Phone, MatchKind::Normalised, one, two);
}

}  // namespace

TEST_CASE("names are alike when only spelling, order, accents or the company form differ",
          "[duplicates]") {
    CHECK(alike("Berg Installation AB", "berg installation"));
    CHECK(alike("Bergs Installation", "Berg Installation AB"));
    CHECK(alike("Johnson", "Jonsson") == false);  // Two letters of a short word.
    CHECK(alike("Johnson", "Jonson"));
    CHECK(alike("Ana Pérez", "Perez, Ana"));
    CHECK(alike("Anna Berg", "Anna Berg Svensson"));
    CHECK(alike("O'Brien & Sons", "OBrien Sons"));
    CHECK(alike("株式会社山田製作所", "山田製作所"));
    CHECK(alike("Co", "CO"));
}

TEST_CASE("names are not alike when a word of the shorter one is missing", "[duplicates]") {
    CHECK_FALSE(alike("Berg", "Berg Installation"));
    CHECK_FALSE(alike("Berg Installation Norr", "Berg Installation Syd"));
    CHECK_FALSE(alike("Pump 200", "Pump 300"));
    CHECK_FALSE(alike("Screw M6", "Screw M8"));
    CHECK_FALSE(alike("Ana", "Ann"));
    CHECK_FALSE(alike("", ""));
    CHECK_FALSE(alike(" & ", " - "));
    CHECK_FALSE(alike("Anna", "Anna Berg Svensson"));
}

TEST_CASE("phone numbers agree with and without the country's number", "[duplicates]") {
    CHECK(same_phone("+46 70-123 45 67", "070 123 45 67"));
    CHECK(same_phone("0046701234567", "(070) 1234567"));
    CHECK(same_phone("+55 (11) 98765-4321", "11987654321"));
    CHECK_FALSE(same_phone("070 123 45 67", "070 123 45 68"));
    CHECK_FALSE(same_phone("112", "46112"));
    CHECK(same_phone("112", "112"));
    CHECK_FALSE(same_phone("000", "00"));
}

TEST_CASE("other values agree without case, accents and signs", "[duplicates]") {
    const auto normalised = [](FieldType type, const char* one, const char* two) {
        return same(type, MatchKind::Normalised, one, two);
    };
    CHECK(normalised(FieldType::Email, " Ana@Example.COM", "ana@example.com "));
    CHECK_FALSE(normalised(FieldType::Email, "a.b@example.com", "ab@example.com"));
    CHECK(normalised(FieldType::Text, "SE 556677-8899", "se5566778899"));
    CHECK(normalised(FieldType::Url, "https://www.example.com/", "example.com"));
    CHECK_FALSE(same(FieldType::Text, MatchKind::Exact, "ab-1", "AB-1"));
    CHECK_FALSE(normalised(FieldType::Text, "--", "..."));
}

TEST_CASE("hostile texts are compared without harm", "[duplicates]") {
    const std::string words(20'000, 'a');
    std::string spaced;
    for (int word = 0; word < 5'000; ++word) spaced += "ab ";
    const std::string broken = "\xFF\xC3\xE3\x80 \xF0\x9F";
    for (const std::string& text : {words, spaced, broken, std::string("\0\0", 2)})
        for (const FieldType type : {FieldType::Text, FieldType::Phone, FieldType::Url})
            for (const MatchKind match :
                 {MatchKind::Exact, MatchKind::Normalised, MatchKind::Fuzzy}) {
                const ComparedValue value = compared_value(field_of_type(type), match, Value(text));
                if (!value.empty()) CHECK(agree(field_of_type(type), value, value));
            }
}

TEST_CASE("what agrees has a key in common", "[duplicates]") {
    const EntityDef& account = *Registry::base().find("account");
    const auto keys = [&](const char* name) {
        std::vector<Value> values(account.fields.size());
        values[account.index_of(account.find_field("name")->id)] = std::string(name);
        return duplicate_keys(account, 0, account.duplicates[0], values);
    };
    const auto meet = [&](const char* one, const char* two) {
        const auto first = keys(one);
        const auto second = keys(two);
        return std::find_first_of(first.begin(), first.end(), second.begin(), second.end()) !=
               first.end();
    };
    CHECK(meet("Berg Installation AB", "Bergs Instalation"));
    CHECK(meet("Jonson", "Johnson"));
    CHECK(meet("Nord Berg Montage", "Berg Montage"));
    CHECK(meet("Nord Berg Montege", "Nord Berg Mxntage"));
    CHECK_FALSE(meet("Berg", "Dahl"));
    CHECK(keys("").empty());
    CHECK(keys("a b c d e f g h i j k l").size() <= kDuplicateKeysMax);
}

TEST_CASE("a record that is written again and again hides no other with the same key",
          "[duplicates]") {
    DuplicateIndex index;
    index.add(1, {7});
    index.finish();
    for (int times = 0; times < 100; ++times) index.add(2, {7});
    CHECK(index.find(7, 60) == DuplicateIndex::Rows{2, 1});
}
