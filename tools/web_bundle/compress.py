"""gzip and brotli variants, made once per content and kept outside the tree."""
import gzip
import hashlib
import os
import subprocess

from lock import cache_folder

ALREADY_COMPRESSED = (".woff2", ".png", ".jpg", ".webp", ".ico")


def brotli(data):
    return subprocess.run(
        ["brotli", "--stdout", "-q", "11", "-"], input=data, capture_output=True, check=True
    ).stdout


def gzipped(data):
    return gzip.compress(data, compresslevel=9, mtime=0)


VARIANTS = {".br": brotli, ".gz": gzipped}


def compressed(data, suffix):
    kept = cache_folder() / "compressed" / (hashlib.sha256(data).hexdigest() + suffix)
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        scratch = kept.with_name(f"{kept.name}.{os.getpid()}")
        scratch.write_bytes(VARIANTS[suffix](data))
        os.replace(scratch, kept)
    return kept.read_bytes()


def variants(name, data):
    """{suffix: bytes} of the variants that are worth sending."""
    if name.endswith(ALREADY_COMPRESSED):
        return {}
    made = {suffix: compressed(data, suffix) for suffix in VARIANTS}
    return {suffix: small for suffix, small in made.items() if len(small) < len(data)}
