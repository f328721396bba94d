"""Forms of issuers and their classes of securities."""

import calendar
import re
from typing import Any

from crispy_forms.layout import Column, Field, Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError

from compliance.forms import CikField, PlainTextField
from filings.ownership import places
from people.forms.address import (
    ADDRESS,
    ADDRESS_TEXTS,
    CONFORMED_NAME_HELP,
    AddressForm,
    address_fieldset,
    plain_texts,
)
from people.forms.layout import laid_out, offer
from people.models import Issuer, SecurityClass


class FiscalYearEndField(forms.CharField):
    """The last day of the fiscal year, ``12/31`` or ``1231``; kept as EDGAR keeps it, ``1231``."""

    _SHAPE = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})|([0-9]{2})([0-9]{2})", re.ASCII)
    default_error_messages = {"invalid": "Write the month and the day, for example 12/31."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs["max_length"] = None  # the slash is not kept
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        if written := self._SHAPE.fullmatch(text):
            month, day = (int(part) for part in written.groups() if part)
            leap_year = 2000
            if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(leap_year, month)[1]:
                return f"{month:02}{day:02}"
        raise ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return f"{value[:2]}/{value[2:]}" if re.fullmatch(r"[0-9]{4}", value or "") else value


class IssuerForm(AddressForm):
    """A company. ``may_set_duties`` shows the box that says who may sign after what: it takes authority."""

    own_page = "issuer"

    organized_in = forms.ChoiceField(
        label="Organized in",
        required=False,
        choices=[("", "—"), *sorted(places.countries().items(), key=lambda place: place[1])],
    )

    class Meta:
        model = Issuer
        fields = [
            "cik",
            "conformed_name",
            "trading_symbol",
            "foreign_trading_symbol",
            "is_foreign_private_issuer",
            "organized_in",
            "qualifying_regulation",
            "has_website",
            "fiscal_year_end",
            "requires_different_people",
            *ADDRESS,
        ]
        field_classes = {
            **plain_texts(
                "conformed_name",
                "trading_symbol",
                "foreign_trading_symbol",
                "qualifying_regulation",
                *ADDRESS_TEXTS,
            ),
            "cik": CikField,
            "fiscal_year_end": FiscalYearEndField,
        }
        labels = {
            "foreign_trading_symbol": "Foreign trading symbol",
            "qualifying_regulation": "Home regulation that an SEC order accepts",
            "requires_different_people": "Different people prepare, review and sign each report",
        }
        help_texts = {
            "conformed_name": CONFORMED_NAME_HELP,
            "trading_symbol": "Box 2. NONE where there is no symbol.",
            "foreign_trading_symbol": "Box 2a, only where the class is listed abroad.",
            "fiscal_year_end": "Month and day, for example 12/31.",
            "qualifying_regulation": "Under which its insiders report at home, for example Article 19 MAR.",
            "has_website": "Then each report is posted there by the business day after its filing (Rule 16a-3(k)).",
            "requires_different_people": "The issuer's own control. Who changes a report does not review it, and "
            "neither of them signs it, not even the insider's own.",
        }

    def __init__(self, *args: Any, may_set_duties: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trading_symbol"].required = False
        duties = [Fieldset("Who does what", Field("requires_different_people"))]
        if not may_set_duties:
            del self.fields["requires_different_people"]
            duties = []
        self.helper = laid_out(
            Fieldset(
                "Identity on EDGAR",
                Row(Column("cik", css_class="col-md-3"), Column("conformed_name", css_class="col-md-9")),
                Row(
                    Column("trading_symbol", css_class="col-md-4"),
                    Column("foreign_trading_symbol", css_class="col-md-4"),
                    Column("fiscal_year_end", css_class="col-md-4"),
                ),
                Field("has_website"),
            ),
            Fieldset(
                "Foreign private issuer",
                Field("is_foreign_private_issuer"),
                Row(
                    Column("organized_in", css_class="col-md-5"),
                    Column("qualifying_regulation", css_class="col-md-7"),
                ),
            ),
            *duties,
            address_fieldset("For the desk's own use: a report does not carry the issuer's address."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("is_foreign_private_issuer"):
            for name in ("organized_in", "qualifying_regulation"):
                if cleaned.get(name):
                    self.add_error(name, "Tick “foreign private issuer”, or clear this box.")
        return cleaned

    def clean_trading_symbol(self) -> str:
        return self.cleaned_data["trading_symbol"].upper() or "NONE"

    def clean_foreign_trading_symbol(self) -> str:
        return self.cleaned_data["foreign_trading_symbol"].upper()


class SecurityClassForm(forms.ModelForm):
    """A class of one issuer's securities. ``instance`` carries the issuer."""

    class Meta:
        model = SecurityClass
        fields = ["title", "is_derivative", "underlying"]
        field_classes = {"title": PlainTextField}
        labels = {"title": "Title", "underlying": "Underlying class"}
        help_texts = {"title": "As it stands in column 1 of the tables, for example Common Stock."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = self.instance.issuer.security_classes.filter(is_derivative=False)
        offer(self, "underlying", others.exclude(pk=self.instance.pk))
        self.helper = laid_out("title", "is_derivative", "underlying")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_derivative = cleaned.get("is_derivative", False)
        if cleaned.get("underlying") and not is_derivative:
            self.add_error(
                "underlying", "Only a derivative security has an underlying class: clear this box."
            )
        twins = self.instance.issuer.security_classes.exclude(pk=self.instance.pk)
        if twins.filter(title__iexact=cleaned.get("title", ""), is_derivative=is_derivative).exists():
            self.add_error("title", "This issuer already has a class of this title in the same table.")
        if is_derivative and self.instance.pk and self.instance.derivatives.exists():
            self.add_error("is_derivative", "This class underlies a derivative security: leave this empty.")
        return cleaned
