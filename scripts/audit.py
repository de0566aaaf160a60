"""Asks pip-audit for known vulnerabilities; fails on any, says so if it cannot ask."""

import json
import subprocess
import sys
from pathlib import Path

TOOL = Path(sys.executable).with_name("pip-audit")
PATIENCE = 180  # seconds


def main() -> int:
    try:
        done = subprocess.run(
            [TOOL, "--format", "json", "--progress-spinner", "off"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        dependencies = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        print(f"Skipped: the advisory service did not answer ({error}).")
        return 0
    audited = [entry for entry in dependencies if "skip_reason" not in entry]
    if not audited:
        print("Skipped: the advisory service knows none of the packages.")
        return 0
    vulnerable = [entry for entry in audited if entry["vulns"]]
    for entry in vulnerable:
        advisories = ", ".join(advisory["id"] for advisory in entry["vulns"])
        print(f"{entry['name']} {entry['version']}: {advisories}")
    print(f"{len(audited)} packages audited, {len(vulnerable)} vulnerable.")
    return bool(vulnerable)


if __name__ == "__main__":
    sys.exit(main())
