#include "vcard.h"

#include <utility>

#include "content_text.h"
#include "vcard_properties.h"

namespace holdfast {
namespace {

constexpr std::string_view kCard = "VCARD";
constexpr std::string_view kPictures[] = {
    "PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE", "X-ABCROP-RECTANGLE"};

}  // namespace

VcardReader::VcardReader(ByteSource& source) : lines_(source, kPictures) {}

Result<bool> VcardReader::take_line() {
    if (std::exchange(line_waits_, false)) return true;
    return lines_.next(line_);
}

Result<bool> VcardReader::find_card() {
    while (TRY(take_line()))
        if (line_.is_mark("BEGIN", kCard)) return true;
    return false;
}

/// The secretary's card inside a card of version 2.1; it may hold another one.
Status VcardReader::pass_nested_card() {
    int depth = 1;
    while (depth > 0 && TRY(take_line())) {
        if (line_.is_mark("BEGIN", kCard)) ++depth;
        if (line_.is_mark("END", kCard)) --depth;
    }
    return {};
}

/// The next line of the card itself.
Result<bool> VcardReader::take_own_line() {
    while (TRY(take_line())) {
        const bool nested = agent_follows_ && line_.is_mark("BEGIN", kCard);
        agent_follows_ = line_.name == "AGENT" && stripped(line_.value).empty();
        if (!nested) return true;
        TRY(pass_nested_card());
    }
    return false;
}

Result<bool> VcardReader::next(VcardCard& card) {
    if (!TRY(find_card())) return false;
    card = VcardCard{};
    card.line = line_.line;
    card.problem = VcardProblem::NoEnd;
    VcardBuilder builder(card);
    std::size_t bytes = 0;
    while (TRY(take_own_line())) {
        if (line_.is_mark("END", kCard)) {
            card.problem = bytes > kVcardBytesMax ? VcardProblem::TooLarge : VcardProblem::None;
            break;
        }
        line_waits_ = line_.is_mark("BEGIN", kCard);
        if (line_waits_) break;
        bytes += line_.bytes;
        if (bytes <= kVcardBytesMax) builder.add(line_);
    }
    builder.finish();
    return true;
}

}  // namespace holdfast
