#!/usr/bin/env python3
"""Brings everything deps.lock names onto this machine. A second run finds nothing to do."""
import argparse
import sys

from debian_binary import install_packages
from debian_source import fetch_debian_sources
from lock import ROOT, Problem, cache_folder, read_lock, sentence_of
from npm import fetch_npm

PURPOSES = {"build": ("build",), "test": ("build", "test")}


def say(text):
    print(f"deps: {text}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="tools/deps/fetch.py", description=__doc__)
    parser.add_argument(
        "--for",
        dest="purpose",
        choices=sorted(PURPOSES),
        default="build",
        help="build: to build and run; test: also what the checks need",
    )
    parser.add_argument("--lock", default=str(ROOT / "deps.lock"), help="another lock file")
    arguments = parser.parse_args()
    cache = cache_folder()
    try:
        lock = read_lock(arguments.lock, PURPOSES[arguments.purpose])
        install_packages(lock.debian_binary, say)
        fetch_npm(cache, lock.npm, say)
        fetch_debian_sources(cache, lock.debian_source, say)
    except Problem as problem:
        print(f"holdfast: {problem}", file=sys.stderr)
        return 1
    except OSError as failure:
        print(f"holdfast: {sentence_of(failure)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
