#include "core/store.h"

#include "core/expression.h"
#include "core/transaction_codec.h"
#include "store/commit.h"
#include "store/delta_apply.h"
#include "store/enrol.h"
#include "store/history_writer.h"
#include "store/schema.h"
#include "store/store_impl.h"
#include "store/sync_tables.h"

namespace holdfast {
namespace {

std::string children_order(const EntityDef& entity) {
    for (const FieldDef& field : entity.fields)
        if (field.merge == MergeKind::Position) return quoted(field.key) + ", id";
    return "id";
}

}  // namespace

Store::Impl::Impl(Database opened, const Registry& definitions, Environment& outside)
    : db(std::move(opened)), registry(&definitions), environment(&outside) {
    for (const EntityDef& entity : registry->entities()) tables.emplace_back(entity);
}

const EntityTable& Store::Impl::table(const EntityDef& entity) const {
    const auto index = static_cast<std::size_t>(&entity - registry->entities().data());
    HOLDFAST_ASSERT(index < tables.size());
    return tables[index];
}

void Store::Impl::note_for_search(const EntityDef& entity, std::int64_t pk,
                                  const std::vector<Value>& values) {
    const auto alike = duplicate_indexes.find(entity.id);
    if (alike != duplicate_indexes.end()) add_to_index(alike->second, entity, pk, values);
    const auto found = search_indexes.find(entity.id);
    const auto build = search_builds.find(entity.id);
    SearchIndex* index = nullptr;
    if (found != search_indexes.end()) index = &found->second;
    if (build != search_builds.end()) index = &build->second.index;
    if (!index) return;
    const SearchFields fields = search_fields_of(entity);
    SearchText text(fields.title_count);
    for (const std::size_t position : fields.positions) text.add(text_or_empty(values[position]));
    index->add(pk, text.text());
}

void Store::Impl::forget_search(const EntityDef& entity) {
    search_indexes.erase(entity.id);
    search_builds.erase(entity.id);
    duplicate_indexes.erase(entity.id);
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(Database database, const Registry& registry, Environment& environment) {
    auto impl = std::make_unique<Impl>(std::move(database), registry, environment);
    TRY(bring_up_schema(impl->db, registry));
    TRY(read_store_state(impl->db, impl->state));
    TRY(begin_history(*impl));
    TRY(register_search_functions(impl->db, impl->search_context));
    TRY(register_expression_functions(impl->db));
    return Store(std::move(impl));
}

const Registry& Store::registry() const {
    return *impl_->registry;
}
Environment& Store::environment() {
    return *impl_->environment;
}
const StoreState& Store::state() const {
    return impl_->state;
}
Database& Store::database() {
    return impl_->db;
}
Result<Policy> Store::policy() {
    if (const Policy* policy = TRY(impl_->person.get(*impl_))) return *policy;
    return Policy::compile(*impl_->registry, {}, {});
}
Result<std::optional<RecordId>> Store::person() {
    TRY(impl_->person.get(*impl_));
    const RecordId& id = impl_->person.user().id;
    return id.is_none() ? std::optional<RecordId>() : std::optional<RecordId>(id);
}
std::uint64_t Store::generation() const {
    return impl_->generation;
}

Result<CommitOutcome> Store::commit(const Draft& draft) {
    return commit_draft(*impl_, draft);
}

Result<std::optional<Record>> Store::read(EntityId entity, const RecordId& id) {
    const EntityDef* definition = impl_->registry->find(entity);
    if (!definition) return fail(ErrorCode::BadInput, "store.read");
    auto row = TRY(impl_->table(*definition).read(impl_->db, id));
    if (!row) return std::optional<Record>{};
    return as_seen(*impl_, *definition, std::move(row->record));
}

Result<std::vector<Record>> Store::read_children(EntityId child, const RecordId& parent) {
    const EntityDef* entity = impl_->registry->find(child);
    if (!entity || entity->parent_field == FieldId::None)
        return fail(ErrorCode::BadInput, "store.read_children");
    const EntityTable& table = impl_->table(*entity);
    const std::string parent_column = quoted(entity->find_field(entity->parent_field)->key);
    Statement statement = TRY(impl_->db.prepare(
        "SELECT " + table.columns() + " FROM " + quoted(entity->key) + " WHERE _deleted = 0 AND " +
        parent_column + " = ?1 ORDER BY " + children_order(*entity)));
    statement.bind(0, parent);
    std::vector<Record> children;
    while (TRY(statement.step())) {
        auto seen = TRY(as_seen(*impl_, *entity, table.read_row(statement).record));
        if (seen) children.push_back(*std::move(seen));
    }
    return children;
}

Result<bool> Store::has_pending(EntityId entity, const RecordId& id) {
    return has_cells(impl_->db, entity, id);
}

Status Store::enrol(const Enrolment& enrolment) {
    return enrol_store(*impl_, enrolment);
}

Result<std::vector<TransactionRecord>> Store::read_queued(TransactionNo after,
                                                          std::size_t count_max,
                                                          std::size_t bytes_max) {
    Statement statement =
        TRY(impl_->db.prepare("SELECT bytes FROM sync_pending WHERE state = 0 AND no > ?1"
                              " ORDER BY no LIMIT ?2"));
    statement.bind(0, static_cast<std::int64_t>(raw(after)));
    statement.bind(1, static_cast<std::int64_t>(count_max));
    std::vector<TransactionRecord> transactions;
    std::size_t bytes = 0;
    while (TRY(statement.step())) {
        bytes += statement.blob(0).size();
        if (!transactions.empty() && bytes > bytes_max) break;
        transactions.push_back(TRY(decode_transaction(statement.blob(0))));
    }
    return transactions;
}

Status Store::apply(const Delta& delta) {
    return apply_delta(*impl_, delta);
}

Result<PendingCounts> Store::pending_counts() {
    Statement statement =
        TRY(impl_->db.prepare("SELECT count(*) FILTER (WHERE state = 0),"
                              " count(*) FILTER (WHERE state >= 2)"
                              " FROM sync_pending WHERE state <> 1"));
    TRY(statement.step());
    return PendingCounts{statement.integer(0), statement.integer(1)};
}

Result<std::vector<PendingTransaction>> Store::read_needing_attention() {
    return read_refused(impl_->db);
}

Status Store::discard(TransactionNo no) {
    if (!TRY(forget_refused(impl_->db, no))) return fail(ErrorCode::NotFound, "store.discard");
    ++impl_->generation;
    return {};
}

Result<std::string> Store::read_setting(std::string_view key) {
    return read_device_setting(impl_->db, key);
}

Status Store::write_setting(std::string_view key, std::string_view text) {
    TRY(write_device_setting(impl_->db, key, text));
    if (key != kPersonSetting) return {};
    impl_->person.forget();
    ++impl_->generation;  // What views show goes by it.
    return {};
}

}  // namespace holdfast
