"""The script itself: usage, exit codes, and the generators' sentences."""
import pathlib
import tempfile
import unittest

from support import ROOT, run_python, run_tool

SCRIPT = ROOT / "holdfast"


class Usage(unittest.TestCase):
    def test_unknown_verb_is_a_usage_error_that_names_the_verbs(self):
        result = run_tool(SCRIPT, "frobnicate")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn('no verb "frobnicate"', result.stderr)
        self.assertIn("demo", result.stderr)

    def test_no_verb_is_a_usage_error(self):
        self.assertEqual(run_tool(SCRIPT).returncode, 2)

    def test_help_names_every_verb(self):
        result = run_tool(SCRIPT, "--help")
        self.assertEqual(result.returncode, 0)
        for verb in ("demo", "test", "build", "serve", "user", "device", "bench", "sim", "fuzz"):
            self.assertIn(f"\n  {verb} ", result.stdout)

    def test_verbs_of_the_script_answer_help(self):
        for verb in ("demo", "test", "build", "bench", "fuzz", "deps"):
            result = run_tool(SCRIPT, verb, "--help")
            self.assertEqual(result.returncode, 0, verb)
            self.assertIn(f"usage: ./holdfast {verb}", result.stdout)

    def test_unknown_part_of_the_tests_is_a_usage_error(self):
        result = run_tool(SCRIPT, "test", "nonsense")
        self.assertEqual(result.returncode, 2)
        self.assertIn('no part "nonsense"', result.stderr)


class Generators(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def compile_po(self, english, **others):
        """Catalogues app.po of all languages: English where nothing else is given."""
        for language in ("en", "pt-BR", "sv", "ja", "fr", "es"):
            self.write(f"{language}/app.po", others.get(language, english))
        return run_python("tools/compile_po.py", "--out", self.folder / "out.cpp", self.folder)

    def test_missing_translation_names_file_and_key(self):
        english = 'msgid "ui.save"\nmsgstr "Save"\n'
        result = self.compile_po(english, sv='msgid "ui.save"\nmsgstr ""\n', fr="")
        self.assertEqual(result.returncode, 1)
        self.assertIn('sv/app.po:1: "ui.save" has no translation', result.stderr)
        self.assertRegex(result.stderr, r'fr: "ui.save" of .*en/app.po:1 has no translation')
        self.assertFalse((self.folder / "out.cpp").exists())

    def test_key_that_stands_in_two_catalogues_names_both(self):
        english = 'msgid "ui.save"\nmsgstr "Save"\n'
        self.write("en/more.po", english)
        result = self.compile_po(english)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r'more.po:1: "ui.save" stands in .*app.po:1, too')

    def test_lost_placeholder_and_plural_form_are_refused(self):
        head = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2;\\n"\n\n'
        result = self.compile_po(
            head + 'msgid "a"\nmsgstr "Hello {0}"\n\nmsgid "b"\nmsgid_plural "b"\n'
            'msgstr[0] "one"\nmsgstr[1] "many"\n',
            sv=head + 'msgid "a"\nmsgstr "Hej"\n\nmsgid "b"\nmsgid_plural "b"\n'
            'msgstr[0] "en"\n',
        )
        self.assertIn('"a" must use {0} like English', result.stderr)
        self.assertIn('"b" needs 2 plural forms', result.stderr)

    def test_complete_catalogues_become_sorted_tables(self):
        english = 'msgid "b"\nmsgstr "B"\n\nmsgctxt "x"\nmsgid "a"\nmsgstr "A"\n'
        self.assertEqual(self.compile_po(english).returncode, 0)
        text = (self.folder / "out.cpp").read_text(encoding="utf-8")
        self.assertIn('"bx\\004a"', text)

    def test_definition_that_breaks_the_schema_names_file_path_and_reason(self):
        schema = self.write(
            "schema.json", '{"properties": {"fields": {"items": {"type": "object"}}}}'
        )
        document = self.write("account.json", '{"fields": [{}, 7]}')
        result = run_python(
            "tools/embed_meta.py",
            "--schema",
            schema,
            "--out",
            self.folder / "out.cpp",
            "--symbol",
            "documents",
            document,
        )
        self.assertEqual(result.returncode, 1)
        self.assertIn("account.json: $.fields[1]: 7 is not of type 'object'", result.stderr)

    def test_key_that_stands_twice_is_refused(self):
        document = self.write("account.json", '{"key": 1, "key": 2}')
        result = run_python(
            "tools/embed_meta.py",
            "--out",
            self.folder / "out.cpp",
            "--symbol",
            "documents",
            document,
        )
        self.assertIn('account.json: $: the key "key" stands twice', result.stderr)


if __name__ == "__main__":
    unittest.main()
