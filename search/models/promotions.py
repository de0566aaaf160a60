"""Promoted results that are documents; those that are pages are Wagtail's alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.search_promotions.models import SearchPromotion


class PromotedDocument(models.Model):
    """The document that a promoted result of Wagtail's leads to."""

    promotion = models.OneToOneField(
        SearchPromotion, on_delete=models.CASCADE, related_name="promoted_document"
    )
    document = models.ForeignKey(
        "knowledge.Document",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("document"),
    )

    class Meta:
        verbose_name = _("promoted document")
        verbose_name_plural = _("promoted documents")
        default_permissions = ()

    def __str__(self):
        return str(self.document)
