"""Texts in tables for spreadsheets, which take some texts for formulas."""

_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Strangers write some of the texts, and spreadsheets look past what stands before.
_LED_IN = ("\t", "\r")


def without_formula(text) -> str:
    """Return a text that a spreadsheet takes for nothing but a text."""
    text = "" if text is None else str(text)
    if text.startswith(_LED_IN) or text.lstrip().startswith(_STARTS):
        return f"'{text}"
    return text


# For ``custom_field_preprocess`` of Wagtail's reports.
WITHOUT_FORMULAS = {"csv": without_formula, "xlsx": without_formula}
