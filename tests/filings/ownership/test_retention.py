"""How long papers behind signatures are kept, by the calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.ownership.retention import attestation_free_from, document_free_from, free_before, years_later

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))


@pytest.mark.parametrize(
    ("filed", "free"),
    [
        (dt.date(2026, 11, 24), dt.date(2031, 11, 25)),
        (dt.date(2028, 2, 29), dt.date(2033, 3, 2)),  # a year without 29 February: kept through 1 March
        (dt.date(2027, 2, 28), dt.date(2032, 2, 29)),
        (dt.date(2026, 12, 31), dt.date(2032, 1, 1)),
    ],
)
def test_a_document_is_kept_for_five_years_from_the_filing(filed, free):
    assert document_free_from(filed) == free


def test_an_attestation_is_kept_as_long_as_its_signer_may_sign_by_it():
    assert attestation_free_from(None, None) is None
    assert attestation_free_from(None, dt.date(2020, 1, 1)) is None


def test_it_is_kept_for_seven_years_after_the_last_electronic_signature():
    assert attestation_free_from(dt.date(2027, 1, 4), dt.date(2026, 11, 24)) == dt.date(2033, 11, 25)


def test_one_that_nobody_signed_by_is_free_the_day_after_its_end():
    assert attestation_free_from(dt.date(2027, 1, 4), None) == dt.date(2027, 1, 5)


def test_it_outlives_its_use_even_where_that_ended_long_after_the_last_signature():
    assert attestation_free_from(dt.date(2040, 1, 1), dt.date(2026, 1, 1)) == dt.date(2040, 1, 2)


@given(DAYS, DAYS)
def test_the_list_and_the_clock_of_one_document_agree(filed, on):
    assert (filed < free_before(on)) == (document_free_from(filed) <= on)


@given(DAYS, st.integers(1, 10))
def test_years_later_is_never_a_day_too_early(day, years):
    later = years_later(day, years)
    assert (later.year - day.year, later >= day.replace(day=1, year=day.year + years)) == (years, True)
    assert dt.timedelta(365 * years) <= later - day <= dt.timedelta(366 * years)
