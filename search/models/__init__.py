"""What searching keeps in the database."""

from search.models.outbox import OutboxRow

__all__ = ["OutboxRow"]
