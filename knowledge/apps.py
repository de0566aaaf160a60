from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class KnowledgeConfig(AppConfig):
    default = True
    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self):
        from knowledge import notifications, signal_handlers

        signal_handlers.connect()
        notifications.connect()


class StaffConfig(WagtailUsersAppConfig):
    """Wagtail's administration of accounts, with the units of each."""

    user_viewset = "knowledge.viewsets.users.StaffViewSet"
