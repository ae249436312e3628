#include "model/person_name.h"

namespace holdfast {
namespace {

bool is_cjk(std::string_view text) {
    return !text.empty() && static_cast<unsigned char>(text.front()) >= 0xE3;
}

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

}  // namespace

NameFields name_fields_of(const EntityDef& entity) {
    if (entity.title.size() != 2) return {};
    const FieldDef* first = entity.find_field(entity.title[0]);
    const FieldDef* last = entity.find_field(entity.title[1]);
    if (!first || !last) return {};
    const bool names = first->type == FieldType::Text && last->type == FieldType::Text;
    return names ? NameFields{first, last} : NameFields{};
}

SplitName split_full_name(std::string_view name) {
    std::string plain(name);
    for (std::size_t at = plain.find("\u3000"); at != std::string::npos;
         at = plain.find("\u3000")) {
        plain.replace(at, 3, " ");
    }
    plain = trimmed(plain);
    const std::size_t comma = plain.find(',');
    if (comma != std::string::npos) {
        return {trimmed(std::string_view(plain).substr(comma + 1)),
                trimmed(plain.substr(0, comma))};
    }
    const std::size_t space = is_cjk(plain) ? plain.find(' ') : plain.rfind(' ');
    if (space == std::string::npos) return {{}, plain};
    const std::string before = trimmed(std::string_view(plain).substr(0, space));
    const std::string behind = trimmed(std::string_view(plain).substr(space + 1));
    return is_cjk(plain) ? SplitName{behind, before} : SplitName{before, behind};
}

}  // namespace holdfast
