"""./holdfast test: the parts, their times and their counts."""
import argparse
import re
import subprocess
import sys
import time

import build
import clang_tidy
import lint
import programs
from lock import ROOT, Problem

CTEST_SUMMARY = re.compile(r"tests passed, (\d+) tests failed out of (\d+)")
# What Catch2 prints at the end of a program: when all passed, and when not.
CATCH_PASSED = re.compile(r"^All tests passed \(.* in (\d+) test cases?\)", re.MULTILINE)
CATCH_FAILED = re.compile(
    r"^test cases: +(\d+) \|(?: +(\d+) passed \|)? +(\d+) failed", re.MULTILINE
)
PLAIN_SUMMARY = re.compile(r"^(?:\w+: )?(\d+) passed, (\d+) failed", re.MULTILINE)
SIM_SUMMARY = re.compile(r"^seeds (\d+), failures (\d+)", re.MULTILINE)
MUTANT_KILLED = re.compile(r"^killed ", re.MULTILINE)
MUTANT_SURVIVED = re.compile(r"^SURVIVED ", re.MULTILINE)
NODE_SUMMARY = re.compile(r"^. (pass|fail) (\d+)$", re.MULTILINE)
TOTALS = ROOT / "build/wasm-release/tests/wasm_totals/holdfast_wasm_totals.js"
SEEDS = 20_000
OPEN_FORM_SEEDS = 8_000
SQLITE_SEEDS = 1_000
REAL_CLIENT_SEEDS = 2_000
# What runs without being named. "unit" is for daily work: "asan" runs the same tests. "tidy" was
# not run over the whole tree yet.
DEFAULT_PARTS = ("lint", "modules", "asan", "sim", "wasm", "e2e", "faults")


def shown(command, **options):
    """Runs, shows every line as it comes, and returns (exit code, whole output)."""
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    )
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    return process.wait(), "".join(lines)


def counts(code, output):
    """(passed, failed) that a runner printed last. A runner that dies without a word has failed."""
    ctest = CTEST_SUMMARY.findall(output)
    if ctest:
        failed, total = map(int, ctest[-1])
        return total - failed, failed
    plain = PLAIN_SUMMARY.findall(output)
    if plain:
        passed, failed = map(int, plain[-1])
    else:
        node = {word: int(number) for word, number in NODE_SUMMARY.findall(output)}
        passed, failed = node.get("pass", 0), node.get("fail", 0)
    return passed, max(failed, 1) if code != 0 or passed == 0 else failed


def ctest(preset):
    build.compile_preset(preset)
    return counts(*shown(["ctest", "--preset", preset, "--no-tests=error"]))


def sanitized():
    """Here a ctest test is a whole program: what its log says of test cases is counted. A program
    that died without a word counts as one failure."""
    passed_programs, failed_programs = ctest("asan")
    log = (ROOT / "build/asan/Testing/Temporary/LastTest.log").read_text(errors="replace")
    failed_cases = [int(failed) for _, _, failed in CATCH_FAILED.findall(log)]
    passed = sum(map(int, CATCH_PASSED.findall(log)))
    passed += sum(int(some or 0) for _, some, _ in CATCH_FAILED.findall(log))
    print(f"{passed_programs} programs passed, {failed_programs} failed", flush=True)
    return passed, max(failed_programs, sum(failed_cases))


def simulated(wanted, *options):
    """(passed, failed) of that many worlds and, if asked for, of the mutants."""
    code, output = shown([programs.SIMULATOR, "--seeds", wanted, *options])
    seeds, failures = map(int, (SIM_SUMMARY.findall(output) or [("0", "1")])[-1])
    killed, survived = len(MUTANT_KILLED.findall(output)), len(MUTANT_SURVIVED.findall(output))
    whole = code == 0 and seeds == wanted and (killed > 0 or "--mutants" not in options)
    passed, failed = seeds - failures + killed, failures + survived
    return passed, failed if whole else max(failed, 1)


def simulate():
    """Many seeds of the right rules, none of which may fail, and mutants, all of which must; then
    worlds whose people keep forms open for long, and the product's own store."""
    build.compile_preset("native-release", "holdfast_sim")
    results = [
        simulated(SEEDS, "--mutants"),
        simulated(OPEN_FORM_SEEDS, "--habit", "keep-open"),
        simulated(SQLITE_SEEDS, "--store", "sqlite"),
        simulated(REAL_CLIENT_SEEDS, "--habit", "real-clients"),
    ]
    return tuple(sum(column) for column in zip(*results))


