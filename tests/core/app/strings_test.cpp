#include "core/strings.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "base/utf8.h"
#include "core/registry.h"
#include "support/test.h"

namespace {

using holdfast::EntityDef;
using holdfast::FieldDef;
using holdfast::Language;
using holdfast::Registry;
using holdfast::Strings;

std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Every literal in our own sources that looks like a catalogue key of one of our families.
std::map<std::string, std::string> keys_in_sources() {
    static const std::regex kKey(
        "\"((?:ui|sync|enrol|attention|conflict|import|toast|issue|error|settings|language|start"
        "|date|duration|menu|home|empty)(?:\\.[a-z_]+)+)\"");
    // Contexts of failures and reasons of drafts look alike, and nobody reads them on a screen.
    static const std::regex kNotShown("ErrorCode::\\w+,\\s*\"[^\"]*\"|Draft draft\\(\"[^\"]*\"");
    std::map<std::string, std::string> keys;
    for (const char* folder : {"core/src", "ui/src", "ui/include", "wasm/src"}) {
        const std::filesystem::path root = std::filesystem::path(HOLDFAST_SOURCE_DIR) / folder;
        if (!std::filesystem::exists(root)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".cpp" && extension != ".h") continue;
            const std::string text = std::regex_replace(read_text(entry.path()), kNotShown, "");
            for (std::sregex_iterator at(text.begin(), text.end(), kKey), end; at != end; ++at) {
                keys[(*at)[1]] = entry.path().string();
            }
        }
    }
    return keys;
}

void check_field(const EntityDef& entity, const FieldDef& field) {
    CAPTURE(field.key);
    const std::string key = entity.key + "." + field.key;
    CHECK((Strings::has(key) || Strings::has("field." + field.key)));
    for (const std::string& choice : field.choices) {
        CAPTURE(choice);
        CHECK((Strings::has(key + "." + choice) ||
               Strings::has("choice." + field.key + "." + choice)));
    }
}

void check_rules(const EntityDef& entity) {
    for (const auto& check : entity.checks) {
        CAPTURE(check.key);
        CHECK(Strings::has(entity.key + ".check." + check.key));
    }
    for (const auto& state : entity.states) {
        CAPTURE(state.key);
        if (!state.guard.empty()) CHECK(Strings::has(entity.key + ".guard." + state.key));
    }
}

TEST_CASE("every key that the program uses is in the catalogues", "[core][strings]") {
    const auto keys = keys_in_sources();
    CHECK(keys.size() > 20);
    for (const auto& [key, file] : keys) {
        CAPTURE(key, file);
        CHECK(Strings::has(key));
    }
}

TEST_CASE("every module, field, choice, state and section has its words", "[core][strings]") {
    for (const EntityDef& entity : Registry::base().entities()) {
        CAPTURE(entity.key);
        CHECK(Strings::has(entity.key));
        if (!entity.menu.empty()) {
            CHECK(Strings::has("menu." + entity.menu));
            for (const char* phrase : {"new", "search", "empty", "count"}) {
                CHECK(Strings::has("entity." + entity.key + "." + phrase));
            }
        }
        if (entity.parent_field != holdfast::FieldId::None) {
            CHECK(Strings::has("entity." + entity.key + ".add"));
        }
        for (const FieldDef& field : entity.fields) check_field(entity, field);
        for (const FieldDef& field : entity.computed) check_field(entity, field);
        check_rules(entity);
        for (const auto& section : entity.form) {
            CAPTURE(section.key);
            CHECK((Strings::has(entity.key + ".section." + section.key) ||
                   Strings::has("section." + section.key)));
        }
        if (entity.state_field == holdfast::FieldId::None) continue;
        const FieldDef* state_field = entity.find_field(entity.state_field);
        for (const auto& state : entity.states) {
            CHECK(Strings::has(entity.key + "." + state_field->key + "." + state.key));
        }
    }
}

struct Denied {
    Language language;
    std::vector<std::string> words;
};

std::string folded(std::string_view text) {
    std::string out;
    holdfast::append_folded(out, text);
    return out;
}

/// What is left of accents and capitals after folding; anything else ends a word.
bool is_letter(char character) {
    return character >= 'a' && character <= 'z';
}

