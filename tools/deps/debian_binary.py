"""Installs the Debian packages that are missing; does nothing when they are all here."""
import os
import pathlib
import re
import shutil
import subprocess

from lock import Problem, is_older

VERSION_PATTERN = re.compile(r"\d+(?:\.\d+)+|\d+")


def installed_versions():
    result = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version}\n"],
        capture_output=True,
        text=True,
        check=False,
    )
    rows = (line.split(" ") for line in result.stdout.splitlines())
    return {row[1]: row[2] for row in rows if row[0] == "installed"}


def command_version(path):
    """The version a program says it has. Emscripten is read from its file: starting it is slow."""
    beside = pathlib.Path(os.path.realpath(path)).parent / "emscripten-version.txt"
    if beside.is_file():
        text = beside.read_text(encoding="utf-8")
    elif os.path.basename(path).startswith("g++"):
        text = subprocess.run(
            [path, "-dumpfullversion"], capture_output=True, text=True, check=False
        ).stdout
    else:
        text = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False
        ).stdout
    found = VERSION_PATTERN.search(text)
    return found.group(0) if found else ""


def usable_command(package):
    """Path of a program that is new enough, on PATH or where Debian installs it; else None."""
    for path in (shutil.which(package.command), f"/usr/bin/{package.command}"):
        if not path or not os.access(path, os.X_OK):
            continue
        if not package.version_min or not is_older(command_version(path), package.version_min):
            return path
    return None


def is_here(package, installed):
    if package.command:
        return usable_command(package) is not None
    versions = [installed[name] for name in package.any_of if name in installed]
    return any(not is_older(version, package.version_min) for version in versions)


def first_offered(names):
    """The first of `names` that this suite can install, or None."""
    for name in names:
        policy = subprocess.run(
            ["apt-cache", "policy", name], capture_output=True, text=True, check=False
        ).stdout
        if "Candidate: " in policy and "Candidate: (none)" not in policy:
            return name
    return None


def candidate(names):
    name = first_offered(names)
    if name:
        return name
    raise Problem(
        f"This system offers no package {' or '.join(names)}: Debian 12 or newer is needed."
    )


def as_root(missing):
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        return ["sudo"]
    wanted = " ".join(first_offered(package.any_of) or package.any_of[0] for package in missing)
    raise Problem(
        "Packages are missing and this user may not install them: run "
        f'"apt-get update && apt-get install -y {wanted}" as root, then run this again.'
    )


def run_apt(prefix, arguments):
    """apt's own progress goes to the screen; its failure becomes one sentence."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    options = [
        "-y",
        "-q",
        "-o",
        "DPkg::Lock::Timeout=300",
        "-o",
        "Acquire::Retries=2",
        "-o",
        "APT::Update::Error-Mode=any",
    ]
    if prefix:
        prefix = [*prefix, "DEBIAN_FRONTEND=noninteractive"]
    result = subprocess.run(
        [*prefix, "apt-get", *options, *arguments], env=environment, check=False
    )
    if result.returncode != 0:
        raise Problem(
            f"apt-get {arguments[0]} failed: check the network connection or apt's proxy "
            "and the lines above, then run this again."
        )


def check_after_install(package):
    if not package.command or usable_command(package):
        return
    path = shutil.which(package.command)
    if path is None:
        raise Problem(
            f"{package.command} is still missing after installing {package.any_of[0]}: "
            "install it by hand, then run this again."
        )
    raise Problem(
        f"{path} is version {command_version(path)}, too old: install {package.command} "
        f"{package.version_min} or newer, then run this again."
    )


def install_packages(packages, say):
    installed = installed_versions()
    missing = [package for package in packages if not is_here(package, installed)]
    if not missing:
        return
    prefix = as_root(missing)
    say("updating the package lists")
    run_apt(prefix, ["update"])
    wanted = [candidate(package.any_of) for package in missing]
    say("installing " + " ".join(wanted))
    run_apt(prefix, ["install", "--no-install-recommends", *wanted])
    for package in missing:
        check_after_install(package)
