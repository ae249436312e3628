#include "core/customization.h"

#include <span>

#include "base_definitions.h"
#include "model/customization_merge.h"

namespace holdfast {

struct Customization::Impl {
    /// Nothing: nobody changed the definitions in this binary.
    std::optional<Registry> own;
    const Registry* registry = nullptr;
    std::optional<CustomizationMerge> merge;
    std::vector<CustomizationIssue> issues;
    std::size_t compilations = 0;
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

using Sets = std::span<const ChangeSet>;

/// Sets on top of those before them, and what became of it.
struct Attempt {
    CustomizationMerge merge;
    std::vector<CustomizationIssue> refused;  ///< Sets that could not even be merged.
    std::optional<Registry> made;
    /// Why the whole is no registry. One of the merged sets is to blame; it does not say which.
    std::optional<CustomizationIssue> failure;
};

/// Takes in all sets that fit, with few compilations: each takes far longer than everything else.
class Applying {
public:
    explicit Applying(CustomizationMerge& merge) : good_{merge, {}, {}, {}} {}

    void run(Sets sets) {
        Attempt all = attempt(sets);
        if (all.failure)
            halve(sets, *all.failure);
        else
            take(std::move(all));
    }
    [[nodiscard]] Attempt& good() { return good_; }
    [[nodiscard]] std::size_t compilations() const { return compilations_; }

private:
    Attempt attempt(Sets sets) {
        Attempt tried{good_.merge, {}, {}, {}};
        bool merged = false;
        for (const ChangeSet& set : sets) {
            if (auto issue = tried.merge.add(set.items))
                tried.refused.push_back(of_set(*std::move(issue), set));
            else
                merged = true;
        }
        if (!merged) return tried;
        ++compilations_;
        tried.failure = tried.merge.compile(tried.made);
        return tried;
    }
    void take(Attempt tried) {
        good_.merge = std::move(tried.merge);
        for (CustomizationIssue& issue : tried.refused) good_.refused.push_back(std::move(issue));
        if (!tried.made) return;
        good_.made.reset();
        good_.made.emplace(*std::move(tried.made));
    }
    /// `sets` together fail with `failure`: finds the ones that are to blame. Halves that fit are
    /// taken whole, so that one among n costs about log n compilations.
    void halve(Sets sets, const CustomizationIssue& failure) {
        if (sets.size() == 1) return good_.refused.push_back(of_set(failure, sets.front()));
        const Sets first = sets.first(sets.size() / 2);
        const Sets second = sets.subspan(sets.size() / 2);
        Attempt tried = attempt(first);
        if (!tried.failure) {
            // All of the first half counts, so the second makes the same whole again.
            take(std::move(tried));
            return halve(second, failure);
        }
        halve(first, *tried.failure);
        run(second);
    }

    Attempt good_;
    std::size_t compilations_ = 0;
};

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
    CustomizationMerge base(named_documents);
    Applying applying(base);
    applying.run(sets);
    Attempt& good = applying.good();
    impl->compilations = applying.compilations();
    if (!good.made) {
        const std::optional<CustomizationIssue> issue = good.merge.compile(good.made);
        ++impl->compilations;
        HOLDFAST_ASSERT(!issue);
    }
    impl->merge.emplace(std::move(good.merge));
    impl->issues = std::move(good.refused);
    impl->own.emplace(*std::move(good.made));
    impl->registry = &*impl->own;
    return Customization(std::move(impl));
}

const Registry& Customization::registry() const {
    return *impl_->registry;
}

const std::vector<CustomizationIssue>& Customization::issues() const {
    return impl_->issues;
}

std::size_t Customization::compilations() const {
    return impl_->compilations;
}

std::optional<CustomizationIssue> Customization::check(std::string_view items) const {
    CustomizationMerge next = impl_->merge ? *impl_->merge : CustomizationMerge(base_documents());
    if (auto issue = next.add(items)) return issue;
    std::optional<Registry> made;
    return next.compile(made);
}

}  // namespace holdfast
