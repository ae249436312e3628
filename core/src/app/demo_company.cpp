#include "core/app/demo_company.h"

#include <algorithm>
#include <string>

#include "demo_names.h"

namespace holdfast {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kMsPerHour = 3'600'000;
constexpr std::int64_t kMsPerDay = 86'400'000;
constexpr std::int64_t kQuantityOne = 1'000'000;
constexpr std::int64_t kHistoryDays = 300;
constexpr std::int64_t kPlanDays = 45;

enum class Kind : std::uint64_t { Account = 1, Contact = 2, WorkOrder = 3, Line = 4 };

/// SplitMix64 from (seed, kind, index): every record has its own stream, so slicing changes
/// nothing.
class Stream {
public:
    Stream(std::uint64_t seed, Kind kind, std::int64_t index)
        : state_(seed ^ (raw(kind) * 0x9E3779B97F4A7C15ULL)) {
        state_ = next() ^ static_cast<std::uint64_t>(index);
    }
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t value = state_;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
        return value ^ (value >> 31);
    }
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(bound));
    }
    bool chance(std::int64_t percent) { return below(100) < percent; }
    template <typename Words>
    const auto& pick(const Words& words) {
        return words[static_cast<std::size_t>(below(static_cast<std::int64_t>(words.size())))];
    }

private:
    std::uint64_t state_;
};

RecordId id_of(std::uint64_t seed, Kind kind, std::int64_t index, std::int64_t made_ms) {
    Stream random(seed + 1, kind, index);
    const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(made_ms, 0));
    return {(ms << 16) | 0x7000ULL | (random.next() & 0x0FFFULL),
            (random.next() >> 2) | 0x8000'0000'0000'0000ULL};
}

std::string filled(std::string_view pattern, std::string_view first, std::string_view second) {
    std::string out(pattern);
    out.replace(out.find("{0}"), 3, first);
    out.replace(out.find("{1}"), 3, second);
    return out;
}

std::string ascii_word(std::string_view text) {
    std::string out;
    for (const char character : text) {
        const char lower = static_cast<char>(character | 32);
        if (lower >= 'a' && lower <= 'z') out += lower;
    }
    return out.empty() ? std::string("office") : out;
}

/// Collects the values of one record by field key.
class Values {
public:
    explicit Values(const EntityDef& entity) : entity_(&entity) {}
    Values& put(std::string_view key, Value value) {
        const FieldDef* field = entity_->find_field(key);
        HOLDFAST_ASSERT(field != nullptr);
        values_.push_back({field->id, std::move(value)});
        return *this;
    }
    Values& text(std::string_view key, std::string_view text) {
        return put(key, std::string(text));
    }
    std::vector<Draft::FieldValue> take() { return std::move(values_); }

private:
    const EntityDef* entity_;
    std::vector<Draft::FieldValue> values_;
};

std::string phone_of(Stream& random, const DemoCountry& country) {
    std::string phone(country.dial);
    for (const int digits : {2, 3, 4}) {
        phone += ' ';
        for (int digit = 0; digit < digits; ++digit)
            phone += static_cast<char>('1' + random.below(9));
    }
    return phone;
}

/// What everything of one company shares; made again from the account's number alone.
struct Party {
    const DemoCountry* country;
    std::string name;
    std::string domain;
    DemoPlace place;
    std::string street;
};
Party party_of(std::uint64_t seed, std::int64_t account) {
    Stream random(seed, Kind::Account, account);
    Party party;
    party.country = &random.pick(demo_countries());
    const bool japanese = party.country->language == Language::Japanese;
    const std::string_view word = random.pick(party.country->company_words);
    party.name = word;
    if (!japanese) party.name += ' ';
    party.name += random.pick(party.country->company_forms);
    // Names repeat among thousands of companies; a district number keeps most of them apart.
    const std::int64_t number = account / 97;
    if (number > 0) party.name += " " + std::to_string(number);
    party.domain =
        ascii_word(word) + std::to_string(account) + "." + std::string(party.country->domain);
    party.place = random.pick(party.country->places);
    const std::string_view street = random.pick(party.country->street_names);
    const std::string house = std::to_string(1 + random.below(180));
    party.street = filled(party.country->street, street, house);
    return party;
}

/// Where a work order stands, given the day it is planned for.
struct Progress {
    std::string_view status;
    bool started = false;
    bool ended = false;
};
Progress progress_of(Stream& random, std::int64_t days_from_today) {
    if (days_from_today < -2) {
        if (random.chance(4)) return {"cancelled"};
        if (random.chance(3)) return {"cannot_complete", true, true};
        return {random.chance(80) ? "closed" : "completed", true, true};
    }
    if (days_from_today < 1) {
        constexpr std::string_view kNow[] = {"in_progress", "on_hold", "travelling", "accepted",
                                             "dispatched"};
        if (random.chance(25)) return {"completed", true, true};
        const std::string_view status = random.pick(std::span<const std::string_view>(kNow));
        return {status, status == "in_progress" || status == "on_hold", false};
    }
    constexpr std::string_view kLater[] = {"scheduled", "scheduled", "open", "draft"};
    return {random.pick(std::span<const std::string_view>(kLater))};
}

}  // namespace

