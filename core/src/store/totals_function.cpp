// The SQL aggregate behind derived fields of documents: the same code as the evaluator's.
#include <sqlite3.h>

#include <memory>

#include "core/sqlite.h"
#include "model/document_totals.h"
#include "store/expression_values.h"

namespace holdfast {
namespace {

// which, scale, price scale, document's discount, inclusive, currency, mode, wanted line, line id,
// quantity, unit price, discount, tax rate.
constexpr int kArguments = 13;
constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

struct Collected {
    DerivedField field;
    DocumentTerms terms;
    RecordId wanted;
    std::vector<DocumentLine> lines;
};

/// SQLite's own memory holds one pointer, null at first; the last call frees what it leads to.
Collected** slot_of(sqlite3_context* call) {
    return static_cast<Collected**>(
        sqlite3_aggregate_context(call, static_cast<int>(sizeof(Collected*))));
}

Collected* begin(sqlite3_value** arguments) {
    auto made = std::make_unique<Collected>();
    made->field.which = static_cast<Derive>(sqlite3_value_int(arguments[0]));
    made->field.scale = sqlite3_value_int(arguments[1]);
    made->field.price_scale = sqlite3_value_int(arguments[2]);
    made->terms = {value_of_sql(arguments[3]), value_of_sql(arguments[4]),
                   value_of_sql(arguments[5]), value_of_sql(arguments[6])};
    made->wanted = link_or_none(value_of_sql(arguments[7]));
    return made.release();
}

void add_line(sqlite3_context* call, int, sqlite3_value** arguments) {
    Collected** slot = slot_of(call);
    if (!slot) return sqlite3_result_error_nomem(call);
    if (!*slot) *slot = begin(arguments);
    (*slot)->lines.push_back({link_or_none(value_of_sql(arguments[8])), value_of_sql(arguments[9]),
                              value_of_sql(arguments[10]), value_of_sql(arguments[11]),
                              value_of_sql(arguments[12])});
}

void finish(sqlite3_context* call) {
    Collected** slot = slot_of(call);
    if (!slot) return sqlite3_result_error_nomem(call);
    const std::unique_ptr<Collected> collected(*slot);
    // A document without lines comes to nothing.
    if (!collected) return sqlite3_result_int64(call, 0);
    set_sql_result(call, derive_value(collected->field, collected->terms,
                                      std::move(collected->lines), collected->wanted));
}

}  // namespace

int register_totals_function(sqlite3* db) {
    return sqlite3_create_function_v2(db, "holdfast_totals", kArguments, kFlags, nullptr, nullptr,
                                      add_line, finish, nullptr);
}

}  // namespace holdfast
