"""Where something was observed: a meeting, an event or a page of a document.

In addresses and forms a place has a code: ``stocktake:12``, ``event:3``, or
``page:40:7`` for page 7 of the document version 40.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from knowledge.access import Access
from knowledge.models import DocumentVersion, LearningEvent, Observation, Stocktake
from knowledge.templatetags.localized import digits

RECENT = 15


@dataclass(frozen=True, slots=True)
class Place:
    """A place that somebody may see.

    ``record`` is the stocktake, the event or the document; its access is the place's.
    """

    code: str
    label: str
    record: object
    version: DocumentVersion | None = None
    page: int | None = None

    def put_on(self, observation: Observation) -> None:
        """Write the place on an unsaved observation, with what is known from it.

        The observation is no more open than the place. Departments are not taken over:
        a meeting has many.
        """
        observation.unit = self.record.unit
        observation.access = min(
            self.record.access, Access.INTERNAL, key=Access.values.index
        )
        observation.embargo_until = self.record.embargo_until
        observation.version, observation.page = self.version, self.page
        if isinstance(self.record, Stocktake):
            observation.stocktake = self.record
        elif isinstance(self.record, LearningEvent):
            observation.event = self.record
        if observation.sector is None and observation.department is None:
            observation.sector = self.record.sector


def place_of_stocktake(stocktake: Stocktake) -> Place:
    label = f"{stocktake.heading} · {digits(stocktake.date)}"
    return Place(f"stocktake:{stocktake.pk}", label, stocktake)


def place_of_event(event: LearningEvent) -> Place:
    return Place(f"event:{event.pk}", f"{event.heading} · {digits(event.date)}", event)


def place_of_page(version: DocumentVersion, page: int) -> Place:
    label = _("%(title)s, %(kind)s %(page)s") % {
        "title": version.document.title,
        "kind": version.get_page_kind_display().lower(),
        "page": digits(page),
    }
    code = f"page:{version.pk}:{page}"
    return Place(code, label, version.document, version, page)


def find_place(code: str, user) -> Place | None:
    """Return the place with this code, if it exists and ``user`` may see it."""
    kind, *numbers = code.split(":")
    # Longer numbers are none of ours, and more than a database can take.
    if not all(n.isascii() and n.isdigit() and len(n) < 10 for n in numbers):
        return None
    match kind, [int(number) for number in numbers]:
        case "stocktake", [pk]:
            found = Stocktake.objects.visible_to(user).filter(pk=pk).first()
            return found and place_of_stocktake(found)
        case "event", [pk]:
            found = LearningEvent.objects.visible_to(user).filter(pk=pk).first()
            return found and place_of_event(found)
        case "page", [pk, number]:
            versions = DocumentVersion.objects.visible_to(user)
            found = versions.select_related("document").filter(pk=pk).first()
            if found and found.pages.filter(number=number).exists():
                return place_of_page(found, number)
    return None


def recent_places(user) -> list[Place]:
    """Return the latest events and stocktakes that ``user`` may see, to choose from."""
    events = LearningEvent.objects.visible_to(user).newest_first()[:RECENT]
    stocktakes = Stocktake.objects.visible_to(user).order_by("-date", "-pk")[:RECENT]
    return [
        *map(place_of_event, events),
        *map(place_of_stocktake, stocktakes),
    ]
