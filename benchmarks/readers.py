"""Whether many readers can search at once: a real server, real connections.

    python -m benchmarks.readers --readers 50 --documents 10000 --json

Every reader searches one query after the other, as fast as answers come, on the
production web server with the site's own settings. An answer other than 200, a refused
connection or one without an answer in `TIMEOUT` seconds is an error.
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import site
from benchmarks.corpus import Corpus
from benchmarks.relevance import ENGINES, percentiles
from benchmarks.search import build

TIMEOUT = 30
WITHIN = 60  # seconds for the server to start


@contextmanager
def server():
    """Serve the site of this process's environment; yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    command += ["--workers", str(os.cpu_count()), "--threads", "4"]
    command += ["--worker-class", "gthread"]
    process = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + WITHIN
        while ask(port, "/health/ready/") != "200":
            if time.monotonic() > deadline or process.poll() is not None:
                sys.exit("The web server did not start.")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait()


def ask(port: int, address: str) -> str:
    """Return the status of an answer, or the name of what went wrong."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    else:
        return str(answer.status)
    finally:
        connection.close()


def measure(port: int, readers: int, searches: int) -> dict:
    """Let readers search at once; return errors, times and searches per second."""
    addresses = [
        f"/search/?{urlencode({'q': query.text})}"
        for query in Corpus().queries(readers * searches)
    ]

    def read(first: int) -> list[tuple[str, float]]:
        answers = []
        for address in addresses[first::readers]:
            started = time.perf_counter()
            status = ask(port, address)
            answers.append((status, (time.perf_counter() - started) * 1000))
        return answers

    started = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        answers = [each for part in pool.map(read, range(readers)) for each in part]
    seconds = time.perf_counter() - started
    statuses = Counter(status for status, _ in answers)
    return {
        "readers": readers,
        "searches": len(answers),
        "errors": len(answers) - statuses["200"],
        "answers": dict(statuses),
        "answer_ms": percentiles([milliseconds for _, milliseconds in answers]),
        "searches_per_second": round(len(answers) / seconds, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--searches", type=int, default=10, help="of each reader")
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--engine", choices=ENGINES, default="embedded")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        site.running(Path(folder), options.engine) as engine,
    ):
        build(engine, Corpus(), options.documents)
        with server() as port:
            figures = measure(port, options.readers, options.searches)
    report = {
        "engine": options.engine,
        "documents": options.documents,
        **figures,
    }
    if options.json:
        json.dump(report, sys.stdout, indent=1)
        print()
    else:
        for name, figure in report.items():
            print(f"{name:20} {figure}")
    if report["errors"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
