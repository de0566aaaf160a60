"""Django's accounts and permissions, asked for with fewer and fixed queries."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from knowledge.fixed_queries import fixed_query, fixed_records


class PermissionBackend(ModelBackend):
    """Users and permissions as Django has them.

    The head of every page asks for whoever is signed in, and for the permissions.
    """

    def get_user(self, user_id):
        """Return the account of that number if it may sign in, or nothing."""
        users = _users(user_id)
        return users[0] if users and self.user_can_authenticate(users[0]) else None

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        is_to_read = obj is None and not hasattr(user_obj, "_perm_cache")
        if is_to_read and user_obj.is_active and not user_obj.is_superuser:
            rows = _permissions_of(user_obj.pk, user_obj.pk)
            # Where Django itself keeps and looks for them.
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in rows}
        return super().get_all_permissions(user_obj, obj)


@fixed_records
def _users():
    """Return the account of a number."""
    return get_user_model()._default_manager.filter(pk=0)


@fixed_query
def _permissions_of():
    """Return app and codename of what a user may do; takes the user's number twice."""
    names = Permission.objects.order_by().values_list(
        "content_type__app_label", "codename"
    )
    return names.filter(user=0).union(names.filter(group__user=0))
