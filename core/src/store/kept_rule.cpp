// Rules of duplicates that administrators keep as records: what they say, and what is wrong.
#include <algorithm>

#include "store/duplicate_rules.h"

namespace holdfast {
namespace {

constexpr std::string_view kPurpose = "duplicate-merge";
constexpr std::string_view kBetweenKeys = "[]\", \t\r\n";

/// `["email", "phone"]` and `email, phone` alike.
std::vector<std::string_view> keys_in(std::string_view text) {
    std::vector<std::string_view> keys;
    for (std::size_t at = text.find_first_not_of(kBetweenKeys); at != std::string_view::npos;
         at = text.find_first_not_of(kBetweenKeys, at)) {
        const std::size_t end = std::min(text.find_first_of(kBetweenKeys, at), text.size());
        keys.push_back(text.substr(at, end - at));
        at = end;
    }
    return keys;
}

bool can_be_compared(const FieldDef* field) {
    return field && field->presence != Presence::Hidden && field->type != FieldType::Json;
}

MatchKind match_of(std::string_view method) {
    if (method == "exact") return MatchKind::Exact;
    return method == "fuzzy" ? MatchKind::Fuzzy : MatchKind::Normalised;
}

/// Reads one record; what is wrong is named by the field where it stands and by its sentence.
class KeptRuleReader {
public:
    KeptRuleReader(const Registry& registry, const RuleModule& module, const Record& record)
        : registry_(registry), module_(module), record_(record) {}

    KeptRule read() {
        const EntityDef* entity = registry_.find(text_of(module_.compared));
        const bool kept =
            entity && (entity->kind == EntityKind::Record || entity->kind == EntityKind::Config);
        if (!kept) {
            refuse(module_.compared, "module");
            return std::move(kept_);
        }
        kept_.compared = entity;
        read_fields();
        read_method();
        read_condition();
        kept_.rule.while_typing = is_on(module_.while_typing);
        kept_.rule.blocks = text_of(module_.action) == "block";
        return std::move(kept_);
    }

private:
    [[nodiscard]] const Value& value_of(const FieldDef* field) const {
        return record_.values[module_.entity->index_of(field->id)];
    }
    [[nodiscard]] std::string_view text_of(const FieldDef* field) const {
        return text_or_empty(value_of(field));
    }
    [[nodiscard]] bool is_on(const FieldDef* field) const {
        return integer_or(value_of(field), 0) != 0;
    }
    void refuse(const FieldDef* field, const char* sentence) {
        kept_.issues.push_back({record_.id, field->id, IssueKind::CheckFailed, sentence});
    }

    void read_fields() {
        std::vector<FieldId>& fields = kept_.rule.rule.fields;
        for (const std::string_view key : keys_in(text_of(module_.fields))) {
            const FieldDef* field = kept_.compared->find_field(key);
            if (!can_be_compared(field)) return refuse(module_.fields, "fields");
            if (std::find(fields.begin(), fields.end(), field->id) == fields.end())
                fields.push_back(field->id);
        }
        if (fields.empty() || fields.size() > kRuleFieldsMax) refuse(module_.fields, "fields");
    }

    void read_method() {
        kept_.rule.rule.match = match_of(text_of(module_.method));
        if (kept_.rule.rule.match == MatchKind::Fuzzy)
            kept_.rule.similarity_min = integer_or(value_of(module_.threshold), 0);
    }

    /// Over the fields of the record itself: it is asked for every pair while somebody types.
    void read_condition() {
        const std::string_view source = text_of(module_.condition);
        if (source.empty()) return;
        ExpressionOptions options;
        options.result = ExpressionType{ExpressionKind::Boolean, 0, EntityId::None};
        const auto compiled = Expression::compile(registry_, *kept_.compared, source, options);
        if (!compiled || !reads_own_fields(*compiled))
            return refuse(module_.condition, "condition");
        kept_.rule.condition = *compiled;
    }
    static bool reads_own_fields(const Expression& condition) {
        const std::vector<ExpressionDependency> reads = condition.dependencies();
        return std::none_of(reads.begin(), reads.end(), [](const ExpressionDependency& read) {
            return read.path.find('.') != std::string::npos || read.field == kFieldDeleted;
        });
    }

    const Registry& registry_;
    const RuleModule& module_;
    const Record& record_;
    KeptRule kept_;
};

}  // namespace

RuleModule find_rule_module(const Registry& registry) {
    for (const EntityDef& entity : registry.entities()) {
        const auto& purposes = entity.purposes;
        if (entity.kind != EntityKind::Config ||
            std::find(purposes.begin(), purposes.end(), kPurpose) == purposes.end())
            continue;
        const auto field = [&](std::string_view key) { return entity.find_field(key); };
        return {&entity,         field("entity"),    field("active"),    field("fields"),
                field("method"), field("threshold"), field("condition"), field("while_typing"),
                field("action")};
    }
    return {};
}

KeptRule read_kept_rule(const Registry& registry, const RuleModule& module, const Record& record) {
    return KeptRuleReader(registry, module, record).read();
}

}  // namespace holdfast
