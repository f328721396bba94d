"""Tables as files: CSV for everything that reads it, and a workbook for Excel.

What people typed never becomes a formula: a workbook's text cells are text, and in CSV, which knows no types, an
apostrophe stands before what a spreadsheet would take for a formula.
"""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from compliance.tables import Kind, Table, Value

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Excel keeps fifteen digits of a number and drops the rest without a word.
_DIGITS = 15
# Its days begin with 1 January 1900.
_FIRST_YEAR = 1900
_FORMATS = {Kind.DAY: "yyyy-mm-dd", Kind.NUMBER: "#,##0", Kind.DOLLARS: "$#,##0.00##"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_A_SHEETS_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def as_csv(table: Table[Any]) -> bytes:
    """The whole table as UTF-8 with the mark by which Excel knows it; days as ``2026-11-20``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.header)
    for values in table.values():
        writer.writerow([_plain(value) for value in values])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(tables: Sequence[Table[Any]]) -> bytes:
    """The tables as the sheets of a workbook, each with its header row frozen."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        formats = {
            kind: book.add_format({"valign": "top", "num_format": shape}) for kind, shape in _FORMATS.items()
        }
        words = book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
        for table in tables:
            sheet = book.add_worksheet(table.title.translate(_NOT_IN_A_SHEETS_NAME)[:31])
            sheet.freeze_panes(1, 0)
            for number, column in enumerate(table.columns):
                sheet.set_column(number, number, column.width)
                sheet.write_string(0, number, column.title, head)
            for line, values in enumerate(table.values(), start=1):
                for number, (column, value) in enumerate(zip(table.columns, values, strict=True)):
                    _write(sheet, line, number, value, formats.get(column.kind, words), words)
    return content.getvalue()


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _write(sheet: Any, line: int, number: int, value: Value, shape: Any, as_text: Any) -> None:
    match value:
        case None | "":
            pass
        case str():
            sheet.write_string(line, number, value, as_text)
        case int():
            sheet.write_number(line, number, value, shape)
        case Decimal():
            if len(value.normalize().as_tuple().digits) > _DIGITS:
                sheet.write_string(line, number, f"{value:f}", as_text)
            else:
                sheet.write_number(line, number, value, shape)
        case _ if value.year < _FIRST_YEAR:
            sheet.write_string(line, number, f"{value}", as_text)
        case _:
            sheet.write_datetime(line, number, value, shape)
