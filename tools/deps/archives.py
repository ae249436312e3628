"""What was checked, against the lock or by Debian's signature, is unpacked; never earlier."""
import os
import pathlib
import shutil
import tarfile
import tempfile

from lock import Problem, sha256_of

STAMP = ".complete"


def unpacked_folder(cache, archive):
    return cache / "src" / archive.folder


def is_unpacked(cache, archive):
    stamp = unpacked_folder(cache, archive) / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8").split()[:1] == [archive.sha256]


def check_hash(archive, path):
    """Deletes the file and raises when its bytes are not the locked ones."""
    found = sha256_of(path)
    if found == archive.sha256:
        return
    pathlib.Path(path).unlink()
    raise Problem(
        f"{archive.name} {archive.version} arrived with SHA-256 {found}, but deps.lock expects "
        f"{archive.sha256}; nothing was unpacked. Run this again, and if the hash is still "
        "wrong, treat the source as tampered with."
    )


def keep(cache, path):
    """Moves a checked archive into the cache, so that the next machine state needs no network."""
    target = cache / "archives" / pathlib.Path(path).name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(str(path), str(target))
    return target


def unpack(cache, archive, path, note=""):
    """Unpacks without the archive's one top folder. Appears complete or not at all."""
    final = unpacked_folder(cache, archive)
    final.parent.mkdir(parents=True, exist_ok=True)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix=".unpack-", dir=final.parent))
    try:
        with tarfile.open(path) as tar:
            for member in tar.getmembers():
                extract_member(tar, member, scratch)
        (scratch / STAMP).write_text(f"{archive.sha256} {note}\n", encoding="utf-8")
        shutil.rmtree(final, ignore_errors=True)
        os.rename(scratch, final)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def extract_member(tar, member, folder):
    """Regular files only, and only below `folder`."""
    parts = pathlib.PurePosixPath(member.name).parts[1:]
    if not member.isfile() or not parts:
        return
    if ".." in parts:
        raise Problem(f"{tar.name} wants to write outside its folder; it was not unpacked.")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tar.extractfile(member) as source, open(target, "wb") as sink:
        shutil.copyfileobj(source, sink)
    if member.mode & 0o111:
        target.chmod(0o755)
