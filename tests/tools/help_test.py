"""--help answers at once: it neither installs nor configures nor compiles."""
import pathlib
import re
import sys
import tempfile
import unittest

from support import ROOT, fake_program, project_copy, run_tool

sys.path[:0] = [str(ROOT / "tools" / "deps"), str(ROOT / "tools" / "cli")]

import kept_help  # noqa: E402
import main  # noqa: E402

SERVER = ROOT / "server_stub/src/main.cpp"
SIMULATOR = ROOT / "tests/sim/sim_main.cpp"
SUBCOMMAND = re.compile(r'add_subcommand\(\s*"(\w+)"')
OPTION = re.compile(r'add_(?:option|flag)\(\s*"([\w-]+)"')
DEFAULT = re.compile(r'default_val\("([^"]+)"\)')
SIMULATOR_WORD = re.compile(r'word == "(--[\w-]+)"')


class AnsweringAtOnce(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.script = project_copy(self.folder / "project")
        self.called = self.folder / "called"
        for name in ("apt-get", "apt-cache", "dpkg-query", "npm", "cmake", "ninja", "sudo"):
            self.path = fake_program(self.folder / "bin", name, f"echo {name} >> {self.called}\n")

    def help_of(self, *words):
        result = run_tool(
            self.script, *words, PATH=self.path, HOLDFAST_CACHE=self.folder / "cache"
        )
        self.assertEqual((result.returncode, result.stderr), (0, ""), words)
        return result.stdout

    def test_every_verb_answers_without_building_anything(self):
        for verb in main.VERBS:
            for word in ("--help", "-h"):
                self.assertIn(f"usage: ./holdfast {verb} ", self.help_of(verb, word))
        self.assertFalse(self.called.exists())
        self.assertFalse((self.folder / "project/build").exists())

    def test_help_of_the_word_after_a_verb_is_answered_too(self):
        self.assertIn("--role ROLE", self.help_of("user", "add", "--help"))
        self.assertIn("--user NAME", self.help_of("device", "code", "--help"))

    def test_a_program_that_is_built_answers_itself(self):
        place = self.folder / "project/build/native-release/server_stub"
        fake_program(place, "holdfast_server", 'echo "server: $*"\n')
        self.assertEqual(self.help_of("serve", "--help"), "server: serve --help\n")
        self.assertEqual(self.help_of("user", "add", "-h"), "server: user add -h\n")
        self.assertFalse(self.called.exists())


class KeptHelp(unittest.TestCase):
    """The kept text names what the programs' sources take, no more and no less."""

    def options_of(self, verb):
        return {name.split()[0] for name in kept_help.VERBS[verb].options}

    def server_commands(self):
        """{verb: the function that declares it}."""
        functions = SERVER.read_text(encoding="utf-8").split("\nCLI::App* add_")[1:]
        found = {SUBCOMMAND.search(function).group(1): function for function in functions}
        return {verb: text for verb, text in found.items() if verb in main.VERBS}

    def test_the_server_takes_these_words_and_options(self):
        commands = self.server_commands()
        self.assertEqual(sorted(commands), sorted(set(kept_help.VERBS) - {"sim"}))
        for verb, source in commands.items():
            names = OPTION.findall(source)
            taken = {name if name.startswith("--") else name.upper() for name in names}
            self.assertEqual(self.options_of(verb), taken, verb)
            for word in (*SUBCOMMAND.findall(source)[1:], *DEFAULT.findall(source)):
                self.assertIn(word, kept_help.text(verb))

    def test_the_simulator_takes_these_options(self):
        taken = set(SIMULATOR_WORD.findall(SIMULATOR.read_text(encoding="utf-8")))
        self.assertEqual(self.options_of("sim"), taken)


if __name__ == "__main__":
    unittest.main()
