"""Puts the demo content into the archive by the same ways that its users go."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.files import File
from django.db import transaction

from knowledge import candidates, ingest, models, roles
from portal.demo import (
    accounts,
    curriculum,
    documents,
    events,
    learning,
    lesson_details,
    lessons,
    proof,
    stocktakes,
    unit_profiles,
    units,
    validations,
)
from portal.demo import vocabulary as words
from portal.demo.files import build_files
from portal.site_structure import ensure_site

KINDS = {
    "stocktake-presentation": "presentation",
    "working-paper": "working_paper",
    "minutes": "minutes",
    "deep-dive-report": "deep_dive",
    "field-visit-report": "field_visit",
    "briefing-note": "briefing_note",
    "annual-assessment": "annual_assessment",
    "data-sheet": "data_sheet",
    "published-report": "published_report",
    "other": "other",
}
# An overdue decision is an open one whose date has passed.
DECISION_STATES = {"open": "open", "done": "done", "overdue": "open"}
ROLES = {
    "archivist": roles.ARCHIVISTS,
    "editor": roles.EDITORS,
    "moderator": roles.MODERATORS,
    "trainer": roles.TRAINERS,
    "curator": roles.CURATORS,
}


def load_demo(report: Callable[[str], object] = lambda line: None) -> None:
    """Load everything, or nothing if something fails.

    Args:
        report: is told, a line at a time, how far it has come.
    """
    with tempfile.TemporaryDirectory(prefix="sabaq-demo-") as folder:
        report("  making the files")
        paths = build_files(Path(folder))
        with transaction.atomic():
            _Loader(report).load(paths)


class _Loader:
    """Holds what later records refer to, by slug."""

    def __init__(self, report):
        self.report = report

    def load(self, paths: dict[str, Path]) -> None:
        home = ensure_site()
        home.lead = (
            "Stocktake presentations, working papers, minutes and deep dives, kept for "
            "good; lessons proved by them; and what the administration and its "
            "academies did with each lesson."
        )
        home.lead_ur = (
            "جائزہ اجلاسوں کی پیشکشیں، ورکنگ پیپر، رودادیں اور تفصیلی "
            "رپورٹیں ہمیشہ کے لیے محفوظ؛ ان سے ثابت شدہ اسباق؛ اور یہ کہ "
            "انتظامیہ اور تربیتی اداروں نے ہر سبق سے کیا کام لیا۔"
        )
        home.save_revision().publish()
        self.load_vocabulary()
        self.load_units()
        self.load_accounts()
        self.load_stocktakes()
        self.load_documents(paths)
        self.load_curriculum()
        self.load_lessons()
        proof.load_proof(self.versions)
        validations.load_validations()
        learning.load_learning()
        for version in self.versions.values():
            candidates.scan(version)
        events.load_events(self.stocktakes, self.units, self.sectors)

    def load_vocabulary(self) -> None:
        self.governments = {}
        for record in words.GOVERNMENTS:
            government = models.Government.objects.create(
                slug=record.slug,
                name=record.name,
                name_ur=record.name_ur,
                level=record.level,
            )
            self.governments[record.slug] = government
            for term in record.administrations:
                government.administrations.create(
                    name=term.name,
                    name_ur=term.name_ur,
                    started_on=date(term.start_year, 6, 1),
                    ended_on=date(term.end_year, 5, 31),
                )
        self.sectors = {
            record.slug: models.Sector.objects.create(
                slug=record.slug, name=record.name, name_ur=record.name_ur
            )
            for record in words.SECTORS
        }
        self.departments = {
            record.slug: models.Department.objects.create(
                slug=record.slug,
                name=record.name,
                name_ur=record.name_ur,
                government=self.governments[record.government],
            )
            for record in words.DEPARTMENTS
        }
        self.rules = {
            record.slug: models.Rule.objects.create(
                slug=record.slug,
                name=record.title,
                name_ur=record.title_ur,
                kind=record.kind,
                department=self.departments[record.department],
            )
            for record in words.INSTRUMENTS
        }

    def load_units(self) -> None:
        questions = {
            record.slug: models.ProfileQuestion.objects.create(
                text=record.question, text_ur=record.question_ur, position=position
            )
            for position, record in enumerate(unit_profiles.PROFILE_QUESTIONS)
        }
        index = models.UnitIndex.objects.get()
        self.units = {}
        for record in units.UNITS:
            unit = models.DeliveryUnit.objects.create(
                slug=record.slug,
                name=record.name,
                name_ur=record.name_ur,
                short_name=record.abbreviation,
                government=self.governments[record.government],
            )
            unit.sectors.set(self.sectors[slug] for slug in record.sectors)
            self.units[record.slug] = unit
            profile = models.UnitProfile(
                title=record.name,
                title_ur=record.name_ur,
                slug=record.slug,
                unit=unit,
                access="public",
                summary=record.summary,
                summary_ur=record.summary_ur,
            )
            profile.answers = [
                models.ProfileAnswer(
                    question=questions[answer.question],
                    text=answer.answer,
                    text_ur=answer.answer_ur,
                )
                for answer in record.profile
            ]
            publish(index, profile)

    def load_accounts(self) -> None:
        for record in accounts.ACCOUNTS:
            is_administrator = record.role == "administrator"
            user = models.User.objects.create_user(
                username=record.username,
                email=record.email,
                password=accounts.PASSWORD,
                first_name=record.first_name,
                last_name=record.last_name,
                is_superuser=is_administrator,
                is_staff=is_administrator,
            )
            user.units.set(self.units[slug] for slug in record.units)
            if record.role in ROLES:
                user.groups.add(Group.objects.get(name=ROLES[record.role]))
        self.archivist = models.User.objects.get(username="archivist")

    def load_stocktakes(self) -> None:
        index = models.StocktakeIndex.objects.get()
        self.stocktakes = {}
        for record in stocktakes.STOCKTAKES:
            stocktake = models.Stocktake(
                title=record.title,
                title_ur=record.title_ur,
                slug=record.slug,
                unit=self.units[record.unit],
                sector=self.sectors[record.sector],
                round=record.round,
                date=record.date,
                chair=record.chair,
                chair_ur=record.chair_ur,
                agenda=f"{record.summary}\n\n{record.agenda}",
                agenda_ur=f"{record.summary_ur}\n\n{record.agenda_ur}",
                access=record.access,
            )
            stocktake.departments = [
                self.departments[slug] for slug in record.departments
            ]
            stocktake.decisions = [
                models.Decision(
                    text=decision.text,
                    text_ur=decision.text_ur,
                    department=self.departments[decision.department],
                    due_date=decision.due,
                    state=DECISION_STATES[decision.state],
                )
                for decision in record.decisions
            ]
            self.stocktakes[record.slug] = publish(index, stocktake)

    def load_documents(self, paths: dict[str, Path]) -> None:
        self.versions = {}
        for done, record in enumerate(documents.DOCUMENTS, start=1):
            self.report(f"  {done}/{len(documents.DOCUMENTS)} {record.filename}")
            with paths[record.key].open("rb") as content:
                archived = ingest.archive_file(
                    file=File(content, name=record.filename),
                    name=record.filename,
                    stocktake=self.stocktakes.get(record.stocktake),
                    user=self.archivist,
                    title=record.title,
                    kind=KINDS[record.kind],
                    date=record.date,
                    language=record.language,
                    unit=self.units[record.unit],
                    sector=self.sectors.get(record.sector),
                    departments=[self.departments[slug] for slug in record.departments],
                    tags=list(record.tags),
                    summary=record.summary,
                    access=record.access,
                    embargo_until=record.embargo_until,
                )
            # Lessons quote its pages, so they are read at once and not by the worker.
            ingest.read_version(archived.version.pk)
            archived.version.refresh_from_db()
            self.versions[record.key] = archived.version

    def load_curriculum(self) -> None:
        index = models.ProgrammeIndex.objects.get()
        self.outcomes = {}
        for record in curriculum.PROGRAMMES:
            programme = publish(
                index,
                models.Programme(
                    title=record.title,
                    title_ur=record.title_ur,
                    slug=record.slug,
                    institution=record.provider,
                    institution_ur=record.provider_ur,
                    summary=record.summary,
                    summary_ur=record.summary_ur,
                    access="public",
                ),
            )
            for entry in record.modules:
                module = models.Module(
                    title=entry.title,
                    title_ur=entry.title_ur,
                    slug=entry.slug,
                    summary=entry.summary,
                    summary_ur=entry.summary_ur,
                    access="public",
                )
                module.outcomes = [
                    models.LearningOutcome(
                        code=outcome.code, text=outcome.text, text_ur=outcome.text_ur
                    )
                    for outcome in entry.outcomes
                ]
                publish(programme, module)
                saved = {outcome.code: outcome for outcome in module.outcomes.all()}
                for outcome in entry.outcomes:
                    self.outcomes[outcome.slug] = saved[outcome.code]

    def load_lessons(self) -> None:
        index = models.LessonIndex.objects.get()
        self.lessons = {}
        for record in lessons.LESSONS:
            details = dict(lesson_details.DETAILS[record.slug])
            challenges = details.pop("challenges")
            lesson = models.Lesson(
                title=record.title,
                slug=record.slug,
                summary=record.one_line,
                context=record.context,
                what_happened=record.what_happened,
                cause=record.cause,
                recommendation=record.recommendation,
                unit=self.units[record.unit],
                sector=self.sectors.get(record.sector),
                language=record.language,
                access="public",
                **details,
            )
            lesson.challenges = models.DeliveryChallenge.objects.filter(
                slug__in=challenges
            )
            lesson.relations = [
                models.LessonRelation(kind=kind, target=self.lessons[slug], note=note)
                for kind, slug, note in lesson_details.RELATIONS.get(record.slug, ())
            ]
            lesson.evidence = [
                models.Evidence(
                    version=self.versions[row.document],
                    page=row.page,
                    quote=row.quote,
                    role=row.role,
                )
                for row in record.evidence
            ]
            for row in lesson.evidence.all():
                row.clean()
            lesson.system_links = [
                models.SystemLink(
                    department=self.departments.get(link.department),
                    rule=self.rules.get(link.instrument),
                    relation=link.relation,
                    note=link.note,
                )
                for link in record.system_links
            ]
            lesson.curriculum_links = [
                models.CurriculumLink(
                    outcome=self.outcomes[link.outcome], relation=link.relation
                )
                for link in record.curriculum_links
            ]
            lesson.tags.add(*record.tags)
            self.lessons[record.slug] = publish(index, lesson)


def publish(parent, page):
    """Add ``page`` below ``parent``, live, with its first revision; return it."""
    parent = type(parent).objects.get(pk=parent.pk)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
