"""What a line says to the ledger: its change, its total, and what the footnotes tell of that total."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.ownership.codes import Table
from filings.ownership.ledger import (
    Told,
    Wording,
    amount_of,
    balance_key,
    entries_of,
    units,
    worded_entries_of,
)
from filings.ownership.report import Cell, Coding, Measure, Quantity
from tests.filings.ownership.checks.cases import form4, held, option, shares, stock
from tests.filings.ownership.ledger.histories import whole
from tests.filings.ownership.strategies import reports


def told_by(*notes: str, on: str = "owned_after"):
    """The entry of a line with some footnotes on one of its cells."""
    ids = tuple(f"F{number}" for number, _ in enumerate(notes, start=1))
    cell = shares(12_000, *ids) if on == "owned_after" else Cell("Common Stock", ids)
    (entry,) = entries_of(form4(stock("S", 500, 9, "D", 12_000, **{on: cell}), notes=notes))
    return entry


def test_a_disposal_takes_away_and_an_acquisition_adds():
    sale, purchase = entries_of(form4(stock("S", 500, 9, "D", 12_000), stock("P", 7, 9, "A", 12_007)))
    assert (sale.change, sale.stated, sale.prior) == (whole(-500), whole(12_000), whole(12_500))
    assert (purchase.change, purchase.code, purchase.price) == (whole(7), "P", whole(9))


def test_a_holding_changes_nothing_and_an_early_line_is_marked():
    early = stock("G", 5, 0, "D", 9, coding=Coding("5", "G", False))
    holding, gift = entries_of(form4(held(31_040), early))
    assert (holding.is_holding, holding.change, holding.day) == (True, 0, None)
    assert (gift.is_holding, gift.early) == (False, True)


def test_lines_are_named_by_their_table_and_their_awards_by_whoever_knows_them():
    report = form4(stock("S", 1, 9, "D", 1), option("A", 1, 9, "A", 1))
    first, second = entries_of(report, {(Table.II, 0): "RSU 2026"})
    assert (first.place, second.place) == ((Table.I, 0), (Table.II, 0))
    assert (first.award, second.award) == ("", "RSU 2026")


def test_a_line_that_does_not_say_its_change_in_the_measure_of_its_total():
    value = Quantity(Decimal(5_000), (), Measure.VALUE)
    for row in (
        stock("S", None, 9, "D", 1), stock("S", 5, 9, "X", 1), stock("S", 5, 9, "D", 0, owned_after=value),
    ):  # fmt: skip
        assert entries_of(form4(row))[0].change is None


@pytest.mark.parametrize(
    ("note", "reason", "named"),
    [
        (
            "Includes 1,115 shares acquired under the Stock Purchase Plan on Feb. 17, 2012.",
            Told.PLAN_PURCHASE,
            [1_115],
        ),
        (
            "Includes 23.177 shares acquired via dividend reinvestment in March 2011.",
            Told.REINVESTMENT,
            ["23.177"],
        ),
        (
            "Reflects the acquisition on January 31, 2018 of 166 shares under the ESPP.",
            Told.PLAN_PURCHASE,
            [166],
        ),
        ("Adjusted to reflect the issuer's 4-for-1 stock split.", Told.SPLIT, []),
        ("Balance reflects adjustment for retirement plan shares.", Told.RETIREMENT_PLAN, []),
        (
            "Includes 496 shares issued upon vesting of units in 2018, a grant reported before.",
            Told.VESTING,
            [496],
        ),
        ("3,000 shares directly owned were transferred to her trust.", Told.TRANSFER, [3_000]),
        ("Includes 13,010 shares incorrectly reported before.", Told.CORRECTION, [13_010]),
        ("Includes a gift of 40 shares.", Told.GIFT, [40]),
        ("Does not count 200 ADSs and 30 RSUs.", Told.ON_TOTAL, [200, 30]),
    ],
)
def test_what_a_footnote_on_a_total_tells(note, reason, named):
    entry = told_by(note)
    assert entry.told & reason
    assert entry.told & Told.ON_TOTAL
    assert [amount_of(one) for one in entry.told_amounts] == [Decimal(str(one)) for one in named]


def test_a_footnote_on_another_cell_tells_of_the_holding_but_not_of_the_trade():
    assert told_by("Bought under the employee stock purchase plan.", on="title").told == Told.PLAN_PURCHASE
    assert told_by("Withheld on the vesting of units.", on="title").told == Told.NOTHING


def test_a_year_is_no_number_of_shares():
    assert told_by("Vested in 2019 units.", "Granted in January 2020 shares.").told_amounts == ()


def test_remarks_tell_of_a_split_alone():
    report = form4(held(1), remarks="All numbers reflect the 2-for-1 stock split; see the purchase plan.")
    assert entries_of(report)[0].told == Told.SPLIT


@given(st.decimals("-999999999999.9999", "999999999999.9999", places=4))
def test_amounts_come_back_as_they_went(amount):
    assert amount_of(units(amount)) == amount


def test_what_no_form_can_state_is_no_amount():
    assert units(Decimal(10) ** 13) is None
    assert units(None) is None
    assert units(Decimal("0.00004")) == 0


@given(reports())
def test_every_line_of_any_report_is_read_with_the_wording_of_its_key(report):
    read = list(worded_entries_of(report))
    assert [entry.key for _, entry in read] == [balance_key(row, report) for row in report.rows()]
    for wording, entry in read:
        assert wording.key == entry.key
        assert msgspec.json.decode(msgspec.json.encode(wording), type=Wording) == wording
        assert len(wording.digest) == 64


def test_a_document_with_lines_beyond_every_form_is_read_as_far_as_one_may_go():
    assert len(entries_of(form4(*[held(1)] * 201))) == 200


def test_spelling_is_another_wording_and_the_same_key():
    one, other = (
        next(
            worded_entries_of(
                form4(
                    held(1),
                )
            )
        )[0],
        next(worded_entries_of(form4(msgspec.structs.replace(held(1), title=Cell("COMMON  STOCK")))))[0],
    )
    assert one.key == other.key
    assert (one.title, other.title) == ("Common Stock", "COMMON STOCK")
    assert one.digest != other.digest
