import django.db.models.deletion
import django.utils.timezone
import knowledge.models.invitations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0008_lesson_model'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expires_at', models.DateTimeField(default=knowledge.models.invitations.in_a_week, verbose_name='open until')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made at')),
                ('hour', models.DateTimeField(editable=False, null=True)),
                ('sent', models.PositiveIntegerField(default=0, editable=False)),
                ('body', models.CharField(help_text='The body that reviews, as readers will see it.', max_length=200, verbose_name='body')),
                ('role', models.CharField(blank=True, help_text='By role, such as “director of research”. No names.', max_length=200, verbose_name='who reviews for it')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='answered at')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_invitations', to='knowledge.lesson')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'invitation to review',
                'verbose_name_plural': 'invitations to review',
                'ordering': ['-pk'],
                'permissions': [('invite_reviewer', 'Can invite a body to review a lesson')],
                'abstract': False,
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='review_invitation_names_a_body')],
            },
        ),
        migrations.CreateModel(
            name='Validation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(help_text='The body that reviews, as readers will see it.', max_length=200, verbose_name='body')),
                ('role', models.CharField(help_text='Such as “director of research”. Readers see it; no names.', max_length=200, verbose_name='your role')),
                ('verdict', models.CharField(choices=[('endorsed', 'Endorsed'), ('reservations', 'Endorsed with reservations'), ('disputed', 'Disputed')], max_length=12, verbose_name='verdict')),
                ('comment', models.TextField(blank=True, help_text='Why, for readers of the lesson. Needed unless you endorse it.', max_length=4000, verbose_name='comment')),
                ('made_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('text_sha256', models.CharField(editable=False, max_length=64)),
                ('invitation', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='validation', to='knowledge.reviewinvitation')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='validations', to='knowledge.lesson')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
                ('revision', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'validation',
                'verbose_name_plural': 'validations',
                'ordering': ['-made_on', '-pk'],
                'default_permissions': ('add', 'view'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='validation_names_a_body'),
                    models.CheckConstraint(condition=models.Q(('verdict', 'endorsed'), models.Q(('comment', ''), _negated=True), _connector='OR'), name='validation_with_doubts_says_why'),
                ],
            },
        ),
    ]