/// Writes one record after the other into a draft.
class DemoWriter {
public:
    DemoWriter(Store& store, std::uint64_t seed, DemoSize size, std::int64_t today_ms)
        : registry_(&store.registry()), seed_(seed), size_(size) {
        midnight_ms_ = today_ms - today_ms % kMsPerDay;
    }

    void write(Draft& draft, std::int64_t index) const {
        if (index < size_.accounts) return write_account(draft, index);
        index -= size_.accounts;
        if (index < size_.contacts) return write_contact(draft, index);
        write_work_order(draft, index - size_.contacts);
    }

    [[nodiscard]] bool has_modules() const {
        return find("account") && find("contact") && find("work_order") && find("work_order_line");
    }

private:
    [[nodiscard]] const EntityDef* find(std::string_view key) const { return registry_->find(key); }
    [[nodiscard]] std::int64_t made_ms(std::int64_t index) const {
        return midnight_ms_ - (kHistoryDays + 30) * kMsPerDay + index * 1'000;
    }
    [[nodiscard]] RecordId account_id(std::int64_t index) const {
        return id_of(seed_, Kind::Account, index, made_ms(index));
    }
    [[nodiscard]] RecordId contact_id(std::int64_t index) const {
        return id_of(seed_, Kind::Contact, index, made_ms(size_.accounts + index));
    }

