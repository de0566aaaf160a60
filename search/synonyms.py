"""Words and phrases of equal meaning, which a query for one finds by the other.

They are put into the query and are no part of the index, so that a change takes
effect with the next search, in every process and with either engine.
"""

from functools import lru_cache

from knowledge.fixed_queries import fixed_query
from search.models import SynonymGroup


def groups() -> tuple[tuple[str, ...], ...]:
    """Return groups of words and phrases that mean the same, as people write them.

    Costs one query. While nothing changes, the very same object is returned, so that
    what is made of it can be kept too.
    """
    return _split(tuple(terms for (terms,) in _terms_of_groups()))


@fixed_query
def _terms_of_groups():
    return SynonymGroup.objects.order_by("pk").values_list("terms")


@lru_cache(maxsize=1)
def _split(groups: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(terms.split("\n")) for terms in groups)
