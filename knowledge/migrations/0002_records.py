import django.db.models.deletion
import django.utils.timezone
import knowledge.models.documents
import modelcluster.contrib.taggit
import modelcluster.fields
import modelsearch.index
import taggit.managers
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('knowledge', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='LearningOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('text', models.CharField(max_length=500, verbose_name='learning outcome')),
                ('text_ur', models.CharField(blank=True, max_length=500, verbose_name='learning outcome in Urdu')),
            ],
            options={
                'verbose_name': 'learning outcome',
                'verbose_name_plural': 'learning outcomes',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LessonIndex',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'list of lessons',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ProfileQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='question')),
                ('text_ur', models.CharField(blank=True, max_length=300, verbose_name='question in Urdu')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'profile question',
                'verbose_name_plural': 'profile questions',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeIndex',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'list of programmes',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StocktakeIndex',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'list of stocktakes',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='UnitIndex',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'list of units',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('access', models.CharField(choices=[('restricted', 'Restricted'), ('internal', 'Internal'), ('public', 'Public')], default='internal', help_text='Restricted: the owning unit and the groups named below. Internal: every member of staff who is signed in. Public: everybody.', max_length=12, verbose_name='access')),
                ('embargo_until', models.DateField(blank=True, help_text='Restricted until this date, whatever the access is.', null=True, verbose_name='embargo until')),
                ('kind', models.CharField(choices=[('presentation', 'Stocktake presentation'), ('working_paper', 'Working paper'), ('minutes', 'Minutes'), ('deep_dive', 'Deep-dive report'), ('field_visit', 'Field-visit report'), ('briefing_note', 'Briefing note'), ('annual_assessment', 'Annual assessment'), ('data_sheet', 'Data sheet'), ('published_report', 'Published report'), ('other', 'Other')], default='other', max_length=20, verbose_name='kind')),
                ('date', models.DateField(blank=True, null=True, verbose_name='date')),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('ur', 'Urdu')], max_length=5, verbose_name='language')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('access_groups', models.ManyToManyField(blank=True, help_text='These groups see the item even while it is restricted.', related_name='+', to='auth.group', verbose_name='named groups')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('departments', models.ManyToManyField(blank=True, related_name='documents', to='knowledge.department', verbose_name='departments')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('unit', models.ForeignKey(blank=True, help_text='The unit that owns this item.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='knowledge.deliveryunit', verbose_name='delivery unit')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='archived_documents', to=settings.AUTH_USER_MODEL, verbose_name='archived by')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'permissions': [('choose_document', 'Can choose document')],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('file', models.FileField(max_length=255, upload_to=knowledge.models.documents.version_path, verbose_name='file')),
                ('original_name', models.CharField(max_length=255, verbose_name='file name')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('media_type', models.CharField(max_length=100, verbose_name='media type')),
                ('page_kind', models.CharField(choices=[('page', 'Page'), ('slide', 'Slide'), ('sheet', 'Sheet'), ('section', 'Section')], default='page', max_length=10, verbose_name='kind of page')),
                ('page_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages')),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('reading', 'Reading'), ('ready', 'Ready'), ('no_text', 'No text'), ('encrypted', 'Encrypted'), ('failed', 'Failed')], db_index=True, default='queued', max_length=10, verbose_name='status')),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='reason')),
                ('detail', models.TextField(blank=True, verbose_name='technical detail')),
                ('suggestions', models.JSONField(blank=True, default=dict, verbose_name='suggestions')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('added_to_queue_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('reading_since', models.DateTimeField(blank=True, null=True, verbose_name='reading since')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='archived at')),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='archived by')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowledge.document')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['document', '-number'],
            },
        ),
        migrations.CreateModel(
            name='DocumentPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('label', models.CharField(blank=True, max_length=255, verbose_name='label')),
                ('title', models.CharField(blank=True, max_length=500, verbose_name='title')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('notes', models.TextField(blank=True, verbose_name='speaker notes')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='knowledge.documentversion')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
                'ordering': ['version', 'number'],
            },
        ),
        migrations.AddField(
            model_name='document',
            name='current_version',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='knowledge.documentversion', verbose_name='current version'),
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=5, verbose_name='language')),
                ('access', models.CharField(choices=[('restricted', 'Restricted'), ('internal', 'Internal'), ('public', 'Public')], default='internal', help_text='Restricted: the owning unit and the groups named below. Internal: every member of staff who is signed in. Public: everybody.', max_length=12, verbose_name='access')),
                ('embargo_until', models.DateField(blank=True, help_text='Restricted until this date, whatever the access is.', null=True, verbose_name='embargo until')),
                ('summary', models.CharField(help_text='A sentence that can stand alone.', max_length=300, verbose_name='the lesson in one line')),
                ('context', models.TextField(blank=True, verbose_name='context')),
                ('what_happened', models.TextField(blank=True, verbose_name='what happened')),
                ('cause', models.TextField(blank=True, verbose_name='why it happened')),
                ('recommendation', models.TextField(blank=True, verbose_name='what to do')),
                ('access_groups', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='These groups see the item even while it is restricted.', related_name='+', to='auth.group', verbose_name='named groups')),
                ('unit', models.ForeignKey(blank=True, help_text='The unit that owns this item.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='knowledge.deliveryunit', verbose_name='delivery unit')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', models.PositiveIntegerField(help_text='The number of the page, slide or sheet.', verbose_name='page')),
                ('quote', models.TextField(help_text='Word for word as it stands on that page.', verbose_name='exact quote')),
                ('role', models.CharField(choices=[('supports', 'supports'), ('qualifies', 'qualifies'), ('contradicts', 'contradicts'), ('shows_change', 'shows the change')], default='supports', max_length=15, verbose_name='role')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='knowledge.documentversion', verbose_name='document version')),
                ('lesson', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='knowledge.lesson')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CurriculumLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('relation', models.CharField(choices=[('teaches', 'teaches'), ('assesses', 'assesses'), ('illustrates', 'illustrates'), ('requires', 'requires')], default='teaches', max_length=15, verbose_name='relation')),
                ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='curriculum_links', to='knowledge.learningoutcome', verbose_name='learning outcome')),
                ('lesson', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='curriculum_links', to='knowledge.lesson')),
            ],
            options={
                'verbose_name': 'curriculum link',
                'verbose_name_plural': 'curriculum links',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LessonTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='knowledge.lesson')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_items', to='taggit.tag')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='lesson',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='knowledge.LessonTag', to='taggit.Tag', verbose_name='tags'),
        ),
        migrations.CreateModel(
            name='Module',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=5, verbose_name='language')),
                ('access', models.CharField(choices=[('restricted', 'Restricted'), ('internal', 'Internal'), ('public', 'Public')], default='internal', help_text='Restricted: the owning unit and the groups named below. Internal: every member of staff who is signed in. Public: everybody.', max_length=12, verbose_name='access')),
                ('embargo_until', models.DateField(blank=True, help_text='Restricted until this date, whatever the access is.', null=True, verbose_name='embargo until')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('body', models.TextField(blank=True, help_text='Markdown may be used.', verbose_name='text')),
                ('access_groups', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='These groups see the item even while it is restricted.', related_name='+', to='auth.group', verbose_name='named groups')),
                ('unit', models.ForeignKey(blank=True, help_text='The unit that owns this item.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='knowledge.deliveryunit', verbose_name='delivery unit')),
            ],
            options={
                'verbose_name': 'module',
                'verbose_name_plural': 'modules',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.AddField(
            model_name='learningoutcome',
            name='module',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='knowledge.module'),
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=5, verbose_name='language')),
                ('access', models.CharField(choices=[('restricted', 'Restricted'), ('internal', 'Internal'), ('public', 'Public')], default='internal', help_text='Restricted: the owning unit and the groups named below. Internal: every member of staff who is signed in. Public: everybody.', max_length=12, verbose_name='access')),
                ('embargo_until', models.DateField(blank=True, help_text='Restricted until this date, whatever the access is.', null=True, verbose_name='embargo until')),
                ('institution', models.CharField(blank=True, max_length=200, verbose_name='institution')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('access_groups', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='These groups see the item even while it is restricted.', related_name='+', to='auth.group', verbose_name='named groups')),
                ('unit', models.ForeignKey(blank=True, help_text='The unit that owns this item.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='knowledge.deliveryunit', verbose_name='delivery unit')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_ur', models.CharField(blank=True, max_length=200, verbose_name='name in Urdu')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='slug')),
                ('kind', models.CharField(choices=[('rule', 'Rule'), ('procedure', 'Procedure'), ('form', 'Form')], default='rule', max_length=10, verbose_name='kind')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='knowledge.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'rule, procedure or form',
                'verbose_name_plural': 'rules, procedures and forms',
                'ordering': ['name'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='lesson',
            name='sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='knowledge.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='document',
            name='sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='knowledge.sector', verbose_name='sector'),
        ),
        migrations.CreateModel(
            name='Stocktake',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=5, verbose_name='language')),
                ('access', models.CharField(choices=[('restricted', 'Restricted'), ('internal', 'Internal'), ('public', 'Public')], default='internal', help_text='Restricted: the owning unit and the groups named below. Internal: every member of staff who is signed in. Public: everybody.', max_length=12, verbose_name='access')),
                ('embargo_until', models.DateField(blank=True, help_text='Restricted until this date, whatever the access is.', null=True, verbose_name='embargo until')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='round')),
                ('date', models.DateField(verbose_name='date')),
                ('chair', models.CharField(blank=True, help_text='The post that chairs the meeting, not the person.', max_length=200, verbose_name='chair')),
                ('agenda', models.TextField(blank=True, help_text='Markdown may be used.', verbose_name='agenda')),
                ('access_groups', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='These groups see the item even while it is restricted.', related_name='+', to='auth.group', verbose_name='named groups')),
                ('departments', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='stocktakes', to='knowledge.department', verbose_name='departments')),
                ('sector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stocktakes', to='knowledge.sector', verbose_name='sector')),
                ('unit', models.ForeignKey(blank=True, help_text='The unit that owns this item.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='knowledge.deliveryunit', verbose_name='delivery unit')),
            ],
            options={
                'verbose_name': 'stocktake',
                'verbose_name_plural': 'stocktakes',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.AddField(
            model_name='document',
            name='stocktake',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='knowledge.stocktake', verbose_name='stocktake'),
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('text', models.TextField(verbose_name='decision')),
                ('due_date', models.DateField(blank=True, null=True, verbose_name='due')),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=10, verbose_name='state')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='knowledge.department', verbose_name='department')),
                ('stocktake', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='knowledge.stocktake')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SystemLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('relation', models.CharField(choices=[('concerns', 'concerns'), ('should_change', 'should change'), ('changed', 'changed')], default='concerns', max_length=15, verbose_name='relation')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='system_links', to='knowledge.department', verbose_name='department')),
                ('lesson', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='system_links', to='knowledge.lesson')),
                ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='system_links', to='knowledge.rule', verbose_name='rule, procedure or form')),
            ],
            options={
                'verbose_name': 'system link',
                'verbose_name_plural': 'system links',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UnitProfile',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(choices=[('en', 'English'), ('ur', 'Urdu')], default='en', max_length=5, verbose_name='language')),
                ('access', models.CharField(choices=[('restricted', 'Restricted'), ('internal', 'Internal'), ('public', 'Public')], default='internal', help_text='Restricted: the owning unit and the groups named below. Internal: every member of staff who is signed in. Public: everybody.', max_length=12, verbose_name='access')),
                ('embargo_until', models.DateField(blank=True, help_text='Restricted until this date, whatever the access is.', null=True, verbose_name='embargo until')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('access_groups', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='These groups see the item even while it is restricted.', related_name='+', to='auth.group', verbose_name='named groups')),
                ('unit', models.ForeignKey(blank=True, help_text='The unit that owns this item.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='knowledge.deliveryunit', verbose_name='delivery unit')),
            ],
            options={
                'verbose_name': 'unit profile',
                'verbose_name_plural': 'unit profiles',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='ProfileAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('text', models.TextField(verbose_name='answer')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='knowledge.profilequestion', verbose_name='question')),
                ('profile', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='knowledge.unitprofile')),
            ],
            options={
                'verbose_name': 'profile answer',
                'verbose_name_plural': 'profile answers',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=models.UniqueConstraint(fields=('document', 'number'), name='version_number_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='documentpage',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='page_number_is_given_once'),
        ),
        migrations.AddIndex(
            model_name='stocktake',
            index=models.Index(fields=['-date'], name='knowledge_s_date_a552a8_idx'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['access', '-date'], name='knowledge_d_access_056739_idx'),
        ),
        migrations.AddConstraint(
            model_name='systemlink',
            constraint=models.CheckConstraint(condition=models.Q(('department__isnull', False), ('rule__isnull', False), _connector='OR'), name='system_link_names_a_department_or_a_rule', violation_error_message='Choose a department or a rule.'),
        ),
    ]
