"""Amounts in the database: exact to the sixteenth digit."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filings.models import TableRow
from filings.models.amount import plain
from filings.ownership.codes import MAX_AMOUNT
from tests.filings.harborwell import draft, line, sale

AMOUNTS = st.decimals(min_value=0, max_value=MAX_AMOUNT, places=4)


@pytest.fixture
def row(desk) -> TableRow:
    return line(desk, draft(desk), sale())


def kept(row: TableRow, amount: Decimal | None) -> Decimal | None:
    """The amount as it comes back from the database."""
    TableRow.objects.filter(pk=row.pk).update(amount=amount)
    return TableRow.objects.get(pk=row.pk).amount


@given(amount=AMOUNTS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_amount_that_edgar_takes_comes_back_as_it_was(row, amount):
    assert kept(row, amount) == amount


def test_the_largest_amount_keeps_its_last_digit(row):
    assert str(kept(row, MAX_AMOUNT)) == "999999999999.9999"
    assert str(kept(row, Decimal("0.0001"))) == "0.0001"


def test_nothing_is_nothing_and_not_zero(row):
    assert kept(row, None) is None
    assert kept(row, Decimal(0)) == 0


def test_amounts_compare_and_add_up_in_the_database(desk, row):
    for amount in ("0.1", "0.2"):
        line(desk, row.filing, sale(amount=Decimal(amount)))
    small = TableRow.objects.filter(amount__lt=Decimal("0.3"))
    assert small.count() == 2
    assert small.aggregate(sum=Sum("amount"))["sum"] == Decimal("0.3")


def test_a_fifth_decimal_is_refused_and_never_rounded(row):
    with pytest.raises(ValidationError, match="4 decimals"):
        kept(row, Decimal("0.00001"))


@pytest.mark.parametrize("amount", ["-0.0001", "1000000000000"])
def test_an_amount_outside_of_edgars_range_is_refused_by_the_form_of_the_record(row, amount):
    row.amount = Decimal(amount)
    with pytest.raises(ValidationError, match=r"between 0 and 999,999,999,999\.9999"):
        row.clean_fields()


def test_the_database_itself_takes_no_negative_amount(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        kept(row, Decimal(-1))


def test_the_column_holds_whole_ten_thousandths(row):
    kept(row, Decimal("12.5"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM filings_tablerow WHERE id = %s", [row.pk])
        assert cursor.fetchone() == (125_000,)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("12.5000", "12.5"), ("1E+3", "1000"), ("0.0000", "0"), ("100", "100"), ("0.0001", "0.0001")],
)
def test_an_amount_is_written_without_an_exponent_and_without_idle_zeros(amount, shown):
    assert str(plain(Decimal(amount))) == shown
