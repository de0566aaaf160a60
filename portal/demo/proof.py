"""What proves demo lessons beside quotes of open documents.

One quote of a restricted document is released, as a moderator would do it, and somebody
asks for that document; one lesson quotes a web page. All of it is illustrative. The web
page is written from what a unit says of its ways in the 2018 briefing note; its address
is one that nobody can have.
"""

from django.utils import timezone

from knowledge import clearing, models
from knowledge.models.web_copies import FetchStatus, hash_of

QUOTE_OF_A_CLOSED_DOCUMENT = (
    "a-unit-cannot-replace-a-plan",
    "ssu/annual-assessment",
    2,
    "Where the department has a plan of its own, 71 in 100 decisions are completed on "
    "time; where it has none, 28.",
)
TOLD_OF_ITS_SOURCE = "Yearly assessment of a delivery unit, 2017 (illustrative)"
REQUEST = {
    "name": "A reader (illustrative)",
    "email": "reader@sabaq.example",
    "purpose": "Illustrative: to see how the two groups of departments were told "
    "apart before we use the comparison in a course.",
    "language": "en",
    # Nobody sent it, so there is no network address either.
    "sender": "demonstration",
}
WEB_PAGE = (
    "https://unit.sabaq.example/how-we-work",
    "How the unit works with departments (illustrative)",
    "This page is illustrative and was written for a demonstration.\n\n"
    "With most departments the unit sits down every week, with their leadership and "
    "the Secretary. Both sides name what stands in the way together, which keeps "
    "watching and helping in balance.\n\n"
    "Four times a year the figures of these meetings go to the stocktake.",
)
QUOTE_OF_THE_WEB_PAGE = (
    "bad-news-first-in-private",
    "Both sides name what stands in the way together, which keeps watching and helping "
    "in balance.",
)


def load_proof(versions: dict[str, models.DocumentVersion]) -> None:
    """Add to the lessons what proves them beside open documents.

    Args:
        versions: the demo documents' versions, by key.
    """
    _release_a_quote(versions)
    _quote_a_web_page()


def _release_a_quote(versions) -> None:
    slug, document, page, quote = QUOTE_OF_A_CLOSED_DOCUMENT
    lesson = models.Lesson.objects.get(slug=slug)
    row = _cite(lesson, version=versions[document], page=page, quote=quote)
    draft = lesson.save_revision()
    cleared = clearing.release(
        row,
        source_description=TOLD_OF_ITS_SOURCE,
        user=models.User.objects.get(username="moderator"),
    )
    draft.publish()
    clearing.ask_for_document(models.DocumentRequest(cleared_quote=cleared, **REQUEST))


def _quote_a_web_page() -> None:
    address, title, text = WEB_PAGE
    copy = models.WebCopy.objects.create(
        address=address,
        title=title,
        text=text,
        sha256=hash_of(text),
        fetched_at=timezone.now(),
        status=FetchStatus.READY,
    )
    slug, quote = QUOTE_OF_THE_WEB_PAGE
    lesson = models.Lesson.objects.get(slug=slug)
    _cite(
        lesson,
        web_copy=copy,
        quote=quote,
        note="Illustrative: page, address and copy were made for the demonstration.",
    )
    lesson.save_revision().publish()


def _cite(lesson, **quoted) -> models.Evidence:
    row = models.Evidence(lesson=lesson, role=models.Evidence.Role.SUPPORTS, **quoted)
    row.clean()
    lesson.evidence.add(row)
    return row
