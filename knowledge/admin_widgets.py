"""Widgets of Wagtail's admin under a policy without inline scripts."""

import re

from django.template.loader import render_to_string
from django.utils.html import format_html
from wagtail.admin.widgets import BaseChooser

_CALL = re.compile(r"(?:new )?(?P<function>\w+)\((?P<arguments>.*)\);")


def render_without_script(chooser, name, value, attrs=None, renderer=None):
    """Render a chooser, with the call that starts it as data.

    The script ``static/js/admin.js`` makes the call. Wagtail's choosers write it as an
    inline script, which the content-security policy forbids.
    """
    value_data = chooser.get_value_data(value)
    call = _CALL.fullmatch(chooser.render_js_init(attrs["id"], name, value_data))
    return format_html(
        "{}{}",
        chooser.render_html(name, value_data, attrs),
        render_to_string("wagtailadmin/widgets/start.html", call.groupdict()),
    )


def install() -> None:
    # A method of Wagtail's own class, because every chooser of the admin has it.
    BaseChooser.render = render_without_script
