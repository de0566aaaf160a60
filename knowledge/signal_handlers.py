"""Keeps together what belongs together where others save or delete.

Wagtail's admin puts files on documents by itself and knows nothing of versions; and
a deletion that cascades calls no method of ours.
"""

from pathlib import PurePath

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from knowledge import ingest, triage
from knowledge.models import Document, DocumentVersion, Lesson


def connect() -> None:
    pre_save.connect(note_name, sender=Document)
    post_save.connect(adopt_new_file, sender=Document)
    post_delete.connect(delete_file, sender=DocumentVersion)
    pre_delete.connect(give_observations_back, sender=Lesson)


def note_name(instance, **kwargs):
    """Remember the name that a new file came with: its storage gives it another."""
    if instance.file and not instance.file._committed:
        instance.uploaded_name = PurePath(instance.file.name).name


def adopt_new_file(instance, raw=False, update_fields=None, **kwargs):
    """Make a version of a file that was put on the document directly."""
    if raw or not instance.file or (update_fields and "file" not in update_fields):
        return
    current = instance.current_version
    if current and current.file.name == instance.file.name:
        return
    name = instance.__dict__.pop("uploaded_name", instance.filename)
    try:
        ingest.adopt_file(instance, name)
    except BaseException:
        instance.file.storage.delete(instance.file.name)
        raise


def delete_file(instance, **kwargs):
    file = instance.file
    transaction.on_commit(lambda: file.storage.delete(file.name), robust=True)


def give_observations_back(instance, **kwargs):
    triage.give_back(instance)
