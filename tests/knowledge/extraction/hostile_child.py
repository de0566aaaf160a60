"""The child process with readers that misbehave; what to do stands in the file."""

import os
import signal
import subprocess
import sys
import time

from knowledge.extraction import child, readers
from knowledge.extraction.results import ExtractedPage, PageKind


def read_hostile(path):
    yield ExtractedPage(number=1, text="before")
    behaviour, _, argument = path.read_text().partition(" ")
    match behaviour:
        case "sleep":
            sleeper = subprocess.Popen(["sleep", "600"])
            with open(argument, "w") as file:
                file.write(f"{os.getpid()} {sleeper.pid}")
            time.sleep(600)
        case "spin":
            while True:
                pass
        case "eat":
            hoard = []
            while True:
                hoard.append(bytearray(1 << 24))
        case "talk":
            number = 2
            while True:
                yield ExtractedPage(number=number, text="words " * 1000)
                number += 1
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "print":
            sys.stdout.write("noise on the standard output")
            os.write(1, b'["End",{"status":"failed"}]\n')
            sys.stderr.write("noise" * 100_000)
        case "environment":
            yield ExtractedPage(number=2, text=repr(dict(os.environ)))
            return
        case "skip":
            yield ExtractedPage(number=7, text="out of turn")
        case "raise":
            raise RuntimeError("two\nlines")
    yield ExtractedPage(number=2, text="after")


readers.READERS["text/plain"] = ("hostile.read_hostile", PageKind.SECTION)
sys.modules["knowledge.extraction.hostile"] = sys.modules[__name__]

if __name__ == "__main__":
    child.main()
