"""Who may see what: the one place that decides.

Every item has *labels* (``public``, ``internal``, ``unit:3``, ``group:7``) and every
user has labels; an item is visible where the two sets meet. The same rule is given
in two forms that must always agree: labels, which the search index stores, and a
database condition, which has the last word.

Privacy that Wagtail's admin sets on a page or a collection can only narrow this. An
item below such a restriction carries its restrictions in every label
(``public+page:4``), so that both parts have to be met.

An embargo keeps an item with its owners (unit and named groups) until its date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from knowledge.fixed_queries import fixed_query


class Access(models.TextChoices):
    """How far an item may be seen, narrowest first."""

    RESTRICTED = "restricted", _("Restricted")
    INTERNAL = "internal", _("Internal")
    PUBLIC = "public", _("Public")


def is_administrator(user) -> bool:
    """Tell whether nothing is hidden from ``user``."""
    return bool(user and user.is_active and user.is_superuser)


def is_staff_member(user) -> bool:
    """Tell whether ``user`` is signed in: accounts are given to members of staff."""
    return bool(user and user.is_authenticated and user.is_active)


def view_restrictions() -> list[PageViewRestriction | CollectionViewRestriction]:
    """Return the privacy set in the admin, for callers that ask about many items.

    Pass it on as ``restrictions``; functions that are not given it fetch it themselves.
    """
    # Most archives have none.
    if not _restrictions_there_are():
        return []
    return [
        *PageViewRestriction.objects.prefetch_related("page", "groups"),
        *CollectionViewRestriction.objects.prefetch_related("collection", "groups"),
    ]


def labels_for(user, restrictions=None) -> frozenset[str] | None:
    """Return the labels of ``user`` (``None`` user: the public).

    Returns:
        The labels that open an item, or ``None`` for an administrator, who needs none.
    """
    if is_administrator(user):
        return None
    own = _own_labels(user)
    met = [""] + [
        _suffix(names)
        for names, together in _restriction_sets(restrictions)
        if all(_meets(user, restriction) for restriction in together)
    ]
    return frozenset(label + suffix for label in own for suffix in met)


def labels_of(item, restrictions=None) -> frozenset[str]:
    """Return the labels of ``item`` as of today.

    Args:
        item: an ``AccessControlled`` document or page, saved.
        restrictions: what ``view_restrictions`` returned, if that is at hand.
    """
    suffix = _suffix(_names_of(_restrictions_on(item, restrictions)))
    return frozenset(label + suffix for label in _item_labels(item))


def may_see(user, item) -> bool:
    """Tell whether ``user`` may see ``item`` now; drafts are never seen here."""
    if isinstance(item, Page) and not item.live:
        return False
    if hasattr(item, "visible_when"):
        same = type(item)._default_manager.filter(pk=item.pk)
        return visible_to(same, user).exists()
    return _is_open_to(user, item)


def is_open_to_staff(item, restrictions=None) -> bool:
    """Tell whether every member of staff may see ``item``, whatever their units."""
    open_labels = {Access.PUBLIC.value, Access.INTERNAL.value}
    labels = _labels(item.access, item.embargo_until, None, [])
    return bool(labels & open_labels) and not _restrictions_on(item, restrictions)


def may_handle(user, item) -> bool:
    """Tell whether ``user`` may see ``item`` where it is worked on, drafts included.

    A page that was published more openly than its newest draft says is as closed as
    the draft, whose words are shown there.
    """
    if is_administrator(user):
        return True
    if not _is_open_to(user, item):
        return False
    if not isinstance(item, Page) or (item.live and not item.has_unpublished_changes):
        return True
    draft = item.latest_revision
    return draft is None or may_read_revision(user, draft)


def may_read_revision(user, revision) -> bool:
    """Tell whether the access that a page had in ``revision`` lets ``user`` see it."""
    content = revision.content
    if is_administrator(user) or "access" not in content:
        return True
    labels = _labels(
        content["access"],
        parse_date(content.get("embargo_until") or ""),
        content.get("unit"),
        content.get("access_groups") or [],
    )
    return bool(labels & _own_labels(user))


def require(user, item) -> None:
    """Stop the request unless ``user`` may see ``item``.

    Raises:
        Http404: as if the item did not exist, so that its existence does not leak.
    """
    if not may_see(user, item):
        raise Http404


def visible_to(queryset, user, restrictions=None, *, drafts=False):
    """Narrow ``queryset`` of records of one kind to what ``user`` may see.

    A kind of record that depends on others says in its class method ``visible_when``
    what else has to be true.

    Args:
        queryset: documents, pages of one kind, or other ``AccessControlled`` records.
        user: whose view it is; ``None`` for the public.
        restrictions: what ``view_restrictions`` returned, if that is at hand.
        drafts: whether pages count that are not live, as ``may_handle`` has it.
    """
    is_page = issubclass(queryset.model, Page)
    if is_page and not drafts:
        queryset = queryset.filter(live=True)
    if is_administrator(user):
        return queryset
    if hasattr(queryset.model, "visible_when"):
        queryset = queryset.filter(queryset.model.visible_when(user))
    if not is_page and not hasattr(queryset.model, "collection"):
        return queryset.filter(_condition(queryset.model, user))
    closed = Q()
    for restriction in view_restrictions() if restrictions is None else restrictions:
        on_page = isinstance(restriction, PageViewRestriction)
        if on_page == is_page and not _meets(user, restriction):
            if on_page:
                closed |= Q(path__startswith=restriction.page.path)
            else:
                closed |= Q(collection__path__startswith=restriction.collection.path)
    if is_page and drafts:
        closed |= Q(pk__in=_closed_by_draft(queryset, user))
    queryset = queryset.filter(_condition(queryset.model, user))
    return queryset.exclude(closed) if closed else queryset


@dataclass(frozen=True)
class Readers:
    """All who may see an item, as one user who sees what each of them sees."""

    is_authenticated: bool
    unit_ids: frozenset[int] = frozenset()
    group_ids: frozenset[int] = frozenset()
    is_active: bool = True
    is_superuser: bool = False


def readers_of(item) -> Readers:
    """Return the readers of ``item``, to be asked about as a user is.

    It is those of its access without an embargo and without the privacy set in the
    admin, which narrow it only for a time: what this user may see, every reader may.
    """
    labels = _labels(
        item.access,
        None,
        item.unit_id,
        [group.pk for group in item.access_groups.all()],
    )
    if len(labels) != 1:
        # Of several owners each sees what the others do not.
        return Readers(is_authenticated=True)
    (label,) = labels
    kind, _colon, number = label.partition(":")
    numbers = frozenset({int(number)} if number else ())
    return Readers(
        is_authenticated=label != Access.PUBLIC,
        unit_ids=numbers if kind == "unit" else frozenset(),
        group_ids=numbers if kind == "group" else frozenset(),
    )


def is_restricted(item) -> bool:
    """Tell whether ``item`` is only for its unit and named groups, as of today."""
    labels = _labels(item.access, item.embargo_until, None, [])
    return not labels


def may_release(user, document) -> bool:
    """Tell whether ``user`` may release a quote of ``document`` to the public.

    Reviewers of the unit that holds the document may, and decide about requests for it.
    """
    if not is_staff_member(user) or not user.has_perm("knowledge.add_clearedquote"):
        return False
    is_of_own_unit = user.is_superuser or document.unit_id in user.unit_ids
    return is_of_own_unit and may_see(user, document)


def releasable_by(documents, user):
    """Narrow ``documents`` to those of which ``user`` may release quotes."""
    if not is_staff_member(user) or not user.has_perm("knowledge.add_clearedquote"):
        return documents.none()
    if not user.is_superuser:
        documents = documents.filter(unit__in=user.unit_ids)
    return visible_to(documents, user)


def embargoed(today: date | None = None) -> Q:
    """Return the condition that an item is under embargo on ``today``."""
    return Q(embargo_until__gt=today or timezone.localdate())


@fixed_query
def _restrictions_there_are():
    """Return the numbers of all restrictions."""
    collections = CollectionViewRestriction.objects.order_by().values_list("pk")
    return PageViewRestriction.objects.order_by().values_list("pk").union(collections)


def _own_labels(user) -> frozenset[str]:
    labels = {Access.PUBLIC.value}
    if is_staff_member(user):
        labels.add(Access.INTERNAL.value)
        labels.update(f"unit:{pk}" for pk in user.unit_ids)
        labels.update(f"group:{pk}" for pk in user.group_ids)
    return frozenset(labels)


def _item_labels(item) -> frozenset[str]:
    groups = [group.pk for group in item.access_groups.all()]
    return _labels(item.access, item.embargo_until, item.unit_id, groups)


def _labels(access, embargo_until, unit_id, group_ids) -> frozenset[str]:
    under_embargo = embargo_until and embargo_until > timezone.localdate()
    if access == Access.PUBLIC and not under_embargo:
        return frozenset({Access.PUBLIC.value})
    if access == Access.INTERNAL and not under_embargo:
        return frozenset({Access.INTERNAL.value})
    labels = {f"group:{pk}" for pk in group_ids}
    if unit_id:
        labels.add(f"unit:{unit_id}")
    return frozenset(labels)


def _is_open_to(user, item) -> bool:
    if is_administrator(user):
        return True
    if not _item_labels(item) & _own_labels(user):
        return False
    return all(_meets(user, restriction) for restriction in _restrictions_on(item))


def _closed_by_draft(queryset, user) -> list[int]:
    """Return the pages that are closed to ``user`` by what their newest draft says."""
    # Named groups are a list in JSON, which not every database can look into.
    drafts = (
        queryset.filter(Q(live=False) | Q(has_unpublished_changes=True))
        .filter(latest_revision__isnull=False)
        .values_list(
            "pk",
            "latest_revision__content__access",
            "latest_revision__content__embargo_until",
            "latest_revision__content__unit",
            "latest_revision__content__access_groups",
        )
    )
    own = _own_labels(user)
    return [
        pk
        for pk, access, embargo, unit_id, group_ids in drafts
        if not own
        & _labels(access, parse_date(embargo or ""), unit_id, group_ids or [])
    ]


def _condition(model, user) -> Q:
    open_to_all = Q(access=Access.PUBLIC)
    if not is_staff_member(user):
        return open_to_all & ~embargoed()
    open_to_staff = Q(access__in=[Access.PUBLIC, Access.INTERNAL]) & ~embargoed()
    condition = open_to_staff | Q(unit_id__in=user.unit_ids)
    if user.group_ids:
        named = model.access_groups.through.objects.filter(group_id__in=user.group_ids)
        owner_field = model.access_groups.field.m2m_field_name()
        condition |= Q(pk__in=named.values(f"{owner_field}_id"))
    return condition


def _restrictions_on(item, restrictions=None) -> list:
    if restrictions is None:
        restrictions = view_restrictions()
    if isinstance(item, Page):
        return [
            restriction
            for restriction in restrictions
            if isinstance(restriction, PageViewRestriction)
            and item.path.startswith(restriction.page.path)
        ]
    if not hasattr(type(item), "collection"):
        return []
    return [
        restriction
        for restriction in restrictions
        if isinstance(restriction, CollectionViewRestriction)
        and item.collection.path.startswith(restriction.collection.path)
    ]


def _restriction_sets(restrictions) -> Iterable[tuple[frozenset[str], list]]:
    """Yield each set of restrictions that some item may carry together."""
    everything = view_restrictions() if restrictions is None else restrictions
    seen = set()
    for innermost in everything:
        path = _path_of(innermost)
        together = [
            restriction
            for restriction in everything
            if type(restriction) is type(innermost)
            and path.startswith(_path_of(restriction))
        ]
        names = _names_of(together)
        if names not in seen:
            seen.add(names)
            yield names, together


def _path_of(restriction) -> str:
    if isinstance(restriction, PageViewRestriction):
        return restriction.page.path
    return restriction.collection.path


def _names_of(restrictions) -> frozenset[str]:
    return frozenset(
        f"page:{restriction.pk}"
        if isinstance(restriction, PageViewRestriction)
        else f"collection:{restriction.pk}"
        for restriction in restrictions
    )


def _suffix(names: frozenset[str]) -> str:
    return "".join(f"+{name}" for name in sorted(names))


def _meets(user, restriction) -> bool:
    if is_administrator(user):
        return True
    if restriction.restriction_type == restriction.LOGIN:
        return is_staff_member(user)
    if restriction.restriction_type == restriction.GROUPS:
        groups = {group.pk for group in restriction.groups.all()}
        return is_staff_member(user) and not groups.isdisjoint(user.group_ids)
    # A shared password opens one page in one browser, never a list or a search.
    return restriction.restriction_type == restriction.NONE
