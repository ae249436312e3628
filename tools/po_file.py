"""Reads gettext PO catalogues: context, plural forms, comments; obsolete entries are skipped."""
import dataclasses
import re

KEYWORD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s+(".*")\s*$')
ESCAPE = re.compile(r"\\(.)")
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
PLURAL_COUNT = re.compile(r"nplurals\s*=\s*(\d+)")


class PoError(Exception):
    """The message is "file:line: reason"."""


@dataclasses.dataclass
class Entry:
    place: str  # "file:line"
    context: str = ""
    key: str = ""
    plural: bool = False
    fuzzy: bool = False
    forms: dict = dataclasses.field(default_factory=dict)

    @property
    def full_key(self):
        """Context and id joined by U+0004, as in compiled gettext catalogues."""
        return f"{self.context}\x04{self.key}" if self.context else self.key


def unquote(text, place):
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        raise PoError(f"{place}: expected a text in double quotes")
    return ESCAPE.sub(lambda match: ESCAPED.get(match.group(1), match.group(1)), text[1:-1])


class Reader:
    """One pass over the lines of one file."""

    def __init__(self, path):
        self.path = path
        self.entries = []
        self.current = None
        self.target = None
        self.fuzzy = False

    def read(self):
        for number, raw in enumerate(self.path.read_text(encoding="utf-8").splitlines(), start=1):
            self.take(number, raw.strip())
        self.finish()
        return self.entries

    def take(self, number, line):
        if not line:
            self.finish()
        elif line.startswith("#,"):
            self.finish()
            self.fuzzy = "fuzzy" in line
        elif line.startswith("#"):
            return
        elif line.startswith('"'):
            self.append(unquote(line, f"{self.path}:{number}"), number)
        else:
            self.keyword(number, line)

    def keyword(self, number, line):
        match = KEYWORD.match(line)
        if not match:
            raise PoError(f"{self.path}:{number}: not a line of a PO file: {line}")
        word, index = match.group(1), match.group(2)
        if word == "msgctxt" or (word == "msgid" and self.target not in (None, "context")):
            self.finish()
        if self.current is None:
            self.current = Entry(f"{self.path}:{number}", fuzzy=self.fuzzy)
        if word == "msgctxt":
            self.target = "context"
        elif word == "msgid":
            self.target = "key"
        elif word == "msgid_plural":
            self.target, self.current.plural = "plural_key", True
        else:
            self.target = int(index or 0)
            self.current.forms[self.target] = ""
        self.append(unquote(match.group(3), f"{self.path}:{number}"), number)

    def append(self, text, number):
        if self.target is None:
            raise PoError(f"{self.path}:{number}: a text that belongs to no keyword")
        if isinstance(self.target, int):
            self.current.forms[self.target] += text
        elif self.target in ("context", "key"):
            setattr(self.current, self.target, getattr(self.current, self.target) + text)

    def finish(self):
        if self.current is not None:
            self.entries.append(self.current)
            self.fuzzy = False
        self.current, self.target = None, None


def read_catalogue(path):
    """(entries by full key, number of plural forms). Raises PoError."""
    entries, plural_count = {}, 1
    for entry in Reader(path).read():
        if not entry.key:
            count = PLURAL_COUNT.search(entry.forms.get(0, ""))
            plural_count = int(count.group(1)) if count else 1
            continue
        if entry.full_key in entries:
            raise PoError(f'{entry.place}: "{entry.key}" stands twice')
        entries[entry.full_key] = entry
    return entries, plural_count
