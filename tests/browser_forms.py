"""What a browser sends of a form that it was shown."""

from bs4 import Tag

from tests.html import parse


def sent_from(response, form: str = "form[data-edit-form]") -> dict[str, str | list]:
    """Return what a browser sends of a form of ``response`` that nobody has touched.

    Lines of texts end as browsers end them.

    Args:
        form: a CSS selector.
    """
    sent: dict[str, list] = {}
    for field in parse(response).select_one(form).select("input, select, textarea"):
        if field.get("name") and not field.has_attr("disabled"):
            sent.setdefault(field["name"], []).extend(_values(field))
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in sent.items()
        if values
    }


def _values(field: Tag) -> list[str]:
    if field.name == "select":
        chosen = field.select("option[selected]") or field.select("option")[:1]
        return [option.get("value", option.get_text()) for option in chosen]
    if field.name == "textarea":
        # A line break right after the tag is none of the text.
        text = field.get_text().removeprefix("\n")
        return [text.replace("\r\n", "\n").replace("\n", "\r\n")]
    if field.get("type") in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.has_attr("checked") else []
    return [] if field.get("type") in {"submit", "file"} else [field.get("value", "")]
