"""Word files made by hand, part by part, so that tests know every byte of them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MADE = (2024, 1, 1, 0, 0, 0)
STYLES = (
    "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Normal", "Title", "heading 1", "heading 2", "footnote text", "caption", "toc 1")
    )
    + '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/></w:style>'
)
UP = '<w:rPr><w:rStyle w:val="FootnoteReference"/><w:vertAlign w:val="superscript"/></w:rPr>'


def run(text):
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def note(number, kind="footnote"):
    return f'<w:r>{UP}<w:{kind}Reference w:id="{number}"/></w:r>'


def paragraph(*pieces, style=""):
    """A paragraph of texts and of runs that are XML already."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in pieces)
    return f"<w:p>{properties}{inner}</w:p>"


def table(*rows):
    """A table of cells, each the XML of its paragraphs or a text."""
    made = ""
    for cells in rows:
        inner = (cell if cell.startswith("<") else paragraph(cell) for cell in cells)
        made += "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in inner) + "</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def notes(kind, texts):
    first = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    made = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="footnotetext"/></w:pPr>'
        f"<w:r>{UP}<w:{kind}Ref/></w:r>{run(' ' + text)}</w:p></w:{kind}>"
        for number, text in texts.items()
    )
    return f"{HEAD}<w:{kind}s {W}>{first}{made}</w:{kind}s>"


def docx(body, *, footnotes=None, endnotes=None, comments="", others=None, packing=zipfile.ZIP_DEFLATED):  # noqa: PLR0913 - a part each
    """The bytes of a Word file with this body; `others` are parts as they are, or in place of those made here."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {"styles": f"{HEAD}<w:styles {W}>{STYLES}</w:styles>"}
    if footnotes:
        kinds["footnotes"] = notes("footnote", footnotes)
    if endnotes:
        kinds["endnotes"] = notes("endnote", endnotes)
    if comments:
        kinds["comments"] = f"{HEAD}<w:comments {W}>{comments}</w:comments>"
    types = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{main}.{kind}+xml"/>' for kind in kinds
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(kinds, start=1)
    )
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        **{f"word/{kind}.xml": text for kind, text in kinds.items()},
        **(others or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, MADE)
            info.compress_type = packing
            archive.writestr(info, text)
    return made.getvalue()
