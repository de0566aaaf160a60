"""Finds a lesson by the number that people write, such as ``SBQ-L-000012``."""

import re

from knowledge.models import Lesson

_NUMBER = re.compile(r"(?:SBQ-L-)?0*(\d{1,9})$", re.IGNORECASE)


def find_lesson(number: str, user) -> Lesson | None:
    """Return the lesson with this number, or ``None`` if ``user`` sees none."""
    match = _NUMBER.match(number.strip())
    if match is None:
        return None
    return Lesson.objects.visible_to(user).filter(pk=match[1]).first()
