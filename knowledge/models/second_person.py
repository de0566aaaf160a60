"""The task of a workflow in which nobody approves the own words."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask

from knowledge import publication

REFUSED = {"approve"}


class ReasonForm(TaskStateCommentForm):
    """Asks for the comment that a rejection is kept with."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = True
        self.fields["comment"].label = gettext("Why?")


class SecondPersonApproval(AbstractGroupApprovalTask):
    """Approval by a member of the groups who did not write what is approved."""

    class Meta(AbstractGroupApprovalTask.Meta):
        abstract = False
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    @classmethod
    def get_description(cls):
        return gettext(
            "A member of the chosen groups approves; nobody approves the own words"
        )

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        if publication.is_author_of_draft(user, obj):
            return [action for action in actions if action[0] not in REFUSED]
        return actions

    def get_form_for_action(self, action):
        if action == "reject":
            return ReasonForm
        return super().get_form_for_action(action)

    def on_action(self, task_state, user, action_name, **kwargs):
        """Carry out the action, whoever asks for it.

        Raises:
            PublicationRefused: ``user`` wrote what is to be approved.
        """
        page = task_state.workflow_state.content_object
        if action_name in REFUSED and publication.is_author_of_draft(user, page):
            raise publication.PublicationRefused(
                page, [publication.Obstacle(publication.own_words())]
            )
        return super().on_action(task_state, user, action_name, **kwargs)
