"""Django's sessions in the database, read with a query that is put together once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from knowledge.fixed_queries import fixed_records


class SessionStore(db.SessionStore):
    """Sessions as Django has them; each request of somebody signed in reads one."""

    def load(self) -> dict:
        """Return what the session holds; nothing if it is over or never was."""
        # Cookies hold what one likes, such as characters that no database takes.
        if self.session_key and self.session_key.isalnum():
            for session in _sessions(self.session_key):
                if session.expire_date > timezone.now():
                    return self.decode(session.session_data)
        # A new one gets a new key.
        self._session_key = None
        return {}


@fixed_records
def _sessions():
    """Return the session of a key."""
    return Session.objects.filter(session_key="")
