"""Who wrote: told from words that differ, not from who saved."""

from collections.abc import Callable, Hashable, Mapping


def writers(
    revisions, words_of: Callable[[Mapping], object], before: object = None
) -> set[Hashable]:
    """Return the keys of the accounts that saved other words than were there before.

    A revision that says what the one before it says, as looking at a form and the
    admin's saving by itself leave one, is nobody's writing.

    Args:
        revisions: of one page, a query set.
        words_of: returns what counts as the words of a revision's content.
        before: the words before the first of these revisions; ``None`` if there were
            none.
    """
    found = set()
    in_order = revisions.order_by("created_at", "pk")
    for writer, content in in_order.values_list("user_id", "content"):
        words = words_of(content)
        if words != before:
            found.add(writer)
        before = words
    return found - {None}
