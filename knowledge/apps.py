from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class KnowledgeConfig(AppConfig):
    default = True
    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self):
        from knowledge import (
            admin_widgets,
            confidence_upkeep,
            moderation,
            notifications,
            signal_handlers,
        )

        signal_handlers.connect()
        confidence_upkeep.connect()
        moderation.connect()
        notifications.connect()
        admin_widgets.install()


class ArchiveConfig(WagtailDocsAppConfig):
    """Wagtail's administration of documents, by the archive's rule of access."""

    def ready(self):
        super().ready()
        from wagtail.permissions import register_permission_policy

        from knowledge.models import Document
        from knowledge.permissions import ArchivedDocumentPolicy

        # Wagtail puts its own policy there when the app is ready.
        register_permission_policy(Document, ArchivedDocumentPolicy())


class StaffConfig(WagtailUsersAppConfig):
    """Wagtail's administration of accounts, with the units of each."""

    user_viewset = "knowledge.viewsets.users.StaffViewSet"
