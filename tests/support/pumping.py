"""Regular expressions of the package, and strings that make a slow one slow.

Patterns are found in the source, with the ways they are used; strings come from the pattern itself: whatever may be
repeated in it is repeated, after what must stand before it, and ended by what does not fit.
"""

from __future__ import annotations

import ast
import re
import signal
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from re import _constants as sre  # what `re` itself parses patterns with
from re import _parser as parser

import subtool

PACKAGE = Path(subtool.__file__).parent
WAYS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
ENDS = ("", "\0", "\n", "a")  # what comes after a pumped string
SMALL, GROWTH = 1000, 4.5  # three times that takes 3 times as long, or 9 times where it grows with the square
CERTAIN_S = 0.000_045  # for that; even if it grew with the square, a megabyte would take 5 s
GENERAL = ("\n", " \n", " ", "\t", "a", "0", ".", "-", "<", "<a ", "[", "{", "“", "\\")


@dataclass(frozen=True)
class Use:
    """A pattern, where it stands, and the ways it is asked."""

    where: str
    pattern: re.Pattern[str] | re.Pattern[bytes]
    ways: tuple[str, ...]

    @property
    def ask(self):
        return [getattr(self.pattern, way) for way in self.ways]


def uses() -> list[Use]:
    """Every pattern that the package compiles, at import or in a call of `re`."""
    found = {}
    sources = {path: path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    trees = {_module(path): ast.parse(source) for path, source in sources.items()}
    asked = _asked(trees)
    for module, tree in trees.items():
        for node in ast.walk(tree):  # re.sub("...", ...)
            if (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in WAYS
                and node.args and isinstance(node.args[0], ast.Constant)
            ):  # fmt: skip
                pattern = re.compile(node.args[0].value, _flags(node))
                found[f"{module}:{node.lineno}"] = Use(f"{module}:{node.lineno}", pattern, (node.func.attr,))
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        compiles = any(isinstance(n, ast.Attribute) and n.attr == "compile" for n in ast.walk(tree))
        for name in sorted(names) if compiles else ():
            for pattern in _patterns(getattr(import_module(module), name, None)):
                ways = tuple(sorted(asked.get((module, name), ()))) or ("match", "search")
                found.setdefault(
                    (pattern.pattern, pattern.flags, ways), Use(f"{module}.{name}", pattern, ways)
                )
    return list(found.values())


def _flags(node: ast.Call) -> int:
    named = (*(word.value for word in node.keywords if word.arg == "flags"), *node.args[2:])
    names = [n.attr for part in named for n in ast.walk(part) if isinstance(n, ast.Attribute)]
    return sum(getattr(re, name) for name in names if hasattr(re, name))


def _module(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def _asked(trees) -> dict[tuple[str, str], set[str]]:
    """For each name of a module, the ways a pattern of that name is asked, there or where it is imported."""
    ways: dict[tuple[str, str], set[str]] = {}
    for module, tree in trees.items():
        home = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }  # fmt: skip
        for node in ast.walk(tree):  # for looks in LOOKS.values(): looks.match
            if isinstance(node, ast.For | ast.comprehension):
                loops = [n.id for n in ast.walk(node.iter) if isinstance(n, ast.Name)]
                for target in ast.walk(node.target):
                    if isinstance(target, ast.Name) and loops:
                        home.setdefault(target.id, (module, loops[0]))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in WAYS:
                value = node.value
                if isinstance(value, ast.Name):
                    ways.setdefault(home.get(value.id, (module, value.id)), set()).add(node.attr)
                elif isinstance(value, ast.Attribute) and isinstance(
                    value.value, ast.Name
                ):  # module.NAME.match
                    room, name = home.get(value.value.id, (module, value.value.id))
                    ways.setdefault((f"{room}.{name}", value.attr), set()).add(node.attr)
    return ways


def _patterns(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _patterns(part)
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from _patterns(part)


def pumped(pattern: re.Pattern, size: int):
    """Strings of about that size on which it may take long."""
    return (pump(size) for pump in pumps(pattern))


def pumps(pattern: re.Pattern):
    """Makers of strings on which it may take long, each of about the size that it is asked for."""
    text = isinstance(pattern.pattern, str)
    source = pattern.pattern if text else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags & ~re.UNICODE if not text else pattern.flags)
    made = {(before, unit) for before, unit in _pumps(tree, "")}
    made |= {("", unit) for unit in GENERAL} | {("", before + unit) for before, unit in made if before}
    for before, unit in sorted(made):
        if unit:
            for end in ENDS:
                yield partial(_pump, before, unit, end, text)


def _pump(before: str, unit: str, end: str, text: bool, size: int):  # noqa: FBT001 - or bytes
    string = before + unit * (size // len(unit)) + end
    return string if text else string.encode("latin-1", "replace")


def _pumps(tree, before: str):
    """For whatever may be repeated: a text that fits before it, and one that fits it."""
    for op, argument in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, getattr(sre, "POSSESSIVE_REPEAT", None)):
            _, most, body = argument
            if most > 8:
                for number in range(3):
                    yield before, _text([*body], number)
            yield from _pumps(body, before)
        elif op is sre.BRANCH:
            for branch in argument[1]:
                yield from _pumps(branch, before)
        elif op is sre.SUBPATTERN:
            yield from _pumps(argument[-1], before)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _pumps(argument[1], before if argument[0] > 0 else "")
        elif op is getattr(sre, "ATOMIC_GROUP", None):
            yield from _pumps(argument, before)
        before += _text([(op, argument)], 0)


def _text(tree, number: int) -> str:
    """A text that fits, one of several."""
    made = ""
    for op, argument in tree:
        if op is sre.LITERAL:
            made += chr(argument)
        elif op is sre.NOT_LITERAL:
            made += "a" if argument != ord("a") else "b"
        elif op is sre.ANY:
            made += 'a ."'[number]
        elif op is sre.IN:
            made += _member(argument, number)
        elif op is sre.BRANCH:
            branches = argument[1]
            made += _text(branches[number % len(branches)], number)
        elif op is sre.SUBPATTERN:
            made += _text(argument[-1], number)
        elif op is getattr(sre, "ATOMIC_GROUP", None):
            made += _text(argument, number)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, getattr(sre, "POSSESSIVE_REPEAT", None)):
            least, most, body = argument
            made += _text(body, number) * max(least, min(1, most))
    return made


