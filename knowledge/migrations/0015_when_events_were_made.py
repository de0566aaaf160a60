import datetime

import django.utils.timezone
from django.db import migrations, models


def older_events(apps, schema_editor):
    """Take events of earlier days as made on their day: when is not known any more."""
    events = apps.get_model("knowledge", "LearningEvent").objects
    now = django.utils.timezone.now()
    for event in events.only("pk", "date"):
        date = max(event.date, datetime.date(1970, 1, 1))
        day = datetime.datetime.combine(date, datetime.time.min)
        made = min(django.utils.timezone.make_aware(day), now)
        events.filter(pk=event.pk).update(created_at=made)


class Migration(migrations.Migration):

    dependencies = [
        ("knowledge", "0014_role_of_a_witness"),
    ]

    operations = [
        migrations.AddField(
            model_name="learningevent",
            name="created_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False
            ),
        ),
        migrations.RunPython(older_events, migrations.RunPython.noop),
    ]
