"""Two lines of two forms beside each other, as each form prints them."""

from msgspec import structs

from filings.ownership.codes import Table
from filings.ownership.report import Cell, DocumentType
from filings.rendering.two_lines import beside
from tests.filings.ownership.checks.cases import form4, held, option, shares, stock

FIRST = (Table.I, 0)


def texts(lines) -> dict[str, list[str]]:
    return {row.caption: [cell.text if cell else "" for cell in row.cells] for row in lines.rows}


def test_a_sale_stands_beside_a_holding_under_the_same_totals():
    lines = beside([(form4(stock("S", 500, "38.41", "D", 12_500)), FIRST), (form4(held(12_730)), FIRST)])
    told = texts(lines)
    assert told["4. Securities Acquired (A) or Disposed of (D): Amount"] == ["500", ""]
    (total,) = [row for row in lines.rows if row.is_total]
    assert [cell.text for cell in total.cells] == ["12,500", "12,730"]
    assert "2A. Deemed Execution Date, if any" not in told


def test_a_form_3_has_its_total_in_another_column_and_stands_in_the_same_row():
    form3 = form4(held(9_000), document_type=DocumentType.FORM_3)
    lines = beside([(form3, FIRST), (form4(held(9_500)), FIRST)])
    (total,) = [row for row in lines.rows if row.is_total]
    assert [cell.text for cell in total.cells] == ["9,000", "9,500"]
    assert total.caption.startswith("5. Amount")


def test_only_the_footnotes_of_a_line_stand_below_it():
    row = structs.replace(held(9_000), owned_after=shares(9_000, "F2"), title=Cell("Common Stock", ("F1",)))
    report = form4(row, notes=("On the class.", "Includes 230 shares of the plan.", "On nothing here."))
    lines = beside([None, (report, FIRST)])
    assert lines.notes == ((), (("1", "On the class."), ("2", "Includes 230 shares of the plan.")))


def test_a_line_that_is_not_there_is_blank():
    lines = beside([(form4(), (Table.I, 3)), (form4(option("A", 900, 20, "A", 900)), (Table.II, 0))])
    assert all(one.cells[0] is None for one in lines.rows)
    assert texts(lines)["2. Conversion or Exercise Price of Derivative Security"] == ["", "$20.00"]
