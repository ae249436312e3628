#!/usr/bin/env python3
"""Assembles the web app in build/web: web/, the wasm build, fonts and icons.

Every file except the few in "stable" (bundle.json) is named after its content, app.js becoming
app.1f0c3a9be2d4.js, and may be cached for ever; references in quotes between files are rewritten.
What bundle.json calls "on_demand" is fetched when somebody first needs it, not at a first visit.
In service_worker.js the text __HOLDFAST_BUILD__ becomes the hash of this build and
__HOLDFAST_ASSETS__ the JSON array of all addresses that a first visit needs. Beside each file lie
its .br and .gz. sizes.json says what a first visit downloads; more than the budget is an error."""
import fnmatch
import hashlib
import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "deps"))

from compress import variants  # noqa: E402
from lock import ROOT, Problem, cache_folder, read_lock, sentence_of  # noqa: E402
from references import Renamer  # noqa: E402

OUT = ROOT / "build" / "web"
STAMP = ROOT / "build" / "web.stamp"
WASM_BUILD = ROOT / "build" / "wasm-release"
SERVICE_WORKER = "service_worker.js"


def input_paths(config):
    """{name in the bundle: file on disk}."""
    paths = {}
    for path in sorted((ROOT / "web").rglob("*")):
        name = path.relative_to(ROOT / "web").as_posix()
        left_out = any(fnmatch.fnmatch(name, pattern) for pattern in config["leave_out"])
        if path.is_file() and not left_out:
            paths[name] = path
    for name, place in config["from_build"].items():
        paths.update(built_paths(name, WASM_BUILD / place))
    folders = {
        archive.name: cache_folder() / "src" / archive.folder
        for archive in read_lock(ROOT / "deps.lock", ("build", "test")).npm
    }
    for name, (package, place) in config["from_packages"].items():
        paths[name] = folders[package] / place
    for path in paths.values():
        if not path.is_file():
            raise Problem(missing(path, folders.values()))
    return paths


def missing(path, packages):
    """A package that is there is not fetched again: what it has lost comes back only when all of
    it is gone."""
    damaged = next((f"delete {folder} and " for folder in packages if folder in path.parents), "")
    return f'{path} is missing: {damaged}run "./holdfast build", which makes it.'


def built_paths(name, path):
    """One file, or with a slash at the end of the name every file of a folder."""
    if not name.endswith("/"):
        return {name: path}
    found = sorted(path.iterdir()) if path.is_dir() else []
    return {name + each.name: each for each in found} or {name: path}


def fingerprint(paths):
    """Changes when any input, or this tool, does."""
    own = [*pathlib.Path(__file__).parent.iterdir(), ROOT / "deps.lock"]
    digest = hashlib.sha256()
    for path in [*sorted(paths.values()), *sorted(own)]:
        if path.is_file():
            status = path.stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def assemble(config, files):
    """{final name: bytes} of the whole bundle, and the final names a first visit needs."""
    renamer = Renamer(files, config["stable"])
    for name in files:
        if name != SERVICE_WORKER:
            renamer.finish(name)
    first = renamer.reachable(config["entries"]) - set(config["on_demand"])
    needed = sorted(renamer.final_names[name] for name in first)
    bundle = {renamer.final_names[name]: data for name, data in renamer.finished.items()}
    if SERVICE_WORKER in files:
        needed = [name for name in needed if name != SERVICE_WORKER]
        bundle[SERVICE_WORKER] = service_worker(files[SERVICE_WORKER], bundle, needed)
        needed.append(SERVICE_WORKER)
    return bundle, needed


def service_worker(template, bundle, needed):
    digest = hashlib.sha256()
    for name in needed:
        digest.update(name.encode() + b"\0" + hashlib.sha256(bundle[name]).digest())
    addresses = json.dumps(["./" if name == "index.html" else name for name in needed])
    return template.replace(b"__HOLDFAST_BUILD__", digest.hexdigest()[:16].encode()).replace(
        b"__HOLDFAST_ASSETS__", addresses.encode()
    )


def write(bundle, needed):
    """Writes the folder anew and returns {name: (bytes, bytes with brotli)} of a first visit."""
    scratch = OUT.with_name("web.new")
    shutil.rmtree(scratch, ignore_errors=True)
    sizes = {}
    for name, data in sorted(bundle.items()):
        target = scratch / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        small = variants(name, data)
        for suffix, variant in small.items():
            target.with_name(target.name + suffix).write_bytes(variant)
        if name in needed:
            sizes[name] = (len(data), len(small.get(".br", data)))
    (scratch / "sizes.json").write_text(json.dumps(sizes, indent=2) + "\n", encoding="utf-8")
    shutil.rmtree(OUT, ignore_errors=True)
    scratch.rename(OUT)
    return sizes


def main():
    config = json.loads((pathlib.Path(__file__).parent / "bundle.json").read_text(encoding="utf-8"))
    paths = input_paths(config)
    stamp = fingerprint(paths)
    if OUT.is_dir() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp:
        return 0
    sizes = write(*assemble(config, {name: path.read_bytes() for name, path in paths.items()}))
    total = sum(small for _, small in sizes.values())
    print(f"web app: {len(sizes)} files, {total / 1000:.0f} kB with brotli for a first visit")
    if total > config["brotli_bytes_max"]:
        raise Problem(
            f"a first visit downloads {total} bytes, the budget is {config['brotli_bytes_max']}: "
            "build/web/sizes.json says what is large."
        )
    STAMP.write_text(stamp, encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        print(f"holdfast: {problem}", file=sys.stderr)
        sys.exit(1)
    except OSError as failure:
        print(f"holdfast: {sentence_of(failure)}", file=sys.stderr)
        sys.exit(1)
