"""What searching keeps in the database."""

from search.models.appearances import Appearance
from search.models.milestones import Milestone
from search.models.outbox import OutboxRow
from search.models.promotions import PromotedDocument
from search.models.saved import Frequency, SavedSearch, new_feed_key
from search.models.searches import SearchCount, WantedDocument
from search.models.synonyms import SynonymGroup, SynonymTerm

__all__ = [
    "Appearance",
    "Frequency",
    "Milestone",
    "OutboxRow",
    "PromotedDocument",
    "SavedSearch",
    "SearchCount",
    "SynonymGroup",
    "SynonymTerm",
    "WantedDocument",
    "new_feed_key",
]
