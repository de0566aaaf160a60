"""Turns the Markdown of authors into HTML that is safe to show.

Two walls: HTML typed into a text is not HTML to the Markdown parser, so that it is
shown as it was typed; and what comes out is cleaned by an allow-list. Pictures, styles
and scripts are on no list.
"""

from functools import partial

import markdown
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe
from markdown.extensions.toc import TocExtension

TAGS = {
    *("h2", "h3", "h4", "h5", "h6"),
    *("p", "br", "hr", "blockquote", "pre", "code", "strong", "em"),
    *("ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    "a",
}
ATTRIBUTES = {"a": ["href", "title"], "ol": ["start"]}
PROTOCOLS = {"http", "https", "mailto"}


def render(text: str, *, level: int = 3) -> SafeString:
    """Return ``text`` as HTML.

    Args:
        text: Markdown, from anybody.
        level: what the text's first-level headings become, from 2 to 6, so that they
            stand below the headings of the page around them.
    """
    parser = markdown.Markdown(
        extensions=["tables", "sane_lists", TocExtension(baselevel=level)]
    )
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    # Cleaners keep state between calls, hence one for each.
    cleaner = Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        protocols=PROTOCOLS,
        strip=True,
        filters=[partial(LinkifyFilter, callbacks=[_distrust], skip_tags={"pre"})],
    )
    return mark_safe(cleaner.clean(parser.convert(text)))  # noqa: S308


def _distrust(attributes: dict, new: bool = False) -> dict:
    """Keep search engines and other sites from profiting by a link that leads away."""
    address = attributes.get((None, "href"), "")
    if address.startswith(("http:", "https:", "//")):
        attributes[(None, "rel")] = "nofollow noopener"
    return attributes
