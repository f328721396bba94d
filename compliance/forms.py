"""Fields that take what people type on a Form 4: days, amounts, CIKs and plain text.

Each keeps what was typed when it refuses it, and its sentence says what to type instead.
"""

import calendar
import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from compliance.templatetags.desk import amount
from filings.ownership import codes

FIRST_YEAR, LAST_YEAR = 1934, 2100  # from the Securities Exchange Act to any expiration in use

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr, ("",) * 9 + ("sept",))
    for number, name in enumerate(names)
    if name
}
_WRITTEN_DAY = (
    re.compile(r"(?P<month>[0-9]{1,2})[/.-](?P<day>[0-9]{1,2})[/.-](?P<year>[0-9]{4}|[0-9]{2})", re.ASCII),
    re.compile(r"(?P<year>[0-9]{4})[/.-](?P<month>[0-9]{1,2})[/.-](?P<day>[0-9]{1,2})", re.ASCII),
    re.compile(r"(?P<year>19|20|21)(?P<year_end>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", re.ASCII),
    re.compile(r"(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<year>[0-9]{4})", re.ASCII),
    re.compile(r"(?P<day>[0-9]{1,2})[ -](?P<name>[a-z]{3,9})\.?,?[ -](?P<year>[0-9]{4}|[0-9]{2})", re.ASCII),
    re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<day>[0-9]{1,2}),? (?P<year>[0-9]{4}|[0-9]{2})", re.ASCII),
)


class FormDateField(forms.DateField):
    """A day. Takes ``7/15/20``, ``07/15/2020``, ``07152020``, ``2020-07-15`` and ``15 Jul 2020``.

    The month comes first in digits, as on the form; two digits of a year stand for 1970 to 2069. Shows
    ``MM/DD/YYYY``. Refuses years outside of 1934 to 2100, in which no reportable day lies.
    """

    widget = forms.DateInput(
        format="%m/%d/%Y",
        attrs={"inputmode": "numeric", "placeholder": "MM/DD/YYYY", "autocomplete": "off"},
    )
    default_error_messages = {
        "required": "Give the day as MM/DD/YYYY.",
        "invalid": "This is not a day. Write it as MM/DD/YYYY, for example 07/15/2020.",
    }

    def to_python(self, value: Any) -> dt.date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        text = " ".join(value.lower().split())
        if not text:
            return None
        written = next((found for shape in _WRITTEN_DAY if (found := shape.fullmatch(text))), None)
        if written is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        part = written.groupdict()
        month = _MONTHS.get(part["name"]) if "name" in part else int(part["month"])
        if month is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        digits = part["year"] + part.get("year_end", "")
        year = int(digits)
        if len(digits) == 2:
            year += 1900 if year >= 70 else 2000
        return self._day(year, month, int(part["day"]))

    @staticmethod
    def _day(year: int, month: int, day: int) -> dt.date:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(
                f"The year {year:04} is outside of {FIRST_YEAR} to {LAST_YEAR}: check its digits.",
                code="year",
            )
        if not 1 <= month <= 12:
            raise ValidationError(
                f"There is no month {month}: the month comes first, as MM/DD/YYYY.", code="month"
            )
        last = calendar.monthrange(year, month)[1]
        if not 1 <= day <= last:
            raise ValidationError(
                f"{calendar.month_name[month]} {year} has {last} days, so there is no day {day}.", code="day"
            )
        return dt.date(year, month, day)


_AMOUNT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.(?P<decimals>[0-9]*))?", re.ASCII)
_NEGATIVE = re.compile(r"\$?\s*[-−–(].*|.*-")
_EXPONENT = re.compile(r"[0-9.,]+e[+-]?[0-9]+", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"[0-9.,\s]+", re.ASCII)


