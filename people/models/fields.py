"""What several records of people and issuers share: CIKs and addresses."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from filings.ownership import codes, places

_CIK = re.compile(r"^[0-9]{1,10}$")


def normalise_cik(text: str) -> str:
    """A CIK without blanks and leading zeros: ``"0001537435"`` and ``" 1537435"`` are one filer."""
    return text.strip().lstrip("0")


class CikField(models.CharField):
    """EDGAR's Central Index Key, kept without leading zeros so that one filer has one spelling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("verbose_name", "CIK")
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return normalise_cik(value) if isinstance(value, str) else value

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        value = super().clean(value, model_instance)
        if not _CIK.match(value):
            raise ValidationError("A CIK is 1 to 10 digits, for example 1537435.")
        return value


printable_ascii = RegexValidator(
    r"^[\x20-\x7e]*$", "EDGAR takes plain characters only: letters, digits and punctuation of a US keyboard."
)


def named_on() -> "models.DateField[Any, Any]":
    """A field: the day of the newest past filing that the record's name was taken from, or empty.

    Empty says that somebody keeps the name by hand, and no past filing changes it.
    """
    return models.DateField("name from past filings up to", null=True, blank=True, editable=False)


class PostalAddress(models.Model):
    """An address as EDGAR takes it: a state in the United States, a country code elsewhere.

    Canada is elsewhere: its provinces are country codes. Lengths are those of schema X0609.
    """

    street1 = models.CharField(
        "street", max_length=codes.MAX_STREET, blank=True, validators=[printable_ascii]
    )
    street2 = models.CharField(
        "street, second line", max_length=codes.MAX_STREET, blank=True, validators=[printable_ascii]
    )
    city = models.CharField(max_length=codes.MAX_CITY, blank=True, validators=[printable_ascii])
    state = models.CharField("US state", max_length=2, blank=True)
    zip_code = models.CharField("ZIP or postal code", max_length=codes.MAX_ZIP, blank=True)
    non_us = models.BooleanField("outside the United States", default=False)
    region = models.CharField(
        "state or territory abroad",
        max_length=codes.MAX_NON_US_STATE,
        blank=True,
        validators=[printable_ascii],
    )
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        abstract = True

    @property
    def state_name(self) -> str:
        return places.us_states().get(self.state, self.state)

    @property
    def country_name(self) -> str:
        return places.countries().get(self.country, self.country) if self.non_us else "UNITED STATES"

    @property
    def has_address(self) -> bool:
        return bool(self.street1 or self.city or self.state or self.zip_code or self.country)
