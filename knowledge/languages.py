"""The two languages of the pages."""

from django.utils.translation import get_language


def in_page_language(text: str, text_ur: str) -> str:
    """Return the words in the language of the page, as far as there are any."""
    return text_ur if text_ur and get_language() == "ur" else text
