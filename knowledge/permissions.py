"""What Wagtail's admin lets a user do with pages and documents.

Wagtail asks its permission policies which pages and documents a user may work on.
These answer as Wagtail's own do, and then ask ``knowledge.access`` whether the user
may see the item at all, so that listings, choosers, search, reports and links between
items never show one that is closed to the user.
"""

from django.db.models import Q
from wagtail.models import Page, get_page_models
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from knowledge import access
from knowledge.models import AccessControlled, Document


def may_handle_page(user, page: Page) -> bool:
    """Tell whether ``user`` may see ``page``, of any kind, in the admin."""
    page = page.specific
    return not isinstance(page, AccessControlled) or access.may_handle(user, page)


def pages_to_handle(pages, user):
    """Narrow a queryset of pages of any kinds to what ``user`` may see in the admin."""
    if access.is_administrator(user):
        return pages
    restrictions = access.view_restrictions()
    closed = Q()
    for model in get_page_models():
        if issubclass(model, AccessControlled):
            visible = access.visible_to(
                model.objects.all(), user, restrictions, drafts=True
            )
            hidden = model.objects.exclude(pk__in=visible.values("pk"))
            closed |= Q(pk__in=hidden.values("pk"))
    return pages.exclude(closed)


class VisiblePagePolicy(PagePermissionPolicy):
    """Wagtail's permissions on pages, for the pages that the user may see."""

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return super().user_has_any_permission_for_instance(
            user, actions, instance
        ) and may_handle_page(user, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        pages = super().instances_user_has_any_permission_for(user, actions)
        return pages_to_handle(pages, user)

    def explorable_instances(self, user):
        return pages_to_handle(super().explorable_instances(user), user)


class ArchivedDocumentPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's permissions on documents, for the documents that the user may see.

    One corrects what one's own unit archived; only an administrator deletes it.
    """

    def __init__(self):
        super().__init__(
            Document,
            auth_model="wagtaildocs.Document",
            owner_field_name="uploaded_by_user",
        )

    def user_has_permission(self, user, action):
        if action == "delete" and not access.is_administrator(user):
            return False
        return super().user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if access.is_administrator(user):
            return True
        allowed = set(actions) - {"delete"}
        if not user.may_correct(instance):
            allowed.discard("change")
        return (
            bool(allowed)
            and access.may_see(user, instance)
            and super().user_has_any_permission_for_instance(user, allowed, instance)
        )

    def instances_user_has_any_permission_for(self, user, actions):
        documents = super().instances_user_has_any_permission_for(
            user, set(actions) - {"delete"}
        )
        if access.is_administrator(user):
            return self.model.objects.all()
        if "choose" not in actions:
            documents = documents.filter(unit__in=user.unit_ids)
        visible = access.visible_to(documents, user)
        # The admin's search filters by indexed fields, of which the number is one.
        return self.model.objects.filter(pk__in=visible.values("pk"))
