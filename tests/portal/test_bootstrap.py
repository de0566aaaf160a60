"""What `make demo` needs and does not find is told in one clear sentence.

The script runs with whatever Python is there, before anything is installed.
"""

import ast
import importlib.util
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """The script, for a folder in which nothing is set up yet."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "VENV", str(venv))
    monkeypatch.setattr(module, "PYTHON", str(venv / "bin" / "python"))
    monkeypatch.setattr(module, "STAMP", str(venv / ".sabaq-locked"))
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "uv.lock").write_text("")
    return module


def sentence_of(call, *arguments) -> str:
    with pytest.raises(SystemExit) as stopped:
        call(*arguments)
    sentence = str(stopped.value.code)
    assert sentence.startswith("Sabaq: ")
    assert "\n" not in sentence
    return sentence


def answering(monkeypatch, *, returncode=1, stdout="", stderr=""):
    """Let every program that is called give this answer."""

    def run(arguments, **options):
        return subprocess.CompletedProcess(arguments, returncode, stdout, stderr)

    monkeypatch.setattr(subprocess, "run", run)


def test_an_old_python_is_told(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2, "final", 0))
    sentence = sentence_of(bootstrap.main, ["--run"])
    assert "Python 3.11 or later is needed, and this is 3.9." in sentence


def test_an_old_python_can_read_the_script():
    ast.parse(SCRIPT.read_text(), feature_version=(3, 5))


def test_a_missing_venv_module_is_told(bootstrap, monkeypatch):
    answering(monkeypatch, stdout="ensurepip is not available")
    sentence = sentence_of(bootstrap.make_environment)
    assert "apt-get install python3-venv" in sentence


def test_a_missing_compiler_is_told(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "find_uv", lambda: "uv")
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    answering(monkeypatch, stderr="Failed to build `lxml==6`")
    sentence = sentence_of(bootstrap.install, [])
    assert "must be compiled: apt-get install build-essential" in sentence


def test_no_network_is_told_by_its_last_line(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    answering(monkeypatch, stderr="Retrying\nERROR: No route to host")
    sentence = sentence_of(bootstrap.find_uv)
    assert sentence.endswith("uv could not be installed: ERROR: No route to host")


def test_a_second_run_calls_nothing(bootstrap, monkeypatch, tmp_path):
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(bootstrap, "find_uv", lambda: "uv")
    answering(monkeypatch, returncode=0)
    bootstrap.main(["--run"])

    def refuse(*arguments, **options):
        raise AssertionError("Nothing was to be done.")

    monkeypatch.setattr(subprocess, "run", refuse)
    bootstrap.main(["--run"])


def test_changed_requirements_are_installed(bootstrap, monkeypatch, tmp_path):
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(bootstrap, "find_uv", lambda: "uv")
    answering(monkeypatch, returncode=0)
    bootstrap.main(["--run"])
    (tmp_path / "uv.lock").write_text("another version")
    called = []
    monkeypatch.setattr(bootstrap, "install", called.append)
    bootstrap.main(["--run"])
    assert called
