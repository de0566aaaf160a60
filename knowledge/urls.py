"""Addresses of the archive."""

from django.urls import include, path

from knowledge.views import archive, browse, departments, documents, files, viewer

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
