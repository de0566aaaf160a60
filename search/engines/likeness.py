"""What makes documents similar: the words that one uses much and few others do.

A form of Lucene's "more like this": of the tokens that a document uses most, those
with the highest tf·idf are sought in others; a share of them has to be there.
"""

import math
from collections.abc import Mapping, Sequence

from search.ranking import SIMILAR_SHARE, SIMILAR_WORDS


def best_tokens(
    counts: Sequence[tuple[str, int]], documents_with: Mapping[str, int], documents: int
) -> dict[str, float]:
    """Return the tokens that tell best what a document is about, with their weights.

    Args:
        counts: the document's most used tokens, and how often it uses them.
        documents_with: by token, how many documents have it.
        documents: how many there are.
    """
    weights = {
        # A token of its own leads nowhere.
        token: (1 + math.log(times)) * math.log(1 + documents / documents_with[token])
        for token, times in counts
        if documents_with.get(token, 0) > 1
    }
    best = sorted(weights, key=lambda token: (-weights[token], token))[:SIMILAR_WORDS]
    # The engine multiplies by the rarity of each token itself.
    times = dict(counts)
    return {token: 1 + math.log(times[token]) for token in best}


def least_shared(tokens: Mapping[str, float]) -> int:
    """Return how many of the tokens a similar document has at least."""
    return max(1, math.ceil(SIMILAR_SHARE * len(tokens)))
