#include <algorithm>
#include <array>
#include <iterator>

#include "screens/import_parts.h"

namespace holdfast::ui {
namespace {

/// In the order of kCsvDelimiters.
constexpr std::string_view kDelimiterKeys[] = {"import.delimiter.comma",
                                               "import.delimiter.semicolon", "import.delimiter.tab",
                                               "import.delimiter.pipe"};
static_assert(std::size(kDelimiterKeys) == std::size(kCsvDelimiters));
constexpr std::string_view kFirstRowKeys[] = {"import.first_row.names", "import.first_row.data"};
constexpr TextEncoding kEncodings[] = {TextEncoding::Utf8, TextEncoding::Utf16Le,
                                       TextEncoding::Utf16Be, TextEncoding::Windows1252,
                                       TextEncoding::ShiftJis};

template <typename Values, typename Value>
int place_of(const Values& values, const Value& wanted) {
    return static_cast<int>(std::find(std::begin(values), std::end(values), wanted) -
                            std::begin(values));
}

void draw_delimiter(ScreenContext& context, CsvDialect dialect) {
    const auto choices = words_of(context, kDelimiterKeys);
    int chosen = place_of(kCsvDelimiters, dialect.delimiter);
    if (!combo_box(context.frame, context.word("import.delimiter"), choices, chosen)) return;
    dialect.delimiter = kCsvDelimiters[chosen];
    context.want(intent::ImportSetDialect{dialect});
}

void draw_encoding(ScreenContext& context, CsvDialect dialect) {
    std::array<Choice, std::size(kEncodings)> choices;
    for (std::size_t place = 0; place < choices.size(); ++place)
        choices[place].label = name_of(kEncodings[place]);
    int chosen = place_of(kEncodings, dialect.encoding);
    if (!combo_box(context.frame, context.word("import.encoding"), choices, chosen)) return;
    dialect.encoding = kEncodings[chosen];
    context.want(intent::ImportSetDialect{dialect});
}

void draw_first_row(ScreenContext& context, CsvDialect dialect) {
    const auto choices = words_of(context, kFirstRowKeys);
    int chosen = dialect.has_header ? 0 : 1;
    if (!combo_box(context.frame, context.word("import.first_row"), choices, chosen)) return;
    dialect.has_header = chosen == 0;
    context.want(intent::ImportSetDialect{dialect});
}

void draw_values(ScreenContext& context, const Import& import) {
    std::vector<Choice> choices{{context.word("import.values_language.automatic")}};
    for (const Language language : kLanguages)
        choices.push_back({context.word("language." + std::string(tag_of(language)))});
    ImportOptions options = import.options();
    int chosen = options.values_language ? place_of(kLanguages, *options.values_language) + 1 : 0;
    if (!combo_box(context.frame, context.word("import.values_language"), choices, chosen)) return;
    options.values_language.reset();
    if (chosen > 0) options.values_language = kLanguages[chosen - 1];
    context.want(intent::ImportSetOptions{std::move(options)});
}

}  // namespace

void draw_import_dialect(ScreenContext& context, const Import& import) {
    Frame& frame = context.frame;
    const std::string_view title = context.word("import.dialect");
    Card card(frame, "dialect", {.role = Role::Group, .name = title});
    Stack stack(frame, frame.theme.metrics.gap);
    section_heading(frame, title, context.word("import.dialect_hint"));
    const Columns columns(frame, 2);
    using Draw = void (*)(ScreenContext&, const Import&);
    constexpr Draw kParts[] = {
        [](ScreenContext& at, const Import& of) { draw_delimiter(at, of.dialect()); },
        [](ScreenContext& at, const Import& of) { draw_encoding(at, of.dialect()); },
        [](ScreenContext& at, const Import& of) { draw_first_row(at, of.dialect()); },
        draw_values,
    };
    for (std::size_t first = 0; first < std::size(kParts); first += columns.count()) {
        Row row(frame, columns.parts(), frame.theme.metrics.gap);
        for (std::size_t at = first; at < first + columns.count() && at < std::size(kParts); ++at) {
            row.next();
            kParts[at](context, import);
        }
    }
}

}  // namespace holdfast::ui
