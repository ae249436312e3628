#include <algorithm>

#include "core/search.h"
#include "store/query_filter.h"
#include "store/query_sql.h"
#include "store/search_catalogue.h"

namespace holdfast {
namespace {

/// Up to here the rows are named one by one; beyond, each row is asked whether it is a candidate.
constexpr std::int64_t kCandidatesListedMax = 3'000;
constexpr int kFirstTextColumn = 2;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// Folded, longest first: those leave the fewest rows.
std::vector<std::string> words_of(std::string_view typed) {
    std::string text = folded(typed);
    replace_all(text, "\xC2\xA0", " ");
    replace_all(text, "\xE3\x80\x80", " ");
    std::vector<std::string> words(1);
    for (const char character : text) {
        if (static_cast<unsigned char>(character) > ' ')
            words.back().push_back(character);
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    std::sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

bool holds_all(std::string_view text, const std::vector<std::string>& words) {
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return text.find(word) != std::string_view::npos;
    });
}

struct Found {
    SearchRank rank = SearchRank::OtherField;
    std::string title;  ///< Folded.
    RecordId id;
    RowHandle row = RowHandle::None;
    bool operator<(const Found& other) const {
        if (rank != other.rank) return rank < other.rank;
        if (title != other.title) return title < other.title;
        return id < other.id;
    }
};

/// The best of what it is given.
class BestFound {
public:
    explicit BestFound(std::int64_t count_max) : count_max_(static_cast<std::size_t>(count_max)) {}
    void add(Found found) {
        ++count_;
        kept_.insert(std::upper_bound(kept_.begin(), kept_.end(), found), std::move(found));
        if (kept_.size() > count_max_) kept_.pop_back();
    }
    [[nodiscard]] const std::vector<Found>& kept() const { return kept_; }
    [[nodiscard]] bool has_more() const { return count_ > kept_.size(); }

private:
    std::size_t count_max_;
    std::size_t count_ = 0;
    std::vector<Found> kept_;
};

class EverywhereSearch {
public:
    EverywhereSearch(Store& store, std::vector<std::string> words, const SearchLimits& limits)
        : store_(&store),
          words_(std::move(words)),
          policy_(limits.policy),
          per_module_max_(std::max<std::int64_t>(limits.per_module_max, 0)),
          rows_left_(std::max<std::int64_t>(limits.rows_max, 0)) {}

    Result<SearchResults> run() {
        for (const EntityDef& entity : store_->registry().entities())
            if (!searched_fields(entity, policy_).positions.empty()) TRY(search(entity));
        std::stable_sort(results_.modules.begin(), results_.modules.end(),
                         [](const SearchModule& a, const SearchModule& b) {
                             return a.hits.front().rank < b.hits.front().rank;
                         });
        return std::move(results_);
    }

private:
    /// Rows that this module may read now.
    std::int64_t share() {
        if (rows_left_ < 2) results_.complete = false;
        return rows_left_ / 2;
    }

    Status search(const EntityDef& entity) {
        const std::int64_t for_index = share();
        if (for_index == 0) return {};
        const IndexProgress progress =
            TRY(advance_search_index(store_->internals(), entity, for_index));
        rows_left_ -= progress.rows_read;
        if (!progress.index) {
            results_.complete = false;
            return {};
        }
        QuerySql sql = TRY(conditions(entity, *progress.index));
        BestFound best(per_module_max_);
        TRY(look_at_rows(entity, sql, best));
        return keep(entity, best);
    }

