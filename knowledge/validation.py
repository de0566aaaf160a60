"""Reviews of lessons: who may be asked, who may answer, and what counts.

What is reviewed is the text with its evidence. Independent is who has written neither,
and was not chosen by somebody who did. Only that makes a verdict count, and only for
the text that was reviewed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.db import models
from modelcluster.models import get_field_value
from wagtail.fields import StreamField

from knowledge import line_ends
from knowledge.authorship import writers
from knowledge.models import Evidence, Lesson, Observation, Validation
from knowledge.models.validation import latest_of_each_body

# What a quote says, to whom it is ascribed, and what it is to show. Its place in a
# document is not among them: a person who cites it anew in a later version changes
# nothing of what was reviewed, and whether it stands there is checked by itself.
OF_EVIDENCE = ("quote", "role", "note", "said_by", "web_copy", "event")


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
    """Return a hash of what a lesson says in words, and of the evidence for it.

    Args:
        content: of a revision. Fields that are empty make no difference, so that one
            that is added to the model later does not look like another text; nor do the
            ends of lines, which browsers change, or the order of the evidence.
    """
    said = {
        name: line_ends.plain(content[name])
        for name in text_fields()
        if content.get(name) not in (None, "", "[]")
    }
    if evidence := _evidence_of(content.get("evidence") or ()):
        said["evidence"] = evidence
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _evidence_of(rows: Iterable[Mapping]) -> list[list]:
    return sorted(
        ([_plain(row.get(name)) for name in OF_EVIDENCE] for row in rows),
        key=str,
    )


def _plain(value):
    return " ".join(value.split()) if isinstance(value, str) else value or ""


def hash_of_lesson(lesson: Lesson) -> str:
    """Return ``hash_of_texts`` of a lesson as it stands."""
    fields = map(Lesson._meta.get_field, text_fields())
    content = {each.name: get_field_value(each, lesson) for each in fields}
    columns = [Evidence._meta.get_field(name).attname for name in OF_EVIDENCE]
    content["evidence"] = [
        {
            name: getattr(row, column)
            for name, column in zip(OF_EVIDENCE, columns, strict=True)
        }
        for row in lesson.evidence.all()
    ]
    return hash_of_texts(content)


def hash_of_present(lesson: Lesson) -> str:
    """Return the hash of what readers have, or of the draft if nobody reads it yet."""
    if lesson.live or lesson.latest_revision is None:
        return hash_of_lesson(lesson)
    return hash_of_texts(lesson.latest_revision.content)


def authors_of(lesson: Lesson, *, as_read=False) -> set[int]:
    """Return the primary keys of the accounts that wrote ``lesson``.

    Args:
        as_read: only of what readers have; who wrote a draft that is not published has
            changed nothing of it yet.

    That is its owner, everybody who saved a revision with other words or evidence than
    the one before, and who gave by name an observation that the lesson is made of. Who
    only set its access or its links, or published it, has not written it.
    """
    revisions = lesson.revisions.all()
    if as_read and lesson.live and lesson.live_revision_id:
        revisions = revisions.filter(pk__lte=lesson.live_revision_id)
    authors = writers(revisions, hash_of_texts)
    observers = Observation.objects.filter(lesson=lesson).values_list(
        "author", flat=True
    )
    return (authors | {lesson.owner_id} | set(observers)) - {None}


def is_author(user, lesson: Lesson) -> bool:
    """Tell whether ``user`` wrote something of ``lesson``.

    Asked of the one who acts and of nobody else, as it knows as well who observed by
    role: it is told to that person alone.
    """
    if not user or not user.is_authenticated:
        return False
    return (
        user.pk in authors_of(lesson)
        or Observation.objects.written_by(user).filter(lesson=lesson).exists()
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bodies say now of a lesson: the newest verdict of each.

    Args:
        endorsed: those that endorse the present text without reservations.
        reservations: those that endorse it with reservations.
        earlier: those that endorsed a text or evidence that has changed since.
        disputed: those that dispute it, whatever the text they read.
    """

    endorsed: tuple[Validation, ...] = ()
    reservations: tuple[Validation, ...] = ()
    earlier: tuple[Validation, ...] = ()
    disputed: tuple[Validation, ...] = ()

    @property
    def endorsing(self) -> tuple[Validation, ...]:
        """The verdicts that speak for the present text."""
        return self.endorsed + self.reservations


def standing_of(lesson: Lesson) -> Standing:
    """Return what counts of the verdicts on ``lesson``.

    An endorsement counts if it is neither an author's own nor came by an invitation of
    somebody who is an author by now: that one has chosen who judges. Of a lesson that
    is read these are the authors of what is read, so that a draft takes nothing away.
    """
    if lesson.pk is None:
        return Standing()
    given = lesson.validations.newest_first().select_related("invitation")
    latest, _earlier = latest_of_each_body(given)
    if not latest:
        return Standing()
    authors, text = authors_of(lesson, as_read=True), hash_of_present(lesson)
    found = {"endorsed": [], "reservations": [], "earlier": [], "disputed": []}
    for verdict in latest:
        chosen_by = verdict.invitation.made_by_id if verdict.invitation else None
        if not verdict.is_endorsing:
            found["disputed"].append(verdict)
        elif {verdict.made_by_id, chosen_by} & authors:
            continue
        elif verdict.text_sha256 != text:
            found["earlier"].append(verdict)
        else:
            found[verdict.verdict].append(verdict)
    return Standing(**{name: tuple(verdicts) for name, verdicts in found.items()})
