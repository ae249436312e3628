#include "sim_registry.h"

#include <map>
#include <string>
#include <vector>

#include "sim_definitions.h"

namespace holdfast::sim {
namespace {

struct Replacement {
    std::string_view from;
    std::string_view to;
};

Registry compile(Replacement replacement) {
    std::vector<std::string> texts;
    for (const auto& [name, text] : sim_definitions()) {
        texts.emplace_back(text);
        std::string& copy = texts.back();
        for (std::size_t at = 0; !replacement.from.empty() &&
                                 (at = copy.find(replacement.from, at)) != std::string::npos;
             at += replacement.to.size())
            copy.replace(at, replacement.from.size(), replacement.to);
    }
    std::vector<std::pair<std::string_view, std::string_view>> documents;
    for (const std::string& text : texts) documents.emplace_back("definition", text);
    std::string problem;
    Result<Registry> registry = Registry::compile(documents, &problem);
    HOLDFAST_ASSERT(registry.has_value());
    return *std::move(registry);
}

Replacement replacement_of(Mutation mutation) {
    switch (mutation) {
        case Mutation::GroupSplit:
            return {R"(,"group":"address")", ""};
        case Mutation::OnceOverwritten:
            return {R"(,"merge":"once")", ""};
        case Mutation::StrictOverwritten:
            return {R"(,"merge":"strict")", ""};
        case Mutation::AnyTransition:
            return {R"("open > active | cancelled")",
                    R"("open > active | cancelled | paused | done",)"
                    R"("active > open","paused > open | done","done > open | paused | cancelled",)"
                    R"("cancelled > open | active | paused | done")"};
        case Mutation::RaceByArrival:
            return {R"(],"races":[{"between":["done","cancelled"],"result":"disputed"}])",
                    R"(,"done > cancelled","cancelled > done"])"};
        case Mutation::RaceRefused:
            return {R"(,"races":[{"between":["done","cancelled"],"result":"disputed"}])", ""};
        default:
            return {};
    }
}

}  // namespace

const Registry& sim_registry() {
    static const Registry registry = compile({});
    return registry;
}

const Registry& server_registry(Mutation mutation) {
    const Replacement replacement = replacement_of(mutation);
    if (replacement.from.empty()) return sim_registry();
    static std::map<Mutation, Registry> mutated;
    const auto found = mutated.find(mutation);
    if (found != mutated.end()) return found->second;
    return mutated.emplace(mutation, compile(replacement)).first->second;
}

}  // namespace holdfast::sim
