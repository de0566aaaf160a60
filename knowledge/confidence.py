"""How far a lesson can be relied on: a letter, and the reasons for it.

The grade follows from facts that every reader of the lesson can check, and from nothing
else. It begins with the evidence and is moved up and down, as GRADE does with bodies of
evidence in medicine (Guyatt et al., "GRADE: an emerging consensus on rating quality of
evidence and strength of recommendations", BMJ 336, 2008, p. 924-926): what agrees from
several places lifts it, what contradicts or is in doubt holds it back, and every step
is told.

Points:

====================================================================  ======
one source with a quote that stands and supports the lesson             +1
a second, independent one (more add nothing)                            +1
breadth: two sources that cover two departments, or two governments,
or ``LONG`` years, or one that shows the change                         +1
an independent body endorses the present text without reservations      +2
else: one endorses it with reservations, or endorsed an earlier text    +1
a source contradicts the lesson                                         -1
as many sources contradict it as support it                             -1
a body disputes it                                                      -1
as many bodies dispute it as endorse it                                 -1
a quote no longer stands as it was cited                                -1
====================================================================  ======

Four points or more are an A, three a B, one or two a C, fewer a D. In any case

- without a source that supports it a lesson is a D;
- an A needs two independent sources and an independent body that endorses the present
  text without reservations, and nobody who contradicts or disputes it.

What counts as independent is said where the facts are gathered
(``knowledge.confidence_facts``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

# Years between the earliest and the latest source that make a pattern of an event.
LONG = 2
LETTERS = ("D", "C", "B", "A")


class Effect(StrEnum):
    """What a reason does to the grade."""

    LIFTS = "lifts"
    HOLDS_BACK = "holds_back"
    WOULD_LIFT = "would_lift"


@dataclass(frozen=True, slots=True)
class Facts:
    """What every reader of a lesson can see of its proof.

    Args:
        sources: independent sources with a quote that was verified and supports the
            lesson or shows the change.
        departments: departments that these sources concern.
        governments: governments that these sources are from.
        years: full years between the earliest and the latest of them.
        shows_change: sources, of these, that show the change.
        contradicting: independent sources with a verified quote against the lesson.
        broken: quotes that do not stand as they were cited.
        endorsed: independent bodies that endorse the present text without reservations.
        reservations: independent bodies that endorse it with reservations.
        earlier: independent bodies that endorsed a text that has changed since.
        disputed: bodies that dispute it.
    """

    sources: int = 0
    departments: int = 0
    governments: int = 0
    years: int = 0
    shows_change: int = 0
    contradicting: int = 0
    broken: int = 0
    endorsed: int = 0
    reservations: int = 0
    earlier: int = 0
    disputed: int = 0

    @property
    def endorsing(self) -> int:
        return self.endorsed + self.reservations + self.earlier

    @property
    def has_breadth(self) -> bool:
        return self.sources >= 2 and (
            self.departments >= 2
            or self.governments >= 2
            or self.years >= LONG
            or self.shows_change >= 1
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a grade is what it is.

    Args:
        effect: what it does.
        code: which reason it is.
        number: of what the reason counts; 0 where nothing is counted.
    """

    effect: Effect
    code: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter from A, the best, to D, with its reasons."""

    letter: str
    reasons: tuple[Reason, ...]

    def because(self, effect: Effect) -> list[Reason]:
        return [reason for reason in self.reasons if reason.effect == effect]

    @property
    def lifts(self) -> list[Reason]:
        return self.because(Effect.LIFTS)

    @property
    def holds_back(self) -> list[Reason]:
        return self.because(Effect.HOLDS_BACK)

    @property
    def would_lift(self) -> list[Reason]:
        return self.because(Effect.WOULD_LIFT)


def grade(facts: Facts) -> Grade:
    """Return the grade that follows from ``facts``; the module says by which rules."""
    letter = _letter(facts)
    return Grade(
        letter, (*_lifts(facts), *_holds_back(facts), *_would_lift(facts, letter))
    )


def _letter(facts: Facts) -> str:
    points = _points(facts)
    if not facts.sources or points < 1:
        return "D"
    if points >= 4 and _may_be_best(facts):
        return "A"
    return "B" if points >= 3 else "C"


def _may_be_best(facts: Facts) -> bool:
    return (
        facts.sources >= 2
        and facts.endorsed >= 1
        and not facts.contradicting
        and not facts.disputed
    )


def _points(facts: Facts) -> int:
    points = min(facts.sources, 2) + facts.has_breadth
    if facts.endorsed:
        points += 2
    elif facts.endorsing:
        points += 1
    if facts.contradicting:
        points -= 1 + (facts.contradicting >= facts.sources)
    if facts.disputed:
        points -= 1 + (facts.disputed >= facts.endorsing)
    return points - bool(facts.broken)


def _lifts(facts: Facts) -> Iterator[Reason]:
    if facts.sources:
        yield Reason(Effect.LIFTS, "sources", facts.sources)
    if facts.sources >= 2:
        if facts.departments >= 2:
            yield Reason(Effect.LIFTS, "departments", facts.departments)
        if facts.governments >= 2:
            yield Reason(Effect.LIFTS, "governments", facts.governments)
        if facts.years >= LONG:
            yield Reason(Effect.LIFTS, "years", facts.years)
        if facts.shows_change:
            yield Reason(Effect.LIFTS, "shows_change", facts.shows_change)
    for code in ("endorsed", "reservations", "earlier"):
        if number := getattr(facts, code):
            yield Reason(Effect.LIFTS, code, number)


def _holds_back(facts: Facts) -> Iterator[Reason]:
    if not facts.sources:
        yield Reason(Effect.HOLDS_BACK, "no_source")
    elif facts.sources == 1:
        yield Reason(Effect.HOLDS_BACK, "one_source")
    if not facts.endorsing:
        yield Reason(Effect.HOLDS_BACK, "no_endorsement")
    elif not facts.endorsed:
        code = "only_earlier" if facts.earlier else "only_reservations"
        yield Reason(Effect.HOLDS_BACK, code)
    for code in ("contradicting", "disputed", "broken"):
        if number := getattr(facts, code):
            yield Reason(Effect.HOLDS_BACK, code, number)


def _would_lift(facts: Facts, letter: str) -> Iterator[Reason]:
    """Yield what by itself would bring the next letter.

    If nothing would by itself, it is what would bring a lesson nearer to it.
    """
    if letter == LETTERS[-1]:
        return
    improved = dict(_improvements(facts))
    codes = [
        code
        for code, better in improved.items()
        if LETTERS.index(_letter(better)) > LETTERS.index(letter)
    ] or [code for code, better in improved.items() if _points(better) > _points(facts)]
    for code in codes:
        yield Reason(Effect.WOULD_LIFT, code)


def _improvements(facts: Facts) -> Iterator[tuple[str, Facts]]:
    yield "another_source", replace(facts, sources=facts.sources + 1)
    if not facts.has_breadth and facts.sources >= 2:
        yield "breadth", replace(facts, departments=2)
    if not facts.endorsed:
        yield "endorsement", replace(facts, endorsed=1)
    if facts.contradicting:
        yield "contradiction_cleared", replace(facts, contradicting=0)
    if facts.disputed:
        yield "dispute_settled", replace(facts, disputed=0)
    if facts.broken:
        yield "quotes_mended", replace(facts, broken=0)
