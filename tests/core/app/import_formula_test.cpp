// Texts that a spreadsheet would run: harmless in a file, and themselves again when read.
#include <set>

#include "core/app/import_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// An administrator's label is a formula.
const Registry& mean_labels() {
    static const Registry registry =
        must(Registry::compile({{"box.json",
                                 R"({"id":1,"key":"box","icon":"box","title":["name"],
              "fields":[{"id":1,"key":"name","type":"text","label":{"en":"=A1&B1"}}],
              "list":{"columns":["name"],"order":"name"},
              "form":[{"section":"main","fields":["name"]}]})"}},
                               nullptr));
    return registry;
}

struct Boxes : ImportFixture {
    Boxes() : ImportFixture(mean_labels()) {}
};

std::set<std::string> names_in(ImportFixture& fixture, std::string_view module) {
    std::set<std::string> names;
    for (const Record& record : fixture.all(module))
        names.insert(fixture.words(record, module, "name"));
    return names;
}

}  // namespace

TEST_CASE_METHOD(ImportFixture, "a text that begins with an apostrophe keeps it through a file",
                 "[app][import]") {
    const std::set<std::string> names = {"@home", "'=1+1", "''-2", "'s-Hertogenbosch"};
    run("account", "Name\n'@home\n''=1+1\n'''-2\n's-Hertogenbosch\n");
    CHECK(names_in(*this, "account") == names);
    ImportFixture other;
    other.run("account", exported("account", FileFormat::Csv, all("account")));
    CHECK(names_in(other, "account") == names);
}

TEST_CASE_METHOD(Boxes, "a label that is a formula is harmless in a file and known again",
                 "[app][import]") {
    run("box", "Name\nTools\n");
    const std::string file = exported("box", FileFormat::Csv, all("box"));
    CHECK(file == "\xEF\xBB\xBF'=A1&B1\r\nTools\r\n");
    Boxes other;
    Import import = other.open("box", file);
    CHECK(import.column_names().front() == "=A1&B1");
    Boxes::start(import);
    CHECK(names_in(other, "box") == std::set<std::string>{"Tools"});
}
