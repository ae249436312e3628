"""A person who only wants to see the product needs nothing that only its tests need."""
import pathlib
import sys
import tempfile
import unittest

from support import ROOT, run_tool

sys.path[:0] = [str(ROOT / "tools" / "deps"), str(ROOT / "tools" / "cli")]

import build  # noqa: E402
from lock import cache_folder, read_lock  # noqa: E402


class Configuring(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def cache_of_the_product(self):
        """What "./holdfast deps --for build" leaves on a new machine."""
        lock = read_lock(ROOT / "deps.lock", ("build",))
        sources = self.folder / "cache" / "src"
        sources.mkdir(parents=True)
        for archive in (*lock.npm, *lock.debian_source):
            (sources / archive.folder).symlink_to(cache_folder() / "src" / archive.folder)
        return sources.parent

    def cmake(self, cache, tests):
        tree = self.folder / tests
        command = ["cmake", "-S", ROOT, "-B", tree, "-G", "Ninja", f"-DHOLDFAST_TESTS={tests}"]
        return tree, run_tool(*command, HOLDFAST_CACHE=cache)

    def test_the_product_is_configured_without_the_libraries_of_the_tests(self):
        cache = self.cache_of_the_product()
        tree, result = self.cmake(cache, "OFF")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(build.is_configured(tree, tests=False))
        self.assertFalse(build.is_configured(tree, tests=True))

    def test_the_tests_name_what_they_lack(self):
        tree, result = self.cmake(self.cache_of_the_product(), "ON")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn('run "./holdfast deps" first', result.stderr)
        self.assertFalse(build.is_configured(tree, tests=False))


if __name__ == "__main__":
    unittest.main()
