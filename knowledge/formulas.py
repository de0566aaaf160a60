"""Texts in tables for spreadsheets, which take some texts for formulas."""

STARTS = ("=", "+", "-", "@", "\t", "\r")


def without_formula(text) -> str:
    """Return a text that a spreadsheet takes for nothing but a text."""
    text = "" if text is None else str(text)
    return f"'{text}" if text.startswith(STARTS) else text


# For ``custom_field_preprocess`` of Wagtail's reports.
WITHOUT_FORMULAS = {"csv": without_formula, "xlsx": without_formula}
