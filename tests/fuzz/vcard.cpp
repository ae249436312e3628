// vCard files of strangers: every card is bounded, and what is written of it is read back
// unchanged.
#include "app/vcard.h"

#include "app/content_text.h"
#include "base/utf8.h"
#include "core/app/sources.h"
#include "fuzz/target.h"

namespace holdfast::test {

std::vector<Bytes> seeds() {
    std::vector<Bytes> made;
    for (const std::string_view text :
         {"BEGIN:VCARD\r\nVERSION:3.0\r\nN:L\xC3\xB6\x66;Anna;;Dr.;\r\nFN:Anna\\, L\xC3\xB6\x66\r\n"
          "item1.TEL;type=CELL;type=pref:+46 70\r\nitem1.X-ABLabel:_$!<Main>!$_\r\n"
          "ADR;TYPE=WORK:;;Street 1\\nDoor 2;Lund;;222 22;Sweden\r\nNOTE:a fol\r\n ded\r\n"
          "PHOTO;ENCODING=b:AAAA\r\n BBBB\r\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-03-01\r\n"
          "END:VCARD\r\n",
          "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=93=63=92=86;=\n"
          "=61\nTEL;HOME;VOICE:1\nAGENT:\nBEGIN:VCARD\nEND:VCARD\nEND:VCARD\n",
          "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nTEL;VALUE=uri;PREF=1;TYPE=\"work,voice\":tel:+"
          "1\r\n"
          "ORG:A;B;C\r\nLANG;PREF=1:fr\r\nTZ:-0500\r\nCATEGORIES:a,b\r\nEND:VCARD\r\n"})
        made.emplace_back(text.begin(), text.end());
    return made;
}

void feed(std::span<const std::uint8_t> bytes) {
    TextSource source(std::string(bytes.begin(), bytes.end()));
    VcardReader reader(source);
    VcardCard card;
    Result<bool> more = reader.next(card);
    std::size_t cards = 0;
    for (; more && *more; more = reader.next(card)) {
        HOLDFAST_ASSERT(++cards <= bytes.size());
        HOLDFAST_ASSERT(is_utf8(card.person.formatted_name) && is_utf8(card.person.note));
        std::string written;
        append_vcard(written, card.person);
        TextSource again(written);
        VcardReader second(again);
        VcardCard copy;
        const Result<bool> found = second.next(copy);
        HOLDFAST_ASSERT(found && *found && copy.problem == VcardProblem::None);
        HOLDFAST_ASSERT(copy.damaged_lines == 0 && copy.unknown_properties == 0);
        std::string rewritten;
        append_vcard(rewritten, copy.person);
        HOLDFAST_ASSERT(rewritten == written);
    }
    HOLDFAST_ASSERT(more.has_value());
}

}  // namespace holdfast::test
