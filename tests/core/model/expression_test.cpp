#include "core/expression.h"

#include "core/model/expression_world.h"
#include "support/test.h"

using namespace holdfast;
using test::ExpressionWorld;
using test::known_world;

namespace {

struct Case {
    std::string_view source;
    std::string_view json;
};

/// Both back ends give the expected answers over the known job.
void check_answers(const std::vector<Case>& cases) {
    ExpressionWorld world = known_world();
    for (const auto& [source, json] : cases) {
        CAPTURE(source);
        CHECK(world.answer(source) == json);
    }
}

}  // namespace

TEST_CASE("operators bind as in arithmetic, and words as in sentences", "[core][expression]") {
    check_answers({
        {"1 + 2 * 3", "7"},
        {"(1 + 2) * 3", "9"},
        {"10 - 2 - 3", "5"},
        {"-2 * -3", "6"},
        {"- -2", "2"},
        {"1 + 2 == 3", "1"},
        {"1 < 2 and 2 < 3", "1"},
        {"true or false and false", "1"},
        {"(true or false) and false", "0"},
        {"not false and false", "0"},
        {"not (false and false)", "1"},
        {"not visits == 7", "0"},
        {"!false == true", "1"},
        {"true && !false || false", "1"},
        {"done ?? due == due", "1"},
        {"null ?? 1 + 1", "2"},
        {"null ?? null ?? 3", "3"},
        {"visits in (1, 7)", "1"},
        {"visits not in (1, 7)", "0"},
        {"not visits in (1, 2)", "1"},
        {"visits + 1 in (8)", "1"},
        {"'it''s'", "\"it's\""},
        {"\"say \"\"hi\"\"\"", "\"say \\\"hi\\\"\""},
        {"''", "\"\""},
    });
}

TEST_CASE("numbers keep their decimals and round half away from zero", "[core][expression]") {
    check_answers({
        {"price + 1", "2099"},                // 19.99 + 1
        {"price * hours", "29985000"},        // 19.99 * 1.5, six decimals
        {"round(price * hours, 2)", "2999"},  // 29.985
        {"round(-2.5)", "-3"},
        {"round(2.5)", "3"},
        {"round(2.4999)", "2"},
        {"round(2, 3)", "2000"},
        {"0.5 * 0.5", "3"},  // 0.25 with one decimal
        {"0 - 0.5 * 0.5", "-3"},
        {"7 / 2", "3500000"},
        {"1 / 3", "333333"},
        {"2 / 3", "666667"},
        {"-2 / 3", "-666667"},
        {"price / 2", "9995000"},
        {"hours == 1.5", "1"},
        {"visits == 7.000", "1"},
        {"visits < 7.5", "1"},
        {"visits == 7.5", "0"},
        {"hours > visits", "0"},
        {"price in (19.99, 5)", "1"},
        {"visits in (6.5, 7.5)", "0"},
    });
}

TEST_CASE("overflow and division by zero give null", "[core][expression]") {
    check_answers({
        {"9223372036854775807 + 1", "null"},
        {"-9223372036854775807 - 1", "-9223372036854775808"},
        {"-9223372036854775807 - 2", "null"},
        {"-(-9223372036854775807 - 1)", "null"},
        {"9223372036854775807 * 2", "null"},
        {"4611686018427387904 * -2", "-9223372036854775808"},
        {"9223372036854775807 / 1", "null"},  // No room for six decimals.
        {"9223372036854775807 + 0.5", "null"},
        {"9223372036854775807 > visits + 0.5", "1"},  // Comparing needs no room.
        {"1 / 0", "null"},
        {"visits / (visits - 7)", "null"},
        {"spent / 0", "null"},
        {"1 / 0 ?? 5", "5000000"},
        {"add_days(due, 9223372036854775807)", "null"},
        {"add_days(date('9999-12-31'), 1)", "null"},
    });
}

