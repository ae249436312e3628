#include "core/app/export.h"

#include <algorithm>

#include "card_parts.h"
#include "core/policy.h"
#include "core/record_source.h"
#include "record_writer.h"
#include "store/hidden_fields.h"

namespace holdfast {
namespace {

constexpr std::size_t kTitlesKept = 20'000;

std::unique_ptr<RecordWriter> make_writer(FileFormat format, ExportedRecords& records,
                                          const std::vector<FieldId>& fields) {
    switch (format) {
        case FileFormat::Csv:
            break;
        case FileFormat::Json:
            return make_json_writer(records, fields);
        case FileFormat::Vcard:
            return make_card_writer(records);
        case FileFormat::Icalendar:
            return make_calendar_writer(records);
    }
    return make_csv_writer(records, fields);
}

}  // namespace

ExportedRecords::ExportedRecords(Store& store, const EntityDef& entity,
                                 const ExchangeContext& context)
    : store_(&store),
      entity_(&entity),
      context_(context),
      titles_(store, context.strings),
      finder_(store, context.strings, context.policy) {}

Result<Value> ExportedRecords::value(const FieldDef& field, const Record& record) {
    if (is_hidden(context_.policy, *entity_, field.id)) return Value();
    return value_of(*store_, *entity_, field, record);
}

Result<std::string> ExportedRecords::link_title(const FieldDef& field, const Record& record) {
    const RecordId id = link_or_none(TRY(value(field, record)));
    const EntityDef* target = link_target(store_->registry(), *entity_, field, record.values);
    if (id.is_none() || target == nullptr) return std::string();
    const auto known = linked_.find(id);
    if (known != linked_.end()) return known->second;
    const bool readable = context_.policy == nullptr || TRY(finder_.is_readable(*target, id));
    std::string title = readable ? TRY(titles_.title_of(target->id, id)) : std::string();
    linked_.emplace(id, title);
    return title;
}

Result<std::string> ExportedRecords::title(const Record& record) {
    return titles_.title_of(*entity_, record);
}

Result<bool> ExportedRecords::may_export(const Record& record) {
    if (context_.policy == nullptr) return true;
    RecordSource source(*store_);
    return context_.policy->can(Action::Export, record, source);
}

void ExportedRecords::forget_some() {
    if (linked_.size() < kTitlesKept) return;
    linked_.clear();
    titles_.clear();
}

struct Export::Impl {
    Impl(Store& store, const EntityDef& entity, const ExchangeContext& context)
        : records(store, entity, context) {}

    ExportedRecords records;
    std::vector<FieldId> fields;
    std::unique_ptr<RecordWriter> writer;
};

Export::Export(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Export::Export(Export&&) noexcept = default;
Export& Export::operator=(Export&&) noexcept = default;
Export::~Export() = default;

bool Export::offers(const EntityDef& entity, FileFormat format) {
    if (format == FileFormat::Vcard) return has_cards(entity);
    return format != FileFormat::Icalendar || has_calendar(entity);
}

std::string_view Export::extension_of(FileFormat format) {
    switch (format) {
        case FileFormat::Csv:
            return ".csv";
        case FileFormat::Json:
            return ".json";
        case FileFormat::Vcard:
            return ".vcf";
        case FileFormat::Icalendar:
            return ".ics";
    }
    return {};
}

Result<Export> Export::open(Store& store, EntityId entity, FileFormat format,
                            std::vector<FieldId> fields, const ExchangeContext& context) {
    const EntityDef* def = store.registry().find(entity);
    if (def == nullptr || !offers(*def, format)) return fail(ErrorCode::BadInput, "export.format");
    const Policy* policy = context.policy;
    if (policy != nullptr && !policy->can(entity, Action::Export))
        return fail(ErrorCode::Unauthorized, "export");
    for (const FieldId field : fields)
        if (def->find_any(field) == nullptr) return fail(ErrorCode::BadInput, "export.field");
    std::erase_if(fields, [&](FieldId field) { return is_hidden(policy, *def, field); });
    auto impl = std::make_unique<Impl>(store, *def, context);
    impl->fields = std::move(fields);
    impl->writer = make_writer(format, impl->records, impl->fields);
    return Export(std::move(impl));
}

EntityId Export::entity() const {
    return impl_->records.entity().id;
}
const std::vector<FieldId>& Export::fields() const {
    return impl_->fields;
}
void Export::begin(std::string& out) {
    impl_->writer->begin(out);
}

Result<std::int64_t> Export::append(const std::vector<Record>& records, std::string& out) {
    std::int64_t written = 0;
    for (const Record& record : records) {
        if (!TRY(impl_->records.may_export(record))) continue;
        if (TRY(impl_->writer->append(record, out))) ++written;
    }
    impl_->records.forget_some();
    impl_->writer->forget_some();
    return written;
}

void Export::end(std::string& out) {
    impl_->writer->end(out);
}

}  // namespace holdfast