/// Whether `word` stands in `text` by itself, both folded. Japanese has no spaces between words.
bool has_word(const std::string& text, const std::string& word, bool spaced) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool within =
            (at > 0 && is_letter(text[at - 1])) || (end < text.size() && is_letter(text[end]));
        if (!spaced || !within) return true;
    }
    return false;
}

TEST_CASE("a denied word is found with a capital and with accents, but not inside another word",
          "[core][strings]") {
    for (const char* text : {"bly", "Bly", "msgstr \"BLY\"", "Två bly."})
        CHECK(has_word(folded(text), folded("bly"), true));
    CHECK(has_word(folded("étuis"), folded("Étuis"), true));
    CHECK(has_word(folded("ÉTUIS"), folded("Étuis"), true));
    for (const char* text : {"Blyg", "Ombly", "äbly", "blyå"})
        CHECK_FALSE(has_word(folded(text), folded("bly"), true));
    CHECK(has_word(folded("色鉛筆"), folded("鉛"), false));
}

TEST_CASE("no catalogue holds a word that a machine once put there", "[core][strings]") {
    const Denied denied = GENERATE(values<Denied>({
        {Language::Swedish, {"bly", "Citat", "Sedlar", "Referenser", "Erbjudanden", "Förlovning"}},
        {Language::French, {"plomb", "Étuis", "Billets", "hybrides", "Conduit", "Outils", "QFP"}},
        {Language::Portuguese, {"chumbo"}},
        {Language::Spanish, {"plomo", "Líder"}},
        {Language::Japanese, {"鉛", "輸入", "輸出", "求人", "領収書"}},
    }));
    const std::string tag(holdfast::tag_of(denied.language));
    std::string catalogue;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(HOLDFAST_SOURCE_DIR) / "core/meta/labels" / tag))
        catalogue += read_text(entry.path());
    REQUIRE(catalogue.size() > 10'000);
    const std::string texts = folded(catalogue);
    for (const std::string& word : denied.words) {
        CAPTURE(tag, word);
        CHECK_FALSE(has_word(texts, folded(word), denied.language != Language::Japanese));
    }
    CHECK(catalogue.find("~~POS=") == std::string::npos);
    CHECK(catalogue.find("XNUMX") == std::string::npos);
}

TEST_CASE("module labels are those of the specification", "[core][strings]") {
    const EntityDef* account = Registry::base().find("account");
    const EntityDef* work_order = Registry::base().find("work_order");
    std::string labels;
    for (const Language language : holdfast::kLanguages) {
        const Strings strings(language);
        labels.append(strings.singular_of(*account))
            .append("/")
            .append(strings.plural_of(*account));
        labels.append(" ").append(strings.plural_of(*work_order)).append("\n");
    }
    CHECK(labels ==
          "Account/Accounts Work orders\nConta/Contas Ordens de serviço\n"
          "Konto/Konton Arbetsordrar\n取引先/取引先 作業指示\n"
          "Compte/Comptes Ordres de travail\nCuenta/Cuentas Órdenes de trabajo\n");
}

struct PluralCase {
    Language language;
    std::int64_t count;
    std::string text;
};

