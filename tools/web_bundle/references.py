"""Names files after their content and rewrites the references between them."""
import hashlib
import posixpath
import re

from lock import Problem

REWRITTEN = (".html", ".js", ".mjs", ".css", ".webmanifest", ".json")
# Comments come first, so that names in them neither count nor change.
TOKEN = re.compile(
    rb"(?P<comment>/\*.*?\*/|<!--.*?-->|(?<![:\"'`\\])//[^\n]*)"
    rb"|(?P<open>[\"'`(])(?P<path>(?:\.{0,2}/)?[\w@./-]+\.\w+)(?=[\"'`)?#])",
    re.DOTALL,
)


def references(name, data, names):
    """(match, referenced file) of every reference from one file to another of the bundle."""
    if not name.endswith(REWRITTEN):
        return
    for match in TOKEN.finditer(data):
        if match.group("comment") is not None:
            continue
        path = match.group("path").decode()
        base = "" if path.startswith("/") else posixpath.dirname(name)
        target = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        if target in names and target != name:
            yield match, target


def hashed_name(name, data):
    stem, suffix = posixpath.splitext(name)
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}{suffix}"


class Renamer:
    """Finishes files after those they refer to, so that a name covers everything below it."""

    def __init__(self, files, stable):
        self.files = files
        self.stable = set(stable)
        self.finished = {}
        self.final_names = {name: name for name in self.stable if name in files}
        self.open = []

    def finish(self, name):
        """The file's bytes with final names inside; its own final name is then known."""
        if name in self.finished:
            return self.finished[name]
        if name in self.open:
            circle = " -> ".join([*self.open[self.open.index(name) :], name])
            raise Problem(f"the web files refer to each other in a circle ({circle}): break it.")
        self.open.append(name)
        data = self.rewrite(name)
        self.open.pop()
        self.finished[name] = data
        self.final_names.setdefault(name, hashed_name(name, data))
        return data

    def rewrite(self, name):
        data, parts, at = self.files[name], [], 0
        for match, target in references(name, data, self.files):
            if target not in self.stable:
                self.finish(target)
            start = match.end("path") - len(posixpath.basename(target))
            parts += [data[at:start], posixpath.basename(self.final_names[target]).encode()]
            at = match.end("path")
        return b"".join([*parts, data[at:]])

    def reachable(self, entries):
        """Every file that the entries lead to, themselves included."""
        seen, waiting = set(), [name for name in entries if name in self.files]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += [target for _, target in references(name, self.files[name], self.files)]
        return seen
