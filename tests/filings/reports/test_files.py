"""The tables as files: what the page shows is what they hold, and nothing that people typed is run by Excel."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from compliance.sheets import as_csv, as_workbook
from compliance.tables import Column, Kind, Table
from compliance.templatetags.desk import amount, dollars
from compliance.templatetags.desk import day as as_shown
from people.models import Issuer, Position, ReportingOwner
from tests.filings.past import DIRECTOR, owner
from tests.filings.reports.kestrel import MAJA, day, drafted, form, form_3, kestrel, line, okafor, small
from tests.filings.views.pages import as_person, page

PAGES = ["report-late", "report-item-405", "report-year-end", "report-small", "report-due"]


@pytest.fixture
def busy(keep, desk) -> Issuer:
    """A year in which everything happened, with a person whose name a spreadsheet would run."""
    two_days = form("4", day(4, 6), line(day(4, 6)), line(day(4, 7)))
    keep(
        (form("4", day(3, 9), line(day(3, 9))), day(3, 16)),
        (two_days, day(4, 16)),
        (form("4/A", day(4, 6), line(day(4, 8)), date_of_original_submission=day(4, 16)), day(5, 1)),
        (form("4", day(5, 4), line(day(5, 4)), owners=(owner(), MAJA)), day(5, 29)),
        (form("4", day(5, 5), line(day(5, 5))), None),
        (form("4", day(12, 2, 2025), line(day(12, 2, 2025))), day(1, 12)),
        (form_3(day(6, 1), owner("0001999003", "=CMD|'/C CALC'!A0", DIRECTOR)), day(6, 22)),
        (form("4", day(10, 1), small(day(10, 1), 100), by=MAJA), day(11, 23)),
    )
    for on, shares in ((day(9, 1), 500), (day(10, 1), 500)):
        drafted(desk.kemi, okafor(), on, "L", shares, is_early=True)
    drafted(desk.kemi, okafor(), day(11, 12), "P", 100)
    alice = ReportingOwner.objects.create(cik="1999009", conformed_name="@Newman", last_name="Newman")
    Position.objects.create(owner=alice, issuer=kestrel(), kind="director", started_on=day(11, 16))
    return kestrel()


def address(name: str, issuer: Issuer) -> str:
    return reverse(name, args=[] if name in {"report-small", "report-due"} else [issuer.pk, 2026])


def shown_on(response: HttpResponse) -> dict[str, list[dict[str, str]]]:
    """The tables of a page by their title: each row's words by column."""
    tables = {}
    for section in page(response).xpath("//section[.//table]"):
        (heading,) = section.xpath(".//h2")
        tables[heading.text.strip()] = [_row(row) for row in section.xpath(".//tbody/tr")]
    return tables


def _row(row: HtmlElement) -> dict[str, str]:
    cells = {}
    for cell in row.xpath("./td[@data-label]"):
        below = cell.xpath("./div[@data-column]")
        for each in below:
            cells[each.get("data-column")] = _words(each.xpath("./span")[0])
            cell.remove(each)
        for each in cell.xpath(".//div | .//span[@class='why']"):
            each.getparent().remove(each)  # the count behind a due date
        cells[cell.get("data-label")] = _words(cell)
    return cells


def _words(element: HtmlElement) -> str:
    text = " ".join(element.text_content().split())
    return "" if text == "–" else text


def agrees(value: Any, shown: str) -> bool:
    """Whether a value of a workbook is what the page shows."""
    if value is None:
        return shown == ""
    if isinstance(value, dt.datetime):
        return shown == as_shown(value.date())
    if isinstance(value, int | float):
        exact = Decimal(str(value))
        return shown in {amount(exact), dollars(exact)}
    return shown == " ".join(value.split())


