#include "core/model/expression_world.h"

#include "store/entity_table.h"
#include "store/schema.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr std::string_view kCompany = R"json({"id":1,"key":"company","icon":"box","title":["name"],
    "fields":[{"id":1,"key":"name","type":"text"},{"id":2,"key":"note","type":"longtext"},
    {"id":3,"key":"kind","type":"choice","open":true,"choices":["business"]},
    {"id":4,"key":"headcount","type":"integer"},
    {"id":5,"key":"amount","type":"money","scale":2},
    {"id":6,"key":"ratio","type":"percent","scale":4},
    {"id":7,"key":"active","type":"boolean"},{"id":8,"key":"founded","type":"date"},
    {"id":9,"key":"seen","type":"datetime"},
    {"id":10,"key":"parent","type":"link","to":"company","inverse":"branches"},
    {"id":11,"key":"since","type":"date","compute":"founded ?? parent.founded"},
    {"id":12,"key":"volume","type":"money","scale":2,
        "compute":"sum(jobs.total where billable) + count(branches)"}],
    "list":{"columns":["name"],"order":"name"},
    "form":[{"section":"main","fields":["name"]}]})json";

constexpr std::string_view kJob = R"json({"id":2,"key":"job","icon":"box","title":["title"],
    "fields":[{"id":1,"key":"title","type":"text"},{"id":2,"key":"note","type":"longtext"},
    {"id":3,"key":"kind","type":"choice","open":true,"choices":["repair"]},
    {"id":4,"key":"visits","type":"integer"},{"id":5,"key":"price","type":"money","scale":2},
    {"id":6,"key":"hours","type":"quantity","scale":6},
    {"id":7,"key":"rate","type":"percent","scale":4},
    {"id":8,"key":"billable","type":"boolean"},{"id":9,"key":"urgent","type":"boolean"},
    {"id":10,"key":"due","type":"date"},{"id":11,"key":"done","type":"date"},
    {"id":12,"key":"planned","type":"datetime"},{"id":13,"key":"finished","type":"datetime"},
    {"id":14,"key":"spent","type":"duration"},{"id":15,"key":"budget","type":"duration"},
    {"id":16,"key":"company","type":"link","to":"company","index":true,"inverse":"jobs"},
    {"id":17,"key":"other","type":"link","to":"company"},
    {"id":18,"key":"total","type":"money","scale":2,"compute":"sum(line.net)"},
    {"id":19,"key":"label","type":"text","compute":"concat(title, '/', company.name)"}],
    "list":{"columns":["title"],"order":"title"},
    "form":[{"section":"main","fields":["title"]}]})json";

constexpr std::string_view kLine = R"json({"id":3,"key":"line","icon":"box","title":["name"],
    "parent":"job",
    "fields":[{"id":1,"key":"job","type":"link","to":"job","required":true,"index":true},
    {"id":2,"key":"name","type":"text"},
    {"id":3,"key":"coverage","type":"choice","open":true,"choices":["billable"]},
    {"id":4,"key":"quantity","type":"quantity","scale":6},
    {"id":5,"key":"price","type":"money","scale":2},{"id":6,"key":"taxable","type":"boolean"},
    {"id":7,"key":"day","type":"date"},{"id":8,"key":"spent","type":"duration"},
    {"id":9,"key":"supplier","type":"link","to":"company"},
    {"id":10,"key":"net","type":"money","scale":2,"compute":"quantity * price"}],
    "list":{"columns":["name"],"order":"name"},
    "form":[{"section":"main","fields":["name"]}]})json";

const EntityDef& entity_of(std::string_view key) {
    return *expression_registry().find(key);
}

}  // namespace

const Registry& expression_registry() {
    static const Registry registry = must(Registry::compile(
        {{"company.json", kCompany}, {"job.json", kJob}, {"line.json", kLine}}, nullptr));
    return registry;
}

ExpressionWorld::ExpressionWorld() : db_(must(Database::open(":memory:"))) {
    must(bring_up_schema(db_, expression_registry()));
    must(register_expression_functions(db_));
}

Record ExpressionWorld::make(std::string_view entity, std::uint64_t number) {
    Record record;
    record.entity = entity_of(entity).id;
    record.id = {raw(record.entity), number};
    record.values.resize(entity_of(entity).fields.size());
    return record;
}

void ExpressionWorld::set(Record& record, std::string_view field, Value value) {
    const EntityDef& entity = *expression_registry().find(record.entity);
    record.values[entity.index_of(entity.find_field(field)->id)] = std::move(value);
}

void ExpressionWorld::store(Record record) {
    const EntityTable table(*expression_registry().find(record.entity));
    must(table.insert(db_, record));
    records_[record.entity].push_back(std::move(record));
}

const std::vector<Record>& ExpressionWorld::all(std::string_view entity) const {
    return records_.at(entity_of(entity).id);
}

Expression ExpressionWorld::compile(std::string_view source) {
    auto expression = Expression::compile(expression_registry(), entity_of("job"), source,
                                          {ExpressionToday::Allowed, std::nullopt});
    if (!expression)
        FAIL(source << " does not compile: " << expression.error().key << " at "
                    << expression.error().position);
    return *std::move(expression);
}

