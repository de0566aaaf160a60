"""An archive of every kind of item at every level of access, for leak tests.

Each item has two secret words of its own. ``bait`` and ``secret`` stand side by side
in everything that the item has: title, summary, tags, text, file name. Asking for the
bait puts the bait into the answer, so it is the secret that must not appear.
"""

import datetime
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from knowledge import access
from knowledge.access import Access
from knowledge.models import (
    ClearedQuote,
    Decision,
    Document,
    Evidence,
    LearningOutcome,
    Validation,
)
from search.models import PromotedDocument
from tests import factories

# A word that every item holds.
COMMON = "kharif"
# A word of what members of staff alone read, whatever it stands at.
FOR_STAFF = "staffsecret"

LEVELS = {
    "public": {"access": Access.PUBLIC},
    "internal": {"access": Access.INTERNAL},
    "restricted to the first unit": {"access": Access.RESTRICTED},
    "restricted to the second unit": {"access": Access.RESTRICTED, "second": True},
    "under embargo": {"access": Access.PUBLIC, "embargo": True},
    "restricted with a named group": {"access": Access.RESTRICTED, "group": True},
    "privately public": {"access": Access.PUBLIC, "private": True},
    "a draft": {"access": Access.PUBLIC, "live": False},
}


@dataclass
class Item:
    record: object
    level: str
    bait: str
    secret: str

    @property
    def address(self) -> str:
        """Where its readers find it."""
        if isinstance(self.record, Page):
            return self.record.url
        return self.record.get_absolute_url()

    def is_visible_to(self, user) -> bool:
        return access.may_see(user, self.record)


@dataclass
class MixedArchive:
    users: dict = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    department: object = None

    def hidden_from(self, user) -> list[Item]:
        return [item for item in self.items if not item.is_visible_to(user)]

    def shown_to(self, user) -> list[Item]:
        return [item for item in self.items if item.is_visible_to(user)]


def build() -> MixedArchive:
    return _Builder().build()


