"""Keeps out of the log what opens a door to whoever reads it."""

import logging
import re

# Number and signature of a link, as ``django.core.signing`` writes them.
_TOKEN = re.compile(r"\b[0-9]+\.[A-Za-z0-9_-]{40,}")


class HideTokens(logging.Filter):
    """Writes a refused request down without the token of its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _TOKEN.sub("…", each) if isinstance(each, str) else each
                for each in record.args
            )
        return True
