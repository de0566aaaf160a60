"""Makes records for tests. Names are illustrative."""

import datetime
import itertools

import factory
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from knowledge import models
from knowledge.access import Access
from knowledge.models.documents import DocumentKind, ReadingStatus
from portal.models import HomePage
from portal.site_structure import ensure_site

_numbers = itertools.count(1)


class TermFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    slug = factory.Sequence(lambda n: f"term-{n}")


class GovernmentFactory(TermFactory):
    class Meta:
        model = models.Government

    name = factory.Sequence(lambda n: f"Government {n}")
    level = models.Government.Level.PROVINCIAL


class SectorFactory(TermFactory):
    class Meta:
        model = models.Sector

    name = factory.Sequence(lambda n: f"Sector {n}")


class DepartmentFactory(TermFactory):
    class Meta:
        model = models.Department

    name = factory.Sequence(lambda n: f"Department {n}")
    government = factory.SubFactory(GovernmentFactory)


class DeliveryUnitFactory(TermFactory):
    class Meta:
        model = models.DeliveryUnit

    name = factory.Sequence(lambda n: f"Delivery unit {n}")
    short_name = factory.Sequence(lambda n: f"Unit {n}")
    government = factory.SubFactory(GovernmentFactory)


class RuleFactory(TermFactory):
    class Meta:
        model = models.Rule

    name = factory.Sequence(lambda n: f"Rule {n}")
    department = factory.SubFactory(DepartmentFactory)


class UserFactory(DjangoModelFactory):
    """A member of staff; ``units`` takes the units, ``groups`` the group names."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("password")

    @factory.post_generation
    def units(self, create, extracted, **kwargs):
        if extracted:
            self.units.set(extracted)

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        for name in extracted or ():
            self.groups.add(Group.objects.get_or_create(name=name)[0])


class DocumentFactory(DjangoModelFactory):
    """A document with one version that was read.

    ``pages`` takes the texts of its pages, ``content`` the bytes of its file.
    """

    class Meta:
        model = models.Document
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Document {n}")
    kind = DocumentKind.MINUTES
    language = "en"
    date = datetime.date(2017, 12, 12)
    access = Access.PUBLIC
    unit = factory.SubFactory(DeliveryUnitFactory)
    sector = factory.SubFactory(SectorFactory)

    @factory.post_generation
    def pages(self, create, extracted, **kwargs):
        add_version(self, extracted or ["Text of the page."], **kwargs)


def add_version(document, pages, *, content=b"", name="minutes.txt", **fields):
    """Add a version that was read, with these texts as its pages."""
    import hashlib

    content = content or f"{next(_numbers)}\n".encode() + "\f".join(pages).encode()
    version = models.DocumentVersion(
        document=document,
        number=document.versions.count() + 1,
        original_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        page_count=len(pages),
        **{"media_type": "text/plain", "status": ReadingStatus.READY} | fields,
    )
    version.file.save(name, ContentFile(content), save=False)
    version.save()
    models.DocumentPage.objects.bulk_create(
        models.DocumentPage(version=version, number=number, text=text)
        for number, text in enumerate(pages, start=1)
    )
    document.current_version = version
    document.file = version.file.name
    document.file_size = version.size
    document.save()
    return version


class PageFactory(DjangoModelFactory):
    """Adds a live page below ``parent``, by default the section of its kind."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.Sequence(lambda n: f"page-{n}")
    access = Access.PUBLIC

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        related = {
            name: kwargs.pop(name)
            for name in ("departments", "access_groups", "tags")
            if name in kwargs
        }
        parent = kwargs.pop("parent", None) or cls.default_parent()
        page = model_class(**kwargs)
        for name, values in related.items():
            getattr(page, name).set(values) if name != "tags" else page.tags.add(
                *values
            )
        parent.add_child(instance=page)
        return page

    @classmethod
    def default_parent(cls):
        ensure_site()
        return cls._meta.model.allowed_parent_page_models()[0].objects.get()


class StocktakeFactory(PageFactory):
    class Meta:
        model = models.Stocktake

    title = factory.Sequence(lambda n: f"Stocktake {n}")
    date = datetime.date(2017, 12, 12)
    chair = "Chief Minister"
    unit = factory.SubFactory(DeliveryUnitFactory)
    sector = factory.SubFactory(SectorFactory)


class LessonFactory(PageFactory):
    class Meta:
        model = models.Lesson

    title = factory.Sequence(lambda n: f"Lesson {n}")
    summary = "Agree on the problem before choosing the indicator."
    what_happened = "The indicator rose and the problem stayed."
    unit = factory.SubFactory(DeliveryUnitFactory)
    sector = factory.SubFactory(SectorFactory)


class UnitProfileFactory(PageFactory):
    class Meta:
        model = models.UnitProfile

    title = factory.Sequence(lambda n: f"Unit profile {n}")
    unit = factory.SubFactory(DeliveryUnitFactory)


class ProgrammeFactory(PageFactory):
    class Meta:
        model = models.Programme

    title = factory.Sequence(lambda n: f"Programme {n}")


class ModuleFactory(PageFactory):
    class Meta:
        model = models.Module

    title = factory.Sequence(lambda n: f"Module {n}")

    @classmethod
    def default_parent(cls):
        return ProgrammeFactory()


class LearningOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = models.LearningOutcome

    module = factory.SubFactory(ModuleFactory)
    code = factory.Sequence(lambda n: f"1.{n}")
    text = "Choose an indicator that stands for the problem."


class CurriculumLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.CurriculumLink

    lesson = factory.SubFactory(LessonFactory)
    outcome = factory.SubFactory(LearningOutcomeFactory)


class SystemLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.SystemLink

    lesson = factory.SubFactory(LessonFactory)
    department = factory.SubFactory(DepartmentFactory)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = models.Evidence

    lesson = factory.SubFactory(LessonFactory)
    version = factory.LazyFunction(lambda: DocumentFactory().current_version)
    page = 1
    quote = "Text of the page."


class LearningEventFactory(DjangoModelFactory):
    class Meta:
        model = models.LearningEvent

    title = factory.Sequence(lambda n: f"Learning event {n}")
    date = datetime.date(2018, 3, 1)
    unit = factory.SubFactory(DeliveryUnitFactory)
    access = Access.INTERNAL


class ObservationFactory(DjangoModelFactory):
    """What somebody noticed, accepted unless told; without a name unless told."""

    class Meta:
        model = models.Observation

    text = factory.Sequence(lambda n: f"Fuel money reached district {n} too late.")
    tone = models.Observation.Tone.BAD
    naming = models.Observation.Naming.NONE
    state = models.Observation.State.ACCEPTED
    access = Access.INTERNAL
    key_digest = factory.Sequence(lambda n: f"digest {n}")


class LessonUseFactory(DjangoModelFactory):
    class Meta:
        model = models.LessonUse

    lesson = factory.SubFactory(LessonFactory)
    author = factory.SubFactory(UserFactory)
    place = factory.Sequence(lambda n: f"District {n}")
    what_was_done = "The problem was agreed on before the indicator."
    outcome = "The indicator and the problem moved together."
    shown_as = "District officer"
    used_on = datetime.date(2019, 5, 1)


class LessonCommentFactory(DjangoModelFactory):
    class Meta:
        model = models.LessonComment

    lesson = factory.SubFactory(LessonFactory)
    author = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"The same happened in district {n}.")


def home_page() -> HomePage:
    return ensure_site()
