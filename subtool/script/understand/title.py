"""The title of a script and the lines under it: who wrote it, when, how long it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, is_unspaced
from subtool.script.source_lines import ends_sentence
from subtool.script.understand.surroundings import FACT, LINE_OF_HEAD, Surroundings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from subtool.model import Source
    from subtool.script.source_lines import Block, SourceLine
    from subtool.script.understand.conventions import Conventions

_TITLE_CHARS = 160  # of a title with the lines under it, at most; chosen by eye
_TITLE_WORDS = 12  # a longer one is written in capitals, or is a sentence whose end was forgotten
_FEW_WORDS = 4  # of a title above paragraphs that end no sentence either; chosen by eye
_SMALL_WORD = 3  # letters: "of" and "the" have no capital in a title
_SENTENCES_WORDS = (
    8  # of a text with the end of a sentence inside it that is not a title: "Salz. Eine Geschichte" is
)
_UNSPACED_TITLE = 30  # letters of a title in Chinese or Japanese, at most; chosen by eye


_ASIDE = re.compile(r"[\[(（【*][^\])）】*]{1,60}[\])）】*]")
_INNER_END = re.compile(r"(?:[^\W\d_]{3}|\d{4})[.!?…][”\"’»)\]]{0,2}(?:\s|\[)\s*[“\"‘«(\[]?[^\W\d_a-z]")


def cut_title(
    blocks: list[Block], known: Conventions, opening: Collection[Source]
) -> tuple[list[Block], list[Aside]]:
    """The blocks without the title and the lines under it, and those: short lines at the very start, no sentences.

    `opening` are the places where a label or a time opens a paragraph: who speaks first is not a title.
    """
    first = next((index for index, block in enumerate(blocks) if not _is_front_matter(block)), len(blocks))
    if first:
        rest, asides = cut_title(blocks[first:], known, opening)
        return [*blocks[:first], *rest], asides
    if not blocks:
        return blocks, []
    around = Surroundings(known)
    height = 0 if blocks[0][0].source in opening else _title_height(blocks, around)
    titles = [blocks[0][:height]] if height else []
    rest = [block for block in (blocks[0][height:], *blocks[1:]) if block]
    asides = [_titled(lines) for lines in titles]
    while rest:
        if rest[0][0].declared:
            if titles or not asides or not _is_title(rest[0]):
                break
            titles = [rest[0]]  # a date, or who wrote it, stood over it
            asides.append(_titled(rest[0]))
            rest = rest[1:]
            continue
        if around.is_cast(rest[0]):
            text = "\n".join(line.text for line in rest[0])
            asides.append(Aside(AsideKind.NOTE, text, rest[0][0].source, "lists who speaks"))
            rest = rest[1:]
            continue
        under = bool(titles) and rest[0][0].number == titles[-1][-1].number + 1
        reasons = _head_reasons(rest[0], around, opening, among=under)
        asides += [
            Aside(AsideKind.TITLE, line.text, line.source, reason)
            for line, reason in zip(rest[0], reasons, strict=False)
        ]
        whole = len(reasons) == len(rest[0])
        rest = [left for left in (rest[0][len(reasons) :], *rest[1:]) if left]
        if not whole:
            break
    return rest, asides


def _is_front_matter(block: Block) -> bool:
    return block[0].declared is not None and block[0].declared.aside is AsideKind.NOTE


def _is_title(block: Block) -> bool:
    return block[0].declared is not None and block[0].declared.aside is AsideKind.TITLE


def _titled(block: Block) -> Aside:
    return Aside(AsideKind.TITLE, " ".join(line.text for line in block), block[0].source)


def _head_reasons(
    block: Block, around: Surroundings, opening: Collection[Source], *, among: bool
) -> list[str]:
    """A reason for each of the first lines of a block that belong to the head of a script."""
    facts = _facts(block, around)
    reasons: list[str] = []
    for index, line in enumerate(block):
        reason = around.head_reason(line.text, among=among or bool(reasons))
        reason = reason or (FACT if index < facts else "")
        said = line.source in opening and index >= facts
        if not reason or (reason == LINE_OF_HEAD and (said or _is_wrapped(block, line))):
            break
        if said and reason == FACT and _describes(line.text):
            break
        reasons.append(reason)
    return reasons


def _facts(block: Block, around: Surroundings) -> int:
    """How many of the first lines of a block give facts: two of them are known, and no fewer than half."""
    known = [fact[1] for line in block if not ends_sentence(line.text) and (fact := around.fact(line.text))]
    count = len(known)
    facts = all(not ends_sentence(line.text) and around.fact(line.text) for line in block[:count])
    described = any(_describes(line.text) for line in block[:count])
    return count if facts and not described and sum(known) >= max(2, count / 2) else 0


def _describes(text: str) -> bool:
    """Whether a line such as `MUSIC: soft strings` says what is heard, and not who made it: by its small letter."""
    return text.partition(":")[2].strip()[:1].islower()


def _is_wrapped(block: Block, line: SourceLine) -> bool:
    """Whether a line is a piece of a sentence that was wrapped by hand."""
    index = block.index(line)
    following = block[index + 1].text if index + 1 < len(block) else ""
    return line.text[:1].islower() or following[:1].islower() or line.text.endswith(("-", ",", "，", "、"))


def _title_height(blocks: Sequence[Block], around: Surroundings) -> int:
    """How many lines of the first block are the title."""
    block = blocks[0]
    if block[0].declared:
        return len(block) if _is_title(block) else 0
    height = next(
        (
            index
            for index, line in enumerate(block)
            if index
            and not block[index - 1].text.endswith(",")
            and around.head_reason(line.text, among=False)
        ),
        len(block),
    )
    whole = block[:height] if height < len(block) else block
    if not _could_be_title(whole if _is_heading(whole) else block[:1], blocks):
        return 0
    if height < len(block) and _is_heading(whole):
        return height
    if _is_heading(block):
        return len(block)
    # Narration follows without an empty line: the title did not break because it was full.
    room = max(len(line.text) for line in block)
    first = block[0].text
    following = block[1].text.split(maxsplit=1)[0] if len(block) > 1 else ""
    full = not following or len(first) + 1 + len(following) > room or ends_sentence(following)
    return 1 if _is_heading(block[:1]) and not full else 0


def _is_heading(lines: Block) -> bool:
    text = " ".join(line.text for line in lines)
    if len(text) > _TITLE_CHARS or any(ends_sentence(line.text) for line in lines):
        return False
    return len(text.split()) <= _SENTENCES_WORDS or not _INNER_END.search(_ASIDE.sub(" ", text))


def _could_be_title(lines: Block, blocks: Sequence[Block]) -> bool:
    """Whether lines without the end of a sentence are a title and no paragraph: by their length and their capitals.

    In a script that ends no sentences with a mark, as Thai does, a title is much shorter than its paragraphs.
    """
    text = " ".join(line.text for line in lines)
    if text.rstrip().endswith((":", "：", ",", "，", "、", ";", "-")):
        return False
    others = [block for block in blocks[1:] if not block[0].declared] or [blocks[0][len(lines) :]]
    others = [block for block in others if block]
    lengths = sorted(sum(len(line.text) for line in block) for block in others)
    ended = sum(ends_sentence(block[-1].text) for block in others)
    words = text.split()
    if lengths and ended * 3 < len(others) and not (text[0].isupper() and len(words) <= _FEW_WORDS):
        return len(text) * 2 <= lengths[len(lengths) // 2]
    if is_unspaced(text):
        return len(text) <= _UNSPACED_TITLE and not any(mark in text for mark in "，、")
    capitals = sum(not word[:1].islower() for word in words if len(word) > _SMALL_WORD)
    long = sum(len(word) > _SMALL_WORD for word in words)
    return len(words) <= _TITLE_WORDS or (capitals * 3 >= long * 2 and text.upper() != text.lower())
