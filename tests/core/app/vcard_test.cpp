#include "app/vcard.h"

#include "base/utf8.h"
#include "core/app/sources.h"
#include "support/property.h"

using namespace holdfast;
using namespace std::string_literals;
using test::must;
using test::TextSource;

namespace {

std::vector<VcardCard> cards_of(std::string text) {
    TextSource source(std::move(text));
    VcardReader reader(source);
    std::vector<VcardCard> cards;
    VcardCard card;
    while (must(reader.next(card))) cards.push_back(card);
    CHECK(reader.bytes_done() == source.size());
    return cards;
}

VcardPerson person_of(std::string lines, std::string_view version = "3.0") {
    const auto cards = cards_of("BEGIN:VCARD\r\nVERSION:" + std::string(version) + "\r\n" + lines +
                                "END:VCARD\r\n");
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].problem == VcardProblem::None);
    CHECK(cards[0].damaged_lines == 0);
    return cards[0].person;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a card of Apple Contacts is read with its labels and without its picture",
          "[app][vcard]") {
    const auto cards = cards_of(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//macOS 14.4//EN\r\n"
        "N:Löf;Anna Karin;;Dr.;\r\nFN:Dr. Anna Karin Löf\r\nORG:Fjord Service AB;Field;\r\n"
        "TITLE:Technician\r\nEMAIL;type=INTERNET;type=WORK;type=pref:anna@fjord.example\r\n"
        "item1.TEL;type=pref:+46 70 123 45 67\r\nitem1.X-ABLabel:_$!<Main>!$_\r\n"
        "item2.ADR;type=WORK:;;Storgatan 1\\nPort B;Lund;Skåne;222 22;Sverige\r\n"
        "item2.X-ABADR:se\r\nitem3.URL:https\\://fjord.example\r\nitem3.X-ABLabel:Shop\r\n"
        "BDAY;X-APPLE-OMIT-YEAR=1604;value=date:1604-03-09\r\nNOTE:Likes \\;\\, and\\nnew lines\r\n"
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/4gIcSUNDX1BST0ZJTE\r\n"
        " UAAQEAAAIMbGNtcwIQAABtbnRyUkdCIFhZWiAH3AABABkAAwApADlhY3NwQVBQTAAAAA\r\n"
        "UID:5C7A1E90-AB12\r\nEND:VCARD\r\n");
    REQUIRE(cards.size() == 1);
    const VcardPerson& person = cards[0].person;
    CHECK(cards[0].line == 1);
    CHECK(cards[0].version == VcardVersion::Version30);
    CHECK(cards[0].problem == VcardProblem::None);
    CHECK(cards[0].pictures == 1);
    CHECK(cards[0].unknown_properties == 1);  // X-ABADR
    CHECK(person.formatted_name == "Dr. Anna Karin Löf");
    CHECK(person.family_name == "Löf");
    CHECK(person.given_name == "Anna Karin");
    CHECK(person.prefixes == "Dr.");
    CHECK(person.organization == "Fjord Service AB");
    CHECK(person.units == Words{"Field"});
    CHECK(person.title == "Technician");
    CHECK(person.emails ==
          std::vector<VcardEntry>{{"anna@fjord.example", {"internet", "work"}, "", 1}});
    CHECK(person.phones == std::vector<VcardEntry>{{"+46 70 123 45 67", {}, "Main", 1}});
    CHECK(person.urls == std::vector<VcardEntry>{{"https://fjord.example", {}, "Shop", 0}});
    REQUIRE(person.addresses.size() == 1);
    CHECK(person.addresses[0].street == "Storgatan 1\nPort B");
    CHECK(person.addresses[0].postal_code == "222 22");
    CHECK(person.addresses[0].types == Words{"work"});
    CHECK(person.birthday == "--03-09");
    CHECK(person.note == "Likes ;, and\nnew lines");
    CHECK(person.uid == "5C7A1E90-AB12");
}

TEST_CASE("a company of Apple Contacts is an organization", "[app][vcard]") {
    const VcardPerson person = person_of("FN:Fjord AB\r\nORG:Fjord AB;\r\nX-ABShowAs:COMPANY\r\n");
    CHECK(person.kind == VcardKind::Organization);
    CHECK(person.organization == "Fjord AB");
    CHECK(person.units.empty());
}

TEST_CASE("a card of Google Contacts is read with its groups", "[app][vcard]") {
    const VcardPerson person = person_of(
        "FN:Ngozi Okafor\r\nN:Okafor;Ngozi;;;\r\nitem1.EMAIL;TYPE=INTERNET:ngozi@mail.example\r\n"
        "item1.X-ABLabel:Private\r\nTEL;TYPE=CELL:+234 803\r\nBDAY:19850412\r\n"
        "CATEGORIES:myContacts,Customers\\, north\r\n");
    CHECK(person.emails[0].label == "Private");
    CHECK(person.phones[0].types == Words{"cell"});
    CHECK(person.birthday == "1985-04-12");
    CHECK(person.categories == Words{"myContacts", "Customers, north"});
}

