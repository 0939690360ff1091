"""What stands around the text of a page, known by what it is: lists of links, datelines, tags, comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.script.source_lines import ends_sentence
from subtool.script.understand.conventions import conventions
from subtool.script.understand.surroundings import Surroundings, never_said

if TYPE_CHECKING:
    from bs4.element import Tag

LINKED = 0.6  # of the letters of a block stand in links: it leads elsewhere; 0.3 to 0.9 part tests/script's pages alike
LEADS_ON = 0.4  # of a line that ends no sentence
MOST_CHARS = 3000  # a longer block is not a list of links
FEW_WORDS = 3  # of a button's text
LINE_CHARS = 200  # a longer paragraph is prose, whatever links it has; chosen on saved pages by eye
_BLOCKS = {
    "p",
    "div",
    "ul",
    "ol",
    "section",
    "li",
    "span",
    "h2",
    "h3",
    "h4",
    "h5",
    "dl",
    "center",
    "header",
    "td",
}
_HOLDS_BLOCKS = {"div", "section", "header", "center", "td"}
_SPACES = re.compile(r"\s+")
_COMMENTS = re.compile(
    r"(?:\d{1,5}|no|one|two|three|leave an?|add a|join the|post a|write a|view all|recent)?\s?"
    r"(?:comments?|thoughts?\s(?:on|about)\b.*"
    r"|responses?(?:\sto\b.*)?|repl(?:y|ies)(?:\sto\b.*)?|discussion|conversation|kommentare?|commentaires?|comentarios?|commenti|comentários?"
    r"|комментари[ий]|评论|留言|コメント|댓글|تعليقات)(?:\s?[(（]\d{1,5}[)）])?:?",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?:posted|published|updated|last updated|filed under|tags?|categor(?:y|ies)|labels?|topics?|read also|read more"
    r"|see also|related|share this|previous|next|older|newer|continue reading|source|via|photo|image|credit|by|von|par"
    r"|por|di|mehr|lesen sie auch|lire aussi|à lire aussi|leer también|lea también|leggi anche|leia também"
    r"|читайте также|schlagwörter|kategorien?|étiquettes|etiquetas"
    r"|dernière mise à jour|last modified|last edited|letzte änderung|última actualización"
    r"|veröffentlicht|aktualisiert|lesezeit|lesedauer|teilen|publié|mis à jour|temps de lecture|partager"
    r"|publicado|actualizado|tiempo de lectura|compartir|pubblicato|aggiornato|tempo di lettura|condividi"
    r"|atualizado|tempo de leitura|compartilhar|partilhar|опубликовано|время чтения|поделиться"
    r"|article précédent|article suivant|articles similaires|etiketler|gepubliceerd|leestijd|delen"
    r"|opublikowano|czas czytania|udostępnij|分享到?|上一篇|下一篇|来源|责任编辑|发布时间|阅读次数|シェア|前の記事"
    r"|次の記事|公開日|공유|标签|分类|相关阅读|タグ|カテゴリー?|関連記事)\b(?:[^.!?]|(?<=\d)\.){0,160}",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r".{0,80}\b(?:cookies?|куки|файлы cookie)\b.{0,120}"
    r"|(?:j['’]accepte|akzeptieren|accept(?:er)?|aceptar|accetta|принять)(?: (?:all|alle|tout|todo))?",
    re.IGNORECASE,
)
_CHINESE_DATELINE = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?.{0,60}(?:来源|作者|发布|编辑|阅读).{0,60}"
)
_READING = re.compile(
    r"\d{1,3}\s?(?:min(?:ute)?s?\.?(?:\sread)?|comments?|shares?|views|likes|claps)\b.{0,40}", re.IGNORECASE
)


def furniture(tag: Tag) -> str:
    """Why a block of a page is none of its text; nothing when it may be."""
    if tag.name not in _BLOCKS:
        return ""
    text = _text(tag)
    if not text or len(text) > MOST_CHARS:
        return ""
    links = [link for link in tag.find_all("a") if str(link.get("href", "#"))[:1] != "#"]
    linked = sum(len(_text(link)) for link in links)
    many = len(links) > 1 or not ends_sentence(text)
    if links and linked >= LINKED * len(text) and many:
        return "a list of links"
    if links and tag.name == "td" and not any(ends_sentence(piece.strip()) for piece in tag.stripped_strings):
        return "a column of links"
    if tag.name in _HOLDS_BLOCKS and tag.find(["p", "h1", "table", "blockquote", "ul", "ol", "div"]):
        return ""
    return _line(text, linked) if len(text) <= LINE_CHARS else ""


def opens_comments(tag: Tag) -> bool:
    """Whether a heading stands over what readers wrote."""
    return bool(_COMMENTS.fullmatch(_text(tag)))


def _line(text: str, linked: int) -> str:
    """Why a line is furniture: it says when, under what, or what to read next, and ends no sentence."""
    around = Surroundings(conventions())
    if never_said(text):
        return "a notice or an address"
    if _COOKIES.fullmatch(text) and (linked or len(text.split()) <= FEW_WORDS):
        return "asks for consent"
    dated = _READING.fullmatch(text) or _CHINESE_DATELINE.fullmatch(text) or around.is_dateline(text)
    ends = ends_sentence(text.rstrip(".…»→") if text.endswith(("...", "…")) else text)
    about = _LINE.fullmatch(text) and (":" in text[:24] or any(map(str.isdigit, text)) or linked)
    reasons = (
        ("leads to another page", linked >= LEADS_ON * len(text)),
        ("a line about the page", about),
        ("a dateline", dated),
    )
    return "" if ends else next((reason for reason, found in reasons if found), "")


def _text(tag: Tag) -> str:
    return _SPACES.sub(" ", tag.get_text(" ")).strip()
