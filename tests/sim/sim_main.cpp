// holdfast_sim: worlds by seed, what went wrong in them, and the mutations they have to find.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>

#include "shrink.h"

namespace holdfast::sim {
namespace {

constexpr const char* kUsage =
    "usage: holdfast_sim [--seeds N] [--seed S [--steps LIST]] [--store model|sqlite]\n"
    "       [--habit save-soon|keep-open|real-clients] [--mutants]\n"
    "  --seeds N   worlds to run, 20000 unless told; with --seed: from that seed on\n"
    "  --seed S    one world, with its trace\n"
    "  --steps L   of that world only these steps, such as 3,8-10\n"
    "  --store     what the devices keep their data in\n"
    "  --habit     how its people work: save what they opened, or leave forms open for long;\n"
    "              or with the product's client machine on every device\n"
    "  --mutants   also plant every known fault; each must be found\n";

struct Arguments {
    std::uint64_t seeds = 0;
    std::uint64_t seed = 0;
    WorldKind kind;
    std::optional<std::vector<unsigned>> steps;
    enum class Mutants : std::uint8_t { No, Yes } mutants = Mutants::No;
};

unsigned long long number(std::uint64_t value) {
    return value;
}

bool read_number(const char* text, std::uint64_t& value) {
    char* end = nullptr;
    value = std::strtoull(text, &end, 10);
    return end != text && *end == '\0' && value > 0;
}

bool read_store(std::string_view text, StoreKind& store) {
    if (text != "model" && text != "sqlite") return false;
    store = text == "model" ? StoreKind::Memory : StoreKind::Sqlite;
    return true;
}

struct HabitWord {
    Habit habit;
    std::string_view text;
};
constexpr HabitWord kHabits[] = {{Habit::SaveSoon, "save-soon"},
                                 {Habit::KeepFormsOpen, "keep-open"},
                                 {Habit::RealClients, "real-clients"}};

bool read_habit(std::string_view text, Habit& habit) {
    for (const HabitWord& word : kHabits) {
        if (word.text != text) continue;
        habit = word.habit;
        return true;
    }
    return false;
}

bool parse(int count, char** words, Arguments& arguments) {
    for (int index = 1; index < count; ++index) {
        const std::string_view word = words[index];
        if (word == "--mutants") {
            arguments.mutants = Arguments::Mutants::Yes;
            continue;
        }
        if (++index == count) return false;
        if (word == "--steps") {
            arguments.steps = steps_from_text(words[index]);
            if (!arguments.steps) return false;
            continue;
        }
        const bool good = word == "--seeds"   ? read_number(words[index], arguments.seeds)
                          : word == "--seed"  ? read_number(words[index], arguments.seed)
                          : word == "--store" ? read_store(words[index], arguments.kind.store)
                          : word == "--habit" ? read_habit(words[index], arguments.kind.habit)
                                              : false;
        if (!good) return false;
    }
    return !arguments.steps || (arguments.seed != 0 && arguments.seeds == 0);
}

std::string options_of(const WorldKind& kind) {
    std::string text = kind.store == StoreKind::Sqlite ? " --store sqlite" : "";
    for (const HabitWord& word : kHabits)
        if (word.habit == kind.habit && word.habit != Habit::SaveSoon)
            text += " --habit " + std::string(word.text);
    return text;
}

/// How the first of the failures comes about.
void print_shrunk(const Failure& failure, const WorldKind& kind) {
    const Shrunk shrunk = shrink(failure.seed, kind, Mutation::None);
    std::printf(
        "seed %llu with %zu of its %u steps: %s\n  replay: holdfast_sim --seed %llu --steps %s%s\n",
        number(failure.seed), shrunk.steps.size(), steps_of(kind.habit), shrunk.problem.c_str(),
        number(failure.seed), steps_to_text(shrunk.steps).c_str(), options_of(kind).c_str());
}

bool run_steps(const Arguments& arguments) {
    const Outcome outcome =
        run_world(arguments.seed, arguments.kind, Mutation::None, arguments.steps);
    std::printf("seed %llu with %zu steps: %s\n", number(arguments.seed), arguments.steps->size(),
                outcome.problem.empty() ? "sound" : outcome.problem.c_str());
    return outcome.problem.empty();
}

void print_failures(const Summary& summary, const Arguments& arguments) {
    constexpr std::size_t kShownMax = 10;
    for (std::size_t index = 0; index < summary.failures.size() && index < kShownMax; ++index) {
        const Failure& failure = summary.failures[index];
        std::printf("seed %llu: %s\n  replay: holdfast_sim --seed %llu%s\n", number(failure.seed),
                    failure.problem.c_str(), number(failure.seed),
                    options_of(arguments.kind).c_str());
    }
    if (!summary.failures.empty()) print_shrunk(summary.failures.front(), arguments.kind);
}

bool run_seeds(const Arguments& arguments) {
    const std::uint64_t first = arguments.seed == 0 ? 1 : arguments.seed;
    const std::uint64_t wanted = arguments.seed == 0 ? 20'000 : 1;
    const std::uint64_t count = arguments.seeds == 0 ? wanted : arguments.seeds;
    const std::clock_t start = std::clock();
    const Summary summary = run_worlds(first, count, arguments.kind, [](std::uint64_t done) {
        if (done % 1'000 == 0) std::fprintf(stderr, "\r%llu worlds", number(done));
    });
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::fprintf(stderr, "\r                    \r");
    print_failures(summary, arguments);
    std::printf("seeds %llu, failures %llu, %.0f seeds/s per core\n", number(summary.seeds),
                number(summary.failures.size()), static_cast<double>(summary.seeds) / seconds);
    std::printf("what went wrong, and how often:\n");
    for (std::size_t fault = 0; fault < summary.faults.size(); ++fault)
        std::printf("  %-22s %llu\n", name_of(static_cast<Fault>(fault)),
                    number(summary.faults[fault]));
    std::printf("what must hold, and how often it was judged:\n");
    for (std::size_t at = 0; at < summary.judged.size(); ++at)
        std::printf("  %-22s %llu\n", name_of(static_cast<Invariant>(at)),
                    number(summary.judged[at]));
    if (count == 1)
        std::printf("trace %016llx\n",
                    number(run_world(first, arguments.kind, Mutation::None).trace));
    return summary.failures.empty();
}

bool run_mutations() {
    std::size_t killed = 0;
    for (const MutationInfo& info : all_mutations()) {
        const Hunt found = hunt(info);
        killed += found.problem.empty() ? 0 : 1;
        std::printf("%-8s %-52s %6llu seeds  %s\n", found.problem.empty() ? "SURVIVED" : "killed",
                    info.name, number(found.seeds), found.problem.c_str());
        std::fflush(stdout);
    }
    std::printf("mutants %zu, killed %zu\n", all_mutations().size(), killed);
    return killed == all_mutations().size();
}

int run(int count, char** words) {
    Arguments arguments;
    if (!parse(count, words, arguments)) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    const bool sound = arguments.steps ? run_steps(arguments) : run_seeds(arguments);
    const bool sharp = arguments.mutants == Arguments::Mutants::No || run_mutations();
    return sound && sharp ? 0 : 1;
}

}  // namespace
}  // namespace holdfast::sim

int main(int argc, char** argv) {
    return holdfast::sim::run(argc, argv);
}