class AmountField(forms.DecimalField):
    """A number of securities or of dollars, as ``Decimal``: ``1,250``, ``$12.50``, ``12.5000``.

    At most 4 decimals and 999,999,999,999.9999, never negative, no exponent: what EDGAR takes. A comma only
    counts between thousands, because ``1,25`` may mean 1.25 to one person and 125 to the next.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "required": "Give a number; 0 if there was none.",
        "invalid": "This is not a number. Write digits only, for example 1,250 or 12.50.",
    }

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs think of integers
        if not isinstance(value, str):
            return super().to_python(value)
        text = value.strip()
        if not text:
            return None
        if _NEGATIVE.fullmatch(text):
            raise ValidationError(
                "An amount on the form is never negative: leave out the minus sign or the parentheses. "
                "Column (A) or (D) says which way it went.",
                code="negative",
            )
        text = text.removeprefix("$").lstrip()
        if _EXPONENT.fullmatch(text):
            raise ValidationError("Write the number in full, without an exponent.", code="exponent")
        written = _AMOUNT.fullmatch(text)
        if written is None or not any(mark.isdigit() for mark in text):
            raise ValidationError(self._not_a_number(text), code="invalid")
        decimals = written["decimals"] or ""
        if len(decimals.rstrip("0")) > codes.AMOUNT_DECIMALS:
            raise ValidationError(
                f"EDGAR takes at most {codes.AMOUNT_DECIMALS} decimals: round the number and say so in a footnote.",
                code="decimals",
            )
        number = Decimal(text.replace(",", ""))
        if number > codes.MAX_AMOUNT:
            raise ValidationError(f"EDGAR takes at most {codes.MAX_AMOUNT:,}.", code="max")
        # Zeros beyond the fourth decimal say nothing more about the number.
        return round(number, codes.AMOUNT_DECIMALS) if len(decimals) > codes.AMOUNT_DECIMALS else number

    def _not_a_number(self, text: str) -> str:
        if _NUMBER.fullmatch(text) and any(mark.isdigit() for mark in text):
            return "Write a comma between thousands and a point before decimals, for example 1,250.50."
        return str(self.error_messages["invalid"])

    def prepare_value(self, value: Any) -> Any:
        return amount(value) if isinstance(value, Decimal) else value


_CIK = re.compile(r"(?:CIK)?[\s:#.=]*0*(?P<digits>[1-9][0-9]{0,9})", re.ASCII | re.IGNORECASE)


class CikField(forms.CharField):
    """EDGAR's Central Index Key, without leading zeros: ``CIK 0001537435`` gives ``1537435``."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "required": "Give the CIK, for example 1537435.",
        "invalid": "A CIK is 1 to 10 digits, for example 1537435.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs["max_length"] = None  # the digits are counted, not the zeros and the letters before them
        kwargs.setdefault("label", "CIK")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        written = _CIK.fullmatch(text)
        if written is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return written["digits"]


# What word processors put in the place of the keyboard's characters.
_TYPOGRAPHY = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "“": '"', "”": '"', "„": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "--", "−": "-", "…": "...", "•": "*", "·": "*",
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\ufeff": "",
        "\u00ad": "", "ﬁ": "fi", "ﬂ": "fl",
    }
)  # fmt: skip


def refused_character(text: str) -> str:
    """The first character that EDGAR does not take, as a reader would name it; empty if there is none."""
    for mark in text:
        if mark == "\n" or " " <= mark <= "~":
            continue
        name = unicodedata.name(mark, "").lower()
        if not name or not mark.isprintable():
            return f"the invisible character U+{ord(mark):04X}"
        return f"“{mark}” ({name})"
    return ""


class PlainTextField(forms.CharField):
    """Text as EDGAR takes it: printable ASCII. Typographic quotes, dashes and spaces become plain ones.

    With ``multiline`` the lines stay, each without its trailing blanks; otherwise all white space becomes
    single blanks.
    """

    default_error_messages = {
        "required": "Fill in this box.",
        "max_length": "At most %(limit_value)d characters: this has %(show_value)d. Shorten it.",
        "refused": "EDGAR does not take %(mark)s: take it out, or write it with the characters of a US keyboard.",
    }

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without ``maxlength``: a browser would cut a longer text that is pasted, and not say so."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        text = text.translate(_TYPOGRAPHY)
        if self.multiline:
            lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
            text = "\n".join(line.rstrip(" ") for line in lines).strip("\n ")
        else:
            text = " ".join(re.split(r"[ \t\r\n]+", text)).strip(" ")
        if mark := refused_character(text):
            raise ValidationError(self.error_messages["refused"], code="refused", params={"mark": mark})
        return text


_ACCESSION_NUMBER = re.compile(r"([0-9]{10})-?([0-9]{2})-?([0-9]{6})", re.ASCII)


class AccessionNumberField(forms.CharField):
    """EDGAR's number of a submission, ``0001234567-26-000123``; the hyphens may be left out."""

    widget = forms.TextInput(attrs={"placeholder": "0001234567-26-000123", "autocomplete": "off"})
    default_error_messages = {
        "invalid": "An accession number has 10, 2 and 6 digits, for example 0001234567-26-000123."
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs["max_length"] = None  # what may stand around the digits is not counted
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        written = _ACCESSION_NUMBER.fullmatch(text)
        if written is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return "-".join(written.groups())
