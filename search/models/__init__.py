"""What searching keeps in the database."""

from search.models.appearances import Appearance
from search.models.outbox import OutboxRow
from search.models.saved import Frequency, SavedSearch

__all__ = ["Appearance", "Frequency", "OutboxRow", "SavedSearch"]
