"""The letters and digits of Urdu that keyboards and files give in several forms.

The forms look alike, or stand for the same letter; which of them is in a file depends
on the keyboard and the font of whoever wrote it.
"""

# The form of Urdu, and those that Arabic keyboards and older fonts put in its place.
FORMS = {
    "ی": "يى",
    "ک": "ك",
    "ہ": "ه",
    "ۂ": "ۀ",
    "ۃ": "ة",
    **dict(zip("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", strict=True)),
}
TO_URDU = str.maketrans(
    {form: letter for letter, forms in FORMS.items() for form in forms}
)
TO_ARABIC = str.maketrans({letter: forms[0] for letter, forms in FORMS.items()})