class _Builder:
    def __init__(self):
        self.archive = MixedArchive()
        self.units = [
            factories.DeliveryUnitFactory(name="First unit", short_name="First"),
            factories.DeliveryUnitFactory(name="Second unit", short_name="Second"),
        ]
        self.group = Group.objects.create(name="Audit")
        self.sector = factories.SectorFactory(name="Irrigation")
        self.department = factories.DepartmentFactory(name="Irrigation Department")
        self.archive.department = self.department
        self.closed = Collection.get_first_root_node().add_child(name="Closed")
        CollectionViewRestriction.objects.create(
            collection=self.closed, restriction_type="groups"
        ).groups.add(self.group)

    def build(self) -> MixedArchive:
        self.make_users()
        made = {
            name: [
                self.make(factory, level, **options)
                for level, options in LEVELS.items()
                if not (name == "document" and level == "a draft")
            ]
            for name, factory in {
                "unit": factories.UnitProfileFactory,
                "stocktake": factories.StocktakeFactory,
                "document": factories.DocumentFactory,
                "lesson": factories.LessonFactory,
                "programme": factories.ProgrammeFactory,
            }.items()
        }
        open_programme = made["programme"][0].record
        made["module"] = [
            self.make(factories.ModuleFactory, level, parent=open_programme, **options)
            for level, options in LEVELS.items()
        ]
        for level, options in LEVELS.items():
            # Events are neither drafted nor below what Wagtail makes private.
            if level not in {"a draft", "privately public"}:
                self.make(factories.LearningEventFactory, level, **options)
        self.link(made)
        self.promote()
        return self.archive

    def make_users(self) -> None:
        first, second = self.units
        make = factories.UserFactory
        self.archive.users = {
            "visitor": AnonymousUser(),
            "colleague": make(),
            "member of the first unit": make(units=[first]),
            "member of the second unit": make(units=[second]),
            "auditor": make(groups=["Audit"]),
            "archivist of the second unit": make(units=[second], groups=["Archivists"]),
            "editor of the second unit": make(units=[second], groups=["Editors"]),
            "trainer": make(groups=["Trainers"]),
            "administrator": make(is_superuser=True),
        }

    def make(self, factory, level, *, second=False, embargo=False, group=False,
             private=False, live=True, **options):  # fmt: skip
        number = len(self.archive.items)
        bait, secret = f"bait{number:03d}x", f"secret{number:03d}x"
        words = f"{bait} {secret}"
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        options |= {
            "title": f"Item {words} {COMMON}",
            "unit": self.units[1 if second else 0],
            "embargo_until": tomorrow if embargo else None,
        }
        if factory is factories.DocumentFactory:
            record = self.make_document(factory, words, private, options)
        elif factory is factories.LearningEventFactory:
            record = self.make_event(factory, words, options)
        else:
            record = self.make_page(factory, words, secret, live, options)
            if private:
                PageViewRestriction.objects.create(
                    page=record, restriction_type="groups"
                ).groups.add(self.group)
        if group:
            record.access_groups.add(self.group)
            record.save()
        item = Item(record, level, bait, secret)
        self.archive.items.append(item)
        return item

    def make_document(self, factory, words, private, options):
        bait, secret = words.split()
        record = factory(
            summary=f"Summary {words}.",
            sector=self.sector,
            pages=[f"First page {words} {COMMON}.", f"Second page {words}."],
            pages__name=f"{bait}-{secret}.txt",
            **options,
        )
        record.tags.add(f"{bait}-{secret}")
        if private:
            record.collection = self.closed
            record.save()
        return record

    def make_event(self, factory, words, options):
        event = factory(
            title_ur=f"مجلس {words}",
            purpose=f"Purpose {words}.",
            participants=f"Officers {words}",
            sector=self.sector,
            **options,
        )
        question = event.questions.create(
            text=f"Why {words}?", text_ur=f"کیوں {words}؟"
        )
        event.entries.create(
            part="discussion", question=question, text=f"Because {words}."
        )
        event.entries.create(
            part="action", text=f"Do {words}.", responsible=f"Officer {words}"
        )
        return event

    def make_page(self, factory, words, secret, live, options):
        texts = {
            factories.StocktakeFactory: {
                "agenda": f"Agenda {words}.",
                "agenda_ur": f"ایجنڈا {words}۔",
                "chair_ur": f"صدارت {words}",
            },
            factories.LessonFactory: {
                "summary": f"Lesson {words}.",
                "context": f"Context {words}.",
                "what_happened": f"Event {words}.",
                "recommendation": f"Advice {words}.",
                "tags": [words.replace(" ", "-")],
            },
            factories.UnitProfileFactory: {"summary": f"Unit {words}."},
            factories.ProgrammeFactory: {
                "summary": f"Programme {words}.",
                "summary_ur": f"پروگرام {words}۔",
            },
            factories.ModuleFactory: {
                "summary": f"Module {words}.",
                "summary_ur": f"ماڈیول {words}۔",
                "body_ur": f"متن {words}۔",
            },
        }[factory]
        if factory in (factories.StocktakeFactory, factories.LessonFactory):
            texts["sector"] = self.sector
        slug = words.split()[0]
        page = factory(slug=slug, live=live, **texts, **options)
        if factory is factories.LessonFactory:
            self.say_of_lesson(page, words)
        if factory is factories.StocktakeFactory:
            page.departments.set([self.department])
            page.decisions = [
                Decision(
                    text=f"Decision {words}.",
                    text_ur=f"فیصلہ {words}۔",
                    department=self.department,
                )
            ]
            page.save()
        if factory is factories.ModuleFactory:
            page.outcomes = [LearningOutcome(code="1", text=f"Outcome {words}.")]
            page.save()
        return page

    def say_of_lesson(self, lesson, words) -> None:
        """Let people use the lesson, comment on it, judge it and change its text."""
        author = self.archive.users["colleague"]
        use = {"lesson": lesson, "author": author, "shown_as": f"Officer {words}"}
        factories.LessonUseFactory(
            **use,
            place=f"Place {words}",
            what_was_done=f"Done {words}.",
            outcome=f"Outcome {words}.",
            released_at=timezone.now(),
        )
        factories.LessonUseFactory(**use, place=f"Other place {words} {FOR_STAFF}")
        factories.LessonCommentFactory(
            lesson=lesson, author=author, text=f"Comment {words} {FOR_STAFF}."
        )
        Validation.objects.create(
            lesson=lesson,
            body=f"Body {words}",
            role=f"Director {words}",
            verdict=Validation.Verdict.RESERVATIONS,
            comment=f"Verdict {words}.",
            made_by=author,
        )
        if lesson.live:
            lesson.save_revision().publish()
            lesson.refresh_from_db()
            lesson.cause = f"Cause {words}."
            lesson.save_revision().publish()
            lesson.refresh_from_db()

    def promote(self) -> None:
        """Put every item above the results of a search for what all of them hold."""
        query = Query.get(COMMON)
        for item in self.archive.items:
            if isinstance(item.record, Document):
                promotion = SearchPromotion.objects.create(query=query)
                PromotedDocument.objects.create(
                    promotion=promotion, document=item.record
                )
            elif isinstance(item.record, Page):
                SearchPromotion.objects.create(query=query, page=item.record)

    def link(self, made) -> None:
        """Tie open items to closed ones, for that is where titles leak."""
        lessons = [item.record for item in made["lesson"]]
        documents = [item.record for item in made["document"]]
        stocktakes = [item.record for item in made["stocktake"]]
        modules = [item.record for item in made["module"]]
        for number, document in enumerate(documents):
            # The open document belongs to a closed meeting and the other way round.
            document.stocktake = stocktakes[(number + 2) % len(stocktakes)]
            document.save()
        for document in documents:
            ClearedQuote.objects.create(
                version=document.current_version,
                page=1,
                quote=COMMON,
                source_description="A paper of the archive",
                releaser="A reviewer",
            )
        for lesson in lessons:
            factories.SystemLinkFactory(lesson=lesson, department=self.department)
            for document in documents:
                page = document.current_version.pages.get(number=1)
                Evidence.objects.create(
                    lesson=lesson,
                    version=document.current_version,
                    page=1,
                    quote=page.text.removesuffix("."),
                )
                # A word that every item holds: what was released tells nothing more.
                Evidence.objects.create(
                    lesson=lesson,
                    version=document.current_version,
                    page=1,
                    quote=COMMON,
                )
            for module in modules:
                factories.CurriculumLinkFactory(
                    lesson=lesson, outcome=module.outcomes.get()
                )