    void write_account(Draft& draft, std::int64_t index) const {
        const EntityDef& entity = *find("account");
        const Party party = party_of(seed_, index);
        Stream random(seed_ + 2, Kind::Account, index);
        Values values(entity);
        const std::string_view status = random.chance(70)   ? "active"
                                        : random.chance(60) ? "prospect"
                                                            : "former";
        values.text("name", party.name)
            .text("status", status)
            .text("phone", phone_of(random, *party.country))
            .text("email", "info@" + party.domain)
            .text("website", "https://" + party.domain)
            .text("billing_street", party.street)
            .text("billing_city", party.place.city)
            .text("billing_postal_code", party.place.postal_code)
            .text("billing_region", party.place.region)
            .text("billing_country", party.country->country)
            .text("currency", party.country->currency)
            .put("payment_terms_days", std::int64_t{30});
        if (random.chance(40)) values.put("credit_limit", (1 + random.below(50)) * 100'000);
        draft.create(entity.id, account_id(index), values.take());
    }

    void write_contact(Draft& draft, std::int64_t index) const {
        const EntityDef& entity = *find("contact");
        const std::int64_t account = index % std::max<std::int64_t>(size_.accounts, 1);
        const Party party = party_of(seed_, account);
        Stream random(seed_, Kind::Contact, index);
        const std::string_view first = random.pick(party.country->first_names);
        const std::string_view last = random.pick(party.country->last_names);
        Values values(entity);
        values.text("first_name", first)
            .text("last_name", last)
            .text("job_title", random.pick(party.country->job_titles))
            .text("phone", phone_of(random, *party.country))
            .text("email", ascii_word(first) + "." + ascii_word(last) + std::to_string(index) +
                               "@" + party.domain)
            .text("language", tag_of(party.country->language))
            .text("city", party.place.city)
            .text("country", party.country->country);
        if (size_.accounts > 0) values.put("account", account_id(account));
        draft.create(entity.id, contact_id(index), values.take());
    }

    void write_work_order(Draft& draft, std::int64_t index) const {
        const EntityDef& entity = *find("work_order");
        Stream random(seed_, Kind::WorkOrder, index);
        const std::int64_t account = random.below(std::max<std::int64_t>(size_.accounts, 1));
        const Party party = party_of(seed_, account);
        const std::int64_t day = random.below(kHistoryDays + kPlanDays) - kHistoryDays;
        const std::int64_t start =
            midnight_ms_ + day * kMsPerDay + (7 + random.below(10)) * kMsPerHour;
        const std::int64_t minutes = 30 * (1 + random.below(8));
        const std::int64_t made =
            std::min(start - (1 + random.below(20)) * kMsPerDay, midnight_ms_) + index % 1'000;
        const RecordId id = id_of(seed_, Kind::WorkOrder, index, made);
        Values values(entity);
        values.text("subject", random.pick(party.country->subjects))
            .text("type", random.pick(entity.find_field("type")->choices))
            .text("priority", random.chance(65)
                                  ? "normal"
                                  : random.pick(entity.find_field("priority")->choices))
            .text("assignee", assignee_of(random))
            .put("due", start / kMsPerDay + random.below(5))
            .text("site_street", party.street)
            .text("site_city", party.place.city)
            .text("site_postal_code", party.place.postal_code)
            .text("site_region", party.place.region)
            .text("site_country", party.country->country)
            .put("planned_start", start)
            .put("planned_end", start + minutes * kMsPerMinute);
        put_progress(values, random, day, start);
        if (size_.accounts > 0) values.put("account", account_id(account));
        // Contacts are dealt to accounts in turn, so the first of an account has its number.
        if (account < size_.contacts) values.put("site_contact", contact_id(account));
        std::int64_t amount = 0;
        const std::int64_t line_count = random.below(4);
        for (std::int64_t line = 0; line < line_count; ++line) amount += line_amount(index, line);
        if (amount > 0) values.put("amount", amount).text("currency", party.country->currency);
        draft.create(entity.id, id, values.take());
        for (std::int64_t line = 0; line < line_count; ++line) {
            write_line(draft, id, {index, line, made}, *party.country);
        }
    }

    [[nodiscard]] std::string_view assignee_of(Stream& random) const {
        constexpr std::string_view kTechnicians[] = {"Ngozi", "Maja",  "Rafael", "Chloé",
                                                     "Kenji", "Lucía", "Erik",   "Ana"};
        return random.pick(std::span<const std::string_view>(kTechnicians));
    }

    void put_progress(Values& values, Stream& random, std::int64_t day, std::int64_t start) const {
        const Progress progress = progress_of(random, day);
        const std::int64_t late = random.below(40) * kMsPerMinute;
        values.text("status", progress.status);
        if (progress.started) values.put("actual_start", start + late);
        if (progress.status == "on_hold") values.text("hold_reason", "waiting_for_parts");
        if (!progress.ended) return;
        values.put("actual_end", start + late + (20 + random.below(300)) * kMsPerMinute);
        const bool failed = progress.status == "cannot_complete";
        constexpr std::string_view kResolutions[] = {"repaired", "replaced", "adjusted",
                                                     "no_fault_found"};
        values.text(
            "resolution_code",
            failed ? "not_possible" : random.pick(std::span<const std::string_view>(kResolutions)));
    }

    struct LinePlace {
        std::int64_t order;
        std::int64_t line;
        std::int64_t made_ms;
    };
    struct LineFigures {
        std::int64_t quantity;
        std::int64_t unit_price;
    };
    [[nodiscard]] LineFigures figures_of(std::int64_t order, std::int64_t line) const {
        Stream random(seed_ + 3, Kind::Line, order * 4 + line);
        const std::int64_t quarters = 1 + random.below(16);
        return {quarters * kQuantityOne / 4, (5 + random.below(400)) * 100};
    }
    [[nodiscard]] std::int64_t line_amount(std::int64_t order, std::int64_t line) const {
        const LineFigures figures = figures_of(order, line);
        return figures.quantity * figures.unit_price / kQuantityOne;
    }

    void write_line(Draft& draft, const RecordId& order, const LinePlace& place,
                    const DemoCountry& country) const {
        const EntityDef& entity = *find("work_order_line");
        const std::int64_t index = place.order * 4 + place.line;
        Stream random(seed_, Kind::Line, index);
        const LineFigures figures = figures_of(place.order, place.line);
        const bool labour = place.line == 0;
        Values values(entity);
        values.put("work_order", order)
            .text("kind", labour ? "labour" : "part")
            .text("description", random.pick(labour ? country.subjects : country.parts))
            .put("quantity", figures.quantity)
            .text("unit", labour ? "h" : "pcs")
            .put("unit_price", figures.unit_price)
            .text("coverage", random.chance(85) ? "billable" : "warranty")
            .put("position", place.line + 1);
        draft.create(entity.id, id_of(seed_, Kind::Line, index, place.made_ms), values.take());
    }

    const Registry* registry_;
    std::uint64_t seed_;
    DemoSize size_;
    std::int64_t midnight_ms_;
};

DemoCompany::DemoCompany(std::uint64_t seed, DemoSize size, std::int64_t today_ms)
    : seed_(seed), size_(size), today_ms_(today_ms) {}

std::int64_t DemoCompany::total() const {
    return size_.accounts + size_.contacts + size_.work_orders;
}

Result<bool> DemoCompany::write_some(Store& store, std::int64_t records_max) {
    const DemoWriter writer(store, seed_, size_, today_ms_);
    if (!writer.has_modules()) return fail(ErrorCode::BadInput, "demo.modules");
    // A work order brings up to three lines along; all must fit one transaction.
    constexpr auto kMost = static_cast<std::int64_t>(kOperationsPerTransactionMax / 4);
    const std::int64_t end = std::min(written_ + std::min(records_max, kMost), total());
    if (written_ >= end) return false;
    Draft draft("demo", store.state().checkpoint);
    for (std::int64_t index = written_; index < end; ++index) writer.write(draft, index);
    const CommitOutcome outcome = TRY(store.commit(draft));
    if (std::holds_alternative<NeedsWork>(outcome)) return fail(ErrorCode::BadInput, "demo.commit");
    written_ = end;
    return written_ < total();
}

}  // namespace holdfast
