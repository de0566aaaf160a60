"""Results that staff put above all others for a query.

They are Wagtail's promoted results, with documents besides pages and addresses. Who
may not see a page or document is not told that it is promoted.
"""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from knowledge import access
from knowledge.fixed_queries import fixed_query
from knowledge.models import AccessControlled, Document
from knowledge.permissions import pages_to_handle
from search.sources import SOURCES
from search.text import full_form


@dataclass(frozen=True, slots=True)
class Promoted:
    """A promoted result as readers see it; `record` is absent for other pages."""

    title: str
    url: str
    description: str
    kind: str = ""
    record: AccessControlled | None = None


def promoted_for(text: str, user) -> list[Promoted]:
    """Return what is promoted for a query, as far as `user` may see it.

    The words of the query decide, whatever their spelling or form.
    """
    form = full_form(text)
    if not form:
        return []
    matching = [pk for pk, one in set(_promoted_texts()) if full_form(one) == form]
    if not matching:
        return []
    promotions = list(
        SearchPromotion.objects.filter(query__in=matching).select_related(
            "promoted_document__document__unit"
        )
    )
    pages = {
        page.pk: page
        for page in Page.objects.filter(
            pk__in=[promotion.page_id for promotion in promotions]
        ).specific()
    }
    shown = (_shown(promotion, pages, user) for promotion in promotions)
    return [promoted for promoted in shown if promoted]


@fixed_query
def _promoted_texts():
    """Return number and text of the query of every promotion."""
    promotions = SearchPromotion.objects.order_by()
    return promotions.values_list("query_id", "query__query_string")


def promotions_to_handle(user):
    """Return a query set of the promotions that `user` may know of in the admin."""
    pages = pages_to_handle(Page.objects.all(), user)
    documents = access.visible_to(Document.objects.all(), user)
    return SearchPromotion.objects.filter(
        Q(page__in=pages.values("pk"))
        | Q(promoted_document__document__in=documents.values("pk"))
        | ~Q(external_link_url="")
    ).select_related("promoted_document__document", "page")


def document_of(promotion: SearchPromotion) -> Document | None:
    """Return the document that a promotion leads to, if it is one."""
    promoted = getattr(promotion, "promoted_document", None)
    return promoted and promoted.document


def _shown(promotion, pages, user) -> Promoted | None:
    record = document_of(promotion) or pages.get(promotion.page_id)
    if record is None:
        if not promotion.external_link_url:
            return None
        return Promoted(
            promotion.external_link_text or promotion.external_link_url,
            promotion.external_link_url,
            promotion.description,
        )
    if not isinstance(record, AccessControlled):
        if not record.live or record.get_view_restrictions():
            return None
        return Promoted(record.title, record.url, promotion.description)
    if not access.may_see(user, record):
        return None
    source = next(each for each in SOURCES.values() if isinstance(record, each.model))
    return Promoted(
        getattr(record, "heading", record.title),
        source.url(record),
        promotion.description,
        source.kind_label(record),
        record,
    )
