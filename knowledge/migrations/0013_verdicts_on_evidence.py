"""What a verdict is about is the text with its evidence, and so is its hash."""

from django.db import migrations


def hash_anew(apps, schema_editor):
    # The hash has one definition; it reads nothing of the models but field names.
    from knowledge.validation import hash_of_texts

    Validation = apps.get_model("knowledge", "Validation")
    for verdict in Validation.objects.exclude(revision=None).select_related("revision"):
        verdict.text_sha256 = hash_of_texts(verdict.revision.content)
        verdict.save(update_fields=["text_sha256"])


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0012_negations_around_quotes")]

    operations = [migrations.RunPython(hash_anew, migrations.RunPython.noop)]
