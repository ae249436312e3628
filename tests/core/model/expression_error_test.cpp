#include "core/expression.h"
#include "core/model/expression_world.h"
#include "support/test.h"

using namespace holdfast;

namespace {

using Code = ExpressionErrorCode;

tl::expected<Expression, ExpressionError> compiled(std::string_view source) {
    const Registry& registry = test::expression_registry();
    return Expression::compile(registry, *registry.find("job"), source);
}

std::string repeated(std::string_view piece, std::size_t count) {
    std::string text;
    for (std::size_t done = 0; done < count; ++done) text += piece;
    return text;
}

void check_mistake(std::string_view source, Code code, std::size_t position) {
    CAPTURE(source);
    const auto expression = compiled(source);
    REQUIRE_FALSE(expression);
    CHECK(expression.error().code == code);
    CHECK(expression.error().position == position);
    CHECK(expression.error().key.starts_with("expression."));
}

}  // namespace

TEST_CASE("a mistake in an expression is named with its place", "[core][expression]") {
    struct Case {
        std::string_view source;
        Code code;
        std::size_t position;
    };
    const auto [source, code, position] = GENERATE(values<Case>({
        {"", Code::UnexpectedEnd, 0},
        {"1 +", Code::UnexpectedEnd, 3},
        {"(1", Code::UnexpectedEnd, 2},
        {"1 2", Code::UnexpectedWord, 2},
        {"1 )", Code::UnexpectedWord, 2},
        {"and", Code::UnexpectedWord, 0},
        {"company.", Code::UnexpectedEnd, 8},
        {"visits not 1", Code::UnexpectedWord, 7},
        {"1 < 2 < 3", Code::UnexpectedWord, 6},
        {"visits in ()", Code::UnexpectedWord, 11},
        {"visits = 1", Code::UnexpectedCharacter, 7},
        {"1 + é", Code::UnexpectedCharacter, 4},
        {"title == 'x", Code::UnfinishedText, 9},
        {"'\xFF'", Code::NotUtf8, 0},
        {"9223372036854775808", Code::NumberTooLarge, 0},
        {"1 + 0.1234567891", Code::NumberTooLarge, 4},
        {"due == date('2026-02-30')", Code::BadDate, 12},
        {"date('2026-2-3')", Code::BadDate, 5},
        {"date(title)", Code::BadDate, 5},
        {"nothing", Code::UnknownField, 0},
        {"company.nothing", Code::UnknownField, 8},
        {"title.name", Code::NotALink, 6},
        {"company.parent.parent.parent.parent.name", Code::TooManyHops, 36},
        {"sqrt(2)", Code::UnknownFunction, 0},
        {"lower()", Code::WrongArgumentCount, 0},
        {"if(true, 1)", Code::WrongArgumentCount, 0},
        {"sum(line)", Code::WrongArgumentCount, 0},
        {"count(job)", Code::UnknownChildren, 6},
        {"count(line where count(line) > 1)", Code::NestedAggregate, 17},
        {"count(line where price)", Code::WrongType, 17},
        {"sum(line.name)", Code::WrongType, 9},
        {"title + 1", Code::WrongType, 6},
        {"1 and true", Code::WrongType, 0},
        {"not title", Code::WrongType, 4},
        {"visits == title", Code::WrongType, 7},
        {"company < other", Code::WrongType, 8},
        {"billable < urgent", Code::WrongType, 9},
        {"if(true, 1, 'a')", Code::WrongType, 0},
        {"title ?? 1", Code::WrongType, 6},
        {"visits in (1, 'a')", Code::WrongType, 7},
        {"count(line where job == supplier)", Code::WrongType, 21},
        {"count(line where is_null(job ?? supplier))", Code::WrongType, 29},
        {"lower(1)", Code::WrongType, 6},
        {"add_days(due, 1.5)", Code::WrongType, 14},
        {"round(1.5, visits)", Code::WrongType, 11},
        {"round(1.5, 10)", Code::WrongType, 11},
        {"due + 1", Code::WrongType, 4},
        {"note == null", Code::ComparedWithNull, 5},
        {"1 in (1, null)", Code::ComparedWithNull, 9},
        {"due < today()", Code::TodayNotAllowed, 6},
    }));
    check_mistake(source, code, position);
}

TEST_CASE("an error carries what its sentence needs", "[core][expression]") {
    const auto unknown = compiled("company.nmae");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().key == "expression.unknown_field");
    CHECK(unknown.error().arguments == std::vector<std::string>{"nmae", "company"});
    const auto wrong = compiled("title + 1");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().key == "expression.wrong_type");
    CHECK(wrong.error().arguments == std::vector<std::string>{"number", "text"});
}

