// What change sets do, and what they are refused for.
#include <set>

#include "core/rules.h"
#include "core/strings.h"
#include "customization/customize.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

using Problem = CustomizationProblem;

std::vector<std::string> keys_of(const EntityDef& entity, const std::vector<FieldId>& fields) {
    std::vector<std::string> keys;
    for (const FieldId field : fields) keys.push_back(entity.find_any(field)->key);
    return keys;
}

const FormSection& section_of(const EntityDef& entity, std::string_view key) {
    for (const FormSection& section : entity.form)
        if (section.key == key) return section;
    FAIL("there is no section " << key);
    return entity.form.front();
}

struct Refusal {
    std::string set;
    Problem problem;
    std::string path;
};

void check_refused(const Refusal& wanted) {
    INFO(wanted.set);
    const auto issue = customize({}).check(wanted.set);
    REQUIRE(issue);
    INFO(issue->path << ": " << issue->reason);
    CHECK(static_cast<int>(issue->problem) == static_cast<int>(wanted.problem));
    CHECK(issue->path == wanted.path);
    CHECK_FALSE(issue->reason.empty());
    // Nothing half applied: the registry with the refused set is the one without it.
    const Customization without = customize({});
    const Customization with = customize({wanted.set});
    REQUIRE(with.issues().size() == 1);
    CHECK(with.issues()[0].name == "set 1");
    CHECK(with.registry().version() == without.registry().version());
}

/// A change of the module `job`, and where it stands.
const std::string kAt = "$.change.job";
const std::string kFirst = kAt + ".add_fields[0]";

std::string field(const std::string& rest) {
    return on_job(R"({"add_fields": [{"label": {"en": "F"}, )" + rest + "}]}");
}

std::string change(const std::string& key, const std::string& rest) {
    return on_job(R"({"change_fields": {")" + key + R"(": {)" + rest + "}}}");
}

const std::string kGate =
    R"({"key": "x_gate", "type": "text", "label": {"en": "Gate code", "sv": "Grindkod"}})";

}  // namespace

TEST_CASE("a custom field is a field with a column, a label and a number of its own") {
    const Customization made = customize_all({on_job(R"({"add_fields": [)" + kGate + "]}")});
    const EntityDef& job = job_of(made);
    const FieldDef& gate = field_of(job, "x_gate");
    CHECK(is_custom(gate.id));
    CHECK(gate.id == custom_field_id("job", "x_gate", "text"));
    CHECK(&gate == &job.fields.back());
    CHECK(Strings(Language::Swedish).label_of(job, gate) == "Grindkod");
    CHECK(Strings(Language::French).label_of(job, gate) == "Gate code");
    CHECK(keys_of(job, section_of(job, "x_own").fields) == std::vector<std::string>{"x_gate"});
    CHECK(made.registry().version() != customize({}).registry().version());
}

TEST_CASE("every type of field that people fill can be added") {
    for (const FieldTypeInfo& info : field_types()) {
        if (info.type == FieldType::State || info.type == FieldType::Number) continue;
        std::string field = R"({"key": "x_f", "type": ")" + std::string(info.word) +
                            R"(", "label": {"en": "F"}, "section": "plan")";
        if (info.type == FieldType::Choice || info.type == FieldType::Choices)
            field += R"(, "choices": ["a", {"key": "b", "label": {"en": "B"}}])";
        if (info.type == FieldType::Link) field += R"(, "to": "place", "inverse": "x_jobs")";
        if (info.type == FieldType::LinkAny) field += R"(, "entity": "x_module")";
        const std::string module =
            R"({"key": "x_module", "type": "entity", "label": {"en": "Module"}})";
        INFO(info.word);
        const Customization made =
            customize_all({on_job(R"({"add_fields": [)" + module + "," + field + "}]}")});
        CHECK(field_of(job_of(made), "x_f").type == info.type);
    }
}

TEST_CASE("a computed custom field has no column and reads others") {
    const Customization made = customize_all({on_job(
        R"({"add_fields": [{"key": "x_price", "type": "money", "label": {"en": "Price"}},
            {"key": "x_sum", "type": "money", "label": {"en": "Sum"}, "scale": 2,
             "compute": "x_price * hours"}]})")});
    CHECK(job_of(made).find_field("x_sum") == nullptr);
    REQUIRE(job_of(made).find_computed("x_sum") != nullptr);
    CHECK(field_of(job_of(made), "x_price").scale == 2);
}

