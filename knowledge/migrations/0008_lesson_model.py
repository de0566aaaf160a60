import django.db.models.deletion
import knowledge.models.lesson_place
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models

# Difficulties of delivery that the reviews of delivery units keep meeting.
CHALLENGES = [
    ("no-costed-plan", "No costed plan behind the priority", "ترجیح کے پیچھے لاگت والا منصوبہ نہیں"),
    ("dependence-on-the-sponsor", "Dependence on one sponsor", "ایک ہی سرپرست پر انحصار"),
    ("drift-of-the-remit", "Drift of the remit", "دائرۂ کار کا پھیلاؤ"),
    ("coordination-of-departments", "Coordination between departments", "محکموں کے درمیان رابطہ"),
    ("trust-of-departments", "Trust between unit and departments", "یونٹ اور محکموں کے درمیان اعتماد"),
    ("measure-misses-the-problem", "Measures that miss the problem", "پیمانے جو مسئلے کو نہیں ناپتے"),
    ("data-not-credible", "Data that is missing or not credible", "نامکمل یا ناقابلِ اعتبار اعداد و شمار"),
    ("capacity-to-analyse", "Capacity to analyse and use data", "تجزیے کی صلاحیت"),
    ("skills-and-retention", "Skills, and keeping those who have them", "مہارت اور ماہر عملے کا برقرار رہنا"),
    ("flow-of-funds", "Flow of funds to the front line", "فیلڈ تک رقوم کی فراہمی"),
    ("change-of-government", "Continuity across governments", "حکومت کی تبدیلی کے بعد تسلسل"),
    ("learning-not-carried-on", "Learning that stays inside the unit", "سیکھ جو یونٹ تک محدود رہتی ہے"),
]


def add_challenges(apps, schema_editor):
    model = apps.get_model("knowledge", "DeliveryChallenge")
    model.objects.bulk_create(
        model(slug=slug, name=name, name_ur=name_ur)
        for slug, name, name_ur in CHALLENGES
    )


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0007_lesson_uses_and_comments'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveryChallenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_ur', models.CharField(blank=True, max_length=200, verbose_name='name in Urdu')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'delivery challenge',
                'verbose_name_plural': 'delivery challenges',
                'ordering': ['name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LessonRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('supersedes', 'supersedes'), ('recurring', 'is the same again as'), ('similar', 'is similar to'), ('translation', 'tells in another language the same as')], max_length=12, verbose_name='relation')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
            ],
            options={
                'verbose_name': 'relation to another lesson',
                'verbose_name_plural': 'relations to other lessons',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='lesson',
            name='abstract',
            field=models.TextField(blank=True, verbose_name='abstract'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='applies_when',
            field=models.TextField(blank=True, verbose_name='applies when'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='chain_step',
            field=models.CharField(blank=True, choices=[('decision', 'Decision and policy'), ('planning', 'Planning and targets'), ('funds', 'Budget and release of funds'), ('supply', 'Procurement and supply'), ('staff', 'Staff and training'), ('supervision', 'District management and supervision'), ('front-line', 'Front line: school, clinic, street'), ('citizen', 'The citizen')], max_length=12, verbose_name='step of the delivery chain'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='character',
            field=models.CharField(blank=True, choices=[('observational', 'Observational: tells what was seen'), ('instructional', 'Instructional: tells what to do')], max_length=15, verbose_name='character'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='conclusion',
            field=models.TextField(blank=True, verbose_name='conclusion'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='contact',
            field=models.CharField(blank=True, max_length=200, validators=[knowledge.models.lesson_place.names_no_person], verbose_name='contact'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='discussion',
            field=models.TextField(blank=True, verbose_name='discussion'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='driving_event',
            field=models.TextField(blank=True, verbose_name='driving event'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='early_signs',
            field=models.TextField(blank=True, verbose_name='early-warning signs'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='effect',
            field=models.TextField(blank=True, verbose_name='effect'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='effect_direction',
            field=models.CharField(blank=True, choices=[('positive', 'Positive'), ('negative', 'Negative'), ('mixed', 'Mixed')], max_length=10, verbose_name='direction of the effect'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='effect_size',
            field=models.CharField(blank=True, choices=[('small', 'Small'), ('moderate', 'Moderate'), ('large', 'Large')], max_length=10, verbose_name='size of the effect'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='expected',
            field=models.TextField(blank=True, verbose_name='what was expected'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='further_parts',
            field=wagtail.fields.StreamField([('part', 2), ('course', 8)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'Text'}), 2: ('wagtail.blocks.StructBlock', [[('heading', 0), ('text', 1)]], {}), 3: ('wagtail.blocks.CharBlock', (), {'default': 'How it went', 'label': 'Heading', 'max_length': 120}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'When', 'max_length': 60}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'What', 'max_length': 300}), 6: ('wagtail.blocks.StructBlock', [[('when', 4), ('what', 5)]], {}), 7: ('wagtail.blocks.ListBlock', (6,), {'label': 'Steps', 'min_num': 1}), 8: ('wagtail.blocks.StructBlock', [[('heading', 3), ('steps', 7)]], {})}, verbose_name='further parts'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='indicator',
            field=models.CharField(blank=True, max_length=200, verbose_name='indicator'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='level',
            field=models.CharField(blank=True, choices=[('federal', 'Federal'), ('provincial', 'Provincial'), ('district', 'District')], max_length=12, verbose_name='level of government'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='not_applies_when',
            field=models.TextField(blank=True, verbose_name='does not apply when'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='period_end',
            field=models.DateField(blank=True, null=True, verbose_name='period until'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='period_start',
            field=models.DateField(blank=True, null=True, verbose_name='period from'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='priority',
            field=models.CharField(blank=True, choices=[('urgent', 'Urgent: act now'), ('caution', 'Caution: check whether it concerns you'), ('information', 'Information'), ('good-practice', 'Good work practice')], max_length=15, verbose_name='priority of the lesson'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='priority_area',
            field=models.CharField(blank=True, max_length=200, verbose_name='priority area'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='related_policy',
            field=models.TextField(blank=True, verbose_name='related policy'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='review_on',
            field=models.DateField(blank=True, db_index=True, null=True, verbose_name='review on'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='target',
            field=models.CharField(blank=True, max_length=200, verbose_name='target'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='type',
            field=models.CharField(blank=True, choices=[('strength', 'Strength'), ('challenge', 'Challenge'), ('practice', 'Good practice'), ('risk', 'Risk')], db_index=True, max_length=12, verbose_name='type'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='challenges',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='lessons', to='knowledge.deliverychallenge', verbose_name='delivery challenges'),
        ),
        migrations.AddField(
            model_name='lessonrelation',
            name='lesson',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='knowledge.lesson'),
        ),
        migrations.AddField(
            model_name='lessonrelation',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_from_others', to='knowledge.lesson', verbose_name='other lesson'),
        ),
        migrations.AddConstraint(
            model_name='lessonrelation',
            constraint=models.CheckConstraint(condition=models.Q(('lesson', models.F('target')), _negated=True), name='lesson_relates_to_another', violation_error_message='Choose another lesson than this one.'),
        ),
        migrations.AddConstraint(
            model_name='lessonrelation',
            constraint=models.UniqueConstraint(fields=('lesson', 'target', 'kind'), name='lesson_relation_said_once', violation_error_message='This relation is there already.'),
        ),
        migrations.RunPython(add_challenges, migrations.RunPython.noop, elidable=False),
    ]
