"""Fetches npm archives with npm's own client. No package is installed, no script is run."""
import concurrent.futures
import pathlib
import subprocess
import tempfile

from archives import check_hash, is_unpacked, keep, unpack
from lock import Problem

SECONDS_MAX = 600


def archive_name(archive):
    return f"{archive.name.replace('@', '').replace('/', '-')}-{archive.version}.tgz"


def first_error(text):
    """What npm itself gives as the reason, without its prefix."""
    words = (line.split(maxsplit=2) for line in text.splitlines() if line.startswith("npm "))
    told = [parts[2] for parts in words if len(parts) == 3]
    return told[0] if told else "it says nothing more"


def download(archive, folder):
    command = [
        "npm",
        "pack",
        f"{archive.name}@{archive.version}",
        "--pack-destination",
        str(folder),
        "--loglevel=error",
        "--fetch-retries=2",
        "--fetch-retry-mintimeout=1000",
        "--fetch-retry-maxtimeout=5000",
    ]
    try:
        result = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS_MAX
        )
        failed, reason = result.returncode != 0, first_error(result.stderr)
    except subprocess.TimeoutExpired:
        failed, reason = True, f"no answer within {SECONDS_MAX} s"
    found = list(pathlib.Path(folder).glob("*.tgz"))
    if failed or len(found) != 1:
        raise Problem(
            f"npm could not fetch {archive.name} {archive.version} ({reason}): "
            "check the network connection or the proxy that npm uses, then run this again."
        )
    return found[0]


def fetch_one(cache, archive):
    kept = cache / "archives" / archive_name(archive)
    if kept.is_file():
        check_hash(archive, kept)
        unpack(cache, archive, kept)
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        path = download(archive, folder)
        check_hash(archive, path)
        unpack(cache, archive, keep(cache, path))


def fetch_npm(cache, archives, say):
    missing = [archive for archive in archives if not is_unpacked(cache, archive)]
    if not missing:
        return
    say(f"fetching {len(missing)} npm archives: " + ", ".join(each.name for each in missing))
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        for done in [pool.submit(fetch_one, cache, archive) for archive in missing]:
            done.result()
