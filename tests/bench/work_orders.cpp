#include "bench/work_orders.h"

#include <cstdio>
#include <vector>

namespace holdfast::bench {
namespace {

constexpr std::string_view kVerbs[] = {"Replace", "Inspect", "Calibrate", "Repair",
                                       "Install", "Clean",   "Upgrade",   "Test"};
constexpr std::string_view kThings[] = {"compressor", "heat pump", "elevator door", "fire panel",
                                        "boiler",     "chiller",   "conveyor",      "transformer"};
constexpr std::string_view kCities[] = {"Lisboa", "Malmö", "Osaka", "Lyon", "Bogotá", "Recife"};
constexpr std::string_view kWords[] = {
    "customer", "reports", "intermittent", "noise",     "after",     "restart",   "please",
    "bring",    "spare",   "gasket",       "ladder",    "sealant",   "access",    "through",
    "rear",     "gate",    "contact",      "reception", "before",    "entry",     "warranty",
    "applies",  "until",   "next",         "quarter",   "previous",  "visit",     "temporary",
    "bypass",   "check",   "thermostat",   "wiring",    "vibration", "tolerance", "bearing",
    "housing",  "leak",    "near",         "flange",    "drained",   "reservoir", "refill",
    "coolant",  "photo",   "required",     "signature", "tenant",    "parking",   "permit"};
constexpr std::string_view kStatuses[] = {"open",      "open",        "open",        "scheduled",
                                          "scheduled", "in_progress", "in_progress", "on_hold",
                                          "completed", "cancelled"};

template <typename Array>
std::string_view pick(test::Random& random, const Array& items) {
    return items[random.below(std::size(items))];
}

std::string serial_of(std::uint64_t number) {
    char text[16];
    std::snprintf(text, sizeof text, "SN-%07u",
                  static_cast<unsigned>((number + 7) * 2'654'435'761U % 10'000'000U));
    return text;
}

}  // namespace

void WorkOrders::put(RowImage& row, std::string_view key, Value value) const {
    row.values[entity_->index_of(entity_->find_field(key)->id)] = std::move(value);
}

std::string WorkOrders::word() {
    for (;;) {
        const std::string_view candidate = pick(random_, kWords);
        if (candidate.size() >= 6) return std::string(candidate);
    }
}

std::string WorkOrders::serial() {
    return serial_of(random_.below(made_));
}

std::string WorkOrders::assignee() {
    char text[16];
    std::snprintf(text, sizeof text, "tech%02u", static_cast<unsigned>(1 + random_.below(50)));
    return text;
}

std::string WorkOrders::status() {
    return std::string(pick(random_, kStatuses));
}

std::string WorkOrders::description(std::uint64_t number) {
    std::vector<std::string> words;
    for (std::uint64_t count = 12 + random_.below(14); count > 0; --count)
        words.emplace_back(pick(random_, kWords));
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(random_.below(words.size())),
                 serial_of(number));
    std::string text;
    for (const std::string& item : words) text += (text.empty() ? "" : " ") + item;
    return text;
}

RowImage WorkOrders::next() {
    constexpr std::int64_t kSlotMs = 15 * 60 * 1'000;
    const std::uint64_t number = made_++;
    RowImage row;
    row.id = {(std::uint64_t{0x018BCFE56800} << 16 | 0x7000) + (number << 16),
              random_.next() | (std::uint64_t{1} << 63)};
    row.version = ServerSeq{1};
    row.values.resize(entity_->fields.size());
    const std::string_view thing = pick(random_, kThings);
    put(row, "number", "WO-" + std::to_string(number));
    put(row, "subject",
        std::string(pick(random_, kVerbs)) + " " + std::string(thing) + " " +
            std::string(pick(random_, kCities)));
    put(row, "type", std::string("repair"));
    put(row, "account", RecordId{1, random_.below(5'000)});
    put(row, "priority", std::string("normal"));
    put(row, "assignee", assignee());
    put(row, "planned_start",
        1'767'225'600'000 + static_cast<std::int64_t>(random_.below(540 * 96)) * kSlotMs);
    put(row, "status", status());
    put(row, "description", description(number));
    put(row, "amount", static_cast<std::int64_t>(1'000 + random_.below(400'000)));
    put(row, "currency", std::string("EUR"));
    put(row, "external_id", "wo" + std::to_string(1'000'000'000 + number));
    return row;
}

}  // namespace holdfast::bench
