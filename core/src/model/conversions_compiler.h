// ConversionsCompiler: "convert" of one definition, as written, to ConversionRules. Private to
// core/src/model.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/conversion_rule.h"
#include "model/definition_json.h"

namespace holdfast {

inline constexpr std::size_t kConversionsMax = 8;         ///< Of one module.
inline constexpr std::size_t kConvertedRecordsMax = 8;    ///< Of one conversion.
inline constexpr std::size_t kConvertedLineListsMax = 4;  ///< Of one record.

class ConversionsCompiler {
public:
    ConversionsCompiler(const Registry& registry, const EntityDef& entity,
                        DefinitionMistake& mistake)
        : registry_(&registry), entity_(&entity), mistake_(&mistake), json_(mistake) {}

    /// Nothing, and the mistake filled, when anything of it is wrong.
    [[nodiscard]] std::optional<std::vector<ConversionRule>> compile(const std::string& json);

private:
    void refuse(const std::string& path, std::string reason) {
        json_.refuse(path, std::move(reason));
    }
    [[nodiscard]] const Json& list(const Json& owner, const char* key, const std::string& path,
                                   std::size_t items_max);
    void check_keys(const Json& owner, std::initializer_list<std::string_view> known,
                    const std::string& path);
    [[nodiscard]] std::optional<Expression> expression(const EntityDef& entity,
                                                       const std::string& source,
                                                       const ExpressionType& type,
                                                       const std::string& path);
    [[nodiscard]] std::optional<Expression> condition(const EntityDef& entity, const Json& owner,
                                                      const std::string& path);
    [[nodiscard]] const FieldDef* made_field(const EntityDef& to, const std::string& key,
                                             const std::string& path);
    [[nodiscard]] const FieldDef* link_to(const EntityDef& entity, const Json& owner,
                                          const char* key, const EntityDef& target,
                                          const std::string& path);
    [[nodiscard]] std::vector<ConvertedField> fields(const EntityDef& from, const EntityDef& to,
                                                     const Json& owner, const char* key,
                                                     const std::string& path);
    void compile_conversion(const Json& json, const std::string& path, ConversionRule& rule);
    void compile_record(const Json& json, const std::string& path, ConversionRule& rule);
    void compile_made(const Json& json, const std::string& path, const ConversionRule& rule,
                      ConvertedRecord& record);
    void compile_picks(const Json& json, const std::string& path, ConvertedRecord& record);
    void compile_lines(const Json& json, const std::string& path, ConvertedRecord& record);

    const Registry* registry_;
    const EntityDef* entity_;
    DefinitionMistake* mistake_;
    DefinitionJson json_;
};

}  // namespace holdfast
