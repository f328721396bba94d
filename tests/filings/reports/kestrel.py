"""What Kestrel's insiders report in these tests, and the desk's view of it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec

from compliance.models import User
from filings.models import Filing
from filings.ownership.report import (
    Cell,
    Coding,
    DocumentType,
    NonDerivativeTransaction,
    Owner,
    OwnershipReport,
    Quantity,
    Signature,
)
from filings.reports.fiscal_year import FiscalYear, fiscal_year
from filings.services.draft import filing_create
from filings.services.rows import row_save
from people.models import Issuer, ReportingOwner
from tests.filings.past import KESTREL, LINDQVIST, OKAFOR, owner, sale

MAJA = owner(LINDQVIST, "LINDQVIST MAJA")


def day(month: int, number: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


def line(on: dt.date, code: str = "S", way: str = "D", **values: Any) -> NonDerivativeTransaction:
    """A line of Table I: a thousand shares at $12.50, unless said otherwise."""
    form_type = values.pop("form_type", "4")
    return NonDerivativeTransaction(
        **{
            "title": Cell("Common Stock"),
            "date": Cell(on),
            "coding": Coding(form_type=form_type, code=code, equity_swap=False),
            "amount": Quantity(Decimal(values.pop("amount", 1_000))),
            "price": Cell(Decimal("12.5")),
            "acquired_disposed": Cell(way),
            "owned_after": Quantity(Decimal(9_000)),
            "ownership": Cell("D"),
            **values,
        }
    )


def small(on: dt.date, shares: int, **values: Any) -> NonDerivativeTransaction:
    """A small acquisition at $12.50 a share, reported early."""
    return line(on, "L", "A", amount=shares, **{"form_type": "5", **values})


def form(
    kind: str, period: dt.date, *lines: NonDerivativeTransaction, by: Owner | None = None, **values: Any
) -> OwnershipReport:
    """A report by Ms. Okafor, or by somebody else."""
    return msgspec.structs.replace(
        sale(period, *([by] if by else [])), document_type=DocumentType(kind), non_derivative=lines, **values
    )


def form_3(event: dt.date, by: Owner) -> OwnershipReport:
    return OwnershipReport(
        document_type=DocumentType.FORM_3, schema_version="X0206", period_of_report=event, issuer=KESTREL,
        owners=(by,), no_securities_owned=True, signatures=(Signature("/s/ Somebody", event),),
    )  # fmt: skip


def kestrel() -> Issuer:
    return Issuer.objects.get(cik="1888001")


def year(number: int = 2026) -> FiscalYear:
    return fiscal_year(kestrel(), number)


def okafor() -> ReportingOwner:
    return ReportingOwner.objects.get(cik=OKAFOR.lstrip("0"))


def lindqvist() -> ReportingOwner:
    return ReportingOwner.objects.get(cik=LINDQVIST.lstrip("0"))


def drafted(actor: User, who: ReportingOwner, on: dt.date, code: str, shares: int, **values: Any) -> Filing:
    """A draft of one line at Kestrel, at $12.50 a share."""
    filing = filing_create(actor=actor, issuer=kestrel(), owner=who, on=on)
    told = {
        "title": "Common Stock", "date": on, "code": code, "amount": Decimal(shares), "price": Decimal("12.5"),
        "acquired_disposed": "A", "owned_after": Decimal(9_000),
    } | values  # fmt: skip
    row_save(actor=actor, filing_id=filing.pk, table="I", values=told, marks={}, new_notes={})
    filing.refresh_from_db()
    return filing