@pytest.mark.parametrize("name", PAGES)
def test_the_workbook_holds_what_the_page_shows(busy, desk, name):
    kemi = as_person(desk.kemi)
    shown = shown_on(kemi.get(address(name, busy)))
    answer = kemi.get(address(name, busy), {"as": "xlsx"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert ".xlsx" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert shown
    for sheet in book.worksheets:
        header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert sheet.freeze_panes == "A2"
        there = shown.get(sheet.title, [])
        assert len(rows) == len(there)
        for values, cells in zip(rows, there, strict=True):
            for title, value in zip(header, values, strict=True):
                assert agrees(value, cells.get(title, "")), (sheet.title, title, value, cells)
        assert {title for cells in there for title in cells} <= set(header)
    assert set(shown) <= {sheet.title for sheet in book.worksheets}


@pytest.mark.parametrize("name", PAGES)
def test_the_csv_holds_what_the_workbook_holds(busy, desk, name):
    kemi = as_person(desk.kemi)
    answer = kemi.get(address(name, busy), {"as": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    answer = kemi.get(address(name, busy), {"as": "csv"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    told = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(told) == sheet.max_row > 1
    for plain, row in zip(told, sheet.iter_rows(), strict=True):
        for text, cell in zip(plain, row, strict=True):
            value = cell.value
            if isinstance(value, dt.datetime):
                assert text == str(value.date())
            elif isinstance(value, int | float):
                assert Decimal(text) == Decimal(str(value))
            else:
                assert text.removeprefix("'") == (value or "")


def test_every_table_of_a_page_has_its_own_csv(busy, desk):
    kemi = as_person(desk.kemi)
    answer = kemi.get(address("report-late", busy), {"as": "csv", "table": "not-filed"})
    assert 'filename="late-reports-kestrel-bio-inc-2026-not-filed.csv"' in answer["Content-Disposition"]
    assert "Form" in answer.content.decode("utf-8-sig").splitlines()[0]
    first = kemi.get(address("report-late", busy), {"as": "csv", "table": "nonsense"})
    assert 'filename="late-reports-kestrel-bio-inc-2026.csv"' in first["Content-Disposition"]


def test_a_foreign_issuers_page_of_item_405_has_nothing_to_download(busy, desk):
    Issuer.objects.filter(pk=busy.pk).update(is_foreign_private_issuer=True)
    answer = as_person(desk.kemi).get(address("report-item-405", busy), {"as": "xlsx"})
    assert answer["Content-Type"].startswith("text/html")


# The writers by themselves

TEXTS = Table(
    slug="texts", title="Names [and/or] notes: a title that is too long for a sheet",
    columns=[
        Column(title="Name", value=lambda row: row),
        Column(title="Again", value=lambda row: row, kind=Kind.CODE),
    ],
    rows=[], empty="",
)  # fmt: skip


def of(kind: Kind, *values: Any) -> Table[Any]:
    return Table(
        slug="one", title="One", columns=[Column(title="It", value=lambda row: row, kind=kind)], rows=values,
        empty="",
    )  # fmt: skip


def cells(table: Table[Any]) -> list[Any]:
    (sheet,) = openpyxl.load_workbook(io.BytesIO(as_workbook([table]))).worksheets
    return [sheet.cell(row, 1) for row in range(2, len(table.rows) + 2)]


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "＝1",
    "{=1}",
    "https://x.example",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_or_open_is_text(text):
    (cell,) = cells(of(Kind.TEXT, text))
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert text.strip() in cell.value
    (_, (plain,)) = list(csv.reader(io.StringIO(as_csv(of(Kind.TEXT, text)).decode("utf-8-sig"), newline="")))
    assert plain == text or plain == f"'{text}"
    assert not plain.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_the_csv_and_never_as_a_formula(text):
    (_, *rows) = list(csv.reader(io.StringIO(as_csv(of(Kind.TEXT, text)).decode("utf-8-sig"), newline="")))
    plain = rows[0][0] if rows and rows[0] else ""
    assert plain in {text, f"'{text}"}
    assert plain == "" or plain[0] not in "=+-@\t\r\n"


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.9999"), places=4))
def test_an_amount_is_a_number_where_excel_holds_it_and_text_where_it_would_lose_a_digit(value):
    (cell,) = cells(of(Kind.DOLLARS, value))
    if cell.data_type == "n":
        assert Decimal(str(cell.value)) == value
    else:
        assert Decimal(cell.value) == value
        assert len(value.normalize().as_tuple().digits) > 15


def test_days_are_days_also_before_excel_has_any():
    new, old = cells(of(Kind.DAY, dt.date(2026, 11, 20), dt.date(1899, 12, 31)))
    assert (new.value.date(), new.is_date) == (dt.date(2026, 11, 20), True)
    assert old.value == "1899-12-31"


def test_a_title_that_a_sheet_cannot_have_is_made_one():
    book = openpyxl.load_workbook(io.BytesIO(as_workbook([TEXTS])))
    (name,) = book.sheetnames
    assert name.startswith("Names  and or")
