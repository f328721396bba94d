"""Amounts in the database, exact on every engine."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from filings.ownership import codes

_SCALE = Decimal(10) ** codes.AMOUNT_DECIMALS


class AmountField(models.Field):
    """A number of securities or dollars, 0 to 999,999,999,999.9999, stored in whole ten-thousandths.

    SQLite keeps decimals as binary floating point, which loses the last of EDGAR's sixteen digits; an integer
    column loses none and compares and adds up in the database as well.
    """

    description = "Amount with four decimals"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        amount = self.to_python(super().get_prep_value(value))
        if amount is None:
            return None
        scaled = amount * _SCALE
        if scaled != scaled.to_integral_value():
            raise ValidationError(f"{amount} has more than {codes.AMOUNT_DECIMALS} decimals.")
        return int(scaled)

    def from_db_value(self, value: int | None, *_args: object) -> Decimal | None:
        return None if value is None else plain(Decimal(value) / _SCALE)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value is not None and not 0 <= value <= codes.MAX_AMOUNT:
            raise ValidationError(f"An amount is between 0 and {codes.MAX_AMOUNT:,}.")


class SignedAmountField(AmountField):
    """As ``AmountField``, and below zero as well: by how much a number changes."""

    description = "Change of an amount with four decimals"

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(None if value is None else abs(value), model_instance)


def plain(amount: Decimal) -> Decimal:
    """An amount without trailing zeros and without an exponent: ``12.5`` for ``12.5000``, ``1000`` for ``1E+3``."""
    whole = amount.to_integral_value()
    return whole.quantize(Decimal(1)) if amount == whole else amount.normalize()
