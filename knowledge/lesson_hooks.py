"""How the writing of lessons fits into Wagtail's admin."""

from django.urls import path
from wagtail import hooks

from knowledge.views.markdown_preview import markdown_preview


@hooks.register("register_admin_urls")
def register_urls():
    return [path("markdown-preview/", markdown_preview, name="markdown_preview")]
