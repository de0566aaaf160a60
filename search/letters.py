"""The mail that tells of new results, and the way out of it (RFC 8058)."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext

from knowledge.templatetags.localized import digits
from search.finding import Found
from search.forms import SearchForm
from search.models import Frequency, SavedSearch
from search.saved import absolute, description, search_url

# More are counted, and found behind the link.
LISTED = 20

_signer = Signer(salt="search.alerts.unsubscribe")


def letter(
    saved: SavedSearch, form: SearchForm, new: list[Found]
) -> EmailMultiAlternatives:
    """Return the mail about new results, in the active language.

    Args:
        form: the saved search, read.
        new: what its reader may see at this moment, and nothing else.
    """
    subject = ngettext(
        "%(number)s new result: %(name)s",
        "%(number)s new results: %(name)s",
        len(new),
    ) % {"number": digits(len(new)), "name": saved.name}
    way_out = unsubscribe_url(saved)
    context = {
        "subject": subject,
        "saved": saved,
        "description": description(form),
        "items": [(item, absolute(item.url)) for item in new[:LISTED]],
        "more": len(new[LISTED:]),
        "search_url": absolute(search_url(saved.parameters)),
        "saved_url": absolute(reverse("saved_searches")),
        "unsubscribe_url": way_out,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    message = EmailMultiAlternatives(
        subject,
        render_to_string("search/alert_email.txt", context),
        to=[saved.user.email],
        headers={
            "List-Unsubscribe": f"<{way_out}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    html = render_to_string("search/alert_email.html", context)
    message.attach_alternative(html, "text/html")
    return message


def of_unsubscribe_token(token: str) -> SavedSearch | None:
    """Return the saved search that a mail was about, if it is still there.

    Raises:
        BadSignature: no mail of ours had this token.
    """
    return SavedSearch.objects.filter(pk=_signer.unsign(token)).first()


def unsubscribe_url(saved: SavedSearch) -> str:
    """Return the address by which whoever has the mail ends the mails."""
    token = _signer.sign(str(saved.pk))
    return absolute(reverse("alert_unsubscribe", args=[token]))


def unsubscribe(saved: SavedSearch) -> None:
    """Send no more mail about a saved search, which is kept; may be repeated."""
    SavedSearch.objects.filter(pk=saved.pk).update(
        frequency=Frequency.NONE, due_at=None
    )
