"""How one quote of a closed document is released, and how the document is asked for.

The document stays as closed as it was, on its page, in its files and in search.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from knowledge import access, authorship, confidence_facts, publication, tasks
from knowledge.access import Access
from knowledge.models import (
    ClearedQuote,
    Document,
    DocumentRequest,
    DocumentVersion,
    Evidence,
    Lesson,
)


class ReleaseRefused(Exception):
    """The quote was not released; the message says why and what to do."""


class TooManyRequests(Exception):
    """The sender has asked for so many documents that it has to wait."""


def why_not_to_release(row: Evidence, user) -> str:
    """Say why ``user`` cannot release the quote of ``row``, or return an empty string.

    Raises:
        PermissionDenied: the user may not release quotes of the document at all.
    """
    if not row.version_id or not access.may_release(user, row.version.document):
        raise PermissionDenied
    if _wrote(user, row):
        return _(
            "You wrote part of this lesson: another reviewer has to release its quotes."
        )
    if access.may_see(None, row.version.document):
        return _("The document is public: everybody may read it whole.")
    row.check_quote()
    if not row.is_verified:
        return _(
            "The quote does not stand as it was cited. Decide about that first; then "
            "it can be released."
        )
    return ""


def _wrote(user, row: Evidence) -> bool:
    """Tell whether ``user`` owns or drafts the lesson, or cited the quote there."""
    lesson = row.lesson

    def has_quote(content) -> bool:
        return any(
            (each["version"], each["page"], each["quote"])
            == (row.version_id, row.page, row.quote)
            for each in content.get("evidence", ())
        )

    return (
        lesson.owner_id == user.pk
        or publication.is_author_of_draft(user, lesson)
        or user.pk in authorship.writers(lesson.revisions.all(), has_quote, False)
    )


def release(row: Evidence, *, source_description: str, user) -> ClearedQuote:
    """Release the quote of ``row`` to the public, and nothing else of its document.

    Args:
        row: evidence from a document.
        source_description: what the public is told of the source.
        user: a reviewer who did not write the lesson.

    Raises:
        PermissionDenied: the user may not release quotes of this document.
        ReleaseRefused: it cannot be released now.
    """
    refusal = why_not_to_release(row, user)
    if refusal:
        raise ReleaseRefused(refusal)
    try:
        with transaction.atomic():
            return ClearedQuote.objects.create(
                version=row.version,
                page=row.page,
                quote=row.quote,
                source_description=source_description,
                released_by=user,
                releaser=str(user.get_full_name() or user.username),
            )
    except IntegrityError as error:
        raise ReleaseRefused(_("This quote is released already.")) from error


def quotes_to_release(user) -> list[Evidence]:
    """Return the quotes of public lessons that wait for ``user`` to release them.

    They are of restricted documents, and what is published rests on them or is to rest
    on them: rows of drafts are among them, the newest lessons first. Each has its
    lesson and its document at hand.
    """
    lessons = access.visible_to(Lesson.objects.all(), user, drafts=True)
    lessons = lessons.order_by("-latest_revision_created_at", "-pk")
    drafts = lessons.filter(
        Q(live=False) | Q(has_unpublished_changes=True),
        latest_revision__content__access=Access.PUBLIC,
    )
    # Of a lesson that nobody reads yet only the draft counts.
    published = Evidence.objects.filter(
        version__document__in=access.releasable_by(Document.objects.all(), user),
        lesson__in=lessons.filter(access=Access.PUBLIC, live=True),
    )
    places = {
        pk: [(each["version"], each["page"], each["quote"]) for each in evidence]
        for pk, evidence in drafts.values_list(
            "pk", "latest_revision__content__evidence"
        )
    }
    for pk, *place in published.values_list("lesson", "version", "page", "quote"):
        places.setdefault(pk, []).append(tuple(place))
    versions = _releasable_versions(
        {version for found in places.values() for version, _page, _quote in found}, user
    )
    rows = [
        Evidence(lesson=lesson, version=versions[version], page=page, quote=quote)
        for lesson in lessons.filter(pk__in=places)
        for version, page, quote in dict.fromkeys(places[lesson.pk])
        if version in versions
    ]
    return publication.uncleared(rows)


def quotes_to_release_of(lesson: Lesson, user) -> list[Evidence]:
    """Return the quotes of the draft of ``lesson`` that wait for ``user``."""
    # A form writes into the lesson that it is of; what it holds is not saved yet.
    draft = lesson.get_latest_revision_as_object()
    if draft.access != Access.PUBLIC:
        return []
    return [
        row
        for row in publication.uncleared(draft.evidence.all())
        if access.may_release(user, row.version.document)
    ]


def _releasable_versions(pks, user) -> dict[int, DocumentVersion]:
    documents = access.releasable_by(Document.objects.all(), user)
    versions = DocumentVersion.objects.filter(
        pk__in=pks - {None}, document__in=documents
    )
    return versions.select_related("document__unit").in_bulk()


def revoke(cleared: ClearedQuote, *, reason: str, user) -> None:
    """Close a quote again; it is not shown from now on.

    Raises:
        PermissionDenied: the user may not release quotes of its document.
    """
    if not access.may_release(user, cleared.version.document):
        raise PermissionDenied
    ClearedQuote.objects.active().filter(pk=cleared.pk).update(
        revoked_by=user, revoked_at=timezone.now(), revocation_reason=reason
    )
    citing = confidence_facts.lessons_citing(cleared.version.document)
    confidence_facts.refresh_all(citing)


def sender_of(request) -> str:
    """Return what tells senders apart without keeping who they are."""
    address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac("knowledge.clearing", address, algorithm="sha256").hexdigest()


def ask_for_document(document_request: DocumentRequest) -> None:
    """Put a request into the queue of the unit that holds the document.

    Raises:
        TooManyRequests: its sender has asked too often within an hour.
    """
    if DocumentRequest.objects.too_many_from(document_request.sender):
        raise TooManyRequests
    document_request.save()


def decide(
    document_request: DocumentRequest, *, status: str, answer: str, user
) -> bool:
    """Grant or refuse a request, and let the answer be sent.

    Returns:
        Whether it was decided now; not if somebody else was first.

    Raises:
        PermissionDenied: the user may not decide about its document.
    """
    if not access.may_release(user, document_request.cleared_quote.version.document):
        raise PermissionDenied
    with transaction.atomic():
        decided = DocumentRequest.objects.filter(
            pk=document_request.pk, status=DocumentRequest.Status.OPEN
        ).update(
            status=status, answer=answer, decided_by=user, decided_at=timezone.now()
        )
        if decided:
            tasks.answer_request.enqueue(document_request.pk)
    return bool(decided)


def send_answer(request_id: int) -> None:
    """Send the answer to a request by e-mail, once, in the language it was asked in."""
    with transaction.atomic():
        document_request = (
            DocumentRequest.objects.select_for_update()
            .select_related("cleared_quote")
            .filter(pk=request_id, answered_at__isnull=True, decided_at__isnull=False)
            .first()
        )
        if document_request is None:
            return
        with translation.override(document_request.language):
            subject, body = _letter(document_request)
        # A letter that cannot be sent leaves the request unanswered.
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [document_request.email])
        document_request.answered_at = timezone.now()
        document_request.save(update_fields=["answered_at"])


def _letter(document_request: DocumentRequest) -> tuple[str, str]:
    granted = document_request.status == DocumentRequest.Status.GRANTED
    decision = (
        _("Your request for a document was granted.")
        if granted
        else _("Your request for a document was refused.")
    )
    body = _(
        "%(decision)s\n\n"
        "You asked for the document with this quote:\n"
        "“%(quote)s”\n"
        "%(source)s\n\n"
        "The unit that holds it writes:\n"
        "%(answer)s\n"
    ) % {
        "decision": decision,
        "quote": document_request.cleared_quote.quote,
        "source": document_request.cleared_quote.source_description,
        "answer": document_request.answer,
    }
    site = settings.WAGTAIL_SITE_NAME
    return f"{site}: {decision}", body
