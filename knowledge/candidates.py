"""Offers sentences of minutes and reports as observations, by the words in them.

A cue is a phrase ("going forward") or a heading ("Lessons"), in a list that the admin
keeps. No more is guessed: curators accept or reject each sentence, and the counts show
which cues are worth their while.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from knowledge import capture, evidence
from knowledge.models import Candidate, Cue, DocumentVersion, Language, Observation
from knowledge.models.documents import DocumentKind
from knowledge.places import place_of_page
from knowledge.templatetags.localized import language_of

# In these, people say what there is to learn.
KINDS = {
    DocumentKind.MINUTES,
    DocumentKind.DEEP_DIVE,
    DocumentKind.FIELD_VISIT,
    DocumentKind.ANNUAL_ASSESSMENT,
}
SHORTEST, LONGEST = 25, 600  # letters of a sentence
LONGEST_HEADING = 60
# Above this part of numbers it is a row of a table.
MOST_NUMBERS = 0.25
# A cue that stands everywhere would bury the queue.
MOST_OF_A_VERSION = 40
_SENTENCE_END = re.compile(r"(?<=[.!?۔؟])\s+(?=\S)")
_BLANK_LINE = re.compile(r"\n\s*\n")
_BULLET = re.compile(r"^\s*(?:[-*•–▪‣◦·]|\(?[0-9۰-۹]{1,2}[.)]|\(?[a-z][.)])\s+")
_HEADING_END = re.compile(r"[:.\s۔]+$")


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    cue: Cue


def scan(version: DocumentVersion) -> int:
    """Offer the sentences of a version that was read; return how many are new.

    What was offered before is not offered again, whatever was decided.
    """
    if version.document.kind not in KINDS:
        return 0
    cues = list(Cue.objects.filter(is_active=True))
    found = {}
    for page in version.pages.all():
        for sentence in sentences_with_cues(page.text, cues):
            found.setdefault(
                _digest(sentence.text),
                Candidate(
                    version=version,
                    page=page.number,
                    text=sentence.text,
                    cue=sentence.cue,
                    digest=_digest(sentence.text),
                ),
            )
    known = set(version.candidates.values_list("digest", flat=True))
    room = max(0, MOST_OF_A_VERSION - len(known))
    fresh = [each for digest, each in found.items() if digest not in known][:room]
    Candidate.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def sentences_with_cues(text: str, cues: Iterable[Cue]) -> Iterator[Sentence]:
    """Yield the sentences of a page that hold a cue or stand below one."""
    phrases = [(_pattern(cue.phrase), cue) for cue in cues if not cue.is_heading]
    headings = {_plain(cue.phrase): cue for cue in cues if cue.is_heading}
    below = None
    for paragraph in _paragraphs(text):
        heading = headings.get(_plain(_HEADING_END.sub("", paragraph)))
        if heading is not None:
            below = heading
            continue
        if below is not None and _is_heading(paragraph):
            below = None
        for sentence in _sentences(paragraph):
            plain = evidence.normalise(sentence)
            cue = below or next(
                (c for found, c in phrases if found.search(plain)), None
            )
            if cue is not None and _is_said(sentence):
                yield Sentence(sentence, cue)


@transaction.atomic
def accept(candidate: Candidate, *, tone: str, user) -> Observation | None:
    """Make an accepted observation of a candidate.

    Returns:
        The observation, or ``None`` if somebody else has decided about it before.

    Raises:
        PermissionDenied: ``user`` is no curator, or may not see the document.
    """
    candidate = _taken(candidate, Candidate.State.ACCEPTED, user)
    if candidate is None:
        return None
    received = capture.receive_observation(
        key=uuid4(),
        observation=Observation(
            text=candidate.text,
            tone=tone,
            naming=Observation.Naming.DOCUMENT,
            shown_as=candidate.version.document.identifier,
            language=language_of(candidate.text) or Language.ENGLISH,
            state=Observation.State.ACCEPTED,
        ),
        place=place_of_page(candidate.version, candidate.page),
    )
    candidate.observation = received.observation
    candidate.save(update_fields=["observation"])
    return received.observation


@transaction.atomic
def reject(candidate: Candidate, *, user) -> bool:
    """Put a candidate away; tell whether it was still waiting.

    Raises:
        PermissionDenied: as ``accept``.
    """
    return _taken(candidate, Candidate.State.REJECTED, user) is not None


def _taken(candidate: Candidate, state: str, user) -> Candidate | None:
    if not user.has_perm("knowledge.triage_observation"):
        raise PermissionDenied
    own = Candidate.objects.visible_to(user).filter(pk=candidate.pk)
    if not own.exists():
        raise PermissionDenied
    decided = own.waiting().update(
        state=state, decided_by=user, decided_on=timezone.localdate()
    )
    if not decided:
        return None
    return own.select_related("version__document", "cue").get()


def _paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs, list points and headings, each on one line."""
    for block in _BLANK_LINE.split(text):
        lines: list[str] = []
        for line in map(str.strip, block.splitlines()):
            is_heading = _stands_alone(line) and _is_at_an_end(lines)
            if lines and (is_heading or _BULLET.match(line)):
                yield " ".join(lines)
                lines = []
            if is_heading:
                yield line
            elif line:
                lines.append(_BULLET.sub("", line))
        if lines:
            yield " ".join(lines)


def _stands_alone(line: str) -> bool:
    """Tell whether a line of a block looks like a heading."""
    return bool(line) and len(line.split()) <= 4 and _is_heading(line)


def _is_at_an_end(lines: list[str]) -> bool:
    return not lines or lines[-1].endswith((".", "۔", "!", "?", "؟", ":"))


def _is_heading(paragraph: str) -> bool:
    return (
        len(paragraph) <= LONGEST_HEADING
        and not paragraph[:1].islower()
        and not _BULLET.match(paragraph)
        and len(paragraph.split()) <= 8
        and not paragraph.rstrip().endswith((".", "۔", "!", "?", "؟", ";", ","))
    )


def _sentences(paragraph: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_END.split(paragraph) if part.strip()]


def _is_said(sentence: str) -> bool:
    """Tell whether it is long enough for a sentence, and not a row of a table."""
    words = sentence.split()
    numbers = sum(word[:1].isdigit() for word in words)
    return SHORTEST <= len(sentence) <= LONGEST and numbers <= MOST_NUMBERS * len(words)


def _plain(text: str) -> str:
    return evidence.normalise(text).casefold()


def _pattern(phrase: str) -> re.Pattern:
    words = r"\s+".join(map(re.escape, evidence.normalise(phrase).split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _digest(text: str) -> str:
    return hashlib.sha256(_plain(text).encode()).hexdigest()
