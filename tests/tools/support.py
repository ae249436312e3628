"""Runs the project's own tools in a scratch folder with a fake network."""
import os
import pathlib
import shutil
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


def project_copy(folder):
    """The script and its tools in a folder of their own, where nothing is built nor wanted."""
    folder = pathlib.Path(folder)
    for part in ("tools/cli", "tools/deps"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    nothing = '{"npm": [], "debian_source": [], "debian_binary": []}'
    (folder / "deps.lock").write_text(nothing, encoding="utf-8")
    return shutil.copy2(ROOT / "holdfast", folder / "holdfast")
