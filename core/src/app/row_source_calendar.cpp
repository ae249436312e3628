#include <algorithm>

#include "card_parts.h"
#include "exchange_values.h"
#include "icalendar.h"
#include "row_source.h"

namespace holdfast {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

/// In UTC where the file says so, otherwise on the clock of the person.
std::string text_of(const CalendarTime& time) {
    switch (time.clock) {
        case CalendarClock::None:
            return {};
        case CalendarClock::Date:
            return iso_time_text(time.local_ms).substr(0, 10);
        case CalendarClock::Utc:
        case CalendarClock::Zoned:
            return iso_time_text(time.utc_ms.value_or(time.local_ms)) + "Z";
        case CalendarClock::Floating:
            break;
    }
    return iso_time_text(time.local_ms);
}

CalendarTime moved(CalendarTime time, std::int64_t ms) {
    time.local_ms += ms;
    if (time.utc_ms) *time.utc_ms += ms;
    return time;
}

/// A to-do without a start stands where it is due.
CalendarTime start_of(const CalendarItem& item) {
    return item.start.clock == CalendarClock::None ? item.end : item.start;
}

/// `last_day`: the field holds the last day, not the one behind it.
CalendarTime end_of(const CalendarItem& item, bool last_day) {
    CalendarTime end = item.end;
    if (end.clock == CalendarClock::None && item.duration_s)
        end = moved(item.start, *item.duration_s * 1'000);
    if (end.clock == CalendarClock::None) end = item.start;
    const bool day = end.clock == CalendarClock::Date;
    const bool behind = end.local_ms > item.start.local_ms;
    if (day && last_day && behind) return moved(end, -kDayMs);
    return day && !last_day && !behind ? moved(end, kDayMs) : end;
}

std::string state_with(const EntityDef& entity, StateCategory category) {
    const auto found =
        std::find_if(entity.states.begin(), entity.states.end(),
                     [&](const StateDef& state) { return state.category == category; });
    return found == entity.states.end() ? std::string() : found->key;
}

std::string state_of(const EntityDef& entity, const CalendarItem& item) {
    if (item.status == "CANCELLED") return state_with(entity, StateCategory::Cancelled);
    if (item.status == "COMPLETED") return state_with(entity, StateCategory::Done);
    if (item.status == "IN-PROCESS") return state_with(entity, StateCategory::Active);
    return {};
}

std::string priority_of(const CalendarItem& item) {
    const std::int32_t priority = item.priority.value_or(0);
    if (priority == 0) return {};
    if (priority == 1) return "urgent";
    if (priority < 5) return "high";
    return priority == 5 ? "normal" : "low";
}

class CalendarSource final : public RowSource {
public:
    CalendarSource(ByteSource& source, const EntityDef& entity)
        : entity_(&entity), reader_(source) {
        const FieldDef* end = find_part(entity, CalendarPart::End);
        last_day_ = end != nullptr && end->type == FieldType::Date;
    }
    Result<bool> next(FileRow& row) override {
        CalendarComponent entry;
        const std::int64_t before = reader_.bytes_done();
        if (!TRY(reader_.next(entry))) return false;
        row = FileRow{};
        row.line = entry.line;
        row.problem = problem_of(entry);
        row.excerpt = excerpt_of(entry.item.summary);
        row.bytes =
            static_cast<std::size_t>(std::max<std::int64_t>(reader_.bytes_done() - before, 0));
        for (const CalendarPart part : calendar_parts())
            row.cells.push_back(cell_of(entry.item, part));
        return true;
    }
    std::int64_t bytes_done() const override { return reader_.bytes_done(); }

private:
    static RowProblem problem_of(const CalendarComponent& entry) {
        if (entry.problem == CalendarProblem::NoEnd) return RowProblem::NoEnd;
        if (entry.problem == CalendarProblem::TooLarge) return RowProblem::TooLong;
        if (entry.damaged_lines > 0) return RowProblem::Damaged;
        for (const CalendarIssue& issue : entry.issues) {
            if (issue.kind == CalendarIssueKind::UnknownZone) return RowProblem::UnknownZone;
            if (issue.kind != CalendarIssueKind::TooMany) return RowProblem::BadTime;
        }
        return RowProblem::None;
    }

    std::string cell_of(const CalendarItem& item, CalendarPart part) const {
        switch (part) {
            case CalendarPart::Summary:
                return item.summary;
            case CalendarPart::Start:
                return text_of(start_of(item));
            case CalendarPart::End:
                return text_of(end_of(item, last_day_));
            case CalendarPart::AllDay:
                return start_of(item).clock == CalendarClock::Date ? "1" : "";
            case CalendarPart::Location:
                return item.location;
            case CalendarPart::Description:
                return item.description;
            case CalendarPart::State:
                return state_of(*entity_, item);
            case CalendarPart::Person:
                return item.organizer.mail.empty() ? item.organizer.name : item.organizer.mail;
            case CalendarPart::Priority:
                return priority_of(item);
            case CalendarPart::Recurrence:
                return item.recurrence;
            case CalendarPart::Url:
                return item.url;
            case CalendarPart::Uid:
                return item.uid;
        }
        return {};
    }

    const EntityDef* entity_;
    CalendarReader reader_;
    bool last_day_ = false;
};

}  // namespace

FileShape look_at_calendar(const EntityDef& entity, const Strings& strings) {
    FileShape shape;
    if (!has_calendar(entity)) shape.problem_key = "import.problem.no_dates";
    for (const CalendarPart part : calendar_parts()) {
        const FieldDef* field = find_part(entity, part);
        // Who invites is rarely somebody who works here: it is mapped by hand.
        const bool proposed = field != nullptr && part != CalendarPart::Person;
        shape.columns.push_back(
            {std::string(strings.get(label_key_of(part))), proposed ? field->id : FieldId::None});
    }
    return shape;
}

std::unique_ptr<RowSource> open_calendar_rows(ByteSource& source, const EntityDef& entity) {
    return std::make_unique<CalendarSource>(source, entity);
}

}  // namespace holdfast
