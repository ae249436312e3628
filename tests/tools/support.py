"""Runs the project's own tools in a scratch folder with a fake network."""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run_tool(*command, **environment):
    """The finished process, with text output; never the machine's real cache unless asked for."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def run_python(script, *arguments, **environment):
    return run_tool(sys.executable, ROOT / script, *arguments, **environment)


def fake_program(folder, name, script):
    """A program of that name at the front of PATH; returns the PATH."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n" + script, encoding="utf-8")
    path.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
