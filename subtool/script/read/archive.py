"""Zipped files, opened so that none can do harm: sizes are checked first, and XML before it is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from subtool.errors import ScriptError
from subtool.text.zip_limits import LARGEST_XML, has_too_many, unpacks_too_far

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from subtool.errors import Place

DEEPEST_ELEMENT = 200  # elements in each other: a limit against floods, no document comes near

_DAMAGED = "is damaged"
_AGAIN = "open it in Word and save it again"


def open_archive(data: bytes, place: Place) -> zipfile.ZipFile:
    """The archive in `data`.

    Raises:
        ScriptError: it is damaged, or locked, or unpacks to more than any script.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise ScriptError(_DAMAGED, at=place, hint=_AGAIN) from error
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise ScriptError("is locked by a password", at=place, hint="save it without one")
    if has_too_many(parts):
        raise ScriptError("has more parts than any script", at=place, hint=_AGAIN)
    if unpacks_too_far(parts):
        raise ScriptError("unpacks to far more than any script", at=place, hint=_AGAIN)
    return archive


def read_part(archive: zipfile.ZipFile, name: str, place: Place) -> bytes:
    """One part, unpacked no further than it says it is large.

    Raises:
        ScriptError: it is damaged.
    """
    try:
        with archive.open(name) as part:
            data = part.read(LARGEST_XML + 1)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        EOFError,
        zlib.error,
        RuntimeError,
    ) as error:
        raise ScriptError(_DAMAGED, at=place, hint=_AGAIN) from error
    if len(data) > LARGEST_XML:
        raise ScriptError("unpacks to far more than any script", at=place, hint=_AGAIN)
    return data


def xml(data: bytes, place: Place) -> Element:
    """The root of an XML part.

    Raises:
        ScriptError: it is not XML, has a document type or entities of its own, or is nested too deep.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    deep = 0
    root: Element | None = None
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            root = element if root is None else root
            deep += 1 if event == "start" else -1
            if deep > DEEPEST_ELEMENT:
                raise ScriptError("is nested too deep", at=place, hint=_AGAIN)
    except DefusedXmlException as error:
        raise ScriptError("declares XML entities, which no script needs", at=place, hint=_AGAIN) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ScriptError(_DAMAGED, at=place, hint=_AGAIN) from error
    if root is None:
        raise ScriptError(_DAMAGED, at=place, hint=_AGAIN)
    return root


def packed(parts: Iterable[tuple[str, bytes]]) -> io.BytesIO:
    """An archive in memory of these parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    result.seek(0)
    return result
