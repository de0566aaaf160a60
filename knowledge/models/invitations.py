"""Links that let people in without an account, for a while."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SignedLinkQuerySet(models.QuerySet):
    def open(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


def in_a_week():
    return timezone.now() + timedelta(days=7)


class SignedLink(models.Model):
    """An invitation: whoever has its link may do one thing until it is over.

    Its subclass says how many may come by one link in an hour (``AN_HOUR``). The link
    of one kind of invitation opens no other.
    """

    AN_HOUR: int

    expires_at = models.DateTimeField(_("open until"), default=in_a_week)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    # What was sent in the hour that began then; kept no finer than an hour.
    hour = models.DateTimeField(null=True, editable=False)
    sent = models.PositiveIntegerField(default=0, editable=False)

    objects = SignedLinkQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    @classmethod
    def from_token(cls, token: str) -> Self:
        """Return the invitation of a link, open or not.

        Raises:
            DoesNotExist: the link was not made here, or is gone.
        """
        try:
            number = cls._signer().unsign(token)
        except signing.BadSignature as error:
            raise cls.DoesNotExist from error
        return cls.objects.get(pk=number)

    @property
    def token(self) -> str:
        return self._signer().sign(str(self.pk))

    @property
    def is_over(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and not self.is_over

    def take_turn(self) -> bool:
        """Count one more that comes in this hour; tell whether it may still come in.

        One statement decides, so that many who send at once cannot get past the limit.
        """
        this_hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        same = type(self).objects.filter(pk=self.pk)
        same.filter(~Q(hour=this_hour) | Q(hour=None)).update(hour=this_hour, sent=0)
        return bool(same.filter(sent__lt=self.AN_HOUR).update(sent=F("sent") + 1))

    @classmethod
    def _signer(cls) -> signing.Signer:
        return signing.Signer(sep=".", salt=f"knowledge.{cls.__name__}")