TEST_CASE("a card of Outlook, version 2.1 in its own code page, is read", "[app][vcard]") {
    const VcardPerson person = person_of(
        "N;LANGUAGE=sv;CHARSET=Windows-1252:\xC5kesson;\xD6rjan\r\n"
        "FN;CHARSET=Windows-1252:\xD6rjan \xC5kesson\r\n"
        "TEL;WORK;VOICE:08-123\r\nTEL;PREF;CELL:070-1\r\n"
        "ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;Storgatan 1=0D=0APort=\r\n B;Lund;;22222;Sweden"
        "\r\nNOTE;ENCODING=QUOTED-PRINTABLE:K=F6p =3D r=\r\n=E4tt\r\n"
        "EMAIL;PREF;INTERNET:orjan@firma.example\r\n"
        "X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:\r\n /9j/4AAQSkZJRgAB\r\n AQEAYABg\r\n\r\n"
        "REV:20240101T101112Z\r\n",
        "2.1");
    CHECK(person.family_name == "Åkesson");
    CHECK(person.formatted_name == "Örjan Åkesson");
    CHECK(person.phones == std::vector<VcardEntry>{{"08-123", {"work", "voice"}, "", 0},
                                                   {"070-1", {"cell"}, "", 1}});
    CHECK(person.addresses[0].street == "Storgatan 1\nPort B");
    CHECK(person.note == "Köp = rätt");
    CHECK(person.emails[0].preference == 1);
}

TEST_CASE("a Japanese telephone's card in Shift_JIS is read, backslash bytes included",
          "[app][vcard]") {
    // The second byte of 表 is that of a backslash.
    const VcardPerson person = person_of(
        "N;CHARSET=SHIFT_JIS:\x95\x5C;\x93\x63\x92\x86;;;\r\n"
        "FN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=93c=92=86=\r\n=95=5C\r\n",
        "2.1");
    CHECK(person.family_name == "表");
    CHECK(person.given_name == "田中");
    CHECK(person.formatted_name == "田中表");
}

TEST_CASE("a card of version 4.0 is read with quoted lists, preferences and URIs", "[app][vcard]") {
    const VcardPerson person = person_of(
        "FN:Marie\r\nKIND:individual\r\nTEL;VALUE=uri;PREF=7;TYPE=\"voice,home\":tel:+33-1-23\r\n"
        "EMAIL;TYPE=work:mailto:m@x.example\r\nADR;LABEL=\"1 rue^n75001 Paris\":;;1 "
        "rue;Paris;;75001;"
        "France\r\nLANG;PREF=1:fr\r\nLANG:en\r\nTZ:Europe/Paris\r\nBDAY:--0412\r\n"
        "ORG:A\\;B\\, Inc.;X;Y\r\n",
        "4.0");
    CHECK(person.phones == std::vector<VcardEntry>{{"+33-1-23", {"voice", "home"}, "", 7}});
    CHECK(person.emails[0].value == "m@x.example");
    CHECK(person.addresses[0].label == "1 rue\n75001 Paris");
    CHECK(person.languages == Words{"fr", "en"});
    CHECK(person.time_zone == "Europe/Paris");
    CHECK(person.birthday == "--04-12");
    CHECK(person.organization == "A;B, Inc.");
    CHECK(person.units == Words{"X", "Y"});
}

TEST_CASE("a birthday that is no date keeps its words", "[app][vcard]") {
    CHECK(person_of("BDAY:1985-04-12T00:00:00Z\r\n").birthday == "1985-04-12");
    CHECK(person_of("BDAY;VALUE=text:circa 1800\r\n").birthday == "circa 1800");
    CHECK(person_of("BDAY:1985-04\r\n").birthday == "1985-04");
}

TEST_CASE("a line is unfolded within a character and with any line ends", "[app][vcard]") {
    const std::string line_end = GENERATE("\r\n", "\n", "\r");
    const auto cards = cards_of("BEGIN:VCARD" + line_end + "FN:\xC3" + line_end + " \xB6" +
                                line_end + "\t x" + line_end + "END:VCARD");
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].person.formatted_name == "ö x");
    CHECK(cards[0].damaged_lines == 0);
}

TEST_CASE("a file in UTF-16 is read", "[app][vcard]") {
    std::string bytes = "\xFE\xFF";
    for (const char character : std::string("BEGIN:VCARD\r\nFN:Ann\r\nEND:VCARD\r\n"))
        bytes.append(1, '\0').append(1, character);
    const auto cards = cards_of(bytes);
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].person.formatted_name == "Ann");
}

TEST_CASE("a Windows path in version 2.1 keeps its backslashes", "[app][vcard]") {
    CHECK(person_of("NOTE:C:\\new\\;x\r\n", "2.1").note == "C:\\new;x");
    CHECK(person_of("NOTE:one\\ntwo\r\n").note == "one\ntwo");
}

TEST_CASE("a card within a card is passed over", "[app][vcard]") {
    const VcardPerson person = person_of(
        "FN:Boss\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Secretary\r\nTEL:1\r\nEND:VCARD\r\nTEL:2\r\n",
        "2.1");
    CHECK(person.formatted_name == "Boss");
    REQUIRE(person.phones.size() == 1);
    CHECK(person.phones[0].value == "2");
}

