"""How ./holdfast test counts: nothing that did not pass may look as if it had."""
import pathlib
import sys
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools" / "deps"), str(ROOT / "tools" / "cli")]

import checks  # noqa: E402

SIM_OUTPUT = """seeds {seeds}, failures {failures}, 1500 seeds/s per core
  dropped                1234
{mutant}"""
KILLED = "killed   merge ignores the base      3 seeds  lost update: a write was overwritten\n"
SURVIVED = "SURVIVED merge ignores the base   4000 seeds\n"


class Counting(unittest.TestCase):
    def test_the_summaries_of_all_runners_are_read(self):
        ctest = "98% tests passed, 2 tests failed out of 90\n"
        self.assertEqual(checks.counts(8, ctest), (88, 2))
        self.assertEqual(checks.counts(0, "ok a\n3 passed, 0 failed\n"), (3, 0))
        self.assertEqual(checks.counts(0, "ℹ pass 7\nℹ fail 0\n"), (7, 0))

    def test_a_runner_that_dies_without_a_word_has_failed(self):
        self.assertEqual(checks.counts(139, "Segmentation fault\n"), (0, 1))

    def test_a_run_of_no_test_has_failed(self):
        self.assertEqual(checks.counts(0, ""), (0, 1))
        self.assertEqual(checks.counts(0, "0 passed, 0 failed\n"), (0, 1))

    def test_an_exit_code_outweighs_friendly_words(self):
        self.assertEqual(checks.counts(1, "5 passed, 0 failed\n"), (5, 1))


class Simulating(unittest.TestCase):
    """Four runs: many seeds with mutants, worlds with open forms, on SQLite, with real clients."""

    RUNS = {
        "ordinary": (0, 20000, 0),
        "open_forms": (0, 8000, 0),
        "sqlite": (0, 1000, 0),
        "clients": (0, 2000, 0),
    }
    WHOLE = 20000 + 1 + 8000 + 1000 + 2000

    def simulate(self, mutant=KILLED, **others):
        """`others`: exit code, seeds and failures of the runs that are not as they should be."""
        runs = [
            (code, SIM_OUTPUT.format(seeds=seeds, failures=failures, mutant=mutants))
            for (code, seeds, failures), mutants in zip(
                {**self.RUNS, **others}.values(), (mutant, "", "", "")
            )
        ]
        with mock.patch.object(checks.build, "compile_preset"), mock.patch.object(
            checks, "shown", side_effect=runs
        ):
            return checks.simulate()

    def test_seeds_and_killed_mutants_pass(self):
        self.assertEqual(self.simulate(), (self.WHOLE, 0))

    def test_a_failing_seed_and_a_surviving_mutant_fail(self):
        self.assertEqual(self.simulate(ordinary=(1, 20000, 2)), (self.WHOLE - 2, 2))
        survived = self.simulate(ordinary=(1, 20000, 0), mutant=SURVIVED)
        self.assertEqual(survived, (self.WHOLE - 1, 1))
        self.assertEqual(self.simulate(sqlite=(1, 1000, 3)), (self.WHOLE - 3, 3))
        self.assertEqual(self.simulate(open_forms=(1, 8000, 1)), (self.WHOLE - 1, 1))
        self.assertEqual(self.simulate(clients=(1, 2000, 2)), (self.WHOLE - 2, 2))

    def test_no_mutant_at_all_has_failed(self):
        self.assertEqual(self.simulate(mutant=""), (self.WHOLE - 1, 1))

    def test_a_run_of_fewer_seeds_than_asked_for_has_failed(self):
        self.assertEqual(self.simulate(ordinary=(0, 10, 0)), (self.WHOLE - 19990, 1))
        self.assertEqual(self.simulate(sqlite=(0, 10, 0)), (self.WHOLE - 990, 1))

    def test_a_run_that_dies_has_failed(self):
        self.assertEqual(self.simulate(sqlite=(139, 1000, 0)), (self.WHOLE, 1))


if __name__ == "__main__":
    unittest.main()
