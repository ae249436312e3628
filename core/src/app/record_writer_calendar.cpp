#include "card_parts.h"
#include "icalendar.h"
#include "record_writer.h"

namespace holdfast {
namespace {

constexpr std::string_view kProductId = "-//Holdfast//EN";
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kMsPerMinute = 60'000;

std::int64_t day_start(std::int64_t ms) {
    const std::int64_t rest = ms % kDayMs;
    return ms - (rest < 0 ? rest + kDayMs : rest);
}

CalendarTime day_of(std::int64_t local_ms) {
    CalendarTime time;
    time.clock = CalendarClock::Date;
    time.local_ms = day_start(local_ms);
    return time;
}

CalendarTime moment_of(std::int64_t ms) {
    CalendarTime time;
    time.clock = CalendarClock::Utc;
    time.local_ms = ms;
    time.utc_ms = ms;
    return time;
}

/// A field that holds a last day stands before the end of the calendar's item.
CalendarTime end_of(const FieldDef& field, std::int64_t value, const CalendarTime& start,
                    std::int64_t zone_ms) {
    if (start.clock == CalendarClock::Utc) return moment_of(value);
    if (field.type == FieldType::Date) return day_of((value + 1) * kDayMs);
    const std::int64_t local = value + zone_ms;
    const CalendarTime end = day_of(local);
    const bool behind = end.local_ms > start.local_ms && end.local_ms == local;
    return behind ? end : day_of(local + kDayMs);
}

std::string status_of(const EntityDef& entity, std::string_view key, CalendarKind kind) {
    const StateDef* state = entity.find_state(key);
    if (state == nullptr) return {};
    const bool to_do = kind == CalendarKind::ToDo;
    switch (state->category) {
        case StateCategory::Cancelled:
            return "CANCELLED";
        case StateCategory::Done:
        case StateCategory::Won:
        case StateCategory::Closed:
            return to_do ? "COMPLETED" : "CONFIRMED";
        case StateCategory::Active:
            return to_do ? "IN-PROCESS" : "CONFIRMED";
        case StateCategory::Draft:
            return to_do ? "NEEDS-ACTION" : "TENTATIVE";
        default:
            return to_do ? "NEEDS-ACTION" : "CONFIRMED";
    }
}

std::optional<std::int32_t> priority_of(std::string_view key) {
    if (key == "urgent" || key == "emergency") return 1;
    if (key == "high") return 3;
    if (key == "normal" || key == "medium") return 5;
    if (key == "low") return 9;
    return std::nullopt;
}

class CalendarWriter final : public RecordWriter {
public:
    explicit CalendarWriter(ExportedRecords& records)
        : records_(&records),
          zone_ms_(records.context().zone_offset_minutes * kMsPerMinute),
          stamp_ms_(records.store().environment().now_ms()) {}

    void begin(std::string& out) override { append_calendar_beginning(out, kProductId); }

    /// A record without its date stands in no calendar.
    Result<bool> append(const Record& record, std::string& out) override {
        const EntityDef& entity = records_->entity();
        const FieldDef& start = *find_part(entity, CalendarPart::Start);
        const Value begins = TRY(records_->value(start, record));
        if (is_null(begins)) return false;
        CalendarItem item;
        const FieldDef* end = find_part(entity, CalendarPart::End);
        const bool to_do = end == nullptr && start.type == FieldType::Date;
        item.kind = to_do ? CalendarKind::ToDo : CalendarKind::Event;
        const bool whole_days = TRY(integer(CalendarPart::AllDay, record)) != 0;
        const std::int64_t value = integer_or(begins, 0);
        if (start.type == FieldType::Date)
            item.start = day_of(value * kDayMs);
        else
            item.start = whole_days ? day_of(value + zone_ms_) : moment_of(value);
        if (to_do) std::swap(item.start, item.end);
        if (end != nullptr) TRY(add_end(*end, record, item));
        TRY(add_texts(record, item));
        const Status written = append_calendar_item(out, item, stamp_ms_);
        // A year beyond the calendar's: the item says nothing then.
        if (!written && written.error().code != ErrorCode::BadInput)
            return tl::unexpected<Error>(written.error());
        return written.has_value();
    }
    void end(std::string& out) override { append_calendar_end(out); }

private:
    Status add_end(const FieldDef& field, const Record& record, CalendarItem& item) {
        const Value value = TRY(records_->value(field, record));
        if (is_null(value)) return {};
        const CalendarTime end = end_of(field, integer_or(value, 0), item.start, zone_ms_);
        const bool same_kind = end.clock == item.start.clock;
        if (same_kind && end.local_ms > item.start.local_ms) item.end = end;
        return {};
    }

    Status add_texts(const Record& record, CalendarItem& item) {
        item.summary = TRY(text(CalendarPart::Summary, record));
        item.description = TRY(text(CalendarPart::Description, record));
        item.location = TRY(text(CalendarPart::Location, record));
        item.recurrence = TRY(text(CalendarPart::Recurrence, record));
        item.url = TRY(text(CalendarPart::Url, record));
        item.uid = TRY(text(CalendarPart::Uid, record));
        if (item.uid.empty()) item.uid = to_text(record.id);
        item.status =
            status_of(records_->entity(), TRY(text(CalendarPart::State, record)), item.kind);
        item.priority = priority_of(TRY(text(CalendarPart::Priority, record)));
        return {};
    }

    Result<std::int64_t> integer(CalendarPart part, const Record& record) {
        const FieldDef* field = find_part(records_->entity(), part);
        if (field == nullptr) return std::int64_t{0};
        return integer_or(TRY(records_->value(*field, record)), 0);
    }
    /// Texts and keys as they are stored.
    Result<std::string> text(CalendarPart part, const Record& record) {
        const FieldDef* field = find_part(records_->entity(), part);
        if (field == nullptr) return std::string();
        return std::string(text_or_empty(TRY(records_->value(*field, record))));
    }

    ExportedRecords* records_;
    std::int64_t zone_ms_;
    std::int64_t stamp_ms_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_calendar_writer(ExportedRecords& records) {
    return std::make_unique<CalendarWriter>(records);
}

}  // namespace holdfast
