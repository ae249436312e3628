"""Verbs that build a program of this project and then become it."""
import argparse
import os

import build
import kept_help
from lock import ROOT, Problem

DEMO_LISTEN = "127.0.0.1:8420"
SIMULATOR = ROOT / "build" / "native-release" / "tests" / "sim" / "holdfast_sim"
FUZZ = ROOT / "build" / "fuzz" / "tests" / "fuzz"


def become(program, arguments):
    """Replaces this process, so that Ctrl-C and exit codes belong to the program alone."""
    if not program.is_file():
        raise Problem(
            f"{program.relative_to(ROOT)} was not built: this version has no such program."
        )
    os.execv(program, [program.name, *arguments])


def wants_help(arguments):
    return any(argument in ("-h", "--help") for argument in arguments)


def demo(arguments):
    parser = argparse.ArgumentParser(
        prog="./holdfast demo",
        description="Builds everything, serves a seeded demo company and prints the address.",
    )
    parser.add_argument(
        "--listen", default=DEMO_LISTEN, metavar="ADDR:PORT", help="default %(default)s"
    )
    parser.add_argument(
        "--data",
        default=str(ROOT / "build" / "demo"),
        metavar="DIR",
        help="kept between runs; default build/demo",
    )
    options = parser.parse_args(arguments)
    build.install("build")
    build.build_server()
    build.build_web()
    become(
        build.SERVER,
        [
            "serve",
            "--data",
            options.data,
            "--listen",
            options.listen,
            "--web",
            str(build.WEB),
            "--demo",
        ],
    )


def server_verb(verb, arguments):
    """Help never waits for a build: the program gives it when it is here, else the kept text."""
    if wants_help(arguments):
        if build.SERVER.is_file():
            become(build.SERVER, [verb, *arguments])
        print(kept_help.text(verb))
        return
    build.install("build")
    build.build_server()
    become(build.SERVER, [verb, *arguments])


def serve(arguments):
    if not wants_help(arguments):
        build.install("build")
        build.build_web()
        if "--web" not in arguments:
            arguments = [*arguments, "--web", str(build.WEB)]
    server_verb("serve", arguments)


def user(arguments):
    server_verb("user", arguments)


def device(arguments):
    server_verb("device", arguments)


def sim(arguments):
    if wants_help(arguments):
        # The simulator itself takes --help for a mistake, and ends with the code of one.
        print(kept_help.text("sim"))
        return
    build.install("test")
    build.compile_preset("native-release", "holdfast_sim")
    become(SIMULATOR, arguments)


def fuzz(arguments):
    parser = argparse.ArgumentParser(
        prog="./holdfast fuzz", description="Runs every fuzz target, or one of them."
    )
    parser.add_argument(
        "--seconds", type=int, default=30, help="for each target; default %(default)s"
    )
    parser.add_argument("target", nargs="?", help="name of one target")
    options = parser.parse_args(arguments)
    build.install("test")
    build.compile_preset("fuzz", "holdfast_fuzz_targets")
    targets = sorted(
        path for path in FUZZ.glob("fuzz_*") if os.access(path, os.X_OK) and path.is_file()
    )
    if options.target:
        targets = [
            path for path in targets if path.name in (options.target, f"fuzz_{options.target}")
        ]
    if not targets:
        raise Problem('there is no such fuzz target: "ls build/fuzz/tests/fuzz" shows them.')
    for target in targets:
        build.say(f"{target.name} for {options.seconds} s")
        build.run(
            [
                target,
                f"-max_total_time={options.seconds}",
                "-timeout=10",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
            ]
        )