TEST_CASE("label, duty, default, conditions and choices of a field can be changed") {
    const Customization made = customize_all({on_job(R"({"change_fields": {
        "reason": {"label": {"en": "Cause"}, "required": true, "default": "none"},
        "due": {"visible_if": "priority == 'high'", "required_if": "priority == 'high'"},
        "priority": {"default": "high", "add_choices": [{"key": "x_top", "label": {"en": "Top"}}],
                     "choice_labels": {"high": {"en": "Urgent"}}, "remove_choices": ["low"]}}})")});
    const EntityDef& job = job_of(made);
    const Strings english;
    CHECK(english.label_of(job, field_of(job, "reason")) == "Cause");
    CHECK(field_of(job, "reason").need == Need::Required);
    CHECK(field_of(job, "reason").initial == Value(std::string("none")));
    CHECK(made.registry().rules(job.id).find(field_of(job, "due").id)->visible_if.has_value());
    const FieldDef& priority = field_of(job, "priority");
    CHECK(priority.choices == std::vector<std::string>{"low", "high", "x_top"});
    CHECK(english.label_of_choice(job, priority, "high") == "Urgent");
    CHECK(english.label_of_choice(job, priority, "x_top") == "Top");
    REQUIRE(priority.logic.options_if.size() == 1);
    CHECK(priority.logic.options_if[0] == std::pair<std::string, std::string>("low", "false"));
}

TEST_CASE("a hidden field is off list, form, title, search and calendar, and keeps its column") {
    const Customization made =
        customize_all({on_job(R"({"hide_fields": ["due", "priority"]})"),
                       R"({"change": {"place": {"hide_fields": ["note"]}}})"});
    const EntityDef& job = job_of(made);
    CHECK(field_of(job, "due").presence == Presence::Hidden);
    CHECK(keys_of(job, job.list_columns) == std::vector<std::string>{"number", "subject"});
    CHECK(keys_of(job, section_of(job, "plan").fields) ==
          std::vector<std::string>{"reason", "hours", "twice"});
    CHECK(job.calendar.start == FieldId::None);
    const FieldDef& note = field_of(*made.registry().find("place"), "note");
    CHECK(note.searching == Searching::No);
}

TEST_CASE("states and moves are added, and all states can be renamed") {
    const Customization made = customize_all({on_job(R"({
        "add_states": [{"key": "x_parts", "category": "waiting", "label": {"en": "Parts"},
                        "require": ["reason"], "guard": "hours > 0"}],
        "change_states": {"held": {"label": {"en": "On ice"}}},
        "add_transitions": ["open > x_parts", "x_parts > done", "held > done"]})")});
    const EntityDef& job = job_of(made);
    CHECK(job.find_state("x_parts")->category == StateCategory::Waiting);
    CHECK(job.allows("open", "x_parts"));
    CHECK(job.allows("held", "done"));
    CHECK(made.registry().rules(job.id).guard("x_parts") != nullptr);
    const FieldDef& status = field_of(job, "status");
    CHECK(Strings().label_of_choice(job, status, "x_parts") == "Parts");
    CHECK(Strings().label_of_choice(job, status, "held") == "On ice");
}

TEST_CASE("list and form take the order that the change set says") {
    const Customization made = customize_all({on_job(R"({
        "add_fields": [)" + kGate + R"(],
        "list": {"columns": ["x_gate", "subject", "twice"], "order": "due"},
        "form": [{"section": "x_door", "label": {"en": "Door"}, "fields": ["x_gate", "subject"]},
                 {"section": "main", "fields": ["place"]}]})")});
    const EntityDef& job = job_of(made);
    CHECK(keys_of(job, job.list_columns) == std::vector<std::string>{"x_gate", "subject", "twice"});
    CHECK(job.find_field(job.list_order)->key == "due");
    REQUIRE(job.form.size() == 2);
    CHECK(Strings().label_of(job, job.form[0]) == "Door");
    CHECK(keys_of(job, job.form[0].fields) == std::vector<std::string>{"x_gate", "subject"});
}

TEST_CASE("a custom module needs a name and fields, the rest follows") {
    const Customization made = customize_all({R"({"add": [{"key": "x_vehicle", "menu": "work",
        "label": {"en": "Vehicle", "es": "Vehículo"},
        "plural": {"en": "Vehicles", "es": "Vehículos"},
        "fields": [
            {"key": "name", "type": "text", "label": {"en": "Name"}, "required": true,
             "search": true},
            {"key": "plate", "type": "text", "label": {"en": "Plate"}, "unique": true},
            {"key": "status", "type": "state", "label": {"en": "Status"}},
            {"key": "job", "type": "link", "to": "job", "label": {"en": "Job"},
             "inverse": "x_vehicles"}],
        "state": {"field": "status", "initial": "free", "states": [
            {"key": "free", "category": "open", "label": {"en": "Free"}},
            {"key": "used", "category": "active", "label": {"en": "In use"}}],
            "transitions": ["free > used", "used > free"]}}]})"});
    const EntityDef* vehicle = made.registry().find("x_vehicle");
    REQUIRE(vehicle != nullptr);
    CHECK(is_custom(vehicle->id));
    CHECK(vehicle->id == custom_entity_id("x_vehicle"));
    CHECK(keys_of(*vehicle, vehicle->title) == std::vector<std::string>{"name"});
    CHECK(vehicle->list_columns.size() == 4);
    CHECK(vehicle->unique.size() == 1);
    CHECK(vehicle->kanban.column == vehicle->state_field);
    CHECK(job_of(made).find_inverse("x_vehicles") != nullptr);
    const Strings spanish(Language::Spanish);
    CHECK(spanish.plural_of(*vehicle) == "Vehículos");
    CHECK(spanish.count_of(*vehicle, 3) == "3 Vehículos");
    CHECK(spanish.phrase_of(*vehicle, "new") == "Nuevo registro: Vehículo");
    CHECK(Strings().label_of_choice(*vehicle, field_of(*vehicle, "status"), "used") == "In use");
}

