"""Addresses of the archive."""

from django.urls import path

from knowledge.views import browse, departments

urlpatterns = [
    path("browse/", browse.browse, name="browse"),
    path("departments/", departments.department_list, name="departments"),
    path("departments/<slug:slug>/", departments.department_detail, name="department"),
]
