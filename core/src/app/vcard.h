// Vcard: people in vCard files, read one card at a time and written. Private to core/src/app.
//
// Reads vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), and 2.1 as old telephones and Outlook write it;
// writes 4.0. Knows nothing of records: a person is a value of plain texts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "content_lines.h"
#include "core/app/byte_source.h"

namespace holdfast {

/// Unfolded bytes of one card without pictures; the rest of a larger one is read past.
inline constexpr std::size_t kVcardBytesMax = 1 << 20;
/// Of each kind: telephones, mail addresses, ...; further ones count as unknown.
inline constexpr std::size_t kVcardEntriesMax = 100;

enum class VcardKind : std::uint8_t { Person, Organization, Group };

/// A telephone, mail address or web address.
struct VcardEntry {
    std::string value;               ///< Without "tel:" or "mailto:".
    std::vector<std::string> types;  ///< Lower case: "work", "home", "cell", "fax", ...
    std::string label;               ///< The person's own word for it, or empty.
    std::int32_t preference = 0;     ///< 1 (most preferred) to 100; 0 = none given.
    bool operator==(const VcardEntry&) const = default;
};

struct VcardAddress {
    std::string post_office_box;
    std::string extended;  ///< Apartment, floor.
    std::string street;    ///< May have several lines.
    std::string locality;
    std::string region;
    std::string postal_code;
    std::string country;
    std::vector<std::string> types;
    std::string label;
    std::int32_t preference = 0;
    bool operator==(const VcardAddress&) const = default;
};

/// One card. Texts are UTF-8 with "\n" as line end; what the card does not say is empty.
struct VcardPerson {
    VcardKind kind = VcardKind::Person;
    std::string uid;
    std::string formatted_name;
    std::string family_name;
    std::string given_name;
    std::string additional_names;
    std::string prefixes;
    std::string suffixes;
    std::string nickname;
    std::string organization;
    std::vector<std::string> units;  ///< Of the organization, largest first.
    std::string title;
    std::string role;
    std::vector<VcardEntry> phones;
    std::vector<VcardEntry> emails;
    std::vector<VcardEntry> urls;
    std::vector<VcardAddress> addresses;
    std::string birthday;  ///< "1985-04-12", "--04-12" without year, else the card's own words.
    std::string note;      ///< Several notes are joined by a line end.
    std::vector<std::string> languages;  ///< BCP 47.
    std::string time_zone;               ///< IANA name or offset, as written.
    std::vector<std::string> categories;
    bool operator==(const VcardPerson&) const = default;
};

enum class VcardVersion : std::uint8_t { Unknown, Version21, Version30, Version40 };

enum class VcardProblem : std::uint8_t {
    None,
    NoEnd,     ///< The file ends or the next card begins first; its last line may be cut off.
    TooLarge,  ///< More than kVcardBytesMax; what came later is missing.
};

struct VcardCard {
    std::int64_t line = 0;  ///< 1-based line of the file where it begins.
    VcardVersion version = VcardVersion::Unknown;
    VcardPerson person;
    VcardProblem problem = VcardProblem::None;
    std::int32_t unknown_properties = 0;  ///< Lines that VcardPerson has no place for.
    std::int32_t pictures = 0;            ///< Pictures, sounds, keys: read past.
    std::int32_t damaged_lines = 0;       ///< Unreadable or binary, not lines, longer than 1 MB.
};

/// Cards of a source in bounded memory, whatever its bytes are.
class VcardReader {
public:
    /// `source` must outlive the reader.
    explicit VcardReader(ByteSource& source);
    /// False at the end of the file; lines outside cards are passed over. Fails only when the
    /// source does.
    [[nodiscard]] Result<bool> next(VcardCard& card);
    [[nodiscard]] std::int64_t bytes_done() const { return lines_.bytes_done(); }

private:
    [[nodiscard]] Result<bool> take_line();
    [[nodiscard]] Result<bool> take_own_line();
    [[nodiscard]] Result<bool> find_card();
    [[nodiscard]] Status pass_nested_card();

    ContentLineReader lines_;
    ContentLine line_;
    bool line_waits_ = false;
    bool agent_follows_ = false;
};

/// Appends one card of version 4.0 with CRLF. A person without formatted name is written under the
/// parts of the name, else the organization, mail address or telephone.
void append_vcard(std::string& out, const VcardPerson& person);

}  // namespace holdfast
