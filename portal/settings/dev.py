"""Settings of the demonstration and of a developer's machine."""

from django.utils.translation import gettext_lazy as _

from .base import *  # noqa: F403
from .base import DATA_DIR, STORAGES
from .env import env


def secret_key() -> str:
    """Return this installation's own key, made at the first start."""
    from django.core.management.utils import get_random_secret_key

    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SITE_NOTICE = _("The content of this demonstration is illustrative.")
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
AUTH_PASSWORD_VALIDATORS = []

# Static files straight from their folders: nothing to collect before a start.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
