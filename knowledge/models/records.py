"""What documents and pages of the record have in common."""

from django import forms
from django.contrib.auth.models import Group
from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from knowledge import access
from knowledge.languages import in_page_language

from .vocabulary import DeliveryUnit

PER_PAGE = 20


class Language(models.TextChoices):
    """The language that an item is written in."""

    ENGLISH = "en", _("English")
    URDU = "ur", _("Urdu")


RIGHT_TO_LEFT = {Language.URDU}


class Written(models.Model):
    """Something written in one language."""

    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.ENGLISH
    )

    class Meta:
        abstract = True

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, for the ``dir`` attribute."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


class Titled(models.Model):
    """A page whose title may also be given in Urdu, for Urdu pages of the site."""

    title_ur = models.CharField(_("title in Urdu"), max_length=255, blank=True)

    class Meta:
        abstract = True

    @property
    def heading(self) -> str:
        """The title in the language of the page, as far as there is one."""
        return in_page_language(self.title, self.title_ur)


class Summarised(Titled):
    """A page with a summary that may also be given in Urdu."""

    summary = models.TextField(_("summary"), blank=True)
    summary_ur = models.TextField(_("summary in Urdu"), blank=True)

    class Meta:
        abstract = True

    @property
    def lead(self) -> str:
        """The summary in the language of the page, as far as there is one."""
        return in_page_language(self.summary, self.summary_ur)


class AccessControlled(models.Model):
    """An item that ``knowledge.access`` decides about."""

    access = models.CharField(
        _("access"),
        max_length=12,
        choices=access.Access,
        default=access.Access.INTERNAL,
        help_text=_(
            "Restricted: the owning unit and the groups named below. "
            "Internal: every member of staff who is signed in. Public: everybody."
        ),
    )
    embargo_until = models.DateField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Restricted until this date, whatever the access is."),
    )
    unit = models.ForeignKey(
        DeliveryUnit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("delivery unit"),
        help_text=_("The unit that owns this item."),
    )

    class Meta:
        abstract = True

    @property
    def is_under_embargo(self) -> bool:
        return bool(self.embargo_until and self.embargo_until > timezone.localdate())

    def is_visible_to(self, user) -> bool:
        return access.may_see(user, self)


class AccessControlledRecord(AccessControlled):
    """An item with an address of its own and no Wagtail page."""

    access_groups = models.ManyToManyField(
        Group,
        blank=True,
        related_name="+",
        verbose_name=_("named groups"),
        help_text=_("These groups see the item even while it is restricted."),
    )

    class Meta:
        abstract = True


class VisibleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return what ``user`` may see; see ``knowledge.access``."""
        return access.visible_to(self, user)


class VisiblePageQuerySet(VisibleQuerySet, PageQuerySet):
    pass


VisiblePageManager = PageManager.from_queryset(VisiblePageQuerySet)


class PaginatedList:
    """A page that lists others, some at a time. Inherit from it before ``Page``."""

    def listed_for(self, user) -> models.QuerySet:
        """Return what the list has for ``user``, in its order."""
        raise NotImplementedError

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        listed = Paginator(self.listed_for(request.user), PER_PAGE)
        context["items"] = listed.get_page(request.GET.get("page"))
        return context


class AccessControlledPage(AccessControlled):
    """A Wagtail page that ``knowledge.access`` decides about.

    Inherit from it before ``Page``.
    """

    access_groups = ParentalManyToManyField(
        Group,
        blank=True,
        related_name="+",
        verbose_name=_("named groups"),
        help_text=_("These groups see the item even while it is restricted."),
    )

    class Meta:
        abstract = True

    access_panels = [
        MultiFieldPanel(
            [
                FieldPanel("unit"),
                FieldPanel("access"),
                FieldPanel("access_groups", widget=forms.CheckboxSelectMultiple),
                FieldPanel("embargo_until"),
            ],
            heading=_("Who may see it"),
        )
    ]

    def serve(self, request, *args, **kwargs):
        # A page in preview need not be live, nor saved. The admin has asked before
        # whether the user may handle it.
        if not getattr(request, "is_preview", False):
            access.require(request.user, self)
        response = super().serve(request, *args, **kwargs)
        # Members of staff are shown more than the public, below public pages too.
        if self.access != access.Access.PUBLIC or request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    def get_sitemap_urls(self, request=None):
        return super().get_sitemap_urls(request) if self.is_visible_to(None) else []
