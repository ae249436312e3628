#include "core/conversion.h"

#include "core/rules.h"
#include "store/commit.h"
#include "store/conversion_draft.h"

namespace holdfast {
namespace {

Result<std::optional<Record>> read_living(Store& store, EntityId entity, const RecordId& id) {
    std::optional<Record> record = TRY(store.read(entity, id));
    if (record && record->life == Record::Life::Deleted) record.reset();
    return record;
}

std::int64_t today_of(Store& store, int zone_offset_minutes) {
    return day_of(store.environment().now_ms(), zone_offset_minutes);
}

}  // namespace

Result<std::vector<std::string>> find_conversions(Store& store, EntityId entity,
                                                  const RecordId& record, int zone_offset_minutes) {
    std::vector<std::string> keys;
    if (store.registry().find(entity) == nullptr)
        return fail(ErrorCode::BadInput, "conversion.entity");
    const std::vector<ConversionRule>& rules = store.registry().rules(entity).conversions();
    if (rules.empty()) return keys;
    const std::optional<Record> source = TRY(read_living(store, entity, record));
    if (!source) return keys;
    const Policy policy = TRY(store.policy());
    const std::int64_t today = today_of(store, zone_offset_minutes);
    for (const ConversionRule& rule : rules)
        if (TRY(ConversionDraft(store, policy, rule, *source, today).is_offered()))
            keys.push_back(rule.key);
    return keys;
}

Result<ConversionDone> convert_record(Store& store, const ConversionRequest& request) {
    const EntityDef* entity = store.registry().find(request.entity);
    const ConversionRule* rule =
        entity == nullptr ? nullptr
                          : store.registry().rules(entity->id).find_conversion(request.key);
    if (rule == nullptr) return fail(ErrorCode::BadInput, "conversion.rule");
    const std::optional<Record> source = TRY(read_living(store, entity->id, request.record));
    if (!source) return fail(ErrorCode::NotFound, "conversion.record");
    const Policy policy = TRY(store.policy());
    ConversionDraft conversion(store, policy, *rule, *source,
                               today_of(store, request.zone_offset_minutes));
    ConversionDone done;
    if (!TRY(conversion.is_offered())) {
        done.answer = ConversionAnswer::NotOffered;
        return done;
    }
    done.answer = TRY(conversion.make());
    done.hidden = conversion.hidden();
    if (done.answer != ConversionAnswer::Made) return done;
    const ConversionScope scope{entity->id, source->id};
    const std::int64_t group_before = store.internals().last_history_group;
    const CommitOutcome outcome =
        TRY(commit_draft(store.internals(), conversion.draft(), {nullptr, &scope}));
    if (const auto* needs = std::get_if<NeedsWork>(&outcome)) {
        done.answer = ConversionAnswer::Refused;
        for (const FieldIssue& issue : needs->issues)
            done.issues.push_back({conversion.entity_of(issue.record), issue});
        return done;
    }
    done.shown = conversion.shown();
    done.records = std::move(conversion.records());
    const std::int64_t group = store.internals().last_history_group;
    if (group != group_before) done.group = group;
    return done;
}

}  // namespace holdfast
