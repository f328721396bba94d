"""What the checks may know beyond the form itself. Everything but the day and the calendar may be missing."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from filings.ownership.codes import Table
from filings.ownership.deadlines import BusinessCalendar, Execution, RowReference
from filings.ownership.ledger import Grant, Held, Opening, ReportedTrades
from filings.ownership.package.objections import Objection
from filings.ownership.schema import SchemaError
from filings.ownership.short_swing.record import Record
from filings.ownership.small_acquisitions import Acquisition

_UNKNOWN: Mapping[Any, Any] = MappingProxyType({})


class Power(Struct, frozen=True, kw_only=True):
    """The power of attorney under which a form is signed for an owner, on the day of the signature.

    ``out_of_scope`` and ``lapsed`` say in a sentence why it does not cover the form or is not in force; both
    are empty where it is sound. ``attorneys`` gives for each person whom it names why that person may not sign
    under it, empty for one who may. It is on file with ``filed_with``, or ``attached`` as Exhibit 24.
    """

    executed_on: dt.date
    out_of_scope: str = ""
    lapsed: str = ""
    attorneys: Mapping[str, str] = _UNKNOWN
    filed_with: str = ""
    attached: bool = False
    covers_amendments: bool = True
    text: str = ""


class Signing(Struct, frozen=True):
    """How an owner is signed for: under a power, or (``None``) in person; ``possible`` says that the owner can,
    which takes an own login."""

    power: Power | None
    possible: bool = True


class Facts(Struct, frozen=True, kw_only=True):
    """The facts around a report.

    ``today`` is the date in New York and ``now`` the instant there, where the hour matters. ``filed_on`` is
    the filing date of a report that is filed already, and ``posted_on`` the day on which it was put on the
    website of an issuer that keeps one (``keeps_website``, Rule 16a-3(k)). ``prepared_here`` says that the report
    is a draft of this desk, whose totals can be made to run from line to line. Lines are named by table and
    zero-based index:
    ``executions`` says how a trade came about, ``insider_chose_date`` lists the lines whose date the insider
    chose, ``sold_in_market`` those whose shares a broker sold to cover tax, and ``shares_per_unit`` gives,
    for a line of Table II, the fixed number of underlying shares that one unit brings. ``approvals`` says what
    makes a line with a code of Rule 16b-3 exempt, and ``from_issuer`` lists the lines acquired from the issuer.
    ``earlier_small_acquisitions`` are those of other reports that count against the limit of Rule 16a-6.
    ``opening`` holds the ledger's balances from before the report, and ``awards`` names the awards that lines are
    about; ``held`` are the accounts that hold something, ``reported`` the trades that other forms told before, and
    ``grants`` the shares that were reported when they were granted and vest later. ``left_on`` says by owner's CIK
    when the person ceased to be an insider, ``None`` while he or she still is one; an owner who is not in it is not
    known about.
    ``trades_as_insider`` gives by owner's CIK the trades made while an insider that are not exempt from Section
    16(b): the day, and A or D. ``trade_records`` holds by owner's CIK the other reports of the owner at this
    issuer, against which the report's trades are matched. ``organized_in`` is EDGAR's code of the country of a
    foreign private issuer, ``home_regulation`` the rule under which its insiders report there, and
    ``report_at_home`` the CIKs of those who do. ``signings`` says by owner's CIK how the form is signed for,
    ``authenticated_on`` by signer's name when the authentication document was signed (``None``: not yet), and
    ``attested`` whether there is a hand-signed attestation. ``access_until`` gives by owner's CIK the last day of
    the filer's EDGAR access. ``class_titles`` holds the titles of the issuer's classes by table. ``faults`` are
    those of the document that the report was read from, and ``objections`` those to the submission around it.
    """

    today: dt.date
    calendar: BusinessCalendar
    prepared_here: bool = False
    now: dt.datetime | None = None
    filed_on: dt.date | None = None
    keeps_website: bool = False
    posted_on: dt.date | None = None
    executions: Mapping[RowReference, Execution] = _UNKNOWN
    insider_chose_date: frozenset[RowReference] = frozenset()
    sold_in_market: frozenset[RowReference] = frozenset()
    shares_per_unit: Mapping[int, Decimal] = _UNKNOWN
    plan_adopted_on: dt.date | None = None
    opening: Opening = _UNKNOWN
    awards: Mapping[RowReference, str] = _UNKNOWN
    held: tuple[Held, ...] = ()
    reported: ReportedTrades = _UNKNOWN
    grants: tuple[Grant, ...] = ()
    left_on: Mapping[str, dt.date | None] = _UNKNOWN
    trades_as_insider: Mapping[str, tuple[tuple[dt.date, str], ...]] = _UNKNOWN
    trade_records: Mapping[str, Record] = _UNKNOWN
    foreign_private_issuer: bool | None = None
    approvals: Mapping[RowReference, str] = _UNKNOWN
    from_issuer: frozenset[RowReference] = frozenset()
    earlier_small_acquisitions: tuple[Acquisition, ...] = ()
    organized_in: str = ""
    home_regulation: str = ""
    report_at_home: frozenset[str] = frozenset()
    signings: Mapping[str, Signing] = _UNKNOWN
    authenticated_on: Mapping[str, dt.date | None] = _UNKNOWN
    attested: Mapping[str, bool] = _UNKNOWN
    access_until: Mapping[str, dt.date] = _UNKNOWN
    class_titles: Mapping[Table, frozenset[str]] = _UNKNOWN
    faults: tuple[SchemaError, ...] = ()
    objections: tuple[Objection, ...] = ()
