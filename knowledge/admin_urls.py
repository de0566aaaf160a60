"""Addresses of Wagtail's admin that the archive answers itself.

They come before Wagtail's own, whose names keep leading to them.
"""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.utils.urlpatterns import decorate_urlpatterns

from knowledge.views import admin

urlpatterns = decorate_urlpatterns(
    [
        path("documents/", admin.DocumentIndexView.as_view()),
        path("documents/results/", admin.DocumentIndexView.as_view(results_only=True)),
        path("documents/delete/<int:document_id>/", admin.DocumentDeleteView.as_view()),
        path("reports/locked/", admin.LockedPagesReport.as_view()),
        path(
            "reports/locked/results/",
            admin.LockedPagesReport.as_view(results_only=True),
        ),
        path("tag-autocomplete/", admin.suggest_tags),
        path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", admin.suggest_tags),
    ],
    require_admin_access,
)
urlpatterns = decorate_urlpatterns(urlpatterns, display_custom_404)
