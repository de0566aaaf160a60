"""Hands out archived files, to those who may see their document.

No other address leads to a file. What is not public stays out of every cache and
gets no ``ETag``: one made from the content would tell that two files are the same.
"""

import re
from collections.abc import Iterator

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import (
    content_disposition_header,
    http_date,
    parse_http_date_safe,
)
from django.views.decorators.http import require_safe

from knowledge import access
from knowledge.models import Document, DocumentVersion

# Types that a browser shows without running anything that is in them.
SAFE_INLINE = {
    "application/pdf",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/plain",
}
CHUNK = 1 << 16

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class RangeNotSatisfiable(Exception):
    """The range asked for lies wholly outside the file."""


@require_safe
def document_file(request, pk: int, number: int):
    """Answer with the file of a version, or the part of it that was asked for."""
    version = get_object_or_404(
        DocumentVersion.objects.select_related("document"),
        document_id=pk,
        number=number,
    )
    access.require(request.user, version.document)
    return serve(request, version)


@require_safe
def current_file(request, document_id: int, document_filename: str):
    """Lead Wagtail's links to documents to the file of the current version."""
    document = get_object_or_404(
        Document.objects.visible_to(request.user), pk=document_id
    )
    if document.current_version is None:
        raise Http404
    return redirect(document.current_version.get_download_url())


def serve(request, version: DocumentVersion) -> HttpResponse:
    is_public = access.may_see(None, version.document)
    etag = f'"{version.sha256}"' if is_public else None
    if is_public:
        unchanged = get_conditional_response(
            request, etag, int(version.added_at.timestamp())
        )
        if unchanged:
            unchanged.headers["Cache-Control"] = "public, no-cache"
            return unchanged
    modified = http_date(version.added_at.timestamp())
    try:
        part = _part(request, version.size, etag, modified)
    except RangeNotSatisfiable:
        response = HttpResponse(status=416, content_type="text/plain")
        response.headers["Content-Range"] = f"bytes */{version.size}"
    else:
        response = _response(request, version, part)
        response.headers["Last-Modified"] = modified
        for name, value in _disposition(request, version).items():
            response.headers[name] = value
    if etag:
        response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    # A public file may be withdrawn: caches must ask before each use.
    response.headers["Cache-Control"] = (
        "public, no-cache" if is_public else "private, no-store"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    if not is_public:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _response(request, version: DocumentVersion, part: range | None) -> HttpResponse:
    length = len(part) if part is not None else version.size
    status = 200 if part is None else 206
    content_type = _content_type(version)
    if request.method == "HEAD":
        response = HttpResponse(status=status, content_type=content_type)
    else:
        file = _open(version)
        if part is None:
            response = FileResponse(file, content_type=content_type)
        else:
            response = StreamingHttpResponse(
                _chunks(file, part), status=status, content_type=content_type
            )
    response.headers["Content-Length"] = length
    if part is not None:
        response.headers["Content-Range"] = (
            f"bytes {part.start}-{part.stop - 1}/{version.size}"
        )
    return response


def _open(version: DocumentVersion):
    try:
        return version.file.storage.open(version.file.name, "rb")
    except FileNotFoundError as error:
        raise Http404 from error


def _chunks(file, part: range) -> Iterator[bytes]:
    with file:
        file.seek(part.start)
        remaining = len(part)
        while remaining:
            chunk = file.read(min(CHUNK, remaining))
            if not chunk:
                return
            remaining -= len(chunk)
            yield chunk


def _part(request, size: int, etag: str | None, modified: str) -> range | None:
    """Return the part of the file that is asked for; ``None`` is the whole.

    Several ranges at once and units other than bytes are answered with the whole file,
    as RFC 9110, section 14.2, allows.

    Raises:
        RangeNotSatisfiable: there is nothing of the file in the range.
    """
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if not match or request.method != "GET" or not any(match.groups()):
        return None
    if not _is_same(request.headers.get("If-Range"), etag, modified):
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start = int(first)
        stop = min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= stop:
        raise RangeNotSatisfiable
    return range(start, stop)


def _is_same(condition: str | None, etag: str | None, modified: str) -> bool:
    """Tell whether the client's earlier part is of the file as it is now."""
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == etag
    return parse_http_date_safe(condition) == parse_http_date_safe(modified)


def _content_type(version: DocumentVersion) -> str:
    if version.media_type == "text/plain":
        return "text/plain; charset=utf-8"
    return version.media_type


def _disposition(request, version: DocumentVersion) -> dict[str, str]:
    inline = "inline" in request.GET and version.media_type in SAFE_INLINE
    headers = {
        "Content-Disposition": content_disposition_header(
            not inline, version.original_name
        )
    }
    if version.is_pdf and inline:
        # Browsers show PDF files with a page of their own, which no sandbox allows.
        headers["Content-Security-Policy"] = (
            "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
        )
    else:
        headers["Content-Security-Policy"] = (
            "default-src 'none'; sandbox; frame-ancestors 'self'"
        )
    return headers
