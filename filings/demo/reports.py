"""The demo's filings, made through the same services as everybody's.

- Mr. Locke's Form 4 of July 2020, as far as its scan can be read: signed by himself, on paper, two business days
  late.
- Ms. Doe's, signed under her power of attorney today and ready to be sent to EDGAR.
- A draft for Mr. Locke that is due on the next business day and still has something wrong in it.
- Mr. Coe's, which one of his two attorneys has signed: they sign only together.
- Ms. Noe's, which one attorney has reviewed, so that the other one signs: her issuer wants different people.
"""

import datetime as dt
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from compliance.calendar import load_calendar
from compliance.models import User
from filings.demo.insiders import People
from filings.demo.paper import scan_of
from filings.models import Confirmation, Filing, TableRow
from filings.ownership.codes import Table
from filings.ownership.deadlines import EASTERN, CalendarUnknown, Execution, form4_deadline, next_business_day
from filings.services.archive import filing_record_acceptance
from filings.services.confirm_link import confirmation_answer, link_open
from filings.services.confirmation import confirmation_ask, report_sha256
from filings.services.draft import filing_create, filing_save, filing_signer_choose
from filings.services.evidence.documents import OnPaper, OnTheDesk, printed_sha256, words_to_adopt
from filings.services.evidence.shown import report_show
from filings.services.review import examine, filing_mark_reviewed, finding_acknowledge
from filings.services.rows import row_save
from filings.services.sign import filing_sign, signatures_to_give
from people.models import Issuer, PowerOfAttorney, ReportingOwner

_DAY = dt.timedelta(days=1)
_BY_THE_BROKER = "Confirmed by the broker on the day of the trade."
_LOST = (
    "Demonstration: the scan of this filing has lost the lines of its tables. The title, number, exercise price "
    "and dates of the option are illustrative."
)


def load(*, users: Mapping[str, User], people: People, now: dt.datetime) -> None:
    """Put the three filings on the desk, as of an instant."""
    _of_2020(users, people)
    traded_on = _due_on_next_business_day(now.date())
    _signed_by_attorney(users, people, traded_on, now)
    _draft(users, people, traded_on)


def load_joint(
    *,
    users: Mapping[str, User],
    people: People,
    owner: ReportingOwner,
    power: PowerOfAttorney,
    now: dt.datetime,
) -> None:
    """Put a report on the desk that waits for the second of two attorneys who sign only together."""
    preparer = users["preparer"]
    filing = _purchase(
        preparer, people.example, owner, power, now,
        shares=1_000, price="38.40", after=5_200,
        desk_note="Demonstration: David Garrison has signed, and Grace Lin (login attorney-2) has to as well.",
    )  # fmt: skip
    confirmation_ask(actor=preparer, filing_id=filing.pk, owner=owner, days=7)
    _review_and_sign(preparer, users["attorney"], filing, now, _BY_THE_BROKER)


def load_apart(
    *,
    users: Mapping[str, User],
    people: People,
    owner: ReportingOwner,
    power: PowerOfAttorney,
    now: dt.datetime,
) -> None:
    """Put a report on the desk that somebody prepared, somebody else reviewed, and a third person signs."""
    preparer = users["preparer"]
    filing = _purchase(
        preparer, people.sample, owner, power, now,
        shares=2_500, price="11.82", after=9_000,
        desk_note="Demonstration: at Sample Holdings different people prepare, review and sign. Grace Lin (login "
        "attorney-2) has reviewed this report, so David Garrison signs it.",
    )  # fmt: skip
    _confirm(preparer, filing, owner)
    _review(preparer, users["attorney-2"], filing, _BY_THE_BROKER)


def _purchase(
    preparer: User,
    issuer: Issuer,
    owner: ReportingOwner,
    power: PowerOfAttorney,
    now: dt.datetime,
    *,
    shares: int,
    price: str,
    after: int,
    desk_note: str,
) -> Filing:
    """The draft of one purchase in the market, to be signed under a power."""
    day = _due_on_next_business_day(now.date())
    filing = filing_create(actor=preparer, issuer=issuer, owner=owner, on=day)
    _row(
        preparer, filing, Table.I,
        title="Common Stock", date=day, code="P", amount=Decimal(shares), acquired_disposed="A",
        price=Decimal(price), owned_after=Decimal(after),
    )  # fmt: skip
    _save(preparer, filing, desk_note=desk_note)
    (one,) = filing.filing_owners.all()
    filing_signer_choose(actor=preparer, filing_owner=one, power=power)
    return filing