def modules():
    """Every module through everything that a module gets for free, with tables of what was asked,
    and what of the specification waits. "asan" runs the same, without the tables."""
    build.compile_preset("native-release", "holdfast_generic_tests")
    return counts(*shown([ROOT / "build/native-release/tests/generic/holdfast_generic_tests"]))


def wasm():
    """The browser build, its bundle, the arithmetic of documents in it, and the tests of web/ that
    need no browser."""
    build.build_web()
    build.compile_preset("wasm-release", TOTALS.stem, tests=False)
    totals = counts(*shown(["node", TOTALS]))
    tests = sorted((ROOT / "tests" / "web").glob("*.test.mjs"))
    if not tests:
        return 1, 0
    passed, failed = counts(*shown(["node", "--test", *tests]))
    return passed + totals[0] + 1, failed + totals[1]


def node_runner(folder):
    """The whole app in real Chromium, against the real server."""

    def part():
        build.build_server()
        build.build_web()
        return counts(*shown(["node", ROOT / "tests" / folder / "run.mjs"]))

    return part


def faults():
    """Kills, full disks, lost tabs: the browser's store alone, then the server alone. Both together
    are killed in the part e2e."""
    build.compile_preset("wasm-release", "holdfast_store_probe", tests=False)
    results = [counts(*shown(["node", ROOT / "tests" / "browser_store" / "run.mjs"]))]
    build.compile_preset("native-release", "holdfast_faults")
    results.append(counts(*shown([ROOT / "build/native-release/tests/faults/holdfast_faults"])))
    return tuple(sum(column) for column in zip(*results))


# What proves that this version has the part, and what it runs; what fails fastest stands first.
PARTS = {
    "lint": ("tools/cli/lint.py", lint.run_lint),
    "unit": ("tests/core/CMakeLists.txt", lambda: ctest("native-debug")),
    "modules": ("tests/generic/CMakeLists.txt", modules),
    "tidy": ("core/CMakeLists.txt", clang_tidy.run_clang_tidy),
    "sim": ("tests/sim/CMakeLists.txt", simulate),
    "asan": ("tests/core/CMakeLists.txt", sanitized),
    "wasm": ("wasm/CMakeLists.txt", wasm),
    "e2e": ("tests/e2e/run.mjs", node_runner("e2e")),
    "faults": ("tests/browser_store/run.mjs", faults),
}


def run_part(name):
    """(passed, failed, seconds). A build that stops is one failure, not the end of the run."""
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    try:
        passed, failed = PARTS[name][1]()
    except (Problem, subprocess.CalledProcessError) as problem:
        print(f"holdfast: {problem}", file=sys.stderr)
        passed, failed = 0, 1
    seconds = time.monotonic() - started
    print(f"{name} took {seconds:.1f} s\n{passed} passed, {failed} failed", flush=True)
    return passed, failed, seconds


def test(arguments):
    parser = argparse.ArgumentParser(
        prog="./holdfast test", description="Runs every check but tidy, or the given parts."
    )
    parser.add_argument("part", nargs="*", help=", ".join(PARTS))
    wanted = parser.parse_args(arguments).part
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        parser.error(f"there is no part \"{unknown[0]}\"; use one of {', '.join(PARTS)}")
    present = [name for name, (proof, _) in PARTS.items() if (ROOT / proof).exists()]
    absent = [name for name in wanted if name not in present]
    if absent:
        raise Problem(f"this version has no part \"{absent[0]}\" yet; it has {', '.join(present)}.")
    build.install("test")
    results = {name: run_part(name) for name in (wanted or DEFAULT_PARTS)}
    if len(results) > 1:
        print_total(results)
    return 1 if any(failed for _, failed, _ in results.values()) else 0


def print_total(results):
    print("\n== all parts")
    for name, (passed, failed, seconds) in results.items():
        print(f"{name.ljust(8)} {seconds:7.1f} s   {passed} passed, {failed} failed")
    total = [sum(column) for column in zip(*results.values())]
    print(f"{'total'.ljust(8)} {total[2]:7.1f} s")
    print(f"{total[0]} passed, {total[1]} failed", flush=True)
