"""The gate in front of the admin: no address opens what is closed to the user.

Wagtail's views find pages, documents and revisions by the numbers in an address, in a
query or in a form, and not all of them ask a permission policy. The gate asks for all
of them, before the view runs.
"""

from django.apps import apps
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.defaults import page_not_found
from wagtail.admin import messages
from wagtail.models import Page, Revision

from knowledge import access
from knowledge.models import Document
from knowledge.permissions import may_handle_page
from knowledge.publication import PublicationRefused

PAGE_ARGUMENTS = {
    "page_id",
    "page_pk",
    "page_to_move_id",
    "parent_page_id",
    "destination_id",
}
DOCUMENT_ARGUMENTS = {"doc_id", "document_id"}
REVISION_ARGUMENTS = {"revision_id", "revision_id_a", "revision_id_b"}
# Where an address calls the number ``pk``, its namespace tells of what.
MODELS_BY_NAMESPACE = {
    "wagtailadmin_pages": Page,
    "wagtailadmin_api:pages": Page,
    "wagtaildocs_chooser": Document,
}
# Fields of Wagtail's forms that name a page, and are shown again with its title.
PAGE_FIELDS = ("new_parent_page", "parent_page", "target_pages[]", "childOf")
RULES = (
    (Page, may_handle_page),
    (Document, access.may_see),
    (Revision, access.may_read_revision),
)
# They show what cannot be narrowed to what one user may see.
ONLY_FOR_ADMINISTRATORS = {
    "wagtailadmin_api:documents",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
}


# What a database can number.
LARGEST_NUMBER = 2**63 - 1


class AdminAccessMiddleware:
    """Answers as if what the user may not see, or nobody can have, did not exist.

    Must come after the middleware that knows the user.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if any(_is_too_large(number) for number in kwargs.values()):
            raise Http404
        if request.path_info.startswith(reverse("wagtailadmin_home")) and (
            _is_closed(request, kwargs)
        ):
            return page_not_found(request, None, template_name="wagtailadmin/404.html")

    def process_exception(self, request, exception):
        """Say why a lesson was not published, where there is no form to say it."""
        if not isinstance(exception, PublicationRefused):
            return None
        messages.error(request, exception.html)
        edit = reverse("wagtailadmin_pages:edit", args=[exception.lesson.pk])
        # Wagtail's dialogs go where the answer says.
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": edit})
        return redirect(edit)


def _is_too_large(number) -> bool:
    """Tell of a number in an address that nothing can have and databases refuse."""
    return isinstance(number, int) and number > LARGEST_NUMBER


def _is_closed(request, kwargs) -> bool:
    user, match = request.user, request.resolver_match
    # Who may not enter the admin is sent away by Wagtail, whatever the address.
    if access.is_administrator(user) or not user.has_perm("wagtailadmin.access_admin"):
        return False
    if not {match.view_name, match.namespace}.isdisjoint(ONLY_FOR_ADMINISTRATORS):
        return True
    return not all(
        _may_handle(user, model, number)
        for model, number in _items_named(request, match, kwargs)
    )


def _items_named(request, match, kwargs):
    """Yield model and number of each item that the request names."""
    for name, value in kwargs.items():
        if name in PAGE_ARGUMENTS:
            yield Page, value
        elif name in DOCUMENT_ARGUMENTS:
            yield Document, value
        elif name in REVISION_ARGUMENTS:
            yield Revision, _earliest(kwargs) if value == "earliest" else value
        elif name == "pk" and match.namespace in MODELS_BY_NAMESPACE:
            yield MODELS_BY_NAMESPACE[match.namespace], value
    if "app_label" in kwargs and "model_name" in kwargs:
        model = _model(kwargs["app_label"], kwargs["model_name"])
        for number in [*request.GET.getlist("id"), kwargs.get("object_id", "")]:
            yield model, number
    elif match.view_name == "wagtailadmin_choose_page_chosen_multiple":
        yield from ((Page, number) for number in request.GET.getlist("id"))
    for name in PAGE_FIELDS:
        for number in [*request.GET.getlist(name), *request.POST.getlist(name)]:
            yield Page, number


def _earliest(kwargs) -> int | None:
    page = Page.objects.filter(pk=kwargs["pk"]).first()
    earliest = page and page.revisions.order_by("created_at", "pk").first()
    return earliest and earliest.pk


def _model(app_label, model_name) -> type:
    try:
        return apps.get_model(app_label, model_name)
    except LookupError:
        return object


def _may_handle(user, model, number) -> bool:
    """Tell whether ``user`` may see the item; what does not exist nobody may."""
    rule = next((rule for kind, rule in RULES if issubclass(model, kind)), None)
    # Wagtail has words in the place of numbers, such as "latest" and "all".
    if rule is None or not str(number).isdecimal():
        return True
    item = model.objects.filter(pk=number).first()
    return item is not None and rule(user, item)
