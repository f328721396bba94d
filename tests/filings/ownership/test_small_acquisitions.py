"""Small acquisitions under Rule 16a-6: what counts in six months, and when they must be reported after all."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.calendar import EdgarCalendar
from filings.ownership import small_acquisitions as small
from filings.ownership.report import (
    Cell,
    Coding,
    DerivativeTransaction,
    Measure,
    NonDerivativeTransaction,
    Quantity,
    Underlying,
)
from filings.ownership.small_acquisitions import Acquisition, Reason, losses, running_sum, window_start

CALENDAR = EdgarCalendar()
STOCK, PREFERRED = "common stock", "preferred stock"


def bought(on: dt.date, value: int | None, security: str = STOCK, **values) -> Acquisition:
    return Acquisition(security=security, on=on, value=None if value is None else Decimal(value), **values)


def day(month: int, number: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (day(7, 15), day(1, 15)),
        (day(1, 2), day(7, 2, 2025)),
        (day(6, 30), day(12, 30, 2025)),
        (day(8, 31), day(2, 28)),
        (day(8, 31, 2024), day(2, 29, 2024)),
        (day(12, 31), day(6, 30)),
        (dt.date(1, 3, 1), dt.date.min),
    ],
)
def test_six_months_go_back_to_the_same_day_of_the_month_or_its_last(on, first):
    assert window_start(on) == first


def test_an_acquisition_of_six_months_ago_to_the_day_counts_and_one_of_the_day_before_does_not():
    known = [bought(day(1, 14), 3_000), bought(day(1, 15), 4_000), bought(day(7, 15), 5_000)]
    total = running_sum(known, STOCK, day(7, 15))
    assert (total.total, total.left) == (Decimal(9_000), Decimal(1_000))


def test_ten_thousand_dollars_are_within_the_limit_and_a_cent_more_is_not():
    at_the_limit = [bought(day(3, 2), 6_000), bought(day(4, 1), 4_000)]
    assert losses(at_the_limit, [], CALENDAR) == ()
    over = [*at_the_limit, Acquisition(security=STOCK, on=day(4, 8), value=Decimal("0.01"))]
    (loss,) = losses(over, [], CALENDAR)
    assert (loss.day, loss.reason) == (day(4, 8), Reason.OVER_LIMIT)
    assert loss.acquisitions == tuple(over)
    assert loss.deadline.due_on == day(4, 10)


def test_each_class_has_its_own_ten_thousand_dollars():
    assert losses([bought(day(3, 2), 9_000), bought(day(3, 3), 9_000, PREFERRED)], [], CALENDAR) == ()


def test_what_a_form_reported_before_is_not_added_up_again():
    reported = bought(day(1, 5), 9_000, reported_on=day(2, 17))
    assert running_sum([reported], STOCK, day(2, 17)).total == 9_000
    assert running_sum([reported], STOCK, day(2, 18)).total == 0
    assert losses([reported, bought(day(3, 2), 9_000)], [], CALENDAR) == ()


def test_a_purchase_that_is_not_reported_yet_counts_but_is_not_itself_deferred():
    purchase = bought(day(3, 2), 50_000, small=False, reported_on=day(3, 4))
    little = bought(day(3, 3), 400)
    (loss,) = losses([purchase, little], [], CALENDAR)
    assert loss.acquisitions == (little,)
    assert losses([purchase, bought(day(3, 5), 400)], [], CALENDAR) == ()


def test_an_acquisition_from_the_issuer_never_was_small():
    (loss,) = losses([bought(day(3, 2), 100, from_issuer=True)], [], CALENDAR)
    assert (loss.reason, loss.deadline.due_on) == (Reason.FROM_ISSUER, day(3, 4))


def test_a_sale_within_six_months_brings_the_report_forward():
    """Sold on the Wednesday before Thanksgiving: due on the Monday after it."""
    old, recent = bought(day(5, 20), 2_000), bought(day(5, 25), 3_000, PREFERRED)
    (loss,) = losses([old, recent], [day(11, 25)], CALENDAR)
    assert (loss.day, loss.reason, loss.acquisitions) == (day(11, 25), Reason.DISPOSED, (recent,))
    assert loss.deadline.due_on == day(11, 30)


def test_a_sale_before_the_acquisition_or_after_its_report_changes_nothing():
    assert losses([bought(day(3, 2), 2_000)], [day(2, 27)], CALENDAR) == ()
    assert losses([bought(day(3, 2), 2_000, reported_on=day(3, 9))], [day(3, 10)], CALENDAR) == ()


def test_an_acquisition_loses_its_deferral_once():
    known = [bought(day(3, 2), 6_000), bought(day(3, 9), 6_000), bought(day(3, 16), 10)]
    first, second, *others = losses(known, [day(4, 1)], CALENDAR)
    assert (first.acquisitions, second.acquisitions) == (tuple(known[:2]), (known[2],))
    assert others == []


def test_two_alike_on_one_day_both_have_to_be_reported():
    twice = [bought(day(3, 2), 6_000), bought(day(3, 2), 6_000)]
    (loss,) = losses(twice, [], CALENDAR)
    assert len(loss.acquisitions) == 2


def test_what_was_reported_in_time_is_neither_open_nor_late():
    known = [
        bought(day(3, 2), 6_000, reported_on=day(3, 11)),
        bought(day(3, 9), 6_000, reported_on=day(3, 12)),
        bought(day(3, 9), 1_000),
    ]
    (loss,) = losses(known, [], CALENDAR)
    assert loss.deadline.due_on == day(3, 11)
    assert (loss.late, loss.open) == ((known[1],), (known[2],))


def test_a_value_that_is_not_known_is_told_and_not_guessed():
    total = running_sum([bought(day(3, 2), None), bought(day(3, 3), 900)], STOCK, day(3, 3))
    assert (total.total, total.unknown) == (900, 1)


def test_in_a_year_whose_calendar_is_not_known_there_is_no_due_date():
    (loss,) = losses([bought(dt.date(2040, 1, 3), 10_001)], [], CALENDAR)
    assert loss.deadline is None
    assert loss.late == ()


def test_a_line_is_worth_its_number_times_its_price_and_an_option_counts_for_its_stock():
    line = NonDerivativeTransaction(
        title=Cell("Common  STOCK"), date=Cell(day(3, 2)), coding=Coding(form_type="5", code="L"),
        amount=Quantity(Decimal("10.5")), price=Cell(Decimal("38.41")),
    )  # fmt: skip
    option = DerivativeTransaction(
        title=Cell("Call Option"), date=Cell(day(3, 2)), amount=Quantity(Decimal(2)), price=Cell(Decimal(3)),
        underlying=Underlying(Cell("Common Stock")),
    )  # fmt: skip
    note = NonDerivativeTransaction(
        title=Cell("Note"), date=Cell(day(3, 2)), amount=Quantity(Decimal(500), measure=Measure.VALUE)
    )
    assert [small.market_value(one) for one in (line, option, note)] == [Decimal("403.305"), 6, 500]
    assert [small.security_of(one) for one in (line, option, note)] == [STOCK, STOCK, "note"]
    assert small.market_value(NonDerivativeTransaction(title=Cell("Note"), date=Cell(None))) is None


DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
SOME = st.lists(
    st.builds(
        Acquisition,
        security=st.sampled_from([STOCK, PREFERRED]),
        on=DAYS,
        value=st.none() | st.decimals(0, 6_000, places=4),
        small=st.booleans(),
        from_issuer=st.booleans(),
        reported_on=st.none() | DAYS,
    ),
    max_size=12,
)


@given(SOME, DAYS)
def test_the_sum_is_that_of_going_through_the_days_one_by_one(known, on):
    total, last = Decimal(0), on
    while True:
        for one in known:
            if one.on == last and one.security == STOCK and one.value is not None:
                total += one.value if one.reported_on is None or one.reported_on >= on else 0
        if last == window_start(on):
            break
        last -= dt.timedelta(days=1)
    assert running_sum(known, STOCK, on).total == total


@given(SOME, st.lists(DAYS, max_size=4))
def test_whatever_happens_each_small_acquisition_is_lost_at_most_once_and_never_by_what_came_before(
    known, sold
):
    gone = losses(known, sold, CALENDAR)
    lost = [one for loss in gone for one in loss.acquisitions]
    assert all(one.small for one in lost)
    assert all(lost.count(one) == known.count(one) for one in lost)
    for loss in gone:
        assert all(window_start(loss.day) <= one.on <= loss.day for one in loss.acquisitions)
        assert all(one.unreported_before(loss.day) or one.from_issuer for one in loss.acquisitions)


@given(SOME)
def test_with_everything_within_the_limit_and_nothing_sold_only_the_issuers_are_lost(known):
    little = [one for one in known if one.value is None or one.value <= 800]
    assert {loss.reason for loss in losses(little, [], CALENDAR)} <= {Reason.FROM_ISSUER}
