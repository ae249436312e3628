#!/usr/bin/env python3
"""Compiles third-party sources into a static library, once per content: the library is kept
outside the tree under a hash of sources, headers, flags and compiler version, so that a clean
clone compiles only our own code."""
import argparse
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from lock import cache_folder


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--archiver", required=True)
    parser.add_argument("--header", action="append", default=[], help="part of the hash")
    parser.add_argument("--source", action="append", required=True)
    parser.add_argument("flags", nargs="*")
    return parser.parse_args()


def content_hash(arguments):
    digest = hashlib.sha256()
    version = subprocess.run([arguments.compiler, "--version"], capture_output=True, check=True)
    digest.update(version.stdout)
    # Folders differ between clones; what is in the headers is hashed below.
    digest.update("\0".join(flag for flag in arguments.flags if not flag.startswith("-I")).encode())
    for path in sorted(arguments.source + arguments.header):
        digest.update(os.path.basename(path).encode())
        digest.update(hashlib.sha256(pathlib.Path(path).read_bytes()).digest())
    return digest.hexdigest()[:24]


def compile_library(arguments, kept):
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=kept.parent) as folder:
        objects = []
        for source in arguments.source:
            target = os.path.join(folder, os.path.basename(source) + ".o")
            subprocess.run(
                [arguments.compiler, *arguments.flags, "-c", source, "-o", target], check=True
            )
            objects.append(target)
        library = os.path.join(folder, "library.a")
        subprocess.run([arguments.archiver, "rcs", library, *objects], check=True)
        os.replace(library, kept)


def main():
    arguments = parse()
    kept = cache_folder() / "objects" / f"{arguments.output.stem}-{content_hash(arguments)}.a"
    try:
        if not kept.is_file():
            compile_library(arguments, kept)
    except subprocess.CalledProcessError as failure:
        return failure.returncode
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, arguments.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
