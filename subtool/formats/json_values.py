"""Values of a cue sheet's JSON: each is asked for by its key, and refused with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from subtool.errors import FormatError
from subtool.model import Role, Span, Timing

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def objects(
    data: dict[str, Any], key: str, make: Callable[[dict[str, Any], str], T], where: str = ""
) -> tuple[T, ...]:
    """The objects of a list, each made into a value; none where there is no list."""
    return made_of(data.get(key, []), make, f"{where}.{key}" if where else key)


def made_of(values: object, make: Callable[[dict[str, Any], str], T], name: str) -> tuple[T, ...]:
    """Values made of the objects of a list, which may come one by one."""
    if not isinstance(values, list | Iterator):
        raise wrong(name, "is not a list")
    places = (f"{name}[{number}]" for number in count())
    return tuple(make(object_at(value, place), place) for value, place in zip(values, places, strict=False))


def object_at(value: object, where: str) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise wrong(where, "is not an object")
    return value


def text_at(data: dict[str, Any], key: str, where: str, default: str | None = None) -> str:
    """A text, or the default where there is none."""
    value = data.get(key, default)
    if not isinstance(value, str):
        raise wrong(f"{where}.{key}", "is not text")
    return value


def texts_at(data: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    """A list of texts."""
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise wrong(f"{where}.{key}", "is not a list of texts")
    return tuple(values)


def whole_at(data: dict[str, Any], key: str, where: str) -> int:
    """A whole number from 0 up."""
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise wrong(f"{where}.{key}", "is not a whole number from 0 up")
    return value


def flag_at(data: dict[str, Any], key: str, where: str) -> bool:
    """True or false; false where nothing is said."""
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise wrong(f"{where}.{key}", "is neither true nor false")
    return value


def confidence_at(data: dict[str, Any], where: str) -> float | None:
    """A share from 0 to 1, or null."""
    value = data.get("confidence")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise wrong(f"{where}.confidence", "is not between 0 and 1")
    return float(value)


def span_json(span: Span) -> dict[str, int]:
    """A stretch of time as it stands in a list."""
    return {"start_ms": span.start_ms, "end_ms": span.end_ms}


def span_of(data: dict[str, Any], where: str) -> Span:
    """The stretch of time that an object is.

    Raises:
        FormatError: a value is missing or cannot be.
    """
    start_ms, end_ms = whole_at(data, "start_ms", where), whole_at(data, "end_ms", where)
    if start_ms > end_ms:
        raise wrong(f"{where}.end_ms", f"is before its start ({end_ms} < {start_ms})")
    return Span(start_ms, end_ms)


E = TypeVar("E", Role, Timing)


def one_of(kind: type[E], value: object, where: str) -> E:
    """A value of an enumeration."""
    if not isinstance(value, str) or value not in list(kind):
        raise wrong(where, f"is none of {', '.join(kind)}")
    return kind(value)


def wrong(where: str, what: str) -> FormatError:
    """The one way to refuse a value."""
    return FormatError(f"{where} {what}", hint="mend it there, or make the sheet again")