TEST_CASE("counts follow the plural rules of their language", "[core][strings]") {
    const PluralCase plural = GENERATE(values<PluralCase>({
        {Language::English, 1, "Offline, 1 change waiting"},
        {Language::English, 3, "Offline, 3 changes waiting"},
        {Language::English, 0, "Offline, 0 changes waiting"},
        {Language::English, 12'345, "Offline, 12,345 changes waiting"},
        {Language::Portuguese, 0, "Sem conexão, 0 alteração aguardando"},
        {Language::Swedish, 2, "Offline, 2 ändringar väntar"},
        {Language::Japanese, 1, "オフライン、1件の変更が待機中"},
        {Language::French, 0, "Hors ligne, 0 modification en attente"},
        {Language::French, 2, "Hors ligne, 2 modifications en attente"},
        {Language::Spanish, 0, "Sin conexión, 0 cambios en espera"},
    }));
    CHECK(Strings(plural.language).plural("sync.offline_waiting", plural.count) == plural.text);
}

TEST_CASE("an unknown key is shown as itself and outlives its caller", "[core][strings]") {
    std::string_view shown;
    {
        const std::string key = "nothing.of.the.kind";
        shown = Strings().get(key);
    }
    CHECK(shown == "nothing.of.the.kind");
}

TEST_CASE("placeholders are filled in by number, others stay", "[core][strings]") {
    const Strings strings;
    CHECK(strings.format("ui.count_of", {"3", "10"}) == "3 of 10");
    CHECK(strings.format("ui.count_of", {"{1}"}) == "{1} of {1}");
}

const FieldDef& field_of(std::string_view entity, std::string_view field) {
    return *Registry::base().find(entity)->find_field(field);
}

TEST_CASE("what an editor shows is read back as the same value", "[core][strings]") {
    const Language language =
        GENERATE(from_range(std::begin(holdfast::kLanguages), std::end(holdfast::kLanguages)));
    const Strings strings(language);
    const EntityDef& order = *Registry::base().find("work_order");
    const EntityDef& line = *Registry::base().find("work_order_line");
    const auto round_trip = [&](const EntityDef& entity, std::string_view key,
                                const holdfast::Value& value) {
        const FieldDef& field = *entity.find_field(key);
        const std::string text = strings.edit_text(entity, field, value, 120);
        CAPTURE(text);
        const auto parsed = holdfast::parse_value(strings, entity, field, text, 120);
        CHECK(parsed.ok);
        CHECK(parsed.value == value);
    };
    round_trip(order, "amount", std::int64_t{-123'456'705});
    round_trip(line, "quantity", std::int64_t{1'250'000});
    round_trip(order, "due", std::int64_t{20'778});
    round_trip(order, "planned_start", std::int64_t{1'795'000'020'000});
    round_trip(order, "priority", std::string("urgent"));
    round_trip(order, "require_signature", std::int64_t{1});
    round_trip(order, "account", holdfast::RecordId{0x0190'0000'0000'7000, 0x8000'0000'0000'0001});
    round_trip(order, "description", std::string("two\nlines, 日本"));
}

TEST_CASE("a choice is accepted by key, label or English label", "[core][strings]") {
    const Strings swedish(Language::Swedish);
    const EntityDef& order = *Registry::base().find("work_order");
    const FieldDef& priority = field_of("work_order", "priority");
    for (const char* text : {"urgent", "Brådskande", "Urgent", " urgent "}) {
        CHECK(holdfast::parse_value(swedish, order, priority, text, 0).value ==
              holdfast::Value(std::string("urgent")));
    }
}

TEST_CASE("an unreadable value says what is wrong and how to write it", "[core][strings]") {
    const Strings strings;
    const EntityDef& order = *Registry::base().find("work_order");
    const FieldDef& due = field_of("work_order", "due");
    const auto parsed = holdfast::parse_value(strings, order, due, "tomorrow", 0);
    REQUIRE_FALSE(parsed.ok);
    CHECK(strings.sentence(order, {holdfast::RecordId{}, due.id, parsed.issue}) ==
          "Due is not a date. Write it like YYYY-MM-DD.");
    CHECK(strings.sentence(order, {holdfast::RecordId{}, field_of("work_order", "planned_start").id,
                                   holdfast::IssueKind::NotADate}) ==
          "Planned start is not a date. Write it like YYYY-MM-DD HH:MM.");
    const EntityDef& contract = *Registry::base().find("service_contract");
    CHECK(
        strings
            .sentence(contract, {holdfast::RecordId{}, field_of("service_contract", "plan_from").id,
                                 holdfast::IssueKind::NotADate})
            .ends_with("is not a time of day. Write it like 14:30."));
    const EntityDef& call = *Registry::base().find("call");
    CHECK(strings.sentence(call, {holdfast::RecordId{}, field_of("call", "duration").id,
                                  holdfast::IssueKind::NotANumber}) ==
          "Duration cannot be read. Write hours and minutes, like 1:30.");
}

TEST_CASE("times are shown in the person's zone", "[core][strings]") {
    const Strings strings;
    CHECK(strings.date_time(0, 90) == "1 Jan 1970 01:30");
    CHECK(strings.date_time(0, -60) == "31 Dec 1969 23:00");
    CHECK(strings.time(-60'000, 0) == "23:59");
}

TEST_CASE("a language is found by any tag that begins with it", "[core][strings]") {
    CHECK(holdfast::language_from_tag("pt-PT") == Language::Portuguese);
    CHECK(holdfast::language_from_tag("fr") == Language::French);
    CHECK(holdfast::language_from_tag("de") == Language::English);
    CHECK(holdfast::language_from_tag("") == Language::English);
}

}  // namespace
