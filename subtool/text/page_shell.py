"""The one shell of every page that is written: what it may do, its language and style; times lead into the film."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from subtool.text.markup import PAGE_POLICY

if TYPE_CHECKING:
    from jinja2 import Template

_BODY = "\x00"  # stands in the shell where the page goes; no text of a page holds it


@dataclass(frozen=True, slots=True)
class PageShell:
    """What stands around the body of a page; `maker` is the command that made it."""

    title: str
    css: str
    maker: str = ""
    language: str = "en"
    right_to_left: bool = False

    def around(self) -> tuple[str, str]:
        """What comes before the body, and what comes after it: a body of many pictures is written piece by piece."""
        from markupsafe import Markup

        text = _template().render(
            title=self.title,
            css=Markup(self.css),  # noqa: S704 - a file of ours
            policy=Markup(PAGE_POLICY),  # noqa: S704 - the same
            body=_BODY,
            maker=self.maker,
            language=self.language,
            right_to_left=self.right_to_left,
        )
        before, _, after = text.partition(_BODY)
        return before, after

    def page(self, body: str) -> str:
        """The whole page around a body whose texts are escaped."""
        before, after = self.around()
        return f"{before}{body}{after}"


def film_time(film: str, ms: int, shown: str) -> str:
    """A time as a link to that moment of the film beside the page, where there is one."""
    if not film:
        return shown
    seconds = f"{ms / 1000:.3f}".rstrip("0").rstrip(".")
    return f'<a class="moment" href="{quote(film)}#t={seconds}">{shown}</a>'


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    surroundings = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return surroundings.from_string(files(__package__).joinpath("page.html").read_text("utf-8"))
