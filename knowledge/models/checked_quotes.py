"""How a quote stood when it was last compared with what it is from."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge import evidence, verdicts
from knowledge.verdicts import State, Verdict

from .documents import DocumentVersion, ReadingStatus


class CheckedQuote(models.Model):
    """A quote that is compared with the page, or the copy of a web page, it is from.

    Its subclass has ``quote``, ``version``, ``page`` and ``web_copy``.
    """

    # What stood around the quote when it was cited, and how often the page had it.
    # No occurrence: that has still to be looked up.
    prefix = models.CharField(max_length=100, blank=True, editable=False)
    suffix = models.CharField(max_length=100, blank=True, editable=False)
    occurrences = models.PositiveSmallIntegerField(default=0, editable=False)
    # Those in the sentence around it, however long; nothing: still to be looked up.
    negations = models.JSONField(null=True, editable=False)

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.UNCHECKED,
        editable=False,
        db_index=True,
    )
    state_since = models.DateTimeField(_("since"), null=True, editable=False)
    checked_at = models.DateTimeField(_("checked at"), null=True, editable=False)
    # The newest version that the quote was looked for in.
    checked_in = models.ForeignKey(
        DocumentVersion,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    candidate_version = models.ForeignKey(
        DocumentVersion,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    candidate_page = models.PositiveIntegerField(null=True, editable=False)
    candidate_quote = models.TextField(blank=True, editable=False)
    similarity = models.FloatField(_("similarity"), null=True, editable=False)

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decision = models.CharField(
        _("decision"), max_length=500, blank=True, editable=False
    )
    # The newer version in spite of which somebody keeps to the one that is cited.
    kept_despite = models.ForeignKey(
        DocumentVersion,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True

    def check_quote(self) -> None:
        """Compare the quote with its source and note what that comes to."""
        verdict = self._verdict()
        if verdict is None:
            return
        if verdict.state != self.state:
            self.state_since = timezone.now()
        self.state = verdict.state
        self.candidate_version = verdict.version
        self.candidate_page = verdict.page
        self.candidate_quote = verdict.quote
        self.similarity = verdict.similarity
        self.checked_at = timezone.now()
        if self.version_id:
            self.checked_in = self.newer_version or self.version

    def put_down_anchor(self, text: str, before: str = "") -> None:
        """Keep what stands around the quote in ``text``; see ``evidence.anchor``."""
        found = evidence.anchor(self.quote, text, before)
        self.prefix, self.suffix = found.prefix, found.suffix
        self.occurrences = min(found.occurrences, 1000)
        self.negations = found.negations

    # What ``check_quote`` sets.
    CHECKED_FIELDS = (
        "prefix", "suffix", "occurrences", "negations", "state", "state_since",
        "checked_at", "checked_in", "candidate_version", "candidate_page",
        "candidate_quote", "similarity",
    )  # fmt: skip

    @property
    def anchor(self) -> evidence.Anchor:
        negations = None if self.negations is None else tuple(self.negations)
        return evidence.Anchor(
            self.quote, self.prefix, self.suffix, self.occurrences, negations
        )

    @property
    def newer_version(self) -> DocumentVersion | None:
        """A newer version of the document, if there is one that was read."""
        current = self.version.document.current_version
        if (
            current is None
            or current.number <= self.version.number
            or current.status != ReadingStatus.READY
        ):
            return None
        return current

    @property
    def is_broken(self) -> bool:
        return self.state == State.BROKEN

    @property
    def is_verified(self) -> bool:
        return self.state == State.VERIFIED

    def _fault(self) -> verdicts.Fault | None:
        if self.version_id:
            return verdicts.fault_of(self.version, self.page, self.quote)
        if self.web_copy_id and self.web_copy.is_being_fetched:
            # It is checked when the copy is there.
            return None
        if self.web_copy_id and not self.web_copy.text:
            return verdicts.Fault(
                "web_copy",
                _("The web page could not be copied: %(reason)s")
                % {"reason": self.web_copy.reason},
            )
        if self.web_copy_id:
            return verdicts.fault_of_copy(self.web_copy.text, self.quote)
        return None

    def _verdict(self) -> Verdict | None:
        """Return what a check comes to, or ``None`` if it cannot be made now."""
        if self.version_id and self.page:
            if self.version.is_being_read:
                return None
            self._look_up_anchor(self._page_text())
            newer = self.newer_version
            if newer is not None and newer.pk == self.kept_despite_id:
                newer = None
            return verdicts.on_document(self.anchor, self.version, self.page, newer)
        if self.web_copy_id and not self.web_copy.is_being_fetched:
            if not self.web_copy.is_intact:
                return Verdict(State.BROKEN)
            self._look_up_anchor(self.web_copy.text)
            return verdicts.on_text(self.anchor, self.web_copy.text)
        return Verdict(State.UNCHECKED)

    def _page_text(self) -> str:
        page = self.version.pages.filter(number=self.page).first()
        return page.full_text if page else ""

    def _look_up_anchor(self, text: str) -> None:
        is_known = self.occurrences and self.negations is not None
        if not is_known and evidence.find(self.quote, text):
            self.put_down_anchor(text, before=self.prefix)
