"""The map of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth import views as auth
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from portal.views import health

urlpatterns = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("admin/", include("knowledge.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
]

# English addresses have no prefix; Urdu ones begin with /ur/.
urlpatterns += i18n_patterns(
    # The view's own ``site_name`` would be the host that was asked.
    path(
        "sign-in/",
        auth.LoginView.as_view(extra_context={"site_name": settings.WAGTAIL_SITE_NAME}),
        name="login",
    ),
    path("sign-out/", auth.LogoutView.as_view(), name="logout"),
    path("", include("knowledge.urls")),
    path("", include("knowledge.capture_urls")),
    path("", include("knowledge.reader_urls")),
    path("search/", include("search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
