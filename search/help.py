"""The query language by examples, for its page of help."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What to write, and what that finds.
EXAMPLES = [
    (
        pgettext_lazy("query", "school water"),
        _("pages with any of these words; those with both come first"),
    ),
    (pgettext_lazy("query", '"missing facilities"'), _("these words in a row")),
    (
        pgettext_lazy("query", "vaccination -registers"),
        _("the first word, where the one behind the minus sign does not occur"),
    ),
    (pgettext_lazy("query", "irrigat*"), _("any word that begins so")),
    (pgettext_lazy("query", "title:water"), _("the word in the title")),
    (pgettext_lazy("query", "tag:textbooks"), _("what is tagged so")),
    ("kind:minutes", _("a kind: minutes, presentation, lesson, stocktake …")),
    ("unit:smu", _("what one unit archived")),
    ("sector:health,water", _("one sector or the other")),
    ("year:2016..2018", _("from the first year to the last; either may be left out")),
    ("state:learned", _("lessons that were learned: the change was made and proved")),
    ("confidence:A,B", _("lessons that are proved best")),
    ("lesson:practice", _("a type of lesson: strength, challenge, practice or risk")),
    ("challenge:flow-of-funds", _("lessons about one of the challenges of delivery")),
    ("-kind:lesson", _("anything but this kind")),
    (
        pgettext_lazy("query", "attendance kind:minutes year:2016"),
        _("everything together"),
    ),
]
