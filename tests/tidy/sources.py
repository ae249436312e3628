"""The files the house rules look at, and C++ text with its comments and strings blanked."""
import dataclasses
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOISE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>\w*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'',
    re.DOTALL,
)


@dataclasses.dataclass(frozen=True)
class Source:
    path: str
    text: str

    @property
    def lines(self):
        return self.text.splitlines()

    @property
    def folder(self):
        return self.path.split("/", 1)[0]


def tracked_sources(*suffixes):
    """Every file that git tracks or would track, with one of the suffixes; all when none given."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in sorted(set(listing.stdout.split("\0")) - {""}):
        path = ROOT / name
        if (not suffixes or path.suffix in suffixes) and path.is_file():
            try:
                yield Source(name, path.read_text(encoding="utf-8"))
            except UnicodeDecodeError:
                continue


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def code_only(text):
    """The same lines and columns, without comments and string contents."""
    return NOISE.sub(blank, text)


@dataclasses.dataclass(frozen=True)
class Function:
    first_line: int
    line_count: int
    head: str


CONTROL = re.compile(r"^\s*(?:\}?\s*else\b|if\b|for\b|while\b|switch\b|do\b|try\b|catch\b)")
TYPE_OR_SCOPE = re.compile(r"(?:^|\s)(?:namespace|class|struct|enum|union|extern)\b[^()]*$|=\s*$")


def is_function_head(head):
    return ")" in head and not CONTROL.match(head) and not TYPE_OR_SCOPE.search(head)


def functions(text):
    """Outermost function bodies, found by their braces."""
    code = re.sub(r"(?m)^\s*#(?:[^\n\\]|\\.|\\\n)*", blank, code_only(text))
    start, depth, opened = 0, 0, None
    for at, character in enumerate(code):
        if character in ";{}" and opened is None:
            head, start = code[start:at], at + 1
            if character == "{" and is_function_head(head):
                opened = (at - len(head.lstrip()), " ".join(head.split())[:90], 1)
            continue
        if opened and character in "{}":
            begin, head, depth = opened
            depth += 1 if character == "{" else -1
            opened = (begin, head, depth)
            if depth == 0:
                first = code.count("\n", 0, begin) + 1
                yield Function(first, code.count("\n", begin, at) + 1, head)
                opened, start = None, at + 1


def tries_in_lists(code):
    """Places of a TRY that stands behind another element of a braced list.

    When it returns, clang 14 does not destroy the elements in front of it: what they own leaks."""
    for match in re.finditer(r"\bTRY\(", code):
        if is_in_list(code, match.start()):
            yield match.start()


def is_in_list(code, place):
    depth = 0
    behind_comma = False
    for at in range(place - 1, -1, -1):
        sign = code[at]
        if sign in ")]}":
            depth += 1
        elif sign in "([{" and depth > 0:
            depth -= 1
        elif depth > 0:
            continue
        elif sign == "{":
            return behind_comma
        elif sign in "([":
            behind_comma = False
        elif sign == ",":
            behind_comma = True
        elif sign in ";=":
            return False
    return False
