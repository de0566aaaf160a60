"""Field notes and guides as plain text, Markdown and HTML."""

import html

import markdown

PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<title>{title}</title>
</head>
<body>
<p>{mark}</p>
<h1>{title}</h1>
<p>{subtitle}<br>{byline}</p>
{body}
</body>
</html>
"""


def write_text(path, front, source):
    """Write the source as it is, below its title; for TXT and Markdown alike."""
    lead = "# " if path.suffix == ".md" else ""
    byline = f"{front.subtitle}\n\n{front.unit} · {front.written_date}"
    path.write_text(
        f"{front.mark}\n\n{lead}{front.title}\n\n{byline}\n\n{source}",
        encoding="utf-8",
    )


def write_html(path, front, source):
    path.write_text(
        PAGE.format(
            language=front.language,
            direction="rtl" if front.language == "ur" else "ltr",
            title=html.escape(front.title),
            subtitle=html.escape(front.subtitle),
            mark=html.escape(front.mark),
            byline=html.escape(f"{front.unit} · {front.written_date}"),
            body=markdown.markdown(source, extensions=["tables", "sane_lists"]),
        ),
        encoding="utf-8",
    )
