"""How the steps of lessons fit into Wagtail's admin."""

from wagtail import hooks
from wagtail.admin import messages

from knowledge import publication
from knowledge.models import SecondPersonApproval


@hooks.register("before_edit_page")
def say_why_not_to_approve(request, page):
    """Tell whoever would approve, but for having written it, why nobody offers that."""
    task = page.current_workflow_task
    if request.method != "GET" or not isinstance(task, SecondPersonApproval):
        return
    may_act = super(SecondPersonApproval, task).get_actions(page, request.user)
    if may_act and publication.is_author_of_draft(request.user, page):
        messages.info(request, publication.own_words())
