"""Prepares this folder: virtual environment, uv, locked dependencies.

Runs with nothing but the Python that is there, so it uses the standard library
alone and only syntax that older Pythons can read. Whatever is missing is told in one
sentence. When nothing changed since the last run it ends at once.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, ".sabaq-locked")
OLDEST = (3, 11)


def stop(sentence):
    sys.exit("Sabaq: " + sentence)


def check_python():
    if sys.version_info[:2] < OLDEST:
        stop(
            "Python {}.{} or later is needed, and this is {}.{}. Install it, then run "
            "make PYTHON=/path/to/python3.11 with the same target.".format(
                *(OLDEST + tuple(sys.version_info[:2]))
            )
        )


def make_environment():
    if os.path.exists(PYTHON):
        return
    print("Making the virtual environment in .venv …", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        if "ensurepip" in made.stdout + made.stderr:
            stop("Python's venv module is incomplete: apt-get install python3-venv.")
        stop("the virtual environment could not be made: " + made.stderr.strip())


def find_uv():
    for candidate in (os.path.join(VENV, "bin", "uv"), shutil.which("uv")):
        if candidate and os.path.exists(candidate):
            return candidate
    print("Installing uv into .venv …", flush=True)
    got = subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "uv>=0.9"],
        capture_output=True,
        text=True,
    )
    if got.returncode:
        lines = (got.stderr.strip() or got.stdout.strip()).splitlines()
        stop(
            "uv could not be installed: " + (lines[-1] if lines else "no reason given")
        )
    return os.path.join(VENV, "bin", "uv")


def install(arguments):
    print("Installing the locked dependencies …", flush=True)
    done = subprocess.run(
        [find_uv(), "sync", "--frozen", "--quiet"] + arguments,
        cwd=ROOT,
        env=dict(os.environ, UV_PROJECT_ENVIRONMENT=VENV, UV_PYTHON=PYTHON),
        capture_output=True,
        text=True,
    )
    if done.returncode == 0:
        return
    if not (shutil.which("cc") or shutil.which("gcc")) and "build" in done.stderr:
        stop("a dependency must be compiled: apt-get install build-essential.")
    stop("the dependencies could not be installed:\n" + done.stderr.strip())


def state(arguments):
    digest = hashlib.sha256(repr((arguments, sys.version_info[:2])).encode())
    for name in ("pyproject.toml", "uv.lock"):
        with open(os.path.join(ROOT, name), "rb") as source:
            digest.update(source.read())
    return digest.hexdigest()


def main(arguments):
    check_python()
    # What is needed to run stays when the test tools are there already.
    arguments = ["--inexact", "--no-dev"] if "--run" in arguments else []
    wanted = state(arguments)
    stamps = set()
    if os.path.exists(STAMP):
        with open(STAMP) as stamp:
            stamps = set(stamp.read().split())
    if wanted in stamps and os.path.exists(PYTHON):
        return
    make_environment()
    install(arguments)
    kept = {wanted} | ({state(["--inexact", "--no-dev"])} if not arguments else set())
    with open(STAMP, "w") as stamp:
        stamp.write("\n".join(sorted(kept)))


if __name__ == "__main__":
    main(sys.argv[1:])
