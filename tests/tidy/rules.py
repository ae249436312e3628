"""The house rules as tables. CONTRIBUTING.md gives the reason of each."""
import dataclasses
import re

LINE_COLUMNS_MAX = 100
FILE_LINES_MAX = 400
# The comparison's own generator and oracle, kept letter by letter as it was given.
KEPT_AS_GIVEN = {"tests/bench/workload.mjs"}
FUNCTION_LINES_MAX = 70

OURS = ("core", "sync", "ui", "wasm", "server_stub")

# Which of our folders a folder may include headers of ("core/...", "sync/...", "ui/...").
MAY_INCLUDE = {
    "core": ("core",),
    "sync": ("core", "sync"),
    "ui": ("core", "ui"),
    "wasm": ("core", "sync", "ui"),
    "server_stub": ("core", "sync"),
    "tests": ("core", "sync", "ui", "wasm", "server_stub"),
}

# Inside core/src a layer includes only itself and what stands to its left.
CORE_LAYERS = ("base", "model", "store", "app")


@dataclasses.dataclass(frozen=True)
class Ban:
    pattern: str
    allowed_under: tuple
    instead: str
    looks_at: str = "code"

    @property
    def expression(self):
        return re.compile(self.pattern)


BANS = (
    Ban(
        r'#include <sqlite3\.h>|#include "sqlite3\.h"',
        ("core/src/store/", "wasm/src/storage_", "tests/"),
        "core/sqlite.h",
    ),
    Ban(
        r'#include [<"]imgui',
        ("ui/", "wasm/src/renderer_webgl", "wasm/src/font_canvas", "tests/ui/"),
        "a function in ui/",
    ),
    Ban(
        r"#include <emscripten",
        ("wasm/",),
        "core/environment.h, or a function in wasm/src/browser.h",
    ),
    Ban(
        r"\bEM_(?:ASYNC_)?JS\(|\bEM_ASM",
        (
            "wasm/src/browser",
            "wasm/src/storage_opfs",
            "wasm/src/renderer_webgl",
            "wasm/src/font_canvas",
        ),
        "a function in wasm/src/browser.h",
    ),
    Ban(r"#include <boost/", ("server_stub/", "tests/server/"), "sync/server_rules.h"),
    Ban(r"#include [<\"](?:catch|rapidcheck)", ("tests/support/",), '"support/test.h"'),
    Ban(r"\bthrow\b", ("server_stub/", "tests/"), "holdfast::fail"),
    Ban(r"\btry\s*\{|\bcatch\s*\(", ("server_stub/", "tests/"), "TRY"),
    Ban(
        r"(?:\)|\bresult|\bstatus)\.value\(\)",
        ("server_stub/", "tests/"),
        "TRY, or * after a check",
    ),
    Ban(r"\bassert\(|#include <cassert>", (), "HOLDFAST_ASSERT"),
    Ban(r"\bNOLINT", (), "a fix, or one check less in .clang-tidy", "text"),
    Ban(
        r"#include <(?:format|expected|ranges|coroutine|bit|stop_token)>",
        (),
        "what g++ 12, clang 14 and em++ 3.1.6 all have",
    ),
    Ban(
        r"\bstd::(?:jthread|bit_cast|ranges|views|format)\b",
        (),
        "what g++ 12, clang 14 and em++ 3.1.6 all have",
    ),
    Ban(
        r"\bstd::(?:rand|random_device|mt19937|time|clock)\b"
        r"|\bstd::chrono::(?:system|steady)_clock",
        ("wasm/", "server_stub/", "tests/"),
        "core/environment.h: clock and random are passed in",
    ),
    Ban(
        r"\bstd::(?:cout|cerr|printf)\b|\bfprintf\(|(?<![\w:])printf\(",
        ("server_stub/", "tests/", "tools/", "core/src/base/"),
        "a Result, or a value that the host shows",
    ),
    Ban(r"\busing namespace\b", ("tests/",), "the qualified name, or one using-declaration"),
    Ban(r"\bconst_cast\b|\bgoto\b", (), "a design without it"),
    # A new module is a file; only the sync's own tables have names here.
    Ban(
        r'\bregistry(?:\(\)|_)?(?:\.|->)find\("(?!conflict"|change_set")',
        ("core/", "tests/"),
        "what a module declares: a purpose, a field's type or role",
        "text",
    ),
)

# Waiting for a time instead of for a condition makes a test slow and flaky.
SLEEP = re.compile(
    r"sleep_for|sleep_until|\busleep\(|\bnanosleep\(|(?<![\w.])sleep\(|time\.sleep\("
    r"|waitForTimeout|setTimeout\(\s*(?:r|res|resolve|done)\b"
    r"|setTimeout\(\s*\(\)\s*=>\s*(?:r|res|resolve|done)\("
)
UNFINISHED = re.compile(r"\b(?:FIX" r"ME|TO" r"DO|XX" r"X|HA" r"CK)\b")
MACHINE_PATH = re.compile(r"(?<![\w./$}])/(?:wo" r"rk|ro" r"ot|ho" r"me/\w+|tmp/\w+)/")
ADDRESS = re.compile(r"\b(?:https?|wss?)://([^/\s\"'`:)>\]\\]+)")

# Hosts that may stand in a file: names that are identifiers, licences, or this machine.
ADDRESSES_ALLOWED = re.compile(
    r"^(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|.*\.(?:example|test|invalid|localhost)"
    r"|(?:.*\.)?example\.(?:com|org|net)|www\.w3\.org|json-schema\.org|www\.apache\.org"
    r"|\$\{.*|\{.*|<.*|%s.*|\[.*)$"
)