TEST_CASE("later sets build on earlier ones, and one that is refused does not stop the others") {
    const Customization made =
        customize({on_job(R"({"add_fields": [)" + kGate + "]}"),
                   on_job(R"({"change_fields": {"nothing": {"required": true}}})"),
                   on_job(R"({"change_fields": {"x_gate": {"required": true, "default": "0"}}})")});
    REQUIRE(made.issues().size() == 1);
    CHECK(made.issues()[0].name == "set 2");
    CHECK(made.issues()[0].change_set == RecordId{1, 2});
    CHECK(field_of(job_of(made), "x_gate").need == Need::Required);
}

TEST_CASE("a set that only fails in the whole leaves the others standing") {
    const Customization made =
        customize({on_job(R"({"add_fields": [)" + kGate + "]}"),
                   on_job(R"({"add_fields": [{"key": "x_bad", "type": "integer",
                       "label": {"en": "Bad"}, "compute": "nothing + 1"}]})")});
    REQUIRE(made.issues().size() == 1);
    CHECK(made.issues()[0].problem == Problem::BadExpression);
    CHECK(made.issues()[0].path == "$.change.job.add_fields[0].compute");
    CHECK(made.issues()[0].expression_key == "expression.unknown_field");
    CHECK(job_of(made).find_field("x_gate") != nullptr);
}

TEST_CASE("one broken set among many is found with few compilations") {
    const std::size_t broken = GENERATE(range(std::size_t{0}, std::size_t{64}, std::size_t{7}));
    std::vector<std::string> sets;
    for (std::size_t index = 0; index < 64; ++index) {
        const std::string formula = index == broken ? "nothing + 1" : "hours + 1";
        sets.push_back(on_job(R"({"add_fields": [{"key": "x_)" + std::to_string(index) +
                              R"(", "type": "integer", "label": {"en": "Own"}, "compute": ")" +
                              formula + R"("}]})"));
    }
    const Customization made = customize(sets);
    REQUIRE(made.issues().size() == 1);
    CHECK(made.issues()[0].name == "set " + std::to_string(broken + 1));
    CHECK(made.issues()[0].expression_key == "expression.unknown_field");
    CHECK(job_of(made).computed.size() == 64);
    // The whole, then two for each halving.
    CHECK(made.compilations() <= 13);
}

