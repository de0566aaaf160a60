"""Settings that every installation shares."""

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import env as environment
from .env import BASE_DIR, env

DATA_DIR = environment.data_dir()
# A sentence at the foot of every page, such as that the content is a demonstration.
SITE_NOTICE = env.str("SITE_NOTICE", default="")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "portal",
    "search",
    "knowledge",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.sites",
    "knowledge.apps.StaffConfig",
    "wagtail.snippets",
    "knowledge.apps.ArchiveConfig",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "knowledge.middleware.AdminAccessMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.context.site",
            ],
        },
    }
]

# Widgets, too, are looked for in the project's own templates first.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache()}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SEARCH_ENGINES = {"default": environment.search_engine()}

AUTH_USER_MODEL = "knowledge.User"
AUTHENTICATION_BACKENDS = ["knowledge.permission_backend.PermissionBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ur", _("Urdu"))]
# The second holds Django's own strings where its Urdu has gaps.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "django"]
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "Asia/Karachi"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": environment.storage(),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Uploads above this size go to a temporary file instead of memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 200
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# A mail server that does not answer must not hold up the worker; in seconds.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="sabaq@localhost")

SECURE_REFERRER_POLICY = "same-origin"
# The admin shows previews, and document pages show PDF files, in frames of this site.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_ENGINE = "portal.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "frame-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
    }
}

WAGTAIL_SITE_NAME = "Sabaq"
WAGTAILADMIN_BASE_URL = SITE_URL
# One place to sign in; accounts are the same for the site and its admin.
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAILDOCS_DOCUMENT_MODEL = "knowledge.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "knowledge.forms.documents.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Search of the portal is its own (app ``search``); the admin's choosers use this one.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_MODERATION_ENABLED = True
# It would tell the title of any live page whose address is guessed.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "off"

# Archiving: the largest file accepted, in bytes, and how long a file may be read.
ARCHIVE_MAX_FILE_SIZE = env.int("ARCHIVE_MAX_FILE_SIZE", default=500 * 1024 * 1024)
EXTRACTION_SECONDS = env.float("EXTRACTION_SECONDS", default=55)
EXTRACTION_MEMORY_BYTES = env.int("EXTRACTION_MEMORY_BYTES", default=1024**3)

# What is searched for is counted, never by whom: how often (seconds) each process
# writes its counts down, and how long (months) they are kept.
SEARCHES_WRITTEN_EVERY = 10
SEARCHES_KEPT_MONTHS = env.int("SEARCHES_KEPT_MONTHS", default=24)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "filters": {
        "hide_tokens": {"()": "knowledge.log_filters.HideTokens"},
        "refusals_in_a_line": {"()": "knowledge.log_filters.RefusalsInALine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # It writes down the addresses of requests that were refused.
        "django.request": {"filters": ["hide_tokens", "refusals_in_a_line"]},
        "knowledge": {"level": "INFO"},
        "search": {"level": "INFO"},
        "portal": {"level": "INFO"},
    },
}
