"""Keeps out of the log what opens a door to whoever reads it, or is no news."""

import logging
import re

from django.core.exceptions import PermissionDenied

# Number, perhaps a key, and signature of a link, as ``django.core.signing`` has them.
_TOKEN = re.compile(
    r"\b[0-9]+(?:-[A-Za-z0-9_-]+)?(?:[.:]|%3A)[A-Za-z0-9_-]{40,}", re.IGNORECASE
)


class HideTokens(logging.Filter):
    """Writes a refused request down without the token of its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _TOKEN.sub("…", each) if isinstance(each, str) else each
                for each in record.args
            )
        return True


class RefusalsInALine(logging.Filter):
    """Writes a refused request down without the way through the program to it.

    Nothing is wrong when somebody may not do what was asked for.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True