    /// The rows that may hold all words long enough for the index.
    Result<QuerySql> conditions(const EntityDef& entity, const SearchIndex& index) {
        Query query;
        query.entity = entity.id;
        query.policy = policy_;
        QuerySql sql =
            TRY(CompiledQuery::compile(store_->internals(), query, RowsRead::Every)).sql();
        bool narrowed = false;
        for (const std::string& word : words_) {
            if (word.size() < SearchIndex::kTextBytesMin) continue;
            Candidates candidates = index.find(word);
            if (narrowed) candidates.keep_only(sql.candidates);
            sql.candidates = std::move(candidates);
            narrowed = true;
        }
        if (!narrowed) return sql;
        if (sql.candidates.count() > kCandidatesListedMax) {
            sql.uses_candidates = true;
            sql.from_where += " AND holdfast_candidate(pk)";
            return sql;
        }
        sql.parameters.emplace_back(json_list(sql.candidates));
        sql.from_where += " AND pk IN (SELECT value FROM json_each(?" +
                          std::to_string(sql.parameters.size()) + "))";
        return sql;
    }

    Status look_at_rows(const EntityDef& entity, const QuerySql& sql, BestFound& best) {
        const SearchFields fields = searched_fields(entity, policy_);
        std::string columns = "pk, id";
        for (const std::size_t position : fields.positions)
            columns += ", " + quoted(entity.fields[position].key);
        RunningQuery running(store_->internals(), sql);
        // The newest first: they are what people look for, should the budget not last.
        Statement statement = TRY(running.prepare(columns, " ORDER BY pk DESC"));
        for (std::int64_t left = share(); TRY(statement.step()); --left) {
            if (left == 0) {
                results_.complete = false;
                break;
            }
            --rows_left_;
            look_at(statement, fields, best);
        }
        return {};
    }

    void look_at(const Statement& row, const SearchFields& fields, BestFound& best) {
        SearchText text(fields.title_count);
        bool begins = false;
        for (std::size_t field = 0; field < fields.positions.size(); ++field) {
            const std::size_t before = text.text().size();
            text.add(row.text(kFirstTextColumn + static_cast<int>(field)));
            if (field < fields.title_count && !begins) begins = begins_with_word(text, before);
        }
        if (!holds_all(text.text(), words_)) return;
        Found found;
        found.id = row.record_id(1);
        found.row = RowHandle{row.integer(0)};
        found.title = std::string(text.title());
        if (holds_all(found.title, words_))
            found.rank = begins ? SearchRank::TitleBegins : SearchRank::TitleContains;
        best.add(std::move(found));
    }

    /// Whether the field that was added from byte `start` on begins with one of the words.
    [[nodiscard]] bool begins_with_word(const SearchText& text, std::size_t start) const {
        std::string_view added = std::string_view(text.text()).substr(start);
        if (start > 0 && added.starts_with(' ')) added.remove_prefix(1);
        return std::any_of(words_.begin(), words_.end(),
                           [&](const std::string& word) { return added.starts_with(word); });
    }

    Status keep(const EntityDef& entity, const BestFound& best) {
        if (best.kept().empty()) return {};
        std::vector<RowHandle> rows;
        for (const Found& found : best.kept()) rows.push_back(found.row);
        const std::vector<Record> records = TRY(read_rows(*store_, entity.id, rows, policy_));
        SearchModule module;
        module.entity = entity.id;
        module.has_more = best.has_more();
        for (std::size_t index = 0; index < records.size(); ++index)
            module.hits.push_back(
                {records[index].id, title_of(entity, records[index]), best.kept()[index].rank});
        results_.modules.push_back(std::move(module));
        return {};
    }

    Store* store_;
    std::vector<std::string> words_;
    const Policy* policy_;
    std::int64_t per_module_max_;
    std::int64_t rows_left_;
    SearchResults results_;
};

}  // namespace

Result<SearchResults> search_everywhere(Store& store, std::string_view text,
                                        const SearchLimits& limits) {
    if (text.size() > kSearchTextBytesMax) return fail(ErrorCode::BadInput, "search.text");
    std::vector<std::string> words = words_of(text);
    if (words.empty()) return SearchResults{};
    SearchLimits known = limits;
    known.policy = TRY(policy_or_person(store.internals(), limits.policy));
    return EverywhereSearch(store, std::move(words), known).run();
}

}  // namespace holdfast
