"""Two runs in one folder, and what a run says when building fails."""
import errno
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from unittest import mock

from support import ROOT, fake_program, project_copy, run_tool

sys.path[:0] = [str(ROOT / "tools" / "deps"), str(ROOT / "tools" / "cli")]

import build_lock  # noqa: E402
from lock import Problem  # noqa: E402

SERVER = "build/native-release/server_stub/holdfast_server"
# A run that nobody ends is killed then: what waits for its words fails instead of waiting on.
RUN_SECONDS_MAX = 60
# Both wait for a line of their run's input, so that the test decides how long they take.
RUNNING_SERVER = "echo serving; read stop"
NINJA = f"""[ -x {SERVER} ] && echo "ninja: no work to do." && exit 0
case "$*" in *-n*) echo "1 to do"; exit 0 ;; esac
echo building; read go
mkdir -p {os.path.dirname(SERVER)}
printf '#!/bin/sh\\n{RUNNING_SERVER}\\n' > {SERVER} && chmod +x {SERVER}
"""


class ScratchProject(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.project = pathlib.Path(scratch.name)
        self.script = project_copy(self.project)
        self.path = fake_program(self.project / "bin", "cmake", "exit 0\n")
        fake_program(self.project / "bin", "dpkg-query", "exit 0\n")


class TwoRuns(ScratchProject):
    def setUp(self):
        super().setUp()
        fake_program(self.project / "bin", "ninja", NINJA)

    def start(self):
        """A run in a process group of its own, which is over when the test is."""
        run = subprocess.Popen(
            [self.script, "device", "code"],
            cwd=self.project,
            env={**os.environ, "PATH": self.path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        limit = threading.Timer(RUN_SECONDS_MAX, self.end, [run])
        limit.start()
        self.addCleanup(run.communicate)
        self.addCleanup(self.end, run)
        self.addCleanup(limit.cancel)
        return run

    @staticmethod
    def end(run):
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)

    def read_until(self, run, wanted):
        """The lines before `wanted`; a run that ends without it has failed."""
        before = []
        for line in run.stdout:
            if line.rstrip("\n") == wanted:
                return before
            before.append(line)
        self.fail(f'"{wanted}" did not come, only {before}')

    @staticmethod
    def answer(run):
        run.stdin.write("\n")
        run.stdin.flush()

    def test_the_second_waits_until_the_first_has_built_and_not_until_it_has_served(self):
        first = self.start()
        self.read_until(first, "building")
        second = self.start()
        self.assertEqual(second.stdout.readline(), build_lock.WAITING + "\n")
        self.answer(first)
        self.read_until(first, "serving")
        self.assertEqual(self.read_until(second, "serving"), [])
        self.assertIsNone(first.poll())
        for run in (first, second):
            self.answer(run)
            self.assertEqual(run.wait(), 0)

    def test_a_run_that_was_killed_holds_nobody_up(self):
        first = self.start()
        self.read_until(first, "building")
        self.end(first)
        self.assertNotIn(build_lock.WAITING + "\n", self.read_until(self.start(), "building"))


class Locking(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.build = pathlib.Path(scratch.name) / "build"
        patch = mock.patch.object(build_lock, "LOCK", self.build / ".lock")
        patch.start()
        self.addCleanup(patch.stop)

    def test_a_file_system_without_locks_is_built_on_all_the_same(self):
        failure = OSError(errno.ENOLCK, "No locks available")
        with mock.patch.object(build_lock.fcntl, "flock", side_effect=failure):
            with build_lock.held():
                self.assertTrue(self.build.is_dir())

    def test_a_build_folder_that_cannot_be_made_is_one_sentence(self):
        self.build.write_text("not a folder", encoding="utf-8")
        with self.assertRaisesRegex(Problem, "build: File exists. Mend that, then run this again"):
            with build_lock.held():
                self.fail("held a lock that is nowhere")


class Failing(ScratchProject):
    def run_holdfast(self, *words):
        return run_tool(self.script, *words, PATH=self.path)

    def test_a_failed_compilation_says_what_to_do(self):
        fake_program(self.project / "bin", "ninja", "echo no such thing; exit 1\n")
        result = self.run_holdfast("user", "add")
        self.assertEqual(result.returncode, 1)
        self.assertIn("no such thing", result.stdout)
        self.assertIn("compiling native-release failed; the lines above say why", result.stderr)
        self.assertIn("then run this again: what was compiled is kept", result.stderr)

    def test_a_failed_part_of_the_tests_says_the_same(self):
        fake_program(self.project / "bin", "ninja", "exit 1\n")
        proof = self.project / "tests/sim/CMakeLists.txt"
        proof.parent.mkdir(parents=True)
        proof.touch()
        result = self.run_holdfast("test", "sim")
        self.assertEqual(result.returncode, 1)
        self.assertIn("holdfast: compiling native-release failed", result.stderr)
        self.assertIn("0 passed, 1 failed", result.stdout)

    def test_a_failed_configuration_says_what_to_do(self):
        fake_program(self.project / "bin", "cmake", "echo no compiler >&2; exit 1\n")
        result = self.run_holdfast("user", "add")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(
            result.stderr, r"no compiler\s+holdfast: configuring .* Mend that, then run this again"
        )


if __name__ == "__main__":
    unittest.main()
