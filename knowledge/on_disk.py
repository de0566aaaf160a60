"""A path to the content of a file, wherever it is stored."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from django.core.files import File


@contextmanager
def on_disk(file: File, name: str) -> Iterator[Path]:
    """Give a path to the content: its own if it lies in a file, else of a copy.

    Args:
        file: open, at its start, and left there.
        name: whose suffix the copy gets.
    """
    own = getattr(file.file, "name", None)
    if isinstance(own, str) and Path(own).is_file():
        yield Path(own)
        return
    with tempfile.NamedTemporaryFile(suffix=PurePath(name).suffix[:10]) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        file.seek(0)
        yield Path(copy.name)
