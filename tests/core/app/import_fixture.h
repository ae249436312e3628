// ImportFixture: files into a store in memory, and what came of them.
#pragma once

#include "core/app/export.h"
#include "core/app/import.h"
#include "core/app/sources.h"
#include "core/query.h"
#include "core/store_fixture.h"

namespace holdfast::test {

struct ImportFixture : StoreFixture {
    using StoreFixture::StoreFixture;

    Import open(std::string_view key, std::string text, ExchangeContext context = {}) {
        std::string problem;
        auto opened =
            Import::open(source_of(std::move(text)), store, entity(key).id, context, &problem);
        CAPTURE(problem);
        return must(std::move(opened));
    }
    static void finish(Import& import) {
        for (int step = 0; step < 10'000 && import.is_working(); ++step) import.step(8);
        REQUIRE_FALSE(import.is_working());
    }
    static void start(Import& import) {
        REQUIRE(import.missing_fields().empty());
        import.start();
        finish(import);
        REQUIRE(import.phase() == ImportPhase::Done);
    }
    Import run(std::string_view key, std::string text, ImportOptions options = {},
               ExchangeContext context = {}) {
        Import import = open(key, std::move(text), context);
        import.set_options(std::move(options));
        start(import);
        return import;
    }
    std::vector<Record> all(std::string_view key) {
        Query query;
        query.entity = entity(key).id;
        return must(read_rows(store, query.entity, must(find_rows(store, query, 10'000))));
    }
    Value value(const Record& record, std::string_view key, std::string_view field_key) {
        return record.values[entity(key).index_of(field(key, field_key))];
    }
    std::string words(const Record& record, std::string_view key, std::string_view field_key) {
        return std::string(text_or_empty(value(record, key, field_key)));
    }
    /// All fields of these records.
    std::string exported(std::string_view key, FileFormat format,
                         const std::vector<Record>& records, ExchangeContext context = {}) {
        std::vector<FieldId> fields;
        for (const FieldDef& each : entity(key).fields) fields.push_back(each.id);
        Export out = must(Export::open(store, entity(key).id, format, fields, context));
        std::string text;
        out.begin(text);
        static_cast<void>(must(out.append(records, text)));
        out.end(text);
        return text;
    }
};

}  // namespace holdfast::test
