"""Files of Word and Excel whose bytes follow from what is in them: all their parts are of one day."""

from __future__ import annotations

import io
import re
import zipfile

THE_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can say
_SAVED = re.compile(
    rb"(<dcterms:modified\b[^>]{0,200}>)[^<]{0,100}"
)  # Excel files are dated as they are saved


def undated(data: bytes) -> bytes:
    """An office file without the time at which it was made: the same content gives the same bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _SAVED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, THE_DAY), part, zipfile.ZIP_DEFLATED)
    return result.getvalue()
