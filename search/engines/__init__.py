"""Search engines, chosen by the `SEARCH_ENGINES` setting as caches are by `CACHES`.

    SEARCH_ENGINES = {
        "default": {
            "ENGINE": "search.engines.embedded.EmbeddedEngine",
            "LOCATION": BASE_DIR / "var" / "search",
        }
    }

Callers never ask which engine they have.
"""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.module_loading import import_string

from .base import Engine, EngineBusy, EngineError, EngineUnavailable, IndexCounts

__all__ = [
    "Engine",
    "EngineBusy",
    "EngineError",
    "EngineUnavailable",
    "IndexCounts",
    "forget_engines",
    "get_engine",
]


def get_engine(alias: str = "default") -> Engine:
    """Return the process-wide engine of this alias.

    Raises `ImproperlyConfigured` when the settings do not name it.
    """
    return _make_engine(alias)


def forget_engines() -> None:
    """Make engines anew from the settings when they are next asked for."""
    _make_engine.cache_clear()


@cache
def _make_engine(alias: str) -> Engine:
    try:
        options = dict(settings.SEARCH_ENGINES[alias])
        engine_class = import_string(options.pop("ENGINE"))
    except KeyError as error:
        raise ImproperlyConfigured(
            f"SEARCH_ENGINES has no engine {alias!r} with an ENGINE; "
            "see search/engines/__init__.py for an example."
        ) from error
    return engine_class(**{name.lower(): value for name, value in options.items()})


@receiver(setting_changed)
def _forget_changed_engines(*, setting, **kwargs):
    if setting == "SEARCH_ENGINES":
        forget_engines()
