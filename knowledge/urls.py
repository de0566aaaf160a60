"""Addresses of the archive."""

from django.urls import include, path

from knowledge.views import (
    archive,
    browse,
    cite,
    cleared_quotes,
    departments,
    documents,
    files,
    lesson_texts,
    said_before,
    viewer,
    web_copies,
)

urlpatterns = [
    path("browse/", browse.browse, name="browse"),
    path("departments/", departments.department_list, name="departments"),
    path("departments/<slug:slug>/", departments.department_detail, name="department"),
    path("documents/<int:pk>/", documents.document_detail, name="document"),
    path(
        "documents/<int:pk>/versions/<int:number>/",
        include(
            [
                path("", documents.document_version, name="document_version"),
                path(
                    "pages/<int:page>/", documents.document_page, name="document_page"
                ),
                path("pages/<int:page>/cite/", cite.cite, name="cite"),
                path("said-before/", said_before.said_before, name="said_before"),
                path("file/", files.document_file, name="document_file"),
                path("viewer/", viewer.document_viewer, name="document_viewer"),
                path("status/", documents.reading_status, name="document_status"),
                path("retry/", documents.retry, name="document_retry"),
            ]
        ),
    ),
    # Wagtail links to documents by this name; it comes after the addresses above.
    path(
        "documents/<int:document_id>/<path:document_filename>",
        files.current_file,
        name="wagtaildocs_serve",
    ),
    path("lesson-evidence/<int:pk>/", cite.find_evidence, name="find_evidence"),
    path("", include("knowledge.lesson_urls")),
    path("", include("knowledge.review_urls")),
    path("lesson-texts/<int:pk>/", lesson_texts.lesson_texts, name="lesson_texts"),
    path("web-copies/<int:pk>/", web_copies.web_copy, name="web_copy"),
    path(
        "cleared-quotes/<uuid:key>/",
        cleared_quotes.cleared_quote,
        name="cleared_quote",
    ),
    path(
        "cleared-quotes/<uuid:key>/request/",
        cleared_quotes.request_document,
        name="request_document",
    ),
    path("archive/", archive.archive_home, name="archive"),
    path("archive/stocktakes/new/", archive.stocktake_new, name="stocktake_new"),
    path(
        "archive/stocktakes/<slug:slug>/",
        archive.stocktake_archive,
        name="stocktake_archive",
    ),
    path(
        "archive/stocktakes/<slug:slug>/files/",
        archive.stocktake_files,
        name="stocktake_files",
    ),
]
