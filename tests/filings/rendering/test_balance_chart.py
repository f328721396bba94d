"""A balance over time as a picture: heights compare, and it steps where the balance moved."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.rendering.balance_chart import TALL, draw_balance

MAY = dt.date(2026, 5, 4)
NOVEMBER = dt.date(2026, 11, 23)
BALANCES = st.decimals(-(10**9), 10**12, places=4)
POINTS = st.dictionaries(st.dates(dt.date(1996, 1, 1), NOVEMBER), BALANCES, min_size=1, max_size=30)


def corners(chart) -> list[tuple[float, ...]]:
    return [tuple(map(float, corner.split(","))) for corner in chart.line.split(" ")]


def test_a_sale_is_a_step_down_and_the_balance_stays_until_today():
    chart = draw_balance([(MAY, Decimal(1_000)), (dt.date(2026, 8, 3), Decimal(500))], NOVEMBER, 800)
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = corners(chart)
    assert x1 < x2 == x3 < x4 == chart.end
    assert y1 == y2 < y3 == y4
    zero = chart.bottom
    assert zero - y1 == pytest.approx(2 * (zero - y3), abs=0.2)


def test_a_day_whose_total_does_not_follow_is_marked():
    chart = draw_balance([(MAY, Decimal(5)), (NOVEMBER, Decimal(9))], NOVEMBER, 800, {NOVEMBER})
    assert [step.is_open for step in chart.steps] == [False, True]


def test_nothing_known_is_no_picture():
    assert draw_balance([], NOVEMBER, 800) is None
    assert draw_balance([(NOVEMBER, Decimal(1))], MAY, 800) is None


@pytest.mark.parametrize(
    ("balance", "label"), [(0, "1"), (12_500, "15,000"), (2_400_000, "3 m"), ("0.5", "0.6")]
)
def test_the_highest_level_is_a_round_number(balance, label):
    chart = draw_balance([(MAY, Decimal(balance))], NOVEMBER, 800)
    assert chart.levels[-1].label == label


@given(points=POINTS, width=st.sampled_from([336, 1216]))
def test_every_step_lies_in_the_picture_and_labels_do_not_touch(points, width):
    chart = draw_balance(sorted(points.items()), NOVEMBER, width)
    for x, y in corners(chart):
        assert chart.left <= x <= chart.end
        assert 0 <= y <= chart.bottom
    assert chart.height == TALL
    named = [tick.at for tick in chart.ticks if tick.label]
    assert all(later - one >= 40 for one, later in pairwise(named))
    levels = [level.at for level in chart.levels]
    assert levels == sorted(levels, reverse=True)
