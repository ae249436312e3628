#include "store/search_text.h"

#include <sqlite3.h>

#include <algorithm>

#include "base/utf8.h"

namespace holdfast {
namespace {

/// Between fields: nothing anyone types contains it, so no match runs across.
constexpr char kFieldSeparator = '\x1F';

std::string_view text_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (!text) return {};
    return {text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void is_candidate(sqlite3_context* call, int, sqlite3_value** arguments) {
    const auto* context = static_cast<const SearchContext*>(sqlite3_user_data(call));
    sqlite3_result_int(call, context->candidates->contains(sqlite3_value_int64(arguments[0])));
}

void is_found(sqlite3_context* call, int count, sqlite3_value** arguments) {
    const std::string_view needle = text_of(arguments[0]);
    SearchText text(static_cast<std::size_t>(sqlite3_value_int64(arguments[1])));
    for (int index = 2; index < count; ++index) text.add(text_of(arguments[index]));
    sqlite3_result_int(call, text.text().find(needle) != std::string::npos);
}

void is_beginning(sqlite3_context* call, int, sqlite3_value** arguments) {
    std::string text;
    append_folded(text, text_of(arguments[1]));
    sqlite3_result_int(call, text.starts_with(text_of(arguments[0])));
}

}  // namespace

SearchFields search_fields_of(const EntityDef& entity) {
    SearchFields fields;
    for (const FieldId id : entity.title)
        if (const FieldDef* field = entity.find_field(id);
            field && field->searching == Searching::Yes)
            fields.positions.push_back(entity.index_of(id));
    fields.title_count = fields.positions.size();
    for (std::size_t position = 0; position < entity.fields.size(); ++position) {
        if (entity.fields[position].searching == Searching::No) continue;
        const auto known =
            fields.positions.begin() + static_cast<std::ptrdiff_t>(fields.title_count);
        if (std::find(fields.positions.begin(), known, position) == known)
            fields.positions.push_back(position);
    }
    return fields;
}

void SearchText::add(std::string_view field_text) {
    const std::size_t number = added_++;
    if (number == title_count_) text_.push_back(kFieldSeparator);
    if (field_text.empty()) return;
    if (number > 0 && number < title_count_ && !text_.empty()) text_.push_back(' ');
    append_folded(text_, field_text);
    if (number >= title_count_) text_.push_back(kFieldSeparator);
}

std::string_view SearchText::title() const {
    return std::string_view(text_).substr(0, text_.find(kFieldSeparator));
}

Status register_search_functions(Database& db, SearchContext& context) {
    struct Function {
        const char* name;
        int argument_count;
        void (*call)(sqlite3_context*, int, sqlite3_value**);
    };
    constexpr Function kFunctions[] = {{"holdfast_candidate", 1, is_candidate},
                                       {"holdfast_found", -1, is_found},
                                       {"holdfast_begins", 2, is_beginning}};
    for (const Function& function : kFunctions) {
        const int code = sqlite3_create_function_v2(
            db.raw_handle(), function.name, function.argument_count,
            SQLITE_UTF8 | SQLITE_DIRECTONLY, &context, function.call, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) return fail(ErrorCode::Storage, "store.search_function", code);
    }
    return {};
}

}  // namespace holdfast
