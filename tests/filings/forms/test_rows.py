"""The line editor's form: which inputs a line has, and what contradicts itself."""

import datetime as dt
from typing import Any

import pytest

from filings.forms.rows import CELL_OF_INPUT, RowForm, code_choices
from filings.models import Footnote, FootnoteMark
from filings.ownership.codes import ACQUIRED, CODES, DISPOSED, Table
from filings.services.rows import direction_of

TABLE_I = {"title": "Common Stock", "ownership": "D", "version": "1"}
TABLE_II_ONLY = {
    "exercise_price", "exercisable", "expiration", "underlying_title", "underlying_amount", "underlying_measure",
}  # fmt: skip
TRANSACTION_ONLY = {
    "date",
    "code",
    "amount",
    "acquired_disposed",
    "price",
    "is_early",
    "equity_swap",
    "notified_on",
}


def editor(table: Table = Table.I, kind: str = "transaction", footnotes=(), **typed: Any) -> RowForm:
    return RowForm(TABLE_I | typed, table=table, kind=kind, footnotes=footnotes)


def test_table_i_has_no_derivative_terms():
    assert not TABLE_II_ONLY & editor().fields.keys()
    assert editor(Table.II).fields.keys() >= TABLE_II_ONLY


@pytest.mark.parametrize("table", Table)
def test_a_holding_has_no_transaction_in_it(table):
    assert not TRANSACTION_ONLY & editor(table, "holding").fields.keys()
    assert editor(table).fields.keys() >= TRANSACTION_ONLY


def test_columns_are_labelled_by_the_numbers_of_their_table():
    first, second = editor(), editor(Table.II)
    assert (first["owned_after"].label[0], second["owned_after"].label[0]) == ("5", "9")
    assert (first["code"].label[0], second["code"].label[0]) == ("3", "4")


@pytest.mark.parametrize("table", Table)
def test_the_codes_of_a_table_are_offered_once_each_under_their_headings(table):
    offered = [code for _, choices in code_choices(table)[1:] for code, _ in choices]
    assert sorted(offered) == sorted(rule.code for rule in CODES.values() if table in rule.tables)


def test_every_cell_that_may_carry_a_footnote_has_one_input():
    assert sorted(CELL_OF_INPUT.values()) == sorted(FootnoteMark.Cell.values)


def test_the_direction_of_table_ii_takes_no_footnote():
    """EDGAR's schema has no room for one there."""
    assert "marks_acquired_disposed" in editor().fields
    assert "marks_acquired_disposed" not in editor(Table.II).fields


def test_footnotes_are_offered_by_their_numbers():
    notes = [Footnote(pk=7, text="Average."), Footnote(pk=3, text="Plan.")]
    choices = editor(footnotes=notes).fields["marks_price"].choices
    assert choices == [(7, "(1) Average."), (3, "(2) Plan.")]


def test_a_footnote_of_another_filing_cannot_be_marked():
    form = editor(footnotes=[Footnote(pk=7, text="Average.")], marks_price=["8"])
    assert "marks_price" in form.errors


@pytest.mark.parametrize("code", [rule.code for rule in CODES.values() if rule.direction])
def test_where_the_code_decides_the_direction_need_not_be_typed(code):
    decided = CODES[code].direction
    table = Table.I if Table.I in CODES[code].tables else Table.II
    form = editor(table, code=code)
    assert form.is_valid(), form.errors
    assert form.values["acquired_disposed"] == decided
    other = DISPOSED if decided == ACQUIRED else ACQUIRED
    assert "acquired_disposed" in editor(table, code=code, acquired_disposed=other).errors


@pytest.mark.parametrize("code", [rule.code for rule in CODES.values() if not rule.direction])
def test_where_the_code_does_not_decide_the_direction_is_asked(code):
    assert direction_of(code, "") == ""
    table = Table.I if Table.I in CODES[code].tables else Table.II
    assert "acquired_disposed" in editor(table, code=code).errors
    for way in (ACQUIRED, DISPOSED):
        assert editor(table, code=code, acquired_disposed=way).is_valid()


def test_a_line_may_be_kept_before_it_is_complete():
    form = editor()
    assert form.is_valid()
    assert form.values["amount"] is None
    assert form.values["owned_after_measure"] == "shares"


def test_a_line_without_a_title_or_a_kind_of_holding_is_none():
    assert set(editor(title=" ", ownership="X").errors) == {"title", "ownership"}


def test_an_option_does_not_expire_before_it_can_be_exercised():
    form = editor(Table.II, exercisable="11/20/2027", expiration="11/19/2027")
    assert "before the date exercisable" in form.errors["expiration"][0]


def test_the_brokers_notice_may_come_on_the_day_of_the_trade():
    assert editor(date="11/20/2026", notified_on="11/20/2026").is_valid()
    assert "notified_on" in editor(date="11/20/2026", notified_on="11/19/2026").errors


def test_typographic_marks_become_those_of_the_keyboard():
    form = editor(title="Founders’ “Class A” Stock – new", nature=" By  the\ttrust ")
    assert form.is_valid()
    assert form.values["title"] == 'Founders\' "Class A" Stock - new'
    assert form.values["nature"] == "By the trust"


def test_dates_and_amounts_arrive_as_such():
    form = editor(date="7/15/20", amount="1,250", price="$12.50", code="P")
    assert form.is_valid()
    assert form.values["date"] == dt.date(2020, 7, 15)
    assert [str(form.values[name]) for name in ("amount", "price")] == ["1250", "12.50"]


BESIDE_THE_FORM = {"approval_basis", "sold_in_market", "from_issuer", "shares_per_unit"}


def test_what_the_form_does_not_show_is_asked_of_transactions_and_the_award_of_every_line():
    assert editor(Table.II).fields.keys() >= BESIDE_THE_FORM
    assert editor().fields.keys() & BESIDE_THE_FORM == BESIDE_THE_FORM - {"shares_per_unit"}
    holding = editor(Table.II, "holding").fields
    assert not BESIDE_THE_FORM & holding.keys()
    assert "award" in holding


def test_what_was_said_of_a_withholding_does_not_stay_behind_when_it_becomes_a_sale():
    typed = {
        "approval_basis": "board", "sold_in_market": "on", "from_issuer": "on", "shares_per_unit": "1",
        "acquired_disposed": "D",
    }  # fmt: skip
    withheld, sold = editor(Table.II, code="F", **typed), editor(Table.II, code="S", **typed)
    assert withheld.is_valid()
    assert sold.is_valid()
    kept = {name: withheld.values[name] for name in sorted(BESIDE_THE_FORM)}
    assert kept == {
        "approval_basis": "board", "from_issuer": False, "shares_per_unit": None, "sold_in_market": True,
    }  # fmt: skip
    assert not any(sold.values[name] for name in BESIDE_THE_FORM)


def test_a_line_without_its_code_keeps_what_was_typed():
    form = editor(approval_basis="committee")
    assert form.is_valid()
    assert form.values["approval_basis"] == "committee"


def test_a_unit_brings_some_shares():
    none = editor(Table.II, code="M", acquired_disposed="D", shares_per_unit="0")
    assert "more than 0 shares" in none.errors["shares_per_unit"][0]
    half = editor(Table.II, code="M", acquired_disposed="D", shares_per_unit="0.5")
    assert half.is_valid()
