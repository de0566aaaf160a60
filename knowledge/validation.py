"""Reviews of lessons: who may be asked, who may answer, and what counts.

Independent is who has not written the lesson. Only that makes a verdict count.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache

from django.db import models
from modelcluster.models import get_field_value
from wagtail.fields import StreamField

from knowledge import line_ends
from knowledge.authorship import writers
from knowledge.models import Lesson, Validation
from knowledge.models.validation import latest_of_each_body


@cache
def text_fields() -> tuple[str, ...]:
    """Return the names of the fields that hold what a lesson says in words."""
    own = [
        field
        for field in Lesson._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | StreamField)
        and field.editable
        and not field.choices
    ]
    return ("title", *sorted(field.name for field in own))


def hash_of_texts(content: Mapping) -> str:
    """Return a hash of what a lesson says in words.

    Args:
        content: of a revision. Fields that are empty make no difference, so that one
            that is added to the model later does not look like another text; nor do the
            ends of lines, which browsers change.
    """
    said = {
        name: line_ends.plain(content[name])
        for name in text_fields()
        if content.get(name) not in (None, "", "[]")
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def hash_of_lesson(lesson: Lesson) -> str:
    """Return ``hash_of_texts`` of a lesson as it stands."""
    fields = map(Lesson._meta.get_field, text_fields())
    return hash_of_texts({each.name: get_field_value(each, lesson) for each in fields})


def authors_of(lesson: Lesson) -> set[int]:
    """Return the primary keys of the accounts that wrote ``lesson``.

    That is its owner, and everybody who saved a revision with other words than the one
    before. Who only set its access, its links or its evidence, or published it, has not
    written it.
    """
    authors = writers(lesson.revisions.all(), hash_of_texts)
    return (authors | {lesson.owner_id}) - {None}


def is_author(user, lesson: Lesson) -> bool:
    return bool(user and user.is_authenticated and user.pk in authors_of(lesson))


def independent(lesson: Lesson) -> models.QuerySet[Validation]:
    """Return the verdicts that endorse ``lesson`` and count.

    They are the newest of their body, with or without reservations, and not given by an
    author.
    """
    latest, _earlier = latest_of_each_body(lesson.validations.newest_first())
    return lesson.validations.filter(
        pk__in=[validation.pk for validation in latest],
        verdict__in=Validation.ENDORSING,
    ).exclude(made_by__in=authors_of(lesson))