TEST_CASE("an expression has bounds, and both back ends take what is within them",
          "[core][expression]") {
    constexpr auto kDepth = static_cast<std::size_t>(kExpressionDepthMax);
    test::ExpressionWorld world = test::known_world();
    CHECK(world.answer(repeated("(", kDepth - 1) + "1" + repeated(")", kDepth - 1)) == "1");
    CHECK(world.answer(repeated("lower(", kDepth - 1) + "'A'" + repeated(")", kDepth - 1)) ==
          "\"a\"");
    CHECK(world.answer(repeated("if(true, ", kDepth - 1) + "1" + repeated(", 0)", kDepth - 1)) ==
          "1");
    CHECK(world.answer(repeated("1 + ", kDepth - 1) + "1") == "64");
    CHECK(world.answer("7 in (" + repeated("1, ", kExpressionItemsMax - 1) + "visits)") == "1");

    check_mistake(repeated("(", kDepth) + "1" + repeated(")", kDepth), Code::TooDeep, kDepth);
    check_mistake(repeated("not ", kDepth) + "true", Code::TooDeep, kDepth * 4);
    check_mistake(repeated("-", kDepth) + "1", Code::TooDeep, kDepth);
    check_mistake(repeated("1 + ", kDepth) + "1", Code::TooDeep, kDepth * 4 - 2);
    const std::string ten_items = "(1 in (" + repeated("1,", 60) + "1))";
    const auto complex = compiled(repeated(ten_items + " and ", 9) + "true");
    REQUIRE_FALSE(complex);
    CHECK(complex.error().code == Code::TooComplex);
    check_mistake("1 in (" + repeated("1,", kExpressionItemsMax) + "1)", Code::TooManyItems,
                  6 + 2 * kExpressionItemsMax);
    check_mistake(repeated(" ", kExpressionBytesMax) + "1", Code::TooLong, kExpressionBytesMax);
}

TEST_CASE("a text that grows beyond its bound becomes null", "[core][expression]") {
    test::ExpressionWorld world = test::known_world();
    Record job = world.all("job").front();
    job.id.low = 2;
    test::ExpressionWorld::set(job, "title", std::string(kExpressionTextBytesMax - 1, 'x'));
    world.store(job);
    for (const auto& [source, bytes] :
         {std::pair<std::string_view, bool>{"concat(title, 'y')", true},
          {"concat(title, 'yz')", false}}) {
        const Expression expression = test::ExpressionWorld::compile(source);
        const Value value = world.evaluated(expression, job);
        CHECK(is_null(value) != bytes);
        CHECK(world.selected(expression)[1] == value);
    }
}

TEST_CASE("an expression names every field it reads, also on the way", "[core][expression]") {
    const Registry& registry = test::expression_registry();
    const auto expression =
        compiled("company.parent.name == title and sum(line.price where supplier.active) > visits");
    REQUIRE(expression);
    std::vector<std::string> reads;
    for (const ExpressionDependency& read : expression->dependencies()) {
        const EntityDef& entity = *registry.find(read.entity);
        const std::string field =
            read.field == kFieldDeleted ? "life" : entity.find_field(read.field)->key;
        reads.push_back(read.path + " " + entity.key + " " + field);
    }
    CHECK(reads == std::vector<std::string>{"company job company", "company.parent company parent",
                                            "company.parent.name company name",
                                            "line._deleted line life", "line.job line job",
                                            "line.price line price", "line.supplier line supplier",
                                            "line.supplier.active company active",
                                            "title job title", "visits job visits"});
}

TEST_CASE("computed fields that read each other in a circle are found", "[core][expression]") {
    const auto field = [](int id, std::vector<int> reads) {
        ComputedField computed{EntityId{1}, static_cast<FieldId>(id), {}};
        for (const int read : reads)
            computed.reads.push_back({EntityId{1}, static_cast<FieldId>(read), ""});
        return computed;
    };
    CHECK(find_cycle({}).empty());
    CHECK(find_cycle({field(1, {2, 9}), field(2, {3}), field(3, {9})}).empty());
    CHECK(find_cycle({field(1, {2, 3}), field(2, {4}), field(3, {4}), field(4, {})}).empty());
    CHECK(find_cycle({field(1, {1})}) == std::vector<std::size_t>{0});
    CHECK(find_cycle({field(1, {2}), field(2, {3}), field(3, {2})}) ==
          std::vector<std::size_t>{1, 2});
    std::vector<ComputedField> chain;
    for (int id = 1; id < 20'000; ++id) chain.push_back(field(id, {id + 1}));
    CHECK(find_cycle(chain).empty());
    chain.push_back(field(20'000, {1}));
    CHECK(find_cycle(chain).size() == 20'000);
}