TEST_CASE("unknown truth goes through and, or and not as in SQL", "[core][expression]") {
    check_answers({
        {"true and true", "1"},
        {"true and false", "0"},
        {"true and null", "null"},
        {"false and true", "0"},
        {"false and false", "0"},
        {"false and null", "0"},
        {"null and true", "null"},
        {"null and false", "0"},
        {"null and null", "null"},
        {"true or true", "1"},
        {"true or false", "1"},
        {"true or null", "1"},
        {"false or true", "1"},
        {"false or false", "0"},
        {"false or null", "null"},
        {"null or true", "1"},
        {"null or false", "null"},
        {"null or null", "null"},
        {"not true", "0"},
        {"not false", "1"},
        {"not null", "null"},
        {"rate == 1", "null"},
        {"rate != 1", "null"},
        {"rate == rate", "null"},
        {"rate < 1", "null"},
        {"1 in (rate, 1)", "1"},
        {"1 in (rate, 2)", "null"},
        {"1 not in (rate, 2)", "null"},
        {"rate in (1, 2)", "null"},
        {"is_null(rate)", "1"},
        {"is_null(visits)", "0"},
        {"is_null(null)", "1"},
        {"if(null, 1, 2)", "2"},
        {"if(true, 1, 2)", "1"},
        {"if(rate > 1, 1, null)", "null"},
        {"rate + 1", "null"},
        {"lower(null)", "null"},
        {"(note ?? '') == ''", "1"},
    });
}

TEST_CASE("texts compare and change by code point, without locale", "[core][expression]") {
    check_answers({
        {"'a' < 'b'", "1"},
        {"'Z' < 'a'", "1"},
        {"'z' < 'é'", "1"},
        {"'\xEF\xBD\x81' < '𠮷'", "1"},  // U+FF41 before U+20BB7, unlike in UTF-16
        {"'a' == 'A'", "0"},
        {"'' < 'a'", "1"},
        {"lower('ÅSA ΣΟΦΙΑ ЖЁ Ÿ İ')", "\"åsa σοφια жё ÿ İ\""},
        {"upper('åsa σοφίας жё ÿ ß')", "\"ÅSA ΣΟΦΊΑΣ ЖЁ Ÿ ß\""},
        {"length('東京𠮷é')", "4"},
        {"length('')", "0"},
        {"contains('work order', 'k o')", "1"},
        {"contains('50%', '%')", "1"},
        {"contains('abc', 'a_c')", "0"},
        {"contains('abc', '')", "1"},
        {"starts_with(title, 'Pu')", "1"},
        {"starts_with(title, 'pu')", "0"},
        {"concat('a', title, 'ö')", "\"aPumpö\""},
        {"concat('a', note)", "null"},
        {"trim('\t \xC2\xA0x y\xE3\x80\x80\n')", "\"x y\""},
        {"trim('   ')", "\"\""},
    });
}

TEST_CASE("dates are days of the calendar, durations milliseconds", "[core][expression]") {
    check_answers({
        {"date('1970-01-01')", "0"},
        {"date(\"2026-11-22\") == due", "1"},
        {"today() == due", "1"},
        {"days_between(due, date('2026-12-01'))", "9"},
        {"days_between(date('2026-12-01'), due)", "-9"},
        {"year(add_days(due, 40))", "2027"},
        {"month(due)", "11"},
        {"day(add_days(date('2024-02-28'), 1))", "29"},
        {"day(add_days(date('1900-02-28'), 1))", "1"},
        {"year(date('0001-01-01'))", "1"},
        {"due < date('2026-11-23')", "1"},
        {"finished - planned == spent", "1"},
        {"finished - planned > minutes(120)", "0"},
        {"planned + minutes(120) == finished", "1"},
        {"spent * 1.5", "10800000"},
        {"0.5 * spent", "3600000"},
        {"spent / 7", "1028571"},
        {"spent / minutes(60)", "2000000"},
        {"-spent", "-7200000"},
    });
}

