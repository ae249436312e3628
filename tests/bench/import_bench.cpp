// Import: rows of CSV per second, and memory that does not grow with the file.
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "bench/bench.h"
#include "core/app/import.h"
#include "core/fixed_environment.h"

using namespace holdfast;
using namespace holdfast::bench;

namespace {

/// Rows that are made when they are asked for: a file of any size that is nowhere. All of one
/// length, so that a place in the file is a row.
class MadeRows final : public ByteSource {
public:
    MadeRows(std::string header, std::string pattern, std::int64_t rows)
        : header_(std::move(header)), pattern_(std::move(pattern)), rows_(rows) {}

    std::int64_t size() const override { return header_bytes() + rows_ * row_bytes(); }
    Status read(std::int64_t offset, std::size_t count, std::string& out) override {
        const std::int64_t end = std::min(size(), offset + static_cast<std::int64_t>(count));
        while (offset < end) {
            const std::string piece = piece_at(offset);
            const auto wanted = static_cast<std::size_t>(end - offset);
            out += piece.substr(0, wanted);
            offset += static_cast<std::int64_t>(std::min(piece.size(), wanted));
        }
        return {};
    }

private:
    std::int64_t header_bytes() const { return static_cast<std::int64_t>(header_.size()); }
    std::int64_t row_bytes() const { return static_cast<std::int64_t>(pattern_.size()); }

    /// What stands from `offset` to the end of its line. "#######" becomes the row's number.
    std::string piece_at(std::int64_t offset) const {
        if (offset < header_bytes()) return header_.substr(static_cast<std::size_t>(offset));
        const std::int64_t row = (offset - header_bytes()) / row_bytes();
        std::string text = pattern_;
        std::string number = std::to_string(row);
        number.insert(0, kDigits - number.size(), '0');
        const std::string sign(kDigits, '#');
        for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign))
            text.replace(at, kDigits, number);
        return text.substr(static_cast<std::size_t>((offset - header_bytes()) % row_bytes()));
    }

    static constexpr std::size_t kDigits = 7;
    std::string header_;
    std::string pattern_;
    std::int64_t rows_;
};

constexpr char kOrderHeader[] =
    "External ID,Subject,Site city,Priority,Status,Due,Planned start,Amount,Description\n";
constexpr char kOrderRow[] =
    "W#######,Boiler ####### does not start,Luleå,High,Scheduled,2026-11-24,2026-11-24 08:30,"
    "1234.50,\"The boiler in the cellar stops after ten minutes, error E#######\"\n";
constexpr char kContactHeader[] = "First name,Last name,Email,Phone,City,Notes\n";
constexpr char kContactRow[] =
    "Åsa,Ek #######,asa#######@example.org,+46 8 #######,Luleå,Met at the fair\n";

double resident_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1'024;
}

struct Case {
    std::string_view name;
    std::string_view module;
    const char* header;
    const char* row;
};

/// Thousand rows a second, the records in memory.
void measure(const Case& what, std::int64_t rows) {
    test::FixedEnvironment environment;
    auto store = Store::open(*Database::open(":memory:"), Registry::base(), environment);
    HOLDFAST_ASSERT(store.has_value());
    std::string problem;
    auto import = Import::open(std::make_unique<MadeRows>(what.header, what.row, rows), *store,
                               Registry::base().find(what.module)->id, {}, &problem);
    HOLDFAST_ASSERT(import.has_value());
    const double elapsed = time_ms([&] {
        import->start();
        while (import->is_working()) import->step(1'000);
    });
    HOLDFAST_ASSERT(import->counts().created == rows);
    print({what.name, static_cast<double>(rows) / elapsed, "thousand rows/s", -30});
}

/// A million rows through the dry run, which keeps none of them.
void measure_memory() {
    constexpr std::int64_t kRows = 1'000'000;
    test::FixedEnvironment environment;
    auto store = Store::open(*Database::open(":memory:"), Registry::base(), environment);
    HOLDFAST_ASSERT(store.has_value());
    std::string problem;
    auto import = Import::open(std::make_unique<MadeRows>(kContactHeader, kContactRow, kRows),
                               *store, Registry::base().find("contact")->id, {}, &problem);
    HOLDFAST_ASSERT(import.has_value());
    const double before = resident_mb();
    const double elapsed = time_ms([&] {
        import->start_dry_run();
        while (import->is_working()) import->step(1'000);
    });
    HOLDFAST_ASSERT(import->counts().created == kRows);
    print({"import.dry_run_1m", static_cast<double>(kRows) / elapsed, "thousand rows/s", 0});
    print({"import.dry_run_1m_memory", resident_mb() - before, "MB", 16});
}

}  // namespace

int main(int argument_count, char** arguments) {
    const std::int64_t rows = argument_count > 1 ? std::atoll(arguments[1]) : 100'000;
    // First: the most that was ever resident only grows. Whoever names a number looks for speed.
    if (argument_count == 1) measure_memory();
    measure({"import.csv_work_orders", "work_order", kOrderHeader, kOrderRow}, rows);
    measure({"import.csv_contacts", "contact", kContactHeader, kContactRow}, rows);
    return 0;
}
