"""Fetches upstream tarballs out of Debian source packages, from whatever mirror apt uses here."""
import os
import pathlib
import subprocess
import tempfile

from archives import check_hash, is_unpacked, keep, unpack
from lock import Problem, is_older, sha256_of, version_key

SECONDS_MAX = 600
KEYRINGS = (
    "/usr/share/keyrings/debian-archive-keyring.gpg",
    "/usr/share/keyrings/debian-archive-keyring.pgp",
)


def mirror():
    """The archive this machine installs from, read from apt's own configuration."""
    targets = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    )
    for line in targets.stdout.splitlines():
        address, _, suite = line.partition(" ")
        if address.rstrip("/").endswith("debian") and "-" not in suite:
            return address
    raise Problem(
        "apt names no Debian archive on this machine: add one to its sources, then run "
        "this again."
    )


def private_apt(folder, suite):
    """apt options that read one deb-src entry and touch nothing of the system's apt."""
    folder = pathlib.Path(folder)
    for name in ("lists/partial", "cache/archives/partial", "parts", "out"):
        (folder / name).mkdir(parents=True)
    signed_by = next((f"[signed-by={path}]" for path in KEYRINGS if os.path.exists(path)), "")
    entry = folder / "sources.list"
    entry.write_text(f"deb-src {signed_by} {mirror()} {suite} main\n", encoding="utf-8")
    options = [
        f"Dir::Etc::sourcelist={entry}",
        f"Dir::Etc::sourceparts={folder / 'parts'}",
        f"Dir::State::lists={folder / 'lists'}",
        f"Dir::Cache={folder / 'cache'}",
        "Acquire::Languages=none",
        "Acquire::Retries=2",
        "APT::Update::Error-Mode=any",
        # A mirror that lags is good enough: deps.lock says which bytes are wanted.
        "Acquire::Check-Valid-Until=false",
    ]
    if os.geteuid() == 0:
        options.append("APT::Sandbox::User=root")
    return [part for option in options for part in ("-o", option)]


def first_error(text):
    """What apt itself gives as the reason, without its prefix."""
    told = [line[3:] for line in text.splitlines() if line.startswith("E: ")]
    return told[0] if told else "it says nothing more"


def run_apt(arguments, folder, archive):
    try:
        result = subprocess.run(
            ["apt-get", "-qq", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_MAX,
        )
        failed, reason = result.returncode != 0, first_error(result.stderr)
    except subprocess.TimeoutExpired:
        failed, reason = True, f"no answer within {SECONDS_MAX} s"
    if failed:
        raise Problem(
            f"apt could not fetch the source of {archive.name} from the suite {archive.suite} "
            f"({reason}): check the network connection or apt's proxy, then run this again."
        )


def download(archive, folder):
    options = private_apt(folder, archive.suite)
    run_apt([*options, "update"], folder, archive)
    out = pathlib.Path(folder) / "out"
    run_apt([*options, "source", "--download-only", archive.name], out, archive)
    found = sorted(out.glob(f"{archive.name}_*.orig.tar.*"))
    tarballs = [path for path in found if not path.name.endswith(".asc")]
    if len(tarballs) != 1:
        raise Problem(
            f"The Debian source package of {archive.name} holds no single upstream "
            "tarball: deps.lock needs another origin for it."
        )
    return tarballs[0]


def check(archive, path, say):
    """The locked bytes, or a newer version that apt's signature vouches for, with a warning."""
    version = path.name.split("_", 1)[1].split(".orig.tar", 1)[0]
    if sha256_of(path) == archive.sha256 or version_key(version) == version_key(archive.version):
        check_hash(archive, path)
        return version
    if is_older(version, archive.version_min):
        raise Problem(
            f"The suite {archive.suite} has {archive.name} {version}, but this build needs "
            f"{archive.version_min} or newer."
        )
    say(
        f"warning: the suite {archive.suite} has moved to {archive.name} {version}; deps.lock "
        f"knows {archive.version}. Taking it as signed by Debian; update deps.lock when it works."
    )
    return version


def fetch_one(cache, archive, say):
    kept = next(iter(sorted((cache / "archives").glob(f"{archive.name}_*.orig.tar.*"))), None)
    if kept and sha256_of(kept) == archive.sha256:
        unpack(cache, archive, kept, archive.version)
        return
    say(f"fetching the source of {archive.name} from Debian {archive.suite}")
    with tempfile.TemporaryDirectory() as folder:
        path = download(archive, folder)
        version = check(archive, path, say)
        unpack(cache, archive, keep(cache, path), version)


def fetch_debian_sources(cache, archives, say):
    for archive in archives:
        if not is_unpacked(cache, archive):
            fetch_one(cache, archive, say)
