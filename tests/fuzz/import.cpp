// Whole files of strangers through the trial run: every refused row is told of, nothing is written.
#include "core/app/import.h"

#include "core/app/sources.h"
#include "core/fixed_environment.h"
#include "fuzz/target.h"

namespace holdfast::test {
namespace {

constexpr std::size_t kBytesMax = 16 * 1024;

struct Workplace {
    FixedEnvironment environment;
    Store store = *Store::open(*Database::open(":memory:"), Registry::base(), environment);
};

void import_into(std::string_view module, const std::string& text) {
    static Workplace place;
    const EntityId entity = Registry::base().find(module)->id;
    std::string problem;
    auto opened = Import::open(source_of(text), place.store, entity, {}, &problem);
    if (!opened) {
        HOLDFAST_ASSERT(Strings::has(problem));
        return;
    }
    Import import = *std::move(opened);
    const std::uint64_t before = place.store.generation();
    import.start_dry_run();
    while (import.is_working()) import.step(1'000'000);
    HOLDFAST_ASSERT(place.store.generation() == before);
    if (import.phase() != ImportPhase::Checked) return;
    const ImportCounts& counts = import.counts();
    const std::int64_t rows = counts.created + counts.updated + counts.skipped + counts.refused;
    HOLDFAST_ASSERT(rows <= static_cast<std::int64_t>(text.size()) + 1);
    for (const ImportReportRow& row : import.report())
        HOLDFAST_ASSERT((row.fate != RowFate::Refused) || !row.reason.empty());
    HOLDFAST_ASSERT(import.refused_file().empty() == (counts.refused == 0));
}

}  // namespace

std::vector<Bytes> seeds() {
    std::vector<Bytes> made;
    for (const std::string_view text :
         {"Last name,Email,Account\nEk,a@example.org,Acme\n\"Bo\",x,\n",
          "Efternamn;Telefon\n\xC3\x85;+46 8 1\n", "[{\"last_name\":\"Ek\"},{\"last_name\":7}]",
          "BEGIN:VCARD\nFN:Ana Silva\nEMAIL:a@b.example\nEND:VCARD\n",
          "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:x\nDTSTART:20261122T130800Z\n"
          "END:VEVENT\nEND:VCALENDAR\n"})
        made.emplace_back(text.begin(), text.end());
    return made;
}

void feed(std::span<const std::uint8_t> bytes) {
    const std::string text(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(
                                                              std::min(bytes.size(), kBytesMax)));
    import_into("contact", text);
    import_into("event", text);
}

}  // namespace holdfast::test