TEST_CASE("paths follow links, also into the recycle bin, and end in null where nothing is",
          "[core][expression]") {
    check_answers({
        {"company.name", "\"Åsa AB\""},
        {"company.parent.name", "\"Holding\""},
        {"company.parent.parent.parent.name", "\"Top\""},
        {"other.name", "null"},
        {"is_null(other)", "0"},
        {"other.parent.name", "null"},
        {"company == other", "0"},
        {"company.parent == company.parent", "1"},
        {"company.parent.parent.parent.parent in (company, other)", "0"},
    });
}

TEST_CASE("aggregates look at living children that meet the condition", "[core][expression]") {
    check_answers({
        {"count(line)", "5"},
        {"count(line.price)", "4"},
        {"count(line where coverage == 'billable')", "3"},
        {"sum(line.price)", "3055"},
        {"sum(line.price where coverage == 'billable')", "1051"},
        {"sum(line.price where coverage == 'none')", "0"},
        {"min(line.price)", "1"},
        {"max(line.price where price < 20)", "1050"},
        {"max(line.name)", "\"line 6\""},
        {"min(line.name where false)", "null"},
        {"avg(line.price)", "7637500"},
        {"avg(line.price where null)", "null"},
        {"count(line where price < job.price)", "3"},
        {"min(line.supplier.name)", "\"Group\""},
        {"max(line.supplier.parent.name)", "\"Top\""},
        {"count(line where supplier == job.company)", "1"},
        {"sum(line.price) / count(line.price) == avg(line.price)", "1"},
        {"total", "0"},
        {"label", "\"Pump/Åsa AB\""},
        {"company.volume", "0"},
        {"company.parent.volume", "100"},
    });
}

TEST_CASE("a result takes the type that is asked for", "[core][expression]") {
    ExpressionWorld world = known_world();
    const EntityDef& job = *test::expression_registry().find("job");
    const auto compiled = [&](std::string_view source, ExpressionType type) {
        return Expression::compile(test::expression_registry(), job, source,
                                   {ExpressionToday::Refused, type});
    };
    const ExpressionType money = expression_type_of(*job.find_field("price"));
    const auto total = compiled("price * hours", money);
    REQUIRE(total);
    CHECK(total->type() == money);
    CHECK(world.evaluated(*total, world.all("job").front()) == Value(std::int64_t{2999}));
    CHECK(world.selected(*total).front() == Value(std::int64_t{2999}));

    const auto wrong = compiled("title", money);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == ExpressionErrorCode::WrongType);
    CHECK(wrong.error().arguments == std::vector<std::string>{"number", "text"});
}

TEST_CASE("the examples of the manual compile for a work order", "[core][expression]") {
    const auto source = GENERATE(values<std::string_view>({
        "status == 'on_hold' and is_null(hold_reason)",
        "require_signature ?? false",
        "round(sum(lines.unit_price where coverage == 'billable') * 1.25, 2)",
        "if(due < today(), concat('late: ', account.name), subject)",
        "priority in ('high', 'urgent') or account.parent.credit_limit > 10000",
    }));
    CAPTURE(source);
    const Registry& registry = Registry::base();
    CHECK(Expression::compile(registry, *registry.find("work_order"), source,
                              {ExpressionToday::Allowed, std::nullopt}));
}

TEST_CASE("literals are bound and never part of the SQL", "[core][expression]") {
    const ExpressionSql sql =
        ExpressionWorld::compile("title == 'x'' OR 1' and visits > 12345 and due < today()")
            .to_sql({"j", 5, 99});
    CHECK(sql.text == "(((j.\"title\" = ?5) AND (j.\"visits\" > ?6)) AND (j.\"due\" < ?7))");
    CHECK(sql.parameters ==
          std::vector<Value>{std::string("x' OR 1"), std::int64_t{12345}, std::int64_t{99}});
}