Value ExpressionWorld::evaluated(const Expression& expression, const Record& job) {
    return must(expression.evaluate(job, *this, kToday));
}

std::vector<Value> ExpressionWorld::selected(const Expression& expression) {
    const ExpressionSql sql = expression.to_sql({"", 1, kToday});
    Result<Statement> statement = db_.prepare("SELECT value, typeof(value) FROM (SELECT " +
                                              sql.text + " AS value FROM job ORDER BY pk)");
    if (!statement) FAIL(db_.last_message() << " in " << sql.text);
    for (std::size_t index = 0; index < sql.parameters.size(); ++index)
        statement->bind(static_cast<int>(index), sql.parameters[index]);
    std::vector<Value> values;
    while (must(statement->step())) {
        // Read as a Value it would look like null.
        if (statement->text(1) == "real") FAIL("floating point by " << sql.text);
        values.push_back(statement->value(0));
    }
    return values;
}

std::size_t ExpressionWorld::count_where(const Expression& expression) {
    const ExpressionSql sql = expression.to_sql({"j", 2, kToday});
    Statement statement =
        must(db_.prepare("SELECT count(*) FROM job AS j WHERE ?1 AND " + sql.text));
    statement.bind(0, std::int64_t{1});
    for (std::size_t index = 0; index < sql.parameters.size(); ++index)
        statement.bind(static_cast<int>(index) + 1, sql.parameters[index]);
    REQUIRE(must(statement.step()));
    return static_cast<std::size_t>(statement.integer(0));
}

std::string ExpressionWorld::answer(std::string_view source) {
    const Expression expression = compile(source);
    const Value from_record = evaluated(expression, all("job").front());
    CHECK(to_json(from_record) == to_json(selected(expression).front()));
    return to_json(from_record);
}

Result<const Record*> ExpressionWorld::find_linked(EntityId entity, const RecordId& id) {
    for (const Record& record : records_[entity])
        if (record.id == id) return &record;
    return nullptr;
}

Result<std::vector<const Record*>> ExpressionWorld::find_linking(EntityId entity, FieldId link,
                                                                 const RecordId& target) {
    const std::size_t position = expression_registry().find(entity)->index_of(link);
    std::vector<const Record*> found;
    for (const Record& record : records_[entity])
        if (record.life == Record::Life::Living && record.values[position] == Value(target))
            found.push_back(&record);
    return found;
}

namespace {

void store_companies(ExpressionWorld& world) {
    constexpr std::string_view kNames[] = {"Åsa AB", "Holding", "Group", "Top", "Roof"};
    for (std::uint64_t number = 1; number <= 5; ++number) {
        Record company = ExpressionWorld::make("company", number);
        ExpressionWorld::set(company, "name", std::string(kNames[number - 1]));
        if (number < 5)
            ExpressionWorld::set(company, "parent", RecordId{raw(company.entity), number + 1});
        // In the recycle bin, where links still lead.
        if (number == 2) company.life = Record::Life::Deleted;
        world.store(std::move(company));
    }
}

void store_line(ExpressionWorld& world, std::uint64_t number, Value price, Value coverage) {
    Record line = ExpressionWorld::make("line", number);
    ExpressionWorld::set(line, "job", RecordId{2, 1});
    ExpressionWorld::set(line, "name", "line " + std::to_string(number));
    ExpressionWorld::set(line, "price", std::move(price));
    ExpressionWorld::set(line, "coverage", std::move(coverage));
    ExpressionWorld::set(line, "supplier", RecordId{1, number});
    if (number == 4) line.life = Record::Life::Deleted;
    world.store(std::move(line));
}

}  // namespace

ExpressionWorld known_world() {
    ExpressionWorld world;
    store_companies(world);
    const std::string billable = "billable";
    store_line(world, 1, std::int64_t{1050}, billable);
    store_line(world, 2, std::int64_t{2000}, std::string("warranty"));
    store_line(world, 3, std::int64_t{1}, billable);
    store_line(world, 4, std::int64_t{9999}, billable);
    store_line(world, 5, Value(), billable);
    store_line(world, 6, std::int64_t{4}, Value());

    Record job = ExpressionWorld::make("job", 1);
    ExpressionWorld::set(job, "title", std::string("Pump"));
    ExpressionWorld::set(job, "visits", std::int64_t{7});
    ExpressionWorld::set(job, "price", std::int64_t{1999});
    ExpressionWorld::set(job, "hours", std::int64_t{1'500'000});
    ExpressionWorld::set(job, "billable", std::int64_t{1});
    ExpressionWorld::set(job, "urgent", std::int64_t{0});
    ExpressionWorld::set(job, "due", ExpressionWorld::kToday);
    ExpressionWorld::set(job, "planned", std::int64_t{1'000'000});
    ExpressionWorld::set(job, "finished", std::int64_t{8'200'000});
    ExpressionWorld::set(job, "spent", std::int64_t{7'200'000});
    ExpressionWorld::set(job, "company", RecordId{1, 1});
    ExpressionWorld::set(job, "other", RecordId{1, 99});  // Held by nobody here.
    world.store(std::move(job));
    return world;
}

}  // namespace holdfast::test
