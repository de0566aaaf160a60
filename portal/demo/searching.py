"""What the demonstration shows of the staff's tools for search."""

from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from knowledge.models import UnitProfile


def promote_a_unit() -> None:
    """Put the profile of a unit above all results for "delivery unit"."""
    profile = UnitProfile.objects.live().order_by("path").first()
    SearchPromotion.objects.create(
        query=Query.get("delivery unit"),
        page=profile,
        description="What the unit was set up to do, and how it works.",
        sort_order=0,
    )
