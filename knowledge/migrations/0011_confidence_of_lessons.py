from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0010_lesson_states'),
    ]

    operations = [
        migrations.AddField(
            model_name='lesson',
            name='confidence',
            field=models.CharField(blank=True, choices=[('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D')], db_index=True, default='', editable=False, max_length=1, verbose_name='confidence'),
            preserve_default=False,
        ),
    ]
