"""House rules as tests. Each failure names file, line, the rule and what to use instead."""
import os
import re
import unittest

import rules
import sources

CPP = (".h", ".cpp")
CODE = (".h", ".cpp", ".js", ".mjs", ".py", ".cmake", ".ts")
INCLUDE = re.compile(r'^\s*#include "([^"]+)"')
# A lone flag reads well at the call (on_network(true)); beside others it does not.
BOOL_PARAMETER = re.compile(r",\s*bool\s+\w+\s*[,)=]|\(\s*bool\s+\w+\s*,")


class HouseRules(unittest.TestCase):
    """One test per rule; all breaches are listed at once."""

    def report(self, breaches):
        listed = sorted(set(breaches))
        if listed:
            self.fail("\n" + "\n".join(listed))

    def test_there_is_something_to_look_at(self):
        self.assertTrue(any(source.folder == "core" for source in sources.tracked_sources(*CPP)))

    def test_folders_include_only_what_they_may_know(self):
        breaches = []
        for source in sources.tracked_sources(*CPP):
            allowed = rules.MAY_INCLUDE.get(source.folder, rules.OURS)
            for number, line in enumerate(source.lines, start=1):
                match = INCLUDE.match(line)
                owner = match.group(1).split("/", 1)[0] if match and "/" in match.group(1) else ""
                if owner in rules.OURS and owner not in allowed:
                    breaches.append(
                        f"{source.path}:{number}: {source.folder} knows nothing of {owner}"
                    )
        self.report(breaches)

    def test_layers_of_core_include_only_to_the_left(self):
        breaches = []
        for source in sources.tracked_sources(*CPP):
            match = re.match(r"core/src/(\w+)/", source.path)
            if not match:
                continue
            layer = match.group(1)
            if layer not in rules.CORE_LAYERS:
                breaches.append(
                    f"{source.path}: core has the layers {', '.join(rules.CORE_LAYERS)}"
                )
                continue
            to_the_right = rules.CORE_LAYERS[rules.CORE_LAYERS.index(layer) + 1 :]
            for number, line in enumerate(source.lines, start=1):
                include = INCLUDE.match(line)
                folder = self.layer_of(source.path, include.group(1)) if include else ""
                if folder in to_the_right:
                    breaches.append(f"{source.path}:{number}: {layer} may not include {folder}")
        self.report(breaches)

    @staticmethod
    def layer_of(path, included):
        """The layer an include leads to: "store/x.h" on the path of core/src, or "core/app/x.h"."""
        if included.startswith("core/app/"):
            return "app"
        if included.startswith("core/"):
            return ""
        if "/" in included and included.split("/", 1)[0] in rules.CORE_LAYERS:
            return included.split("/", 1)[0]
        beside = os.path.normpath(os.path.join(os.path.dirname(path), included))
        match = re.match(r"core/src/(\w+)/", beside)
        return match.group(1) if match else ""

    def test_banned_words_stay_where_they_belong(self):
        breaches = []
        for source in sources.tracked_sources(*CPP):
            views = {"text": source.lines, "code": self.lines_with_includes(source)}
            for ban in rules.BANS:
                if source.path.startswith(ban.allowed_under or ("\0",)):
                    continue
                for number, line in enumerate(views[ban.looks_at], start=1):
                    if ban.expression.search(line):
                        breaches.append(
                            f"{source.path}:{number}: {ban.expression.search(line).group(0)}"
                            f" is not used here; use {ban.instead}"
                        )
        self.report(breaches)

    @staticmethod
    def lines_with_includes(source):
        """Code without comments and strings, but with the names in #include lines."""
        code = sources.code_only(source.text).splitlines()
        return [
            line if line.startswith("#include") else clean
            for line, clean in zip(source.lines, code)
        ]

    def test_files_and_lines_are_short(self):
        breaches = []
        for source in sources.tracked_sources(*CODE):
            if str(source.path) in rules.KEPT_AS_GIVEN:
                continue
            if len(source.lines) > rules.FILE_LINES_MAX:
                breaches.append(
                    f"{source.path}: {len(source.lines)} lines, at most "
                    f"{rules.FILE_LINES_MAX}; split it by subject"
                )
            breaches += [
                f"{source.path}:{number}: {len(line)} columns, at most {rules.LINE_COLUMNS_MAX}"
                for number, line in enumerate(source.lines, start=1)
                if len(line) > rules.LINE_COLUMNS_MAX
            ]
        self.report(breaches)

    def test_functions_are_short(self):
        breaches = []
        for source in sources.tracked_sources(*CPP):
            breaches += [
                f'{source.path}:{each.first_line}: {each.line_count} lines in "{each.head}", '
                f"at most {rules.FUNCTION_LINES_MAX}; give parts a name of their own"
                for each in sources.functions(source.text)
                if each.line_count > rules.FUNCTION_LINES_MAX
            ]
        self.report(breaches)

    def test_public_headers_say_what_they_are(self):
        breaches = []
        for source in sources.tracked_sources(".h"):
            if "/include/" not in source.path:
                continue
            first = source.lines[0] if source.lines else ""
            if not re.match(r"// \w.*\w", first):
                breaches.append(f"{source.path}:1: the first line is one sentence: what this is")
            if "#pragma once" not in source.text:
                breaches.append(f"{source.path}: needs #pragma once")
            code = sources.code_only(source.text)
            breaches += [
                f"{source.path}:{code.count(chr(10), 0, match.start()) + 1}: no bool parameter "
                "in a public header; use an enum or two functions"
                for match in BOOL_PARAMETER.finditer(code)
            ]
        self.report(breaches)

    def test_try_stands_first_in_a_list(self):
        breaches = []
        for source in sources.tracked_sources(".h", ".cpp"):
            code = sources.code_only(source.text)
            breaches += [
                f"{source.path}:{code.count(chr(10), 0, place) + 1}: a TRY behind other elements "
                "of a list leaks them when it returns; give its value a name before the list"
                for place in sources.tries_in_lists(code)
            ]
        self.report(breaches)

    def test_a_try_behind_other_elements_is_found(self):
        found = ["f({a(), TRY(b())});", "x.push_back({a, g(TRY(b())), c});", "T t{a, TRY(b())};"]
        fine = ["f({TRY(b()), a});", "{ T t = TRY(b()); }", "{ f(a, TRY(b())); }"]
        for code in found:
            self.assertEqual(len(list(sources.tries_in_lists(code))), 1, code)
        for code in fine:
            self.assertEqual(list(sources.tries_in_lists(code)), [], code)

    def test_nothing_is_left_unfinished(self):
        self.report(
            f"{source.path}:{number}: {line.strip()[:60]}: file an issue, or finish it"
            for source in sources.tracked_sources()
            for number, line in enumerate(source.lines, start=1)
            if source.path != "LICENSE" and rules.UNFINISHED.search(line)
        )

    def test_no_file_names_a_machine_or_a_host(self):
        breaches = []
        for source in sources.tracked_sources():
            for number, line in enumerate(source.lines, start=1):
                if rules.MACHINE_PATH.search(line):
                    breaches.append(f"{source.path}:{number}: a path of one machine")
                breaches += [
                    f"{source.path}:{number}: the host {host} does not belong in a file"
                    for host in rules.ADDRESS.findall(line)
                    if source.path != "LICENSE" and not rules.ADDRESSES_ALLOWED.match(host)
                ]
        self.report(breaches)

    def test_tests_wait_for_conditions(self):
        self.report(
            f"{source.path}:{number}: waits for a time; wait for the condition"
            for source in sources.tracked_sources(".h", ".cpp", ".mjs", ".js", ".py")
            for number, line in enumerate(source.lines, start=1)
            if source.folder == "tests"
            and not source.path.startswith("tests/tidy/")
            and rules.SLEEP.search(line)
        )


if __name__ == "__main__":
    unittest.main()
