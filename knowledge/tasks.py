"""What the background worker does for the archive."""

from django_tasks import task


@task()
def read_version(version_id: int) -> None:
    """Read the text of a document version; see ``knowledge.ingest``.

    What it may teach is then offered to the curators; see ``knowledge.candidates``.
    """
    from knowledge import candidates, ingest
    from knowledge.models import DocumentVersion

    ingest.read_version(version_id)
    version = DocumentVersion.objects.filter(pk=version_id).first()
    if version is not None:
        candidates.scan(version)


@task()
def copy_web_page(copy_id: int) -> None:
    """Copy the text of a web page that is quoted; see ``knowledge.web_archive``."""
    from knowledge import web_archive

    web_archive.copy_page(copy_id)


@task()
def answer_request(request_id: int) -> None:
    """Send the answer to a request for a document; see ``knowledge.clearing``."""
    from knowledge import clearing

    clearing.send_answer(request_id)


@task()
def tell_of_comment(comment_id: int) -> None:
    """Tell a lesson's owner of a comment; see ``knowledge.notifications``."""
    from knowledge import notifications

    notifications.tell_owner_of_comment(comment_id)


@task()
def send_review_invitation(invitation_id: int) -> None:
    """Send the link of an invitation; see ``knowledge.review_letters``."""
    from knowledge import review_letters

    review_letters.send_invitation(invitation_id)


@task()
def tell_of_verdict(validation_id: int) -> None:
    """Tell whoever invited of a verdict; see ``knowledge.review_letters``."""
    from knowledge import review_letters

    review_letters.tell_of_verdict(validation_id)