def _of_2020(users: Mapping[str, User], people: People) -> None:
    preparer, traded_on = users["preparer"], dt.date(2020, 7, 15)
    filing = filing_create(actor=preparer, issuer=people.tecogen, owner=people.locke, on=traded_on)
    _row(
        preparer,
        filing,
        Table.II,
        notes={
            "exercisable": "50% upon achievement of Adjusted EBITDA goal in two consecutive quarters; 50% upon "
            "achievement of Adjusted EBITDA goal in four consecutive quarters"
        },
        title="Stock Option (Right to Buy)",
        exercise_price=Decimal("0.71"),
        date=traded_on,
        code="A",
        amount=Decimal(100_000),
        acquired_disposed="A",
        price=Decimal(0),
        expiration=dt.date(2030, 7, 15),
        underlying_title="Common Stock",
        underlying_amount=Decimal(100_000),
        owned_after=Decimal(100_000),
    )
    _save(preparer, filing, remarks=_LOST, desk_note=_LOST)
    signed_at = dt.datetime(2020, 7, 21, 15, 30, tzinfo=EASTERN)
    _review_and_sign(
        preparer,
        users["insider"],
        filing,
        signed_at,
        "Entered from the filing as it was made in July 2020.",
        on_paper=True,
    )
    filing_record_acceptance(
        actor=preparer,
        filing_id=filing.pk,
        accepted_at=dt.datetime(2020, 7, 21, 17, 5, tzinfo=EASTERN),
        accession_number="",
    )


def _signed_by_attorney(users: Mapping[str, User], people: People, day: dt.date, now: dt.datetime) -> None:
    preparer = users["preparer"]
    filing = filing_create(actor=preparer, issuer=people.example, owner=people.doe, on=day)
    vesting: dict[str, Any] = {
        "date": day,
        "code": "M",
        "amount": Decimal(12_500),
        "approval_basis": TableRow.ApprovalBasis.COMMITTEE,
    }
    _row(
        preparer, filing, Table.I,
        notes={"price": "Each restricted stock unit is the right to receive one share of common stock."},
        title="Common Stock", acquired_disposed="A", price=Decimal(0), owned_after=Decimal(257_500), **vesting,
    )  # fmt: skip
    _row(
        preparer, filing, Table.I,
        title="Common Stock", date=day, code="F", amount=Decimal(4_918), acquired_disposed="D",
        price=Decimal("38.41"), owned_after=Decimal(252_582), approval_basis=TableRow.ApprovalBasis.COMMITTEE,
    )  # fmt: skip
    _row(
        preparer, filing, Table.I, kind="holding",
        title="Common Stock", ownership="I", nature="By family trust", owned_after=Decimal(31_040),
    )  # fmt: skip
    vests = "The units vest in four equal annual instalments; they have no expiration date."
    row = _row(
        preparer, filing, Table.II,
        notes={"exercise_price": "Each unit converts into common stock one for one.", "exercisable": vests},
        title="Restricted Stock Units", acquired_disposed="D", price=Decimal(0),
        underlying_title="Common Stock", underlying_amount=Decimal(12_500), owned_after=Decimal(25_000),
        shares_per_unit=Decimal(1), **vesting,
    )  # fmt: skip
    _mark_again(row, cell="expiration", text=vests)
    (one,) = filing.filing_owners.all()
    filing_signer_choose(actor=preparer, filing_owner=one, power=people.doe_power)
    _review_and_sign(
        preparer, users["attorney"], filing, now, "Award and withholding approved by the committee."
    )


