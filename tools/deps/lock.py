"""The lock file and the cache: what is wanted, and where it lies once it is here."""
import dataclasses
import hashlib
import json
import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Problem(Exception):
    """Something a person has to do; the message is one sentence that says what."""


def sentence_of(failure):
    """A program or a place on the disk that is not there, or not usable."""
    if failure.filename in ("dpkg-query", "apt-get", "apt-cache"):
        return f"{failure.filename} is not here: Holdfast installs on Debian 12 or newer."
    return f"{failure.filename or 'the disk'}: {failure.strerror}. Mend that, then run this again."


@dataclasses.dataclass(frozen=True)
class Archive:
    """One source archive that is checked by hash, then unpacked into the cache."""

    name: str
    version: str
    sha256: str
    purpose: str
    suite: str = ""
    version_min: str = ""

    @property
    def folder(self):
        """Name of the unpacked folder; cmake/deps.cmake builds the same name from the lock."""
        return f"{self.name.replace('@', '').replace('/', '-')}-{self.version}"


@dataclasses.dataclass(frozen=True)
class Package:
    """One Debian binary package, or the first of several that the suite has."""

    any_of: tuple
    command: str
    version_min: str
    purpose: str


@dataclasses.dataclass(frozen=True)
class Lock:
    npm: tuple
    debian_source: tuple
    debian_binary: tuple


def cache_folder():
    """Where archives, unpacked sources and compiled libraries are kept, outside the tree."""
    default = pathlib.Path.home() / ".cache" / "holdfast"
    return pathlib.Path(os.environ.get("HOLDFAST_CACHE") or default)


def read_lock(path, purposes):
    """The entries of the lock file whose "for" is among `purposes`."""
    document = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))

    def archives(section):
        return tuple(
            Archive(
                entry["name"],
                entry["version"],
                entry["sha256"],
                entry["for"],
                entry.get("suite", ""),
                entry.get("version_min", ""),
            )
            for entry in document[section]
            if entry["for"] in purposes
        )

    packages = tuple(
        Package(
            tuple(entry["any_of"]),
            entry.get("command", ""),
            entry.get("version_min", ""),
            entry["for"],
        )
        for entry in document["debian_binary"]
        if entry["for"] in purposes
    )
    return Lock(archives("npm"), archives("debian_source"), packages)


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def version_key(version):
    """A sortable form: "1.92.2b" -> (1, 92, 2), without epoch and suffix."""
    numbers = re.match(r"(?:\d+:)?(\d+(?:\.\d+)*)", version)
    return tuple(int(part) for part in numbers.group(1).split(".")) if numbers else ()


def is_older(version, version_min):
    return bool(version_min) and version_key(version) < version_key(version_min)
