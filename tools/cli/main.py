#!/usr/bin/env python3
"""The verbs of ./holdfast. Exit codes: 0 done, 1 the work failed, 2 wrong usage."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "deps"))

import bench  # noqa: E402
import build  # noqa: E402
import checks  # noqa: E402
import programs  # noqa: E402
from lock import Problem  # noqa: E402

VERBS = {
    "demo": (programs.demo, "build everything and serve a demo company; Ctrl-C ends it"),
    "test": (checks.test, "run every check but tidy, or one part: " + ", ".join(checks.PARTS)),
    "build": (build.build, "install what is missing and build server and web app"),
    "serve": (programs.serve, "serve the web app on a data folder"),
    "user": (programs.user, "add NAME --role ROLE --data DIR: create a user"),
    "device": (programs.device, "code --user NAME --data DIR: print a one-time enrolment code"),
    "bench": (bench.bench, "measure, and print the budget table"),
    "sim": (programs.sim, "run the sync simulator over many seeds"),
    "fuzz": (programs.fuzz, "feed hostile bytes to the readers"),
    "deps": (build.deps, "only install what is missing"),
}


def usage():
    width = max(map(len, VERBS))
    lines = [f"  {verb.ljust(width)}  {text}" for verb, (_, text) in VERBS.items()]
    return (
        "usage: ./holdfast VERB [options]\n\n"
        + "\n".join(lines)
        + ("\n\nEvery verb answers --help. First time here? ./holdfast demo")
    )


def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if arguments else 2
    if arguments[0] not in VERBS:
        print(
            f"holdfast: there is no verb \"{arguments[0]}\"; use one of {', '.join(VERBS)}.",
            file=sys.stderr,
        )
        return 2
    try:
        return VERBS[arguments[0]][0](arguments[1:]) or 0
    except Problem as problem:
        print(f"holdfast: {problem}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        print(f"holdfast: {failure.cmd[0]} failed; the lines above say why.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
