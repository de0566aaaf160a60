"""Departments: what the archive holds about each."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from knowledge.models import Decision, Department, Stocktake, SystemLink
from knowledge.models.records import PER_PAGE


def department_list(request: HttpRequest) -> HttpResponse:
    """List the departments of each government with their numbers of lessons."""
    counts = SystemLink.objects.visible_to(request.user).lessons_per_department()
    departments = [
        {"department": department, "lessons": counts.get(department.pk, 0)}
        for department in Department.objects.select_related("government").order_by(
            "government__name", "name"
        )
    ]
    return render(
        request, "knowledge/department_list.html", {"departments": departments}
    )


def department_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a department's lessons, rules, stocktakes and decisions."""
    department = get_object_or_404(
        Department.objects.select_related("government"), slug=slug
    )
    stocktakes = (
        Stocktake.objects.visible_to(request.user)
        .concerning(department)
        .select_related("unit", "sector")
        .prefetch_related(
            Prefetch(
                "decisions",
                Decision.objects.filter(department=department),
                to_attr="decisions_here",
            )
        )
        .order_by("-date", "-pk")
    )
    links = SystemLink.objects.visible_to(request.user).concerning(department)
    return render(
        request,
        "knowledge/department_detail.html",
        {
            "department": department,
            "relations": links.by_relation(),
            "rules": department.rules.all(),
            "items": Paginator(stocktakes, PER_PAGE).get_page(request.GET.get("page")),
        },
    )
