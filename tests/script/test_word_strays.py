"""What stands in a Word file beside its kind is read; bookmarks, which Word sets between rows and cells, are not."""

from __future__ import annotations

import pytest

import subtool
from support.wordfile import docx, paragraph, run, table

BOOKMARK = '<w:bookmarkStart w:id="1" w:name="take"/><w:bookmarkEnd w:id="1"/>'
COLUMNS = table(
    ("Picture", "Narration"),
    ("Harbour", "The lamp was lit on the point that night."),
    ("Stairs", "The keeper climbed them every evening."),
)
SENTENCES = ["The lamp was lit on the point that night.", "The keeper climbed them every evening."]


def texts(body, path):
    path.write_bytes(docx(body))
    return [sentence.text for sentence in subtool.read_script(path).sentences]


@pytest.mark.parametrize("before", ["<w:tr>", "<w:tc>", "<w:p>", "<w:tbl>", "<w:r>"])
def test_a_bookmark_may_stand_anywhere(before, tmp_path):
    assert texts(COLUMNS.replace(before, BOOKMARK + before), tmp_path / "s.docx") == SENTENCES


def test_a_bookmark_between_rows_leaves_cells_joined(tmp_path):
    merged = COLUMNS.replace("<w:tcPr/>", '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', 3).replace(
        "<w:tr>", f"{BOOKMARK}<w:tr>"
    )
    assert texts(merged, tmp_path / "s.docx") == SENTENCES


@pytest.mark.parametrize("stray", [run("Loose words stand here."), paragraph("Loose words stand here.")])
@pytest.mark.parametrize("before", ["<w:tr>", "<w:tc>", "<w:tbl>"])
def test_a_stray_text_is_read_where_it_stands(stray, before, tmp_path):
    path = tmp_path / "s.docx"
    assert set(SENTENCES) <= set(texts(COLUMNS.replace(before, stray + before), path))
    script = subtool.read_script(path)
    whole = [*script.sentences, *script.asides]
    assert any("Loose words stand here." in part.text for part in whole)


@pytest.mark.parametrize("part", ["tr", "tc"])
def test_a_row_or_a_cell_of_no_table_is_read(part, tmp_path):
    cell = f"<w:tc>{paragraph('The wind had turned before dawn.')}</w:tc>"
    stray = f"<w:tr>{cell}</w:tr>" if part == "tr" else cell
    assert "The wind had turned before dawn." in texts(
        paragraph(SENTENCES[0]) + stray + paragraph(SENTENCES[1]), tmp_path / "s.docx"
    )
