"""The web bundle: content names, rewritten references, what a first visit needs."""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools" / "deps"), str(ROOT / "tools" / "web_bundle")]

import bundle  # noqa: E402
from lock import Problem  # noqa: E402
from references import Renamer, hashed_name  # noqa: E402

CONFIG = {
    "stable": ["index.html", "bench.html", "service_worker.js"],
    "entries": ["index.html"],
    "on_demand": [],
}


class Renaming(unittest.TestCase):
    def renamed(self, files):
        renamer = Renamer(files, CONFIG["stable"])
        for name in files:
            renamer.finish(name)
        return renamer

    def test_a_name_follows_the_content_of_everything_below(self):
        before = self.renamed({"a.js": b"import './lib/b.js';", "lib/b.js": b"1"})
        after = self.renamed({"a.js": b"import './lib/b.js';", "lib/b.js": b"2"})
        self.assertNotEqual(before.final_names["a.js"], after.final_names["a.js"])
        self.assertEqual(before.final_names["lib/b.js"], hashed_name("lib/b.js", b"1"))
        self.assertIn(before.final_names["lib/b.js"].encode(), before.finished["a.js"])

    def test_references_are_found_in_every_kind_of_quote_and_from_the_root(self):
        files = {
            "d/a.js": b"f(`../x.css`);g('/d/y.wasm');",
            "x.css": b"url(f.woff2)",
            "f.woff2": b"F",
            "d/y.wasm": b"Y",
        }
        renamer = self.renamed(files)
        for name in ("x.css", "d/y.wasm"):
            final = renamer.final_names[name].rsplit("/", maxsplit=1)[-1]
            self.assertIn(final.encode(), renamer.finished["d/a.js"])
        self.assertIn(renamer.final_names["f.woff2"].encode(), renamer.finished["x.css"])

    def test_comments_and_unknown_names_stay_as_they_are(self):
        text = b"/** @type {import('./b.js').T} */ // see './b.js'\nf('./other.js');"
        renamer = self.renamed({"a.js": text, "b.js": b"import './a.js';"})
        self.assertEqual(renamer.finished["a.js"], text)

    def test_a_circle_is_named(self):
        with self.assertRaisesRegex(Problem, "a.js -> b.js -> a.js"):
            self.renamed({"a.js": b"import './b.js';", "b.js": b"import './a.js';"})


class Assembling(unittest.TestCase):
    FILES = {
        "index.html": b"<script src='app.js'></script>",
        "bench.html": b"<script src='bench.js'></script>",
        "app.js": b"navigator.serviceWorker.register('./service_worker.js');",
        "bench.js": b"import './app.js';",
        "service_worker.js": b"const BUILD = '__HOLDFAST_BUILD__', FILES = __HOLDFAST_ASSETS__;",
    }

    def test_the_service_worker_lists_what_a_first_visit_needs_and_no_more(self):
        files, needed = bundle.assemble(CONFIG, self.FILES)
        worker = files["service_worker.js"].decode()
        app = hashed_name("app.js", self.FILES["app.js"])
        self.assertIn(f'["{app}", "./"]', worker)
        self.assertNotIn("bench", worker)
        self.assertEqual(needed, [app, "index.html", "service_worker.js"])

    def test_what_is_fetched_on_demand_is_in_the_bundle_and_not_in_the_first_visit(self):
        files = {**self.FILES, "app.js": b"load('./rare.woff2');", "rare.woff2": b"F"}
        rare = hashed_name("rare.woff2", b"F")
        bundled, needed = bundle.assemble({**CONFIG, "on_demand": ["rare.woff2"]}, files)
        self.assertEqual(bundled[rare], b"F")
        self.assertNotIn(rare, needed)
        self.assertNotIn(rare, bundled["service_worker.js"].decode())

    def test_a_file_that_is_missing_comes_with_what_makes_it(self):
        package = pathlib.Path("cache/src/font-1.0")
        built = bundle.missing(bundle.WASM_BUILD / "holdfast.wasm", [package])
        self.assertIn('holdfast.wasm is missing: run "./holdfast build", which', built)
        lost = bundle.missing(package / "files/font.woff2", [package])
        self.assertIn(f'is missing: delete {package} and run "./holdfast build", which', lost)

    def test_another_content_is_another_build(self):
        first, _ = bundle.assemble(CONFIG, self.FILES)
        again, _ = bundle.assemble(CONFIG, dict(self.FILES))
        other, _ = bundle.assemble(CONFIG, {**self.FILES, "index.html": b"<p>'app.js'"})
        self.assertEqual(first["service_worker.js"], again["service_worker.js"])
        self.assertNotEqual(first["service_worker.js"], other["service_worker.js"])


if __name__ == "__main__":
    unittest.main()
