#include "app/vcard.h"

#include "core/app/format_lines.h"
#include "core/app/sources.h"

using namespace holdfast;
using namespace std::string_literals;
using test::are_well_folded;
using test::must;
using test::some_optional_text;
using test::some_text;
using test::TextSource;

namespace {

std::string written(const VcardPerson& person) {
    std::string text;
    append_vcard(text, person);
    return text;
}

VcardCard read_back(const std::string& text) {
    TextSource source(text);
    VcardReader reader(source);
    VcardCard card;
    if (!must(reader.next(card))) FAIL("there is no card in " << text);
    VcardCard second;
    CHECK_FALSE(must(reader.next(second)));
    return card;
}

std::vector<std::string> some_types() {
    return *rc::gen::element(std::vector<std::string>{}, std::vector<std::string>{"work"},
                             std::vector<std::string>{"home", "cell"});
}

std::vector<VcardEntry> some_entries() {
    std::vector<VcardEntry> entries(*rc::gen::inRange<std::size_t>(0, 4));
    for (VcardEntry& entry : entries)
        entry = {some_text(), some_types(), some_optional_text(), *rc::gen::inRange(0, 101)};
    return entries;
}

std::vector<std::string> some_list() {
    std::vector<std::string> list(*rc::gen::inRange<std::size_t>(0, 4));
    for (std::string& item : list) item = some_text();
    return list;
}

VcardPerson some_person() {
    VcardPerson person;
    person.kind = *rc::gen::element(VcardKind::Person, VcardKind::Organization, VcardKind::Group);
    person.formatted_name = some_text();
    for (std::string* text :
         {&person.uid, &person.family_name, &person.given_name, &person.additional_names,
          &person.prefixes, &person.suffixes, &person.nickname, &person.organization, &person.title,
          &person.role, &person.note, &person.time_zone})
        *text = some_optional_text();
    person.units = some_list();
    person.phones = some_entries();
    person.emails = some_entries();
    person.categories = some_list();
    person.languages =
        *rc::gen::element(std::vector<std::string>{}, std::vector<std::string>{"sv", "pt-BR"});
    person.birthday =
        *rc::gen::element<std::string>("", "1985-04-12", "--04-12", "circa 1800, May");
    person.urls.assign(*rc::gen::inRange<std::size_t>(0, 3),
                       {"https://a.example/x;y,z?q=%20#é", {}, "", 0});
    person.addresses.resize(*rc::gen::inRange<std::size_t>(0, 3));
    for (VcardAddress& address : person.addresses)
        address = {some_optional_text(),     some_optional_text(), some_text(),
                   some_optional_text(),     some_optional_text(), some_optional_text(),
                   some_optional_text(),     some_types(),         some_optional_text(),
                   *rc::gen::inRange(0, 101)};
    return person;
}

}  // namespace

TEST_CASE("a person is written as version 4.0 says", "[app][vcard]") {
    VcardPerson person;
    person.family_name = "Löf";
    person.given_name = "Anna, Karin";
    person.organization = "Fjord; Service";
    person.units = {"Field"};
    person.phones = {{"+46 70", {"cell", "not a word"}, "Van", 1}};
    person.birthday = "1985-04-12";
    person.note = "two\nlines";
    CHECK(written(person) ==
          "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna\\, Karin Löf\r\nN:Löf;Anna\\, Karin;;;\r\n"
          "ORG:Fjord\\; Service;Field\r\nitem1.TEL;TYPE=cell;PREF=1:+46 70\r\n"
          "item1.X-ABLabel:Van\r\nBDAY:19850412\r\nNOTE:two\\nlines\r\nEND:VCARD\r\n");
}

TEST_CASE("a card has a name whatever is known", "[app][vcard]") {
    VcardPerson person;
    CHECK(written(person) == "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:\r\nEND:VCARD\r\n");
    person.emails = {{"a@b.example", {}, "", 0}};
    CHECK(read_back(written(person)).person.formatted_name == "a@b.example");
    person.organization = "Fjord";
    CHECK(read_back(written(person)).person.formatted_name == "Fjord");
}

TEST_CASE("long lines are folded at 75 bytes between characters", "[app][vcard]") {
    VcardPerson person;
    for (int count = 0; count < 90; ++count) {
        person.formatted_name += "東";
        person.note.assign(static_cast<std::size_t>(count), 'x');
        person.note += "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀";
        const std::string text = written(person);
        CHECK(are_well_folded(text));
        CHECK(read_back(text).person == person);
    }
}

TEST_CASE("controls and broken UTF-8 do not get into a card", "[app][vcard]") {
    VcardPerson person;
    person.formatted_name = "A\0b\x1F\x7F\r\nc\xFF"s;
    person.urls = {{"javascript:\r\nEND:VCARD", {}, "", 0}};
    const std::string text = written(person);
    CHECK(are_well_folded(text));
    const VcardCard card = read_back(text);
    CHECK(card.damaged_lines == 0);
    CHECK(card.person.formatted_name == "Ab\nc\xEF\xBF\xBD");
    CHECK(card.person.urls[0].value == "javascript:%0D%0AEND:VCARD");
}

TEST_CASE("any person is read as it was written", "[app][vcard][property]") {
    test::for_all([] {
        const VcardPerson person = some_person();
        const std::string text = written(person);
        RC_ASSERT(are_well_folded(text));
        const VcardCard card = read_back(text);
        RC_ASSERT(card.version == VcardVersion::Version40);
        RC_ASSERT(card.problem == VcardProblem::None);
        RC_ASSERT(card.unknown_properties + card.damaged_lines == 0);
        RC_ASSERT((card.person == person));
    });
}
