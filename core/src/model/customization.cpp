#include "core/customization.h"

#include "base_definitions.h"
#include "model/customization_merge.h"

namespace holdfast {

struct Customization::Impl {
    /// Nothing: nobody changed the definitions in this binary.
    std::optional<Registry> own;
    const Registry* registry = nullptr;
    std::optional<CustomizationMerge> merge;
    std::vector<CustomizationIssue> issues;
};

namespace {

CustomizationIssue of_set(CustomizationIssue issue, const ChangeSet& set) {
    issue.change_set = set.id;
    issue.name = set.name;
    return issue;
}

CustomizationMerge::NamedDocuments base_documents() {
    const auto documents = base_definitions();
    return {documents.begin(), documents.end()};
}

/// Merges what can be merged, and compiles once. When that fails, a set is to blame that fitted the
/// form but not the whole; then each is tried by itself.
void apply(CustomizationMerge& merge, const std::vector<ChangeSet>& sets,
           std::vector<CustomizationIssue>& issues, std::optional<Registry>& made) {
    CustomizationMerge all = merge;
    std::vector<CustomizationIssue> refused;
    for (const ChangeSet& set : sets)
        if (auto issue = all.add(set.items)) refused.push_back(of_set(*std::move(issue), set));
    if (!all.compile(made)) {
        merge = std::move(all);
        issues = std::move(refused);
        return;
    }
    for (const ChangeSet& set : sets) {
        CustomizationMerge tried = merge;
        std::optional<Registry> next;
        std::optional<CustomizationIssue> issue = tried.add(set.items);
        if (!issue) issue = tried.compile(next);
        if (issue) {
            issues.push_back(of_set(*std::move(issue), set));
            continue;
        }
        merge = std::move(tried);
        made.reset();
        made.emplace(*std::move(next));
    }
}

}  // namespace

Customization::Customization(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Customization::Customization(Customization&&) noexcept = default;
Customization& Customization::operator=(Customization&&) noexcept = default;
Customization::~Customization() = default;

Customization Customization::compile(const std::vector<ChangeSet>& sets) {
    if (!sets.empty()) return compile(base_documents(), sets);
    auto impl = std::make_unique<Impl>();
    impl->registry = &Registry::base();
    return Customization(std::move(impl));
}

Customization Customization::compile(
    const std::vector<std::pair<std::string_view, std::string_view>>& named_documents,
    const std::vector<ChangeSet>& sets) {
    auto impl = std::make_unique<Impl>();
    impl->merge.emplace(named_documents);
    apply(*impl->merge, sets, impl->issues, impl->own);
    if (!impl->own) {
        const std::optional<CustomizationIssue> issue = impl->merge->compile(impl->own);
        HOLDFAST_ASSERT(!issue);
    }
    impl->registry = &*impl->own;
    return Customization(std::move(impl));
}

const Registry& Customization::registry() const {
    return *impl_->registry;
}

const std::vector<CustomizationIssue>& Customization::issues() const {
    return impl_->issues;
}

std::optional<CustomizationIssue> Customization::check(std::string_view items) const {
    CustomizationMerge next = impl_->merge ? *impl_->merge : CustomizationMerge(base_documents());
    if (auto issue = next.add(items)) return issue;
    std::optional<Registry> made;
    return next.compile(made);
}

}  // namespace holdfast
