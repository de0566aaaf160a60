"""An installation as its administrator has it: a folder, processes, commands."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds


class Installation:
    """A new installation in a folder, used from outside by its commands."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "EXTRACTION_SECONDS": "30",
        }
        for name in ("DATABASE_URL", "SEARCH_URL", "STORAGE_URL", "CACHE_URL"):
            self.environment.pop(name, None)

    def start(self, *args) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, args)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *args) -> str:
        process = self.start(*args)
        out, err = process.communicate(timeout=4 * PATIENCE)
        assert process.returncode == 0, err
        return out

    def python(self, code: str) -> str:
        return self.run("shell", "--no-imports", "-c", code)

    def query(self, sql: str) -> list[tuple]:
        database = sqlite3.connect(self.folder / "sabaq.sqlite3", timeout=30)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def files(self) -> list[Path]:
        folder = self.folder / "files"
        return [path for path in folder.rglob("*") if path.is_file()]
