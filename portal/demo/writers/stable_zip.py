"""Makes an Office file the same, byte for byte, whenever it is written."""

import io
import re
import zipfile

EARLIEST = (1980, 1, 1, 0, 0, 0)
CORE_TIMES = re.compile(
    rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)", re.ASCII
)


def freeze(package, timestamp):
    """Return the zip `package` (bytes) with all times set.

    Entries, and packages inside the package such as the workbook behind a chart, get
    one fixed time; the document's own properties get `timestamp`.
    """
    frozen = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(frozen, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                stamp = timestamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = CORE_TIMES.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            elif name.endswith(".xlsx"):
                content = freeze(content, timestamp)
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return frozen.getvalue()
