from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self):
        from knowledge import recurrence
        from search import signal_handlers
        from search.engines import get_engine
        from search.similar_lessons import lessons_like

        signal_handlers.connect()
        recurrence.register_finder(lessons_like)
        # Settings that cannot be used stop the start instead of every request.
        get_engine()
