"""./holdfast bench: measures, and prints the budget table.

Every source prints JSON lines with name, value, unit and budget."""
import argparse
import json
import os
import re
import subprocess
import sys

import bench_table
import build
import programs
from lock import ROOT, Problem

NATIVE = ROOT / "build" / "native-release" / "tests" / "bench" / "holdfast_bench"
IMPORT = NATIVE.with_name("holdfast_bench_import")
SERVER = ROOT / "build" / "native-release" / "tests" / "server" / "bench" / "holdfast_bench_server"
SCRIPTS = ROOT / "tests" / "bench"
GROUPS = ("records", "sync", "ui", "start")
SIM_SEEDS = 2_000
SIM_RATE = re.compile(r"([\d.]+) seeds/s")
SIM_BUDGET = 1_000
VISIT_BUDGET_KB = 1_200


def json_lines(command):
    """The measurements of one program, as it prints them; its other words go to the screen."""
    process = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        if line.startswith("{"):
            yield json.loads(line)
        else:
            print(line, end="", file=sys.stderr, flush=True)
    if process.wait() != 0:
        program = os.path.relpath(command[-1], ROOT)
        raise Problem(f"{program} failed while measuring; the lines above say why.")


def records():
    build.compile_preset("native-release", "holdfast_bench", "holdfast_bench_import")
    yield from json_lines([NATIVE])
    yield from json_lines([IMPORT])


def simulator():
    build.compile_preset("native-release", "holdfast_sim")
    result = subprocess.run(
        [programs.SIMULATOR, "--seeds", str(SIM_SEEDS)], capture_output=True, text=True, check=True
    )
    rate = float(SIM_RATE.search(result.stdout).group(1))
    yield measurement("simulator, one core", rate, "seeds/s", -SIM_BUDGET)


def server():
    """Pushes, a first sync and idle devices, against the real program."""
    build.compile_preset("native-release", "holdfast_bench_server")
    yield from json_lines([SERVER])


def first_visit():
    build.build_web()
    sizes = json.loads((build.WEB / "sizes.json").read_text(encoding="utf-8"))
    kilobytes = sum(small for _, small in sizes.values()) / 1000
    yield measurement("first visit downloads", kilobytes, "kB brotli", VISIT_BUDGET_KB)


def measurement(name, value, unit, budget=None):
    """A negative budget is a floor: the value must be at least that."""
    return {"name": name, "value": value, "unit": unit, "budget": budget}


def in_browser(group):
    """tests/bench/<group>.mjs measures the app in Chromium, where this version has it."""
    script = SCRIPTS / f"{group}.mjs"
    if script.is_file():
        build.build_server()
        build.compile_preset("native-release", "holdfast_seed_company")
        build.build_web()
        yield from json_lines(["node", script])


SOURCES = {
    "records": (records, lambda: in_browser("records")),
    "sync": (simulator, server, lambda: in_browser("sync")),
    "ui": (lambda: in_browser("ui"),),
    "start": (first_visit, lambda: in_browser("start")),
}


def bench(arguments):
    parser = argparse.ArgumentParser(
        prog="./holdfast bench", description="Measures, and prints the budget table."
    )
    parser.add_argument("group", nargs="*", help="any of " + ", ".join(GROUPS))
    parser.add_argument("--json", action="store_true", help="one JSON array instead of the table")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.group if name not in GROUPS]
    if unknown:
        parser.error(f"there is no group \"{unknown[0]}\"; use {', '.join(GROUPS)}")
    groups = options.group or GROUPS
    if options.json:
        return print_json(groups)
    build.install("test")
    lines, failures = measure(groups, lambda line: print(bench_table.row(line), flush=True))
    print("\nBudgets (times are guides on a busy machine; compare by ratio in one run)")
    for text in bench_table.budget_rows(groups, lines, failures):
        print(text)
    return 1 if failures else 0


def measure(groups, show):
    """All lines, and what went wrong by group: one source that fails does not stop the others."""
    lines, failures = [], {}
    for group in groups:
        for source in SOURCES[group]:
            try:
                for line in source():
                    show(line)
                    lines.append({"group": group, **line})
            except (Problem, subprocess.CalledProcessError) as problem:
                failures[group] = f"the measurement failed: {problem}"
                print(f"holdfast: {problem}", file=sys.stderr, flush=True)
    return lines, failures


def print_json(groups):
    """Standard output carries the JSON alone: what building says goes to standard error."""
    output = os.dup(1)
    os.dup2(2, 1)
    build.install("test")
    lines, failures = measure(groups, lambda line: None)
    os.dup2(output, 1)
    print(json.dumps(lines, indent=2, ensure_ascii=False))
    return 1 if failures else 0
