"""Worksheets filled in as a translator's program saves them."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree as ET

from docx import Document
from openpyxl import load_workbook

from subtool.formats.worksheet.xliff import CORE


def fill_csv(path, texts):
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    for row, text in zip(rows[1:], texts, strict=True):
        row[4] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def fill_xlsx(path, texts):
    book = load_workbook(path)
    for at, text in enumerate(texts, start=2):
        book.active[f"E{at}"] = text
    book.save(path)


def fill_docx(path, texts):
    document = Document(str(path))
    for row, text in zip(document.tables[0].rows[1:], texts, strict=True):
        row.cells[4].text = text
    document.save(str(path))


def fill_xlf(path, texts):
    tree = ET.parse(path)
    for unit, text in zip(tree.iter(f"{{{CORE}}}unit"), texts, strict=True):
        ET.SubElement(unit.find(f"{{{CORE}}}segment"), f"{{{CORE}}}target").text = text
    tree.write(path, encoding="utf-8")


def fill_po(path, texts):
    left = iter(["", *texts])
    filled = re.sub(
        r'msgstr ""', lambda _: 'msgstr "' + next(left).replace('"', '\\"') + '"', path.read_text("utf-8")
    )
    path.write_text(filled, "utf-8")


FILLING = {
    "film.work.csv": fill_csv, "film.xlsx": fill_xlsx, "film.work.docx": fill_docx, "film.xlf": fill_xlf,
    "film.po": fill_po,
}  # fmt: skip