TEST_CASE("however many sets are broken, the others count, in their order") {
    const std::set<std::size_t> broken = GENERATE(values<std::set<std::size_t>>(
        {{0, 1, 2, 3, 4, 5, 6, 7}, {0, 7}, {2, 3, 4}, {1, 3, 5, 7}, {6}, {}}));
    std::vector<std::string> sets;
    for (std::size_t index = 0; index < 8; ++index) {
        const std::string number = std::to_string(index);
        // Each also asks for what the one before it has added.
        const std::string before = index == 0 ? "hours" : "x_" + std::to_string(index - 1);
        sets.push_back(on_job(R"({"add_fields": [{"key": "x_)" + number +
                              R"(", "type": "integer", "label": {"en": "Own"}, "readonly_if": ")" +
                              (broken.contains(index) ? "nothing" : "hours") + R"( = 1"}]})"));
        sets.push_back(on_job(R"({"change_fields": {")" + before +
                              R"(": {"label": {"en": "Renamed by )" + number + "\"}}}}"));
    }
    const Customization made = customize(sets);
    for (std::size_t index = 0; index < 8; ++index) {
        CAPTURE(index);
        const std::string key = "x_" + std::to_string(index);
        CHECK((job_of(made).find_field(key) == nullptr) == broken.contains(index));
    }
    std::set<std::string> left_out;
    for (const CustomizationIssue& issue : made.issues()) left_out.insert(issue.name);
    std::set<std::string> expected;
    for (const std::size_t index : broken) {
        expected.insert("set " + std::to_string(2 * index + 1));
        if (index < 7) expected.insert("set " + std::to_string(2 * index + 4));
    }
    CHECK(left_out == expected);
    CHECK(made.compilations() < 2 * sets.size() + 1);
}

TEST_CASE("two people who add the same field add it once; another one of that key is refused") {
    const std::string gate = on_job(R"({"add_fields": [)" + kGate + "]}");
    CHECK(customize_all({gate, gate}).registry().find("job")->fields.size() == 10);
    const Customization two =
        customize({gate, on_job(R"({"add_fields": [{"key": "x_gate", "type": "integer",
                   "label": {"en": "Gate"}}]})")});
    REQUIRE(two.issues().size() == 1);
    CHECK(two.issues()[0].problem == Problem::Taken);
}

