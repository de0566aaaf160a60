"""The ends of lines, which browsers change by themselves.

Whatever a form shows with LF comes back with CR LF. Nobody has written that.
"""

from django.http import QueryDict


def plain(text: str) -> str:
    """Return ``text`` with LF at the ends of its lines."""
    return text.replace("\r\n", "\n")


def plain_form(data: QueryDict) -> QueryDict:
    """Return what a form was sent, with LF at the ends of all lines."""
    form = data.copy()
    for name, values in data.lists():
        form.setlist(name, [plain(value) for value in values])
    return form
