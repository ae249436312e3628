// Any valid change set makes a registry; no broken one does anything but be refused.
#include "core/random.h"
#include "customization/customize.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr int kSets = 150;
constexpr int kBroken = 3'000;

/// Writes change sets that are right by themselves.
class Writer {
public:
    explicit Writer(std::uint64_t seed) : random_(seed) {}

    std::string set() {
        std::string job = fields();
        if (random_.below(2) == 0) job += ", " + changes();
        if (random_.below(2) == 0) job += ", " + states();
        if (random_.below(3) == 0) job += R"(, "hide_fields": ["due"])";
        if (random_.below(3) == 0) job += R"(, "list": {"columns": ["subject", "x_0"]})";
        std::string text = R"({"change": {"job": {)" + job + "}}";
        if (random_.below(2) == 0) text += R"(, "add": [)" + entity() + "]";
        return text + "}";
    }

private:
    std::string field(const std::string& key) {
        constexpr const char* kTypes[] = {"text",    "longtext", "email",    "phone",    "url",
                                          "integer", "money",    "quantity", "percent",  "boolean",
                                          "date",    "datetime", "time",     "duration", "markdown",
                                          "json",    "decimal",  "choice",   "choices",  "link"};
        const std::string type = kTypes[random_.below(std::size(kTypes))];
        std::string text = R"({"key": ")" + key + R"(", "type": ")" + type +
                           R"(", "label": {"en": "F", "ja": "項目"})";
        if (type == "choice" || type == "choices") text += R"(, "choices": ["a", "b"])";
        if (type == "link") text += R"(, "to": "place")";
        if (random_.below(4) == 0) text += R"(, "required": true)";
        if (random_.below(4) == 0) text += R"(, "index": true)";
        if (random_.below(4) == 0) text += R"(, "visible_if": "hours > 3")";
        return text + "}";
    }
    std::string fields() {
        std::string text = R"("add_fields": [)";
        const std::uint64_t count = 1 + random_.below(12);
        for (std::uint64_t index = 0; index < count; ++index)
            text += (index ? ", " : "") + field("x_" + std::to_string(index));
        return text + "]";
    }
    std::string changes() {
        return R"("change_fields": {"reason": {"label": {"es": "Motivo"}, "required": true},
            "priority": {"default": "high", "remove_choices": ["low"]}})";
    }
    std::string states() {
        return R"("add_states": [{"key": "x_wait", "category": "waiting", "label": {"en": "W"}}],
            "add_transitions": ["open > x_wait", "x_wait > open | done"])";
    }
    std::string entity() {
        std::string text = R"({"key": "x_thing", "label": {"en": "Thing"},
            "plural": {"en": "Things"}, "fields": [{"key": "hours", "type": "integer",
            "label": {"en": "Hours"}}, )";
        const std::uint64_t count = 1 + random_.below(8);
        for (std::uint64_t index = 0; index < count; ++index)
            text += (index ? ", " : "") + field("f" + std::to_string(index));
        return text + "]}";
    }

    Random random_;
};

std::string broken(std::string text, Random& random) {
    const std::uint64_t mutations = 1 + random.below(6);
    for (std::uint64_t done = 0; done < mutations && !text.empty(); ++done) {
        const std::size_t at = random.below(text.size());
        switch (random.below(4)) {
            case 0:
                text[at] = static_cast<char>(random.next());
                break;
            case 1:
                text.insert(at, 1, "{}[]\",:0x_"[random.below(10)]);
                break;
            case 2:
                text.erase(at, 1 + random.below(8));
                break;
            default:
                text.insert(at, text.substr(random.below(text.size()), random.below(40)));
        }
    }
    return text;
}

}  // namespace

TEST_CASE("any valid customization compiles, the same every time") {
    for (std::uint64_t seed = 1; seed <= kSets; ++seed) {
        Writer writer(seed);
        const std::string set = writer.set();
        INFO(set);
        const Customization made = customize_all({set});
        REQUIRE(made.registry().version() == customize_all({set}).registry().version());
        REQUIRE(job_of(made).find_any(custom_field_id("job", "x_0", "none")) == nullptr);
        const EntityDef& job = job_of(made);
        REQUIRE((job.find_field("x_0") != nullptr && is_custom(job.find_field("x_0")->id)));
    }
}

TEST_CASE("broken change sets are refused with path and reason, or mean something valid") {
    Random random(7);
    const Customization base = customize({});
    int refused = 0;
    for (int input = 0; input < kBroken; ++input) {
        Writer writer(1 + random.below(kSets));
        const auto issue = base.check(broken(writer.set(), random));
        if (!issue) continue;
        ++refused;
        REQUIRE(issue->path.starts_with("$"));
        REQUIRE_FALSE(issue->reason.empty());
        REQUIRE(issue->subject.size() <= 60);
    }
    CHECK(refused > kBroken / 2);
}
