"""Who is asked to review a lesson, and what each body says of it."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge import access

from .invitations import SignedLink
from .lessons import Lesson


class ReviewInvitation(SignedLink):
    """Asks a body to review a lesson; its link shows the text, and takes one verdict.

    With an account the link works only for that account.
    """

    # People correct what their form refuses; a machine tries many more.
    AN_HOUR = 20

    lesson = models.ForeignKey(
        Lesson, on_delete=models.CASCADE, related_name="review_invitations"
    )
    # The text that is shown; without it there is nothing to review.
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = models.CharField(
        _("body"),
        max_length=200,
        help_text=_("The body that reviews, as readers will see it."),
    )
    role = models.CharField(
        _("who reviews for it"),
        max_length=200,
        blank=True,
        help_text=_("By role, such as “director of research”. No names."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("account"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    wagtail_reference_index_ignore = True

    class Meta(SignedLink.Meta):
        verbose_name = _("invitation to review")
        verbose_name_plural = _("invitations to review")
        default_permissions = ()
        permissions = [("invite_reviewer", "Can invite a body to review a lesson")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="review_invitation_names_a_body"
            )
        ]

    def __str__(self):
        return f"{self.body}: {self.lesson}"

    def get_absolute_url(self):
        return reverse("review_invited", args=[self.token])

    @property
    def is_open(self) -> bool:
        return super().is_open and self.answered_at is None


class ValidationQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-made_on", "-pk")

    def with_details(self):
        return self.select_related("made_by", "revision")


class Validation(models.Model):
    """A body's verdict on a lesson. A later one of the same body takes its place.

    Who gave it is not shown to readers: the body answers for it.
    """

    class Verdict(models.TextChoices):
        ENDORSED = "endorsed", _("Endorsed")
        RESERVATIONS = "reservations", _("Endorsed with reservations")
        DISPUTED = "disputed", _("Disputed")

    ENDORSING = (Verdict.ENDORSED, Verdict.RESERVATIONS)

    lesson = models.ForeignKey(
        Lesson, on_delete=models.CASCADE, related_name="validations"
    )
    invitation = models.OneToOneField(
        ReviewInvitation,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="validation",
    )
    body = models.CharField(
        _("body"),
        max_length=200,
        help_text=_("The body that reviews, as readers will see it."),
    )
    role = models.CharField(
        _("your role"),
        max_length=200,
        help_text=_("Such as “director of research”. Readers see it; no names."),
    )
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict)
    comment = models.TextField(
        _("comment"),
        max_length=4000,
        blank=True,
        help_text=_("Why, for readers of the lesson. Needed unless you endorse it."),
    )
    made_on = models.DateField(_("date"), default=timezone.localdate)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("given by"),
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The hash tells that the text has changed also when the revision is gone.
    text_sha256 = models.CharField(max_length=64, editable=False)
    wagtail_reference_index_ignore = True

    objects = ValidationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = _("validation")
        verbose_name_plural = _("validations")
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="validation_names_a_body"
            ),
            models.CheckConstraint(
                condition=Q(verdict="endorsed") | ~Q(comment=""),
                name="validation_with_doubts_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.body}: {self.get_verdict_display()}"

    def is_visible_to(self, user) -> bool:
        """Tell whether ``user`` may read the text that the verdict is about."""
        return self.revision is None or access.may_read_revision(user, self.revision)

    @property
    def is_endorsing(self) -> bool:
        return self.verdict in self.ENDORSING

    @property
    def body_key(self) -> str:
        """The name of the body, however it was spaced and capitalised."""
        return " ".join(self.body.split()).casefold()


def latest_of_each_body(
    validations: Iterable[Validation],
) -> tuple[list[Validation], list[Validation]]:
    """Divide verdicts on one lesson into those that hold and those that were replaced.

    Args:
        validations: the newest first.
    """
    latest, earlier = {}, []
    for validation in validations:
        if validation.body_key in latest:
            earlier.append(validation)
        else:
            latest[validation.body_key] = validation
    return list(latest.values()), earlier
