"""clang-tidy over our native sources. A file that passed is not looked at again until it, a header
or the list of checks changes."""
import concurrent.futures
import hashlib
import json
import os
import shutil
import subprocess

import build
from lint import tracked_files
from lock import ROOT, cache_folder

VERSION = "14"
FOLDERS = ("core/", "sync/", "ui/", "server_stub/")
PRESET = "asan"


def program():
    """clang-tidy of the one version whose checks are the rule, or None."""
    return shutil.which(f"clang-tidy-{VERSION}")


def digest_of(names):
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(name.encode() + b"\0" + (ROOT / name).read_bytes() + b"\0")
    return digest.hexdigest()


def sources():
    """Tracked sources that the native build compiles."""
    database = json.loads((ROOT / "build" / PRESET / "compile_commands.json").read_text())
    compiled = {os.path.relpath(entry["file"], ROOT) for entry in database}
    return [name for name in tracked_files() if name.startswith(FOLDERS) and name in compiled]


def check(path, name):
    """True, or the lines that say what is wrong."""
    command = [path, "-p", f"build/{PRESET}", "--quiet", name]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line.removeprefix(f"{ROOT}/") for line in result.stdout.splitlines()]
    return True if result.returncode == 0 else [line for line in lines if ": error: " in line]


def run_clang_tidy():
    path = program()
    if path is None:
        print(f"not checked: this Debian has no clang-tidy {VERSION}")
        return 0, 0
    build.compile_preset(PRESET)
    headers = [name for name in tracked_files() if name.endswith(".h")]
    common = digest_of([*headers, ".clang-tidy", "deps.lock"])
    kept = cache_folder() / "clang-tidy"
    kept.mkdir(parents=True, exist_ok=True)
    marks = {
        name: kept / hashlib.sha256((common + digest_of([name])).encode()).hexdigest()
        for name in sources()
    }
    waiting = [name for name, mark in marks.items() if not mark.exists()]
    failed, told = 0, set()
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for name, result in zip(waiting, pool.map(lambda each: check(path, each), waiting)):
            if result is True:
                marks[name].touch()
                continue
            failed += 1
            # A header's mistake is found in every file that includes it, and told once.
            for line in result or [f"{name}: clang-tidy failed"]:
                if line not in told:
                    print(line, flush=True)
                told.add(line)
    print(f"{len(waiting)} of {len(marks)} files had changed since they last passed")
    return len(marks) - failed, failed