_KINDS = {
    sre.CATEGORY_DIGIT: "012", sre.CATEGORY_NOT_DIGIT: "a -", sre.CATEGORY_SPACE: " \n\t",
    sre.CATEGORY_NOT_SPACE: "a.-", sre.CATEGORY_WORD: "a0_", sre.CATEGORY_NOT_WORD: " .-",
}  # fmt: skip


def _member(members, number: int) -> str:
    chars, negated = [], False
    for op, argument in members:
        if op is sre.NEGATE:
            negated = True
        elif op is sre.LITERAL:
            chars.append(chr(argument))
        elif op is sre.RANGE:
            chars += [chr(argument[0]), chr(argument[1])]
        elif op is sre.CATEGORY:
            chars += _KINDS.get(argument, "a")
    if negated:
        excluded = _class(tuple(map(repr, members)))(members)
        chars = [char for char in "a0 .-\n<[({\"'" if char not in excluded] or ["\u2603"]
    return chars[number % len(chars)]


@cache
def _class(_key):
    def excluded(members) -> set[str]:
        out: set[str] = set()
        for op, argument in members:
            if op is sre.LITERAL:
                out.add(chr(argument))
            elif op is sre.RANGE:
                out |= {chr(code) for code in range(argument[0], min(argument[1], 255) + 1)}
            elif op is sre.CATEGORY:
                out |= {chr(c) for c in range(256) if re.match({
                    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
                    sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
                }.get(argument, r"(?!)"), chr(c))}  # fmt: skip
        return out

    return excluded


class TooSlowError(Exception):
    """The processor time that was allowed is over."""


@contextmanager
def within(seconds: float):
    """Raise TooSlowError when the block takes more processor time; a match of `re` heeds it."""

    def stop(*_):
        raise TooSlowError

    old = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def slow_uses(size: int, seconds: float, which=None):
    """Each pattern that takes longer on a pumped string of that size: where, how asked, and the string's beginning."""
    for use in which or uses():
        if found := _slow(use, size, seconds):
            yield use, *found


def _slow(use: Use, size: int, seconds: float):
    """The longest string is for what takes suspiciously longer on three times as much."""
    for pump in pumps(use.pattern):
        short, longer = pump(SMALL), pump(3 * SMALL)
        for way in use.ways:
            try:
                with within(seconds):
                    first, then = (_seconds(use.pattern, way, text) for text in (short, longer))
                    if then > max(CERTAIN_S, GROWTH * first):
                        _ask(use.pattern, way, pump(size))
            except TooSlowError:
                return way, longer[:60], longer[-3:]
    return None


def _seconds(pattern: re.Pattern, way: str, string) -> float:
    begun = time.process_time()
    _ask(pattern, way, string)
    return time.process_time() - begun


def _ask(pattern: re.Pattern, way: str, string) -> None:
    ask = getattr(pattern, way)
    if way == "finditer":
        deque(ask(string), maxlen=0)
    elif way in {"sub", "subn"}:
        ask(string[:0], string)
    else:
        ask(string)
