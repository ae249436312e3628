"""What the fetcher says and does when something is wrong: one sentence, nothing half done."""
import json
import os
import pathlib
import shutil
import sys
import tarfile
import tempfile
import unittest
from unittest import mock

from support import ROOT, fake_program, run_python, run_tool

sys.path.insert(0, str(ROOT / "tools" / "deps"))

import debian_binary  # noqa: E402
from lock import Package, Problem  # noqa: E402

FETCH = "tools/deps/fetch.py"
HASH_OF_OTHER_BYTES = "0" * 64


class Fetching(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.cache = self.folder / "cache"

    def lock_file(self, **sections):
        lock = {"npm": [], "debian_source": [], "debian_binary": [], **sections}
        path = self.folder / "deps.lock"
        path.write_text(json.dumps(lock), encoding="utf-8")
        return path

    def npm_entry(self, sha256):
        return {"name": "sample", "version": "1.0.0", "sha256": sha256, "for": "build"}

    def npm_that_packs(self):
        """A client that delivers an archive without any network."""
        archive = self.folder / "made.tgz"
        source = self.folder / "index.js"
        source.write_text("export {};\n", encoding="utf-8")
        with tarfile.open(archive, "w:gz") as tar:
            tar.add(source, "package/index.js")
        return fake_program(self.folder / "bin", "npm", f'cp {archive} "$4/sample-1.0.0.tgz"\n')

    def fetch(self, lock, **environment):
        return run_python(FETCH, "--lock", lock, HOLDFAST_CACHE=self.cache, **environment)

    def assert_one_sentence(self, result, *words):
        lines = result.stderr.strip().splitlines()
        self.assertEqual((result.returncode, len(lines)), (1, 1), result.stderr)
        for word in words:
            self.assertIn(word, lines[0])

    def test_wrong_hash_is_named_and_nothing_is_unpacked(self):
        lock = self.lock_file(npm=[self.npm_entry(HASH_OF_OTHER_BYTES)])
        result = self.fetch(lock, PATH=self.npm_that_packs())
        self.assert_one_sentence(
            result, "sample 1.0.0", "deps.lock expects", "nothing was unpacked"
        )
        self.assertFalse((self.cache / "src").exists())
        self.assertEqual(list((self.cache / "archives").glob("*.tgz")), [])

    def test_right_hash_is_unpacked_once(self):
        path = self.npm_that_packs()
        digest = run_tool("sha256sum", self.folder / "made.tgz").stdout.split()[0]
        lock = self.lock_file(npm=[self.npm_entry(digest)])
        self.assertEqual(self.fetch(lock, PATH=path).returncode, 0)
        self.assertTrue((self.cache / "src/sample-1.0.0/index.js").is_file())
        again = self.fetch(lock, PATH=fake_program(self.folder / "bin", "npm", "exit 9\n"))
        self.assertEqual((again.returncode, again.stdout), (0, ""))

    def test_missing_network_for_npm_is_one_sentence(self):
        lock = self.lock_file(npm=[self.npm_entry(HASH_OF_OTHER_BYTES)])
        nowhere = "http://127.0.0.1:1"
        result = self.fetch(
            lock,
            HTTPS_PROXY=nowhere,
            HTTP_PROXY=nowhere,
            NPM_CONFIG_PROXY=nowhere,
            NPM_CONFIG_HTTPS_PROXY=nowhere,
            NPM_CONFIG_FETCH_RETRIES="0",
        )
        self.assert_one_sentence(result, "sample 1.0.0", "network connection")

    def test_a_system_that_is_not_debian_is_one_sentence(self):
        nothing = self.folder / "nothing"
        nothing.mkdir()
        entry = {"any_of": ["git"], "for": "build"}
        result = self.fetch(self.lock_file(debian_binary=[entry]), PATH=nothing)
        self.assert_one_sentence(result, "dpkg-query", "Debian 12")

    def test_missing_network_for_debian_sources_is_one_sentence(self):
        entry = {
            "name": "sample",
            "version": "1.0",
            "sha256": HASH_OF_OTHER_BYTES,
            "suite": "sid",
            "for": "build",
        }
        config = self.folder / "apt.conf"
        config.write_text(
            'Acquire::http::Proxy "http://127.0.0.1:1";\n'
            'Acquire::https::Proxy "http://127.0.0.1:1";\nAcquire::Retries "0";\n',
            encoding="utf-8",
        )
        result = self.fetch(self.lock_file(debian_source=[entry]), APT_CONFIG=config)
        self.assert_one_sentence(result, "sample", "suite sid (", "network connection")
        self.assertNotIn("it says nothing more", result.stderr)

    def test_who_may_not_install_is_told_the_names_that_this_system_has(self):
        policy = '[ "$2" = newlib ] && echo "  Candidate: 9"\n'
        path = fake_program(self.folder / "bin", "apt-cache", policy)
        packages = [Package(("oldlib", "newlib"), "", "", "build")]
        with mock.patch.dict(os.environ, PATH=path), mock.patch.object(
            debian_binary.os, "geteuid", return_value=1000
        ), mock.patch.object(debian_binary.shutil, "which", return_value=None):
            with self.assertRaisesRegex(Problem, "apt-get update && apt-get install -y newlib\""):
                debian_binary.as_root(packages)

    def test_too_old_compiler_is_named_with_the_version_it_needs(self):
        path = fake_program(self.folder / "bin", "no-such-compiler", "echo compiler 2.1.0\n")
        path = fake_program(self.folder / "bin", "apt-get", "exit 0\n")
        fake_program(self.folder / "bin", "apt-cache", "echo '  Candidate: 9'\n")
        entry = {
            "any_of": ["no-such-compiler"],
            "command": "no-such-compiler",
            "version_min": "12",
            "for": "build",
        }
        result = self.fetch(self.lock_file(debian_binary=[entry]), PATH=path)
        self.assert_one_sentence(result, "is version 2.1.0, too old", "12 or newer")

    def test_archive_that_climbs_out_is_refused(self):
        archive = self.folder / "made.tgz"
        with tarfile.open(archive, "w:gz") as tar:
            tar.add(ROOT / "deps.lock", "package/../../escaped")
        path = fake_program(self.folder / "bin", "npm", f'cp {archive} "$4/sample-1.0.0.tgz"\n')
        digest = run_tool("sha256sum", archive).stdout.split()[0]
        result = self.fetch(self.lock_file(npm=[self.npm_entry(digest)]), PATH=path)
        self.assert_one_sentence(result, "outside its folder")
        self.assertFalse((self.folder / "escaped").exists())


class OldEmscripten(unittest.TestCase):
    def test_browser_build_names_the_emcc_it_needs(self):
        with tempfile.TemporaryDirectory() as folder:
            path = fake_program(folder, "emcc", "exit 1\n")
            (pathlib.Path(folder) / "emscripten-version.txt").write_text(
                '"2.0.9"', encoding="utf-8"
            )
            result = run_tool(
                "cmake",
                "-DHOLDFAST_EMCC_FALLBACK=" + folder,
                "-P",
                "cmake/emscripten.cmake",
                PATH=path,
            )
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("is version 2.0.9", result.stderr)
        self.assertIn("needs emcc 3.1.6 or newer", " ".join(result.stderr.split()))


if __name__ == "__main__":
    unittest.main()
