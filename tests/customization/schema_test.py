"""The schema of change sets takes the example of the manual and refuses what the reader does."""

import copy
import json
import pathlib
import re
import sys
import unittest

import jsonschema  # Debian's python3-jsonschema, as in tools/embed_meta.py.

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "core/meta/schema/customization.schema.json").read_text("utf-8"))
MANUAL = (ROOT / "docs/modules.md").read_text("utf-8")
SECTION = MANUAL[MANUAL.index("## What administrators change") :]
EXAMPLE = json.loads(re.search(r"```json\n(.*?)```", SECTION, re.DOTALL).group(1))


class SchemaTest(unittest.TestCase):
    def errors(self, change_set):
        return list(jsonschema.Draft7Validator(SCHEMA).iter_errors(change_set))

    def refused(self, change):
        change_set = copy.deepcopy(EXAMPLE)
        change(change_set)
        return self.errors(change_set)

    def test_the_example_of_the_manual_is_valid(self):
        jsonschema.Draft7Validator.check_schema(SCHEMA)
        self.assertEqual(self.errors(EXAMPLE), [])

    def test_keys_of_ones_own_need_their_prefix(self):
        fields = lambda example: example["change"]["work_order"]["add_fields"]
        self.assertTrue(self.refused(lambda example: fields(example)[0].update(key="gate")))
        self.assertTrue(self.refused(lambda example: example["add"][0].update(key="vehicle")))

    def test_ids_states_and_unknown_words_are_refused(self):
        order = lambda example: example["change"]["work_order"]
        self.assertTrue(self.refused(lambda example: order(example)["add_fields"][0].update(id=5)))
        self.assertTrue(self.refused(lambda example: order(example).update(remove_states=["open"])))
        self.assertTrue(self.refused(lambda example: example.update(adds=[])))

    def test_labels_are_in_known_languages_and_not_empty(self):
        field = lambda example: example["change"]["work_order"]["add_fields"][0]
        self.assertTrue(self.refused(lambda example: field(example).update(label={})))
        self.assertTrue(self.refused(lambda example: field(example).update(label={"de": "Tor"})))


if __name__ == "__main__":
    sys.exit(unittest.main())
