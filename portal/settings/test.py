"""Settings of the test suite: nothing outlives a test, no waiting, no network."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import STORAGES

DATA_DIR = Path(tempfile.mkdtemp(prefix="sabaq-tests-"))
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = STORAGES | {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT)},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tasks run when a test asks for it, so that the states in between can be looked at.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# An index in memory is empty in every test; the engines have tests of their own, which
# ask the server of SEARCH_URL.
SEARCH_ENGINES = {
    "default": {
        "ENGINE": "search.engines.embedded.EmbeddedEngine",
        "LOCATION": ":memory:",
    }
}
# Counts of searches are written down when a test asks for it.
SEARCHES_WRITTEN_EVERY = 0
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
