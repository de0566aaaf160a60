"""Where archivists work: new stocktakes, files dropped on them, details corrected."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from knowledge import ingest
from knowledge.forms.archive import DocumentDetailsFormSet, StocktakeForm
from knowledge.ingest import Outcome
from knowledge.models import Candidate, Document, DocumentVersion, Stocktake
from knowledge.models.documents import ReadingStatus

RECENT = 20
FAILED = 50
PER_PAGE = 50

may_archive = permission_required("knowledge.add_document", raise_exception=True)


@never_cache
@login_required
@may_archive
def archive_home(request) -> HttpResponse:
    """Show an archivist the units' latest stocktakes and the files that failed."""
    user = request.user
    units = user.units_to_archive_for
    stocktakes = list(
        Stocktake.objects.visible_to(user)
        .filter(unit__in=units)
        .select_related("unit", "sector")
        .order_by("-date", "-pk")[:RECENT]
    )
    documents = Document.objects.visible_to(user)
    counts = dict(
        documents.filter(stocktake__in=stocktakes)
        .order_by()
        .values_list("stocktake")
        .annotate(Count("pk"))
    )
    for stocktake in stocktakes:
        stocktake.document_count = counts.get(stocktake.pk, 0)
    failed = DocumentVersion.objects.filter(
        document__in=documents.filter(unit__in=units),
        document__current_version=F("pk"),
        status=ReadingStatus.FAILED,
    ).select_related("document")
    return render(
        request,
        "knowledge/archive_home.html",
        {"stocktakes": stocktakes, "failed": failed.order_by("-added_at")[:FAILED]},
    )


@never_cache
@login_required
@may_archive
def stocktake_new(request) -> HttpResponse:
    form = StocktakeForm(request.POST or None, user=request.user)
    if form.is_valid():
        stocktake = form.save()
        messages.success(
            request,
            _("“%(title)s” is published. Now drop its files here.")
            % {"title": stocktake.heading},
        )
        return redirect("stocktake_archive", slug=stocktake.slug)
    return render(request, "knowledge/archive_new.html", {"form": form})


@never_cache
@login_required
def stocktake_archive(request, slug: str) -> HttpResponse:
    """Take files for a stocktake and correct the details of its documents."""
    stocktake = _stocktake(request.user, slug)
    documents = stocktake.documents.visible_to(request.user).with_details()
    documents = documents.order_by("pk")
    own = _correctable(documents, request.user)
    if request.method == "POST":
        # Two who save at once wait for each other, so that none overwrites unseen.
        with transaction.atomic():
            locked = own.select_for_update(of=("self",))
            formset = DocumentDetailsFormSet(request.POST, queryset=locked)
            if formset.is_valid():
                _save(request, formset)
                return redirect(request.get_full_path())
        messages.error(
            request, _("Nothing was saved yet: please correct what is marked below.")
        )
        items = None
    else:
        items = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
        on_page = own.filter(pk__in=[document.pk for document in items])
        formset = DocumentDetailsFormSet(queryset=on_page)
        _count_sentences(formset)
    return render(
        request,
        "knowledge/archive_stocktake.html",
        {
            "stocktake": stocktake,
            "formset": formset,
            "items": items,
            "others": documents.exclude(pk__in=own.values("pk")),
            "max_size": settings.ARCHIVE_MAX_FILE_SIZE,
            "max_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        },
    )


@csrf_exempt
@login_required
@require_POST
def stocktake_files(request, slug: str) -> HttpResponse:
    """Archive the files that were sent; whatever cannot be read is told in words."""
    # The token is checked below: it cannot be read from a form that cannot be read.
    try:
        request.FILES  # noqa: B018 - reads the form
    except TooManyFilesSent:
        messages.error(
            request,
            _("Nothing was archived: send at most %(count)d files at once.")
            % {"count": settings.DATA_UPLOAD_MAX_NUMBER_FILES},
        )
        return redirect("stocktake_archive", slug=slug)
    except (MultiPartParserError, UnreadablePostError):
        return JsonResponse({"message": _("The upload broke off.")}, status=400)
    return _archive_files(request, slug=slug)


@csrf_protect
def _archive_files(request, slug: str) -> HttpResponse:
    stocktake = _stocktake(request.user, slug)
    files = request.FILES.getlist("files")
    rows = [_archive(request.user, stocktake, file) for file in files]
    if request.get_preferred_type(["text/html", "application/json"]) != "text/html":
        return JsonResponse({"files": rows})
    if not files:
        messages.error(request, _("Choose the files first, then archive them."))
    for row in rows:
        add = messages.error if row["status"] == "failed" else messages.success
        add(request, row["message"])
    return redirect("stocktake_archive", slug=slug)


def _archive(user, stocktake: Stocktake, file) -> dict:
    """Archive one file and tell what it came to."""
    try:
        archived = ingest.archive_file(
            file=file, name=file.name, user=user, stocktake=stocktake
        )
    except ingest.FileRefused as refusal:
        return {"name": file.name, "status": "failed", "message": str(refusal)}
    version = archived.version
    words = {
        Outcome.ARCHIVED: _("“%(name)s” is archived."),
        Outcome.NEW_VERSION: _("“%(name)s” is archived as a new version."),
        Outcome.DUPLICATE: _("“%(name)s” is in the archive already: “%(title)s”."),
    }[archived.outcome]
    return {
        "name": version.original_name,
        "status": archived.outcome,
        "message": words % {"name": file.name, "title": archived.document.title},
        "title": archived.document.title,
        "url": archived.document.get_absolute_url(),
        "reading": version.get_status_display(),
        "waiting": version.is_being_read,
        "status_url": reverse(
            "document_status", args=[version.document_id, version.number]
        ),
    }


def _stocktake(user, slug: str) -> Stocktake:
    """Return a stocktake that the user may archive files for.

    Raises:
        Http404: the user may not see it.
        PermissionDenied: its unit is not one that the user archives for.
    """
    stocktake = get_object_or_404(
        Stocktake.objects.visible_to(user).select_related("unit", "sector"), slug=slug
    )
    if not user.may_archive_for(stocktake.unit_id):
        raise PermissionDenied
    return stocktake


def _correctable(documents, user):
    if not user.has_perm("knowledge.change_document"):
        return documents.none()
    if user.is_superuser:
        return documents
    return documents.filter(unit__in=user.unit_ids)


def _count_sentences(formset) -> None:
    """Note with each document how many of its sentences may be lessons."""
    versions = [form.instance.current_version_id for form in formset]
    candidates = Candidate.objects.exclude(state=Candidate.State.REJECTED)
    counts = candidates.filter(version__in=versions).order_by().values("version")
    numbers = {row["version"]: row["n"] for row in counts.annotate(n=Count("pk"))}
    for form in formset:
        form.sentences = numbers.get(form.instance.current_version_id, 0)


def _save(request, formset) -> None:
    """Save what was changed, all or nothing, and say what."""
    changed = [form for form in formset if form.has_changed()]
    formset.save()
    if not changed:
        messages.info(request, _("Nothing was changed."))
        return
    messages.success(
        request,
        ngettext(
            "%(count)d document was changed.",
            "%(count)d documents were changed.",
            len(changed),
        )
        % {"count": len(changed)},
    )
    for form in changed:
        messages.success(
            request,
            _("“%(title)s”: %(fields)s")
            % {"title": form.instance.title, "fields": form.changes},
        )
