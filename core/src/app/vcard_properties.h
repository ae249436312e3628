// VcardProperties: one line of a card after the other becomes a person. Private to core/src/app.
#pragma once

#include <string>
#include <vector>

#include "content_text.h"
#include "vcard.h"

namespace holdfast {

/// Fills a card; finish() when its last line is in.
class VcardBuilder {
public:
    explicit VcardBuilder(VcardCard& card) : card_(&card) {}
    void add(const ContentLine& line);
    void finish();

private:
    enum class Kind : std::uint8_t { Phone, Email, Url, Address };
    struct Grouped {
        std::string group;
        Kind kind;
        std::size_t index;
    };
    struct Label {
        std::string group;
        std::string text;
    };
    bool add_known(const ContentLine& line);
    bool add_text(const ContentLine& line);
    bool add_entry(const ContentLine& line);
    bool add_list(const ContentLine& line);
    bool add_label(const ContentLine& line);
    void set_version(const ContentLine& line);
    void set_name(const ContentLine& line);
    void set_organization(const ContentLine& line);
    void set_kind(std::string_view word);
    bool add_address(const ContentLine& line);
    [[nodiscard]] std::string text_of(std::string_view value) const;
    [[nodiscard]] std::string& label_of(const Grouped& grouped);

    VcardCard* card_;
    ContentEscapes escapes_ = ContentEscapes::Modern;
    std::vector<Grouped> grouped_;
    std::vector<Label> labels_;
};

/// A birthday in the form of VcardPerson. `omitted_year`: Apple's stand-in for an unknown year.
[[nodiscard]] std::string birthday_text(std::string_view value, std::string_view omitted_year);

}  // namespace holdfast
