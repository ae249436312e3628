"""Checks that need no build: formatting, types of web/, house rules, the tools' own tests."""
import json
import shutil
import subprocess
import sys

from lock import ROOT, cache_folder

CPP_SUFFIXES = (".h", ".cpp")
FORMATTER_VERSION = "14"


def tracked_files(*patterns):
    """Tracked and new files; what git ignores is not ours."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = (name for name in listing.stdout.split("\0") if name)
    return [name for name in names if (ROOT / name).is_file()]


def formatter():
    """clang-format of the one version whose output is the rule, or None."""
    for name in (f"clang-format-{FORMATTER_VERSION}", "clang-format"):
        path = shutil.which(name)
        if path:
            version = subprocess.run(
                [path, "--version"], capture_output=True, text=True, check=True
            )
            if f"version {FORMATTER_VERSION}." in version.stdout:
                return path
    return None


def check_format():
    program = formatter()
    if program is None:
        print(f"format: not checked, this Debian has no clang-format {FORMATTER_VERSION}")
        return None
    files = [name for name in tracked_files() if name.endswith(CPP_SUFFIXES)]
    result = subprocess.run(
        [program, "--dry-run", "-Werror", *files],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    wrong = {line.split(":", 1)[0] for line in result.stderr.splitlines() if ": error: " in line}
    for name in sorted(wrong):
        print(f"{name}: not formatted; run {program} -i {name}")
    return result.returncode == 0


def check_types():
    """TypeScript reads the JSDoc types of web/; nothing is emitted."""
    if not (ROOT / "web" / "tsconfig.json").is_file():
        return None
    lock = json.loads((ROOT / "deps.lock").read_text(encoding="utf-8"))
    version = next(each["version"] for each in lock["npm"] if each["name"] == "typescript")
    compiler = cache_folder() / "src" / f"typescript-{version}" / "bin" / "tsc"
    return (
        subprocess.run(
            ["node", compiler, "-p", "web/tsconfig.json", "--noEmit"], cwd=ROOT, check=False
        ).returncode
        == 0
    )


def check_python_tests(folder):
    result = subprocess.run(
        [sys.executable, "-m", "unittest", "discover", "-q", "-s", folder, "-p", "*_test.py"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if result.returncode != 0:
        print(result.stderr)
    return result.returncode == 0


CHECKS = {
    "format of C++ (clang-format)": check_format,
    "types of web/ (tsc)": check_types,
    "house rules (tests/tidy)": lambda: check_python_tests("tests/tidy"),
    "the project's own tools (tests/tools)": lambda: check_python_tests("tests/tools"),
}


def run_lint():
    passed = failed = 0
    for name, check in CHECKS.items():
        good = check()
        if good is None:
            continue
        print(f"{'ok  ' if good else 'FAIL'} {name}", flush=True)
        passed, failed = passed + good, failed + (not good)
    return passed, failed
