"""The shapes of the demo records.

Pure data: records refer to each other by slug or key, never by object, so that the
loader alone decides how a record becomes a row or a page. Fields named `*_ur` hold
the Urdu text of the field beside them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Access = Literal["public", "internal", "restricted"]
Language = Literal["en", "ur"]
DocumentKind = Literal[
    "stocktake-presentation",
    "working-paper",
    "minutes",
    "deep-dive-report",
    "field-visit-report",
    "briefing-note",
    "annual-assessment",
    "data-sheet",
    "published-report",
    "other",
]


@dataclass(frozen=True)
class Administration:
    """Who governed from when to when, by years alone; officials are never named."""

    name: str
    name_ur: str
    start_year: int
    end_year: int


@dataclass(frozen=True)
class Government:
    slug: str
    name: str
    name_ur: str
    level: Literal["federal", "provincial"]
    administrations: tuple[Administration, ...]


@dataclass(frozen=True)
class Sector:
    slug: str
    name: str
    name_ur: str


@dataclass(frozen=True)
class Department:
    slug: str
    name: str
    name_ur: str
    government: str  # Government.slug
    sectors: tuple[str, ...]  # Sector.slug


@dataclass(frozen=True)
class Instrument:
    """A rule, procedure or form that a lesson may ask a department to change."""

    slug: str
    kind: Literal["rule", "procedure", "form"]
    title: str
    title_ur: str
    department: str  # Department.slug
    summary: str


@dataclass(frozen=True)
class ProfileQuestion:
    """One of the standard questions that every unit profile answers."""

    slug: str
    question: str
    question_ur: str


@dataclass(frozen=True)
class ProfileAnswer:
    question: str  # ProfileQuestion.slug
    answer: str  # Markdown
    answer_ur: str


@dataclass(frozen=True)
class Priority:
    """One priority area that a unit pursues in a sector; the target is illustrative."""

    slug: str
    sector: str  # Sector.slug
    name: str
    name_ur: str
    target: str


@dataclass(frozen=True)
class Unit:
    slug: str
    abbreviation: str
    name: str
    name_ur: str
    government: str  # Government.slug
    sectors: tuple[str, ...]  # Sector.slug
    summary: str
    summary_ur: str
    priorities: tuple[Priority, ...]
    profile: tuple[ProfileAnswer, ...]


@dataclass(frozen=True)
class Decision:
    text: str
    text_ur: str
    department: str  # Department.slug
    due: date
    state: Literal["open", "done", "overdue"]


@dataclass(frozen=True)
class Stocktake:
    slug: str
    title: str
    title_ur: str
    unit: str  # Unit.slug
    sector: str  # Sector.slug
    round: int
    date: date
    chair: str  # a post, never a person
    chair_ur: str
    departments: tuple[str, ...]  # Department.slug
    agenda: str  # Markdown
    agenda_ur: str
    summary: str  # Markdown
    summary_ur: str
    decisions: tuple[Decision, ...]
    access: Access = "public"


@dataclass(frozen=True)
class Document:
    """Metadata of one archived work; `build_files` returns its file under `key`.

    `key` without its suffix names the Markdown source below `portal/demo/texts`.
    A document outside any stocktake has `stocktake=None`.
    """

    key: str  # e.g. "pb-education-2015/deep-dive"
    filename: str  # e.g. "pb-education-2015-deep-dive.pdf"
    title: str
    kind: DocumentKind
    date: date
    language: Language
    unit: str  # Unit.slug
    sector: str | None  # Sector.slug
    stocktake: str | None  # Stocktake.slug
    departments: tuple[str, ...]  # Department.slug
    tags: tuple[str, ...]
    summary: str
    access: Access = "public"
    embargo_until: date | None = None


@dataclass(frozen=True)
class Evidence:
    document: str  # Document.key
    page: int  # page, slide or sheet, counted from 1
    quote: str  # stands word for word on that page; line breaks may differ
    role: Literal["supports", "contradicts"]


@dataclass(frozen=True)
class SystemLink:
    """What in the administration a lesson touches: a department or an instrument."""

    department: str | None  # Department.slug; exactly one of the two is set
    instrument: str | None  # Instrument.slug
    relation: Literal["concerns", "should_change", "changed"]
    note: str


@dataclass(frozen=True)
class CurriculumLink:
    outcome: str  # LearningOutcome.slug
    relation: Literal["teaches", "illustrates"]


@dataclass(frozen=True)
class Lesson:
    slug: str
    title: str
    one_line: str
    context: str  # Markdown, as the three that follow
    what_happened: str
    cause: str
    recommendation: str
    sector: str | None  # Sector.slug; None: holds for every sector
    unit: str  # Unit.slug
    date: date
    tags: tuple[str, ...]
    language: Language
    evidence: tuple[Evidence, ...]
    system_links: tuple[SystemLink, ...]
    curriculum_links: tuple[CurriculumLink, ...]
    translation_of: str | None = None  # Lesson.slug


@dataclass(frozen=True)
class LearningOutcome:
    slug: str
    code: str
    text: str
    text_ur: str


@dataclass(frozen=True)
class Module:
    slug: str
    title: str
    title_ur: str
    summary: str  # Markdown
    summary_ur: str
    outcomes: tuple[LearningOutcome, ...]


@dataclass(frozen=True)
class Programme:
    slug: str
    title: str
    title_ur: str
    provider: str
    provider_ur: str
    summary: str  # Markdown
    summary_ur: str
    modules: tuple[Module, ...]


@dataclass(frozen=True)
class Account:
    """A demo user; `units` are those whose restricted items the user may see."""

    username: str
    first_name: str
    last_name: str
    email: str
    role: Literal[
        "archivist", "editor", "moderator", "trainer", "curator", "administrator"
    ]
    may_do: str
    units: tuple[str, ...]  # Unit.slug
