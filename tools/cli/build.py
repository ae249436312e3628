"""Installing and building. Every step finds out by itself that there is nothing to do."""
import argparse
import os
import subprocess
import sys
import time

import build_lock
from lock import ROOT, Problem

SERVER = ROOT / "build" / "native-release" / "server_stub" / "holdfast_server"
WEB = ROOT / "build" / "web"


def say(text):
    print(f"holdfast: {text}", flush=True)


def run(command, **options):
    """Runs in the project folder; a failure raises CalledProcessError."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=True, **options)


def install(purpose):
    """Its own sentences go to standard error; here is nothing to add to them."""
    with build_lock.held():
        result = subprocess.run(
            [sys.executable, "tools/deps/fetch.py", "--for", purpose], cwd=ROOT, check=False
        )
    if result.returncode != 0:
        raise SystemExit(1)


def is_configured(folder, tests):
    """A tree made for the product alone lacks the tests; one with tests serves both."""
    if not (folder / "build.ninja").is_file():
        return False
    cache = (folder / "CMakeCache.txt").read_text(encoding="utf-8")
    return not tests or "HOLDFAST_TESTS:BOOL=OFF" not in cache


def configure(preset, tests):
    """Only once; afterwards ninja itself notices a changed CMakeLists.txt."""
    if is_configured(ROOT / "build" / preset, tests):
        return
    option = f"-DHOLDFAST_TESTS={'ON' if tests else 'OFF'}"
    result = subprocess.run(
        ["cmake", "--preset", preset, option],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if result.returncode != 0:
        print(result.stdout + result.stderr, file=sys.stderr)
        raise Problem(
            f"configuring the preset {preset} failed; the lines above say why. "
            "Mend that, then run this again."
        )


def has_nothing_to_do(folder, targets):
    idle = subprocess.run(
        ["ninja", "-C", folder, "-n", *targets], capture_output=True, text=True, check=False
    )
    return idle.returncode == 0 and "no work to do" in idle.stdout


def run_ninja(preset, targets):
    jobs = os.environ.get("HOLDFAST_JOBS", str(os.cpu_count() or 2))
    result = subprocess.run(
        ["ninja", "-C", ROOT / "build" / preset, "-j", jobs, *targets],
        env=dict(os.environ, NINJA_STATUS="[%f/%t %es] "),
        check=False,
    )
    if result.returncode != 0:
        raise Problem(
            f"compiling {preset} failed; the lines above say why. Mend that, then run this again: "
            'what was compiled is kept. Where they say "Killed", memory ran out: put '
            "HOLDFAST_JOBS=1 before the command."
        )


def compile_preset(preset, *targets, tests=True):
    """ninja's own progress is shown; its words are kept out when there is nothing to do. Without
    `tests` only what the product needs has to be on the machine."""
    with build_lock.held():
        configure(preset, tests)
        if has_nothing_to_do(ROOT / "build" / preset, targets):
            return
        started = time.monotonic()
        say(f"compiling {preset}")
        run_ninja(preset, targets)
        say(f"compiled {preset} in {time.monotonic() - started:.0f} s")


def build_server():
    compile_preset("native-release", "holdfast_server", tests=False)


def bundle():
    """Its own sentences, which go to standard error, say what was missing."""
    with build_lock.held():
        result = subprocess.run(
            [sys.executable, "tools/web_bundle/bundle.py"], cwd=ROOT, check=False
        )
    if result.returncode != 0:
        raise Problem("the web app was not put together; the lines above say why.")


def build_web():
    compile_preset("wasm-release", tests=False)
    bundle()


def build(arguments):
    parser = argparse.ArgumentParser(
        prog="./holdfast build", description="Installs what is missing; builds server and web app."
    )
    parser.parse_args(arguments)
    install("build")
    build_server()
    build_web()
    say(f"server: {SERVER.relative_to(ROOT)}   web app: {WEB.relative_to(ROOT)}")


def deps(arguments):
    parser = argparse.ArgumentParser(
        prog="./holdfast deps", description="Installs what the build and the checks need."
    )
    parser.add_argument("--for", dest="purpose", choices=("build", "test"), default="test")
    install(parser.parse_args(arguments).purpose)
