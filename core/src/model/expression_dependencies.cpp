// What expressions read, and whether computed fields read each other in a circle.
#include <algorithm>
#include <map>

#include "model/expression_tree.h"

namespace holdfast {
namespace {

class DependencyCollector {
public:
    explicit DependencyCollector(const ExpressionTree& tree) : tree_(tree) {}

    void visit(ExpressionIndex index, const std::string& prefix) {
        if (index == kNoExpression) return;
        const ExpressionNode& node = tree_.nodes[index];
        std::string path = prefix;
        for (const ExpressionStep& step : node.path) {
            add(*step.entity, step.field().id, path + step.field().key);
            path += step.field().key + ".";
        }
        const bool elsewhere = node.operation == ExpressionOperation::Through;
        for (const ExpressionIndex operand : node.operands)
            visit(operand, elsewhere ? path : prefix);
        if (node.operation == ExpressionOperation::DocumentTotals)
            visit_columns(node, path, path + node.link->inverse + ".");
        else if (node.child)
            visit_children(node, prefix + node.link->inverse + ".");
    }

    std::vector<ExpressionDependency> take() {
        const auto order = [](const ExpressionDependency& a, const ExpressionDependency& b) {
            return a.path != b.path ? a.path < b.path : a.field < b.field;
        };
        std::sort(found_.begin(), found_.end(), order);
        found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
        return std::move(found_);
    }

private:
    void add(const EntityDef& entity, FieldId field, std::string path) {
        found_.push_back({entity.id, field, std::move(path)});
    }

    void visit_columns(const ExpressionNode& node, const std::string& document,
                       const std::string& lines) {
        add_children(node, lines);
        for (const ExpressionStep& step : node.columns)
            if (step.entity)
                add(*step.entity, step.field().id,
                    (step.entity == node.child ? lines : document) + step.field().key);
    }

    /// Which children there are depends on their parent links and on the recycle bin.
    void add_children(const ExpressionNode& node, const std::string& prefix) {
        add(*node.child, node.link->id, prefix + node.link->key);
        add(*node.child, kFieldDeleted, prefix + "_deleted");
    }

    void visit_children(const ExpressionNode& node, const std::string& prefix) {
        add_children(node, prefix);
        visit(node.item, prefix);
        visit(node.condition, prefix);
    }

    const ExpressionTree& tree_;
    std::vector<ExpressionDependency> found_;
};

/// Depth first, without recursion: a chain may be as long as there are computed fields.
class CycleFinder {
public:
    explicit CycleFinder(const std::vector<ComputedField>& fields) : marks_(fields.size()) {
        std::map<std::pair<EntityId, FieldId>, std::size_t> positions;
        for (std::size_t position = 0; position < fields.size(); ++position)
            positions.emplace(std::pair(fields[position].entity, fields[position].field), position);
        for (const ComputedField& field : fields) {
            std::vector<std::size_t>& next = next_.emplace_back();
            for (const ExpressionDependency& read : field.reads) {
                const auto found = positions.find({read.entity, read.field});
                if (found != positions.end()) next.push_back(found->second);
            }
        }
    }

    std::vector<std::size_t> find() {
        for (std::size_t start = 0; start < next_.size(); ++start) {
            if (marks_[start] != Mark::New) continue;
            std::vector<std::size_t> cycle = walk(start);
            if (!cycle.empty()) return cycle;
        }
        return {};
    }

private:
    enum class Mark : std::uint8_t { New, OnPath, Done };
    struct Visit {
        std::size_t position;
        std::size_t tried;
    };

    std::vector<std::size_t> walk(std::size_t start) {
        path_ = {{start, 0}};
        marks_[start] = Mark::OnPath;
        while (!path_.empty()) {
            Visit& visit = path_.back();
            if (visit.tried == next_[visit.position].size()) {
                marks_[visit.position] = Mark::Done;
                path_.pop_back();
                continue;
            }
            const std::size_t next = next_[visit.position][visit.tried++];
            if (marks_[next] == Mark::OnPath) return path_from(next);
            if (marks_[next] == Mark::Done) continue;
            marks_[next] = Mark::OnPath;
            path_.push_back({next, 0});
        }
        return {};
    }

    [[nodiscard]] std::vector<std::size_t> path_from(std::size_t first) const {
        std::vector<std::size_t> cycle;
        for (const Visit& visit : path_)
            if (!cycle.empty() || visit.position == first) cycle.push_back(visit.position);
        return cycle;
    }

    std::vector<std::vector<std::size_t>> next_;
    std::vector<Mark> marks_;
    std::vector<Visit> path_;
};

}  // namespace

std::vector<ExpressionDependency> Expression::dependencies() const {
    DependencyCollector collector(*tree_);
    collector.visit(tree_->root, "");
    return collector.take();
}

std::vector<std::size_t> find_cycle(const std::vector<ComputedField>& fields) {
    return CycleFinder(fields).find();
}

}  // namespace holdfast