TEST_CASE("what is no change set, or speaks of nothing there is, is refused") {
    const std::vector<Refusal> refusals = {
        {"no json", Problem::NotJson, "$"},
        {"[]", Problem::NotJson, "$"},
        {"\xFF", Problem::NotJson, "$"},
        {std::string(kCustomizationBytesMax + 1, ' '), Problem::TooLarge, "$"},
        {std::string(100'000, '['), Problem::TooDeep, "$"},
        {R"({"chagne": {}})", Problem::UnknownWord, "$.chagne"},
        {R"({"change": []})", Problem::WrongKind, "$.change"},
        {R"({"change": {"nothing": {}}})", Problem::UnknownModule, "$.change.nothing"},
        {on_job(R"({"id": 7})"), Problem::NotChangeable, kAt + ".id"},
        {on_job(R"({"key": "task"})"), Problem::NotChangeable, kAt + ".key"},
        {on_job(R"({"label": {"en": "Task"}})"), Problem::NeedsLabel, kAt + ".plural"},
        {on_job(R"({"label": {"en": ""}, "plural": {"en": "a"}})"), Problem::BadLabel,
         kAt + ".label.en"},
        {on_job(R"({"label": {"de": "Auftrag"}, "plural": {"en": "a"}})"), Problem::UnknownWord,
         kAt + ".label.de"},
    };
    for (const Refusal& refusal : refusals) check_refused(refusal);
}

TEST_CASE("a field that breaks a rule of fields is refused") {
    const std::vector<Refusal> refusals = {
        {field(R"("key": "gate", "type": "text")"), Problem::NoPrefix, kFirst + ".key"},
        {field(R"("key": "x_", "type": "text")"), Problem::NoPrefix, kFirst + ".key"},
        {field(R"("key": "x_Gate", "type": "text")"), Problem::BadKey, kFirst + ".key"},
        {field(R"("key": "x_a", "type": "text", "id": 5)"), Problem::UnknownWord, kFirst + ".id"},
        {field(R"("key": "x_a", "type": "text", "merge": "counter")"), Problem::UnknownWord,
         kFirst + ".merge"},
        {field(R"("key": "x_a", "type": "wish")"), Problem::BadDefinition, kFirst + ".type"},
        {field(R"("key": "x_a", "type": "state")"), Problem::NotChangeable, kFirst + ".type"},
        {field(R"("key": "x_a", "type": "link", "to": "nothing")"), Problem::BadDefinition, kFirst},
        {field(R"("key": "x_a", "type": "link", "to": "place", "inverse": "visits")"),
         Problem::NoPrefix, kFirst + ".inverse"},
        {field(R"("key": "x_a", "type": "choice")"), Problem::BadDefinition, kFirst + ".choices"},
        {field(R"("key": "x_a", "type": "choice", "choices": ["a", "a"])"), Problem::Taken,
         kFirst + ".choices[1]"},
        {field(R"("key": "x_a", "type": "choice", "choices": ["a"], "default": "b")"),
         Problem::BadDefault, kFirst + ".default"},
        {field(R"("key": "x_a", "type": "integer", "default": "b")"), Problem::BadDefinition,
         kFirst + ".default"},
        {field(R"("key": "x_a", "type": "integer", "search": true)"), Problem::BadDefinition,
         kFirst + ".search"},
        {field(R"("key": "x_a", "type": "text", "section": "nowhere")"), Problem::UnknownWord,
         kFirst + ".section"},
        {field(R"("key": "x_a", "type": "text", "widget": "laser")"), Problem::UnknownWord,
         kFirst + ".widget"},
        {field(R"("key": "x_a", "type": "text", "visible_if": "hours +")"), Problem::BadExpression,
         kFirst + ".visible_if"},
        {on_job(R"({"add_fields": [{"key": "x_a", "type": "text"}]})"), Problem::NeedsLabel,
         kFirst + ".label"},
    };
    for (const Refusal& refusal : refusals) check_refused(refusal);
}

TEST_CASE("a change that records or the module would suffer from is refused") {
    const std::vector<Refusal> refusals = {
        {change("nothing", ""), Problem::UnknownField, kAt + ".change_fields.nothing"},
        {change("due", R"("type": "text")"), Problem::NotChangeable,
         kAt + ".change_fields.due.type"},
        {change("due", R"("id": 44)"), Problem::NotChangeable, kAt + ".change_fields.due.id"},
        {change("due", R"("colour": "red")"), Problem::UnknownWord,
         kAt + ".change_fields.due.colour"},
        {change("subject", R"("required": false)"), Problem::NotChangeable,
         kAt + ".change_fields.subject.required"},
        {change("twice", R"("required": true)"), Problem::InUse,
         kAt + ".change_fields.twice.required"},
        {change("status", R"("default": "done")"), Problem::NotChangeable,
         kAt + ".change_fields.status.default"},
        {change("due", R"("add_choices": [])"), Problem::WrongKind,
         kAt + ".change_fields.due.add_choices"},
        {change("priority", R"("add_choices": [{"key": "top", "label": {"en": "T"}}])"),
         Problem::NoPrefix, kAt + ".change_fields.priority.add_choices[0].key"},
        {change("priority", R"("remove_choices": ["none"])"), Problem::UnknownChoice,
         kAt + ".change_fields.priority.remove_choices"},
        {change("priority", R"("remove_choices": ["low"])"), Problem::InUse,
         kAt + ".change_fields.priority.remove_choices"},
        {change("priority", R"("default": "none")"), Problem::BadDefault,
         kAt + ".change_fields.priority.default"},
        {on_job(R"({"hide_fields": ["subject"]})"), Problem::HiddenRequired,
         kAt + ".hide_fields[0]"},
        {on_job(R"({"hide_fields": ["status"]})"), Problem::InUse, kAt + ".hide_fields[0]"},
        {on_job(R"({"hide_fields": ["reason"]})"), Problem::InUse, kAt + ".hide_fields[0]"},
        {on_job(R"({"hide_fields": ["hours"]})"), Problem::InUse, kAt + ".hide_fields[0]"},
        {on_job(R"({"hide_fields": ["due", "due"]})"), Problem::Taken, kAt + ".hide_fields[1]"},
        {on_job(R"({"hide_fields": ["nothing"]})"), Problem::UnknownField, kAt + ".hide_fields[0]"},
    };
    for (const Refusal& refusal : refusals) check_refused(refusal);
}

TEST_CASE("states, lists, forms and modules that break a rule are refused") {
    const std::vector<Refusal> refusals = {
        {on_job(R"({"remove_states": ["held"]})"), Problem::NotChangeable, kAt + ".remove_states"},
        {on_job(R"({"change_states": {"held": {"category": "done"}}})"), Problem::NotChangeable,
         kAt + ".change_states.held.category"},
        {on_job(R"({"change_states": {"gone": {"label": {"en": "G"}}}})"), Problem::UnknownState,
         kAt + ".change_states.gone"},
        {on_job(R"({"add_states": [{"key": "x_s", "category": "odd", "label": {"en": "S"}}]})"),
         Problem::BadDefinition, kAt + ".add_states[0].category"},
        {on_job(R"({"add_transitions": ["open > nowhere"]})"), Problem::BadDefinition,
         kAt + ".state.transitions"},
        {R"({"change": {"place": {"add_transitions": ["a > b"]}}})", Problem::UnknownState,
         "$.change.place.add_transitions"},
        {on_job(R"({"list": {"columns": []}})"), Problem::WrongKind, kAt + ".list.columns"},
        {on_job(R"({"list": {"columns": ["nothing"]}})"), Problem::UnknownField,
         kAt + ".list.columns[0]"},
        {on_job(R"({"form": [{"section": "main", "fields": ["due"]}]})"), Problem::HiddenRequired,
         kAt + ".form"},
        {on_job(R"({"form": [{"section": "own", "fields": ["due"], "label": {"en": "O"}}]})"),
         Problem::NoPrefix, kAt + ".form[0].section"},
        {R"({"add": [{"key": "vehicle"}]})", Problem::NoPrefix, "$.add[0].key"},
        {R"({"add": [{"key": "x_v", "label": {"en": "V"}, "plural": {"en": "Vs"},
             "fields": []}]})",
         Problem::WrongKind, "$.add[0].fields"},
        {R"({"add": [{"key": "x_v", "label": {"en": "V"}, "plural": {"en": "Vs"}, "menu": "moon",
             "fields": [{"key": "a", "type": "text", "label": {"en": "A"}}]}]})",
         Problem::UnknownMenu, "$.add[0].menu"},
        {R"({"add": [{"key": "x_v", "label": {"en": "V"}, "plural": {"en": "Vs"},
             "fields": [{"key": "id", "type": "text", "label": {"en": "A"}}]}]})",
         Problem::BadDefinition, "$.add[0].fields[0].key"},
    };
    for (const Refusal& refusal : refusals) check_refused(refusal);
}