TEST_CASE("a card without end is given as far as it goes, and the next one is whole",
          "[app][vcard]") {
    const auto cards =
        cards_of("BEGIN:VCARD\nFN:One\nBEGIN:VCARD\nFN:Two\nEND:VCARD\nBEGIN:VCARD\nFN:Thr");
    REQUIRE(cards.size() == 3);
    CHECK(cards[0].problem == VcardProblem::NoEnd);
    CHECK(cards[0].person.formatted_name == "One");
    CHECK(cards[1].problem == VcardProblem::None);
    CHECK(cards[1].line == 3);
    CHECK(cards[2].problem == VcardProblem::NoEnd);
    CHECK(cards[2].person.formatted_name == "Thr");
}

TEST_CASE("a line of 10 MB costs that line, in bounded memory", "[app][vcard]") {
    TextSource source("BEGIN:VCARD\r\nFN:Ann\r\nNOTE:" + std::string(10'000'000, 'x') +
                      "\r\nTEL:1\r\nEND:VCARD\r\n");
    VcardReader reader(source);
    VcardCard card;
    REQUIRE(must(reader.next(card)));
    CHECK(card.problem == VcardProblem::None);
    CHECK(card.damaged_lines == 1);
    CHECK(card.person.note.empty());
    CHECK(card.person.phones.size() == 1);
    CHECK(source.longest_read <= 64 * 1024);
}

TEST_CASE("a picture of any size counts nothing against the card", "[app][vcard]") {
    std::string picture = "PHOTO;ENCODING=b:AAAA\r\n";
    for (int line = 0; line < 40'000; ++line) picture += " " + std::string(74, 'A') + "\r\n";
    const VcardPerson person = person_of("FN:Ann\r\n" + picture + "TEL:1\r\n");
    CHECK(person.phones.size() == 1);
}

TEST_CASE("of a card of more than 1 MB the rest is read past", "[app][vcard]") {
    std::string lines;
    for (int line = 0; line < 30; ++line) lines += "NOTE:" + std::string(50'000, 'n') + "\r\n";
    const auto cards = cards_of("BEGIN:VCARD\r\nFN:Ann\r\n" + lines + "TEL:1\r\nEND:VCARD\r\n" +
                                "BEGIN:VCARD\r\nFN:Ben\r\nEND:VCARD\r\n");
    REQUIRE(cards.size() == 2);
    CHECK(cards[0].problem == VcardProblem::TooLarge);
    CHECK(cards[0].person.note.size() <= kVcardBytesMax);
    CHECK(cards[0].person.phones.empty());
    CHECK(cards[1].person.formatted_name == "Ben");
}

TEST_CASE("the hundred and first telephone counts as unknown", "[app][vcard]") {
    std::string text = "BEGIN:VCARD\n";
    for (int line = 0; line < 103; ++line) text += "TEL:" + std::to_string(line) + "\n";
    const auto cards = cards_of(text + "END:VCARD\n");
    CHECK(cards[0].person.phones.size() == kVcardEntriesMax);
    CHECK(cards[0].unknown_properties == 3);
}

TEST_CASE("NUL bytes, broken UTF-8 and lines that are none are counted", "[app][vcard]") {
    const std::string text =
        "BEGIN:VCARD\nFN:Åsa Öberg\nTITLE:a\xFFz\nNOTE:\0x\nno colon\nEND:VCARD\n"s;
    const auto cards = cards_of(text);
    REQUIRE(cards.size() == 1);
    CHECK(cards[0].damaged_lines == 3);
    CHECK(cards[0].person.formatted_name == "Åsa Öberg");
    CHECK(cards[0].person.title == "a\xEF\xBF\xBDz");
    CHECK(cards[0].person.note.empty());
}

TEST_CASE("a file that is no vCard has no cards", "[app][vcard]") {
    CHECK(cards_of("").empty());
    CHECK(cards_of("name,mail\nAnn,a@b.example\n").empty());
    CHECK(cards_of(std::string(100'000, '\0')).empty());
}

TEST_CASE("any bytes are read to the end of the file as UTF-8", "[app][vcard][property]") {
    test::for_all([](const std::string& bytes) {
        TextSource source("BEGIN:VCARD\nFN:" + bytes + "\nEND:VCARD\n");
        VcardReader reader(source);
        VcardCard card;
        Result<bool> more = reader.next(card);
        for (; more.has_value() && *more; more = reader.next(card))
            RC_ASSERT(is_utf8(card.person.formatted_name));
        RC_ASSERT(more.has_value());
    });
}

TEST_CASE("a source that fails ends the reading with its error", "[app][vcard]") {
    class Failing : public ByteSource {
        [[nodiscard]] std::int64_t size() const override { return 10; }
        [[nodiscard]] Status read(std::int64_t, std::size_t, std::string&) override {
            return fail(ErrorCode::Storage, "test");
        }
    } source;
    VcardReader reader(source);
    VcardCard card;
    const Result<bool> found = reader.next(card);
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().code == ErrorCode::Storage);
}