def _draft(users: Mapping[str, User], people: People, day: dt.date) -> None:
    preparer = users["preparer"]
    filing = filing_create(actor=preparer, issuer=people.tecogen, owner=people.locke, on=day)
    _row(
        preparer, filing, Table.I,
        title="Common Stock", date=day, code="M", amount=Decimal(20_000), acquired_disposed="A",
        price=Decimal("0.71"), owned_after=Decimal(148_350), approval_basis=TableRow.ApprovalBasis.BOARD,
    )  # fmt: skip
    _row(
        preparer, filing, Table.I,
        notes={
            "price": "The price is a weighted average. The shares were sold in several transactions at prices "
            "from $5.88 to $6.21. The reporting person undertakes to give the SEC staff, the issuer or a "
            "security holder, on request, the number of shares sold at each price."
        },
        title="Common Stock", date=day, code="S", amount=Decimal(8_000), acquired_disposed="D",
        price=Decimal("6.0412"), owned_after=Decimal(140_530), under_plan=True,
    )  # fmt: skip
    _row(
        preparer, filing, Table.II,
        notes={"exercisable": "Vested on the achievement of Adjusted EBITDA goals."},
        title="Stock Option (Right to Buy)", exercise_price=Decimal("0.71"), date=day, code="M",
        amount=Decimal(20_000), acquired_disposed="D", price=Decimal(0), expiration=dt.date(2030, 7, 15),
        underlying_title="Common Stock", underlying_amount=Decimal(20_000),
        approval_basis=TableRow.ApprovalBasis.BOARD,
    )  # fmt: skip
    _save(preparer, filing, plan_box=True, plan_adopted_on=day - dt.timedelta(days=150))


def _due_on_next_business_day(today: dt.date) -> dt.date:
    """The latest day of trading whose Form 4 is due on the business day after today.

    Today itself in a year whose calendar is not known.
    """
    calendar = load_calendar()
    day = today
    try:
        due = next_business_day(today, calendar)
        while calendar.closing(day) or form4_deadline(Execution(day), calendar).due_on > due:
            day -= _DAY
    except CalendarUnknown:
        return today
    return day


def _row(
    actor: User,
    filing: Filing,
    table: Table,
    *,
    notes: Mapping[str, str] | None = None,
    kind: str = "transaction",
    **values: Any,
) -> TableRow:
    return row_save(
        actor=actor,
        filing_id=filing.pk,
        table=table,
        values={"kind": kind} | values,
        marks={},
        new_notes=notes or {},
    )


def _mark_again(row: TableRow, *, cell: str, text: str) -> None:
    """Hang a footnote that is there already on one more cell."""
    row.marks.create(cell=cell, footnote=row.filing.footnotes.get(text=text))


def _save(actor: User, filing: Filing, **values: Any) -> None:
    version = Filing.objects.values_list("version", flat=True).get(pk=filing.pk)
    filing_save(actor=actor, filing_id=filing.pk, values=values, version=version)


def _review_and_sign(
    preparer: User,
    signer: User,
    filing: Filing,
    at: dt.datetime,
    reason: str,
    *,
    on_paper: bool = False,
) -> None:
    """Have the preparer pass the report on, and have it read and signed, as of an instant."""
    filing = _review(preparer, preparer, filing, reason)
    sha256 = filing.reviewed_sha256
    report_show(actor=signer, filing=filing, sha256=sha256, now=at)
    manner = _by_hand(signer, filing, at) if on_paper else OnTheDesk(proof="password", proven_at=at)
    filing_sign(actor=signer, filing_id=filing.pk, sha256=sha256, manner=manner, now=at)


def _confirm(preparer: User, filing: Filing, owner: ReportingOwner) -> None:
    """The owner says by a link that the draft is right."""
    asked = confirmation_ask(actor=preparer, filing_id=filing.pk, owner=owner, days=2)
    link_open(token=asked.token, browser=secrets.token_urlsafe(), address="127.0.0.1")
    confirmation_answer(
        confirmation=asked.confirmation,
        sha256=report_sha256(examine(filing).submission.report),
        answer=Confirmation.Answer.RIGHT,
        comment="",
    )


def _review(preparer: User, reviewer: User, filing: Filing, reason: str) -> Filing:
    """Acknowledge what is left to say, and have the report passed on."""
    filing = Filing.objects.get(pk=filing.pk)
    for finding in examine(filing).open_warnings:
        finding_acknowledge(
            actor=preparer, filing_id=filing.pk, fingerprint=finding.fingerprint, reason=reason
        )
    return filing_mark_reviewed(actor=reviewer, filing_id=filing.pk, sha256=examine(filing).sha256)


def _by_hand(signer: User, filing: Filing, at: dt.datetime) -> OnPaper:
    """The authentication document signed by hand, as it had to be before December 2020 (Rule 302(b))."""
    (one,) = signatures_to_give(examine(filing, now=at), signer, on=at.date())
    words = "\n\n".join(words_to_adopt(one, None))
    scan = scan_of(f"AUTHENTICATION DOCUMENT\n\n{words}\n\nDemonstration, in the place of a signed paper.")
    return OnPaper(scan=scan, printed=printed_sha256(one))