TEST_CASE("there is a limit to everything that a change set can hold") {
    std::string many = R"({"add_fields": [)";
    for (int index = 0; index < 201; ++index)
        many += (index ? "," : "") + std::string(R"({"key": "x_)") + std::to_string(index) +
                R"(", "type": "text", "label": {"en": "F"}})";
    check_refused({on_job(many + "]}"), Problem::TooMany, "$.change.job.add_fields"});
    std::string choices = R"({"add_fields": [{"key": "x_c", "type": "choice",
        "label": {"en": "C"}, "choices": [)";
    for (int index = 0; index < 301; ++index)
        choices += (index ? "," : "") + std::string("\"c") + std::to_string(index) + "\"";
    check_refused(
        {on_job(choices + "]}]}"), Problem::TooMany, "$.change.job.add_fields[0].choices"});
}

TEST_CASE("numbers of custom fields lie above those of the base and differ by key and type") {
    std::set<FieldId> ids;
    for (int index = 0; index < 100; ++index)
        ids.insert(custom_field_id("job", "x_" + std::to_string(index), "text"));
    CHECK(ids.size() >= 98);
    for (const FieldId id : ids) CHECK(is_custom(id));
    CHECK(custom_field_id("job", "x_a", "text") != custom_field_id("job", "x_a", "integer"));
    CHECK(custom_field_id("job", "x_a", "money", ";scale=2") !=
          custom_field_id("job", "x_a", "money", ";scale=3"));
    CHECK(custom_field_id("job", "x_a", "text") == FieldId{custom_field_id("job", "x_a", "text")});
    for (const EntityDef& entity : Registry::base().entities()) {
        CHECK_FALSE(is_custom(entity.id));
        for (const FieldDef& field : entity.fields) CHECK_FALSE(is_custom(field.id));
    }
}
