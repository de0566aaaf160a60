"""What the background worker does for the archive."""

from django_tasks import task


@task()
def read_version(version_id: int) -> None:
    """Read the text of a document version; see ``knowledge.ingest``."""
    from knowledge import ingest

    ingest.read_version(version_id)
