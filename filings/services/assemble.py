"""From the draft's rows to the one value that everything else is made of."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Min, Q

from compliance.calendar import load_calendar
from filings.models import Filing, FilingOwner, Footnote, FootnoteMark, TableRow
from filings.ownership import report as form
from filings.ownership.codes import Table
from filings.ownership.deadlines import CalendarUnknown, Execution, deemed_execution
from filings.ownership.report import Cell, Measure, Quantity
from people.models import ReportingOwner
from people.selectors.powers import appointments_to_file

EXHIBIT_24 = "EX-24"
_CELLS = tuple(FootnoteMark.Cell.values)

EXHIBIT_LIST = "Exhibit List: "
"""Begins the line of the remarks that names the exhibits."""


def assemble(
    filing: Filing,
    signatures: Iterable[form.Signature] = (),
    rows: Sequence[TableRow] | None = None,
) -> form.Submission:
    """The report and its exhibits as the draft stands now, or as it would stand with other ``rows``.

    Box 3 is the earliest transaction date. Footnotes are numbered by their first use, line by line in the
    order of the form's columns; unused ones follow, so that the checks can name them.
    """
    owners = list(filing.filing_owners.select_related("owner", "power"))
    if rows is None:
        rows = list(filing.rows.prefetch_related("marks"))
    footnotes = number_footnotes(rows, filing.footnotes.all())
    ids = {note.pk: f"F{number}" for number, note in enumerate(footnotes, start=1)}
    period = _period(filing, rows)
    exhibits = _exhibits(owners, period)
    report = form.OwnershipReport(
        document_type=filing.document_type,
        period_of_report=period,
        date_of_original_submission=filing.original_filed_on if filing.is_amendment else None,
        not_subject_to_section16=filing.exit_box,
        issuer=form.Issuer(
            cik=filing.issuer.cik,
            name=filing.issuer.conformed_name,
            trading_symbol=filing.issuer.trading_symbol,
            foreign_trading_symbol=filing.issuer.foreign_trading_symbol,
        ),
        owners=tuple(_owner(one) for one in owners),
        aff10b5_one=filing.plan_box,
        non_derivative=tuple(_non_derivative(row, ids) for row in rows if row.table == Table.I),
        derivative=tuple(_derivative(row, ids) for row in rows if row.table == Table.II),
        footnotes=tuple(form.Footnote(ids[note.pk], note.text) for note in footnotes),
        remarks=_remarks(filing.remarks, exhibits),
        signatures=tuple(signatures),
    )
    return form.Submission(report=report, exhibits=exhibits)


def _period(filing: Filing, rows: Sequence[TableRow]) -> dt.date | None:
    """Box 3: the earliest trade on the form; the parts of a split report share that of the whole."""
    traded = [row.date for row in rows if row.is_transaction and row.date]
    first = filing.split_from_id or filing.pk
    elsewhere = (
        TableRow.objects.filter(Q(filing=first) | Q(filing__split_from=first), kind=TableRow.Kind.TRANSACTION)
        .exclude(filing=filing.pk)
        .aggregate(earliest=Min("date"))["earliest"]
    )
    return min([*traded, *([elsewhere] if elsewhere else [])], default=filing.period_without_rows)


def number_footnotes(rows: Sequence[TableRow], footnotes: Iterable[Footnote]) -> list[Footnote]:
    """The footnotes in the order of their numbers; ``rows`` are the form's lines in its order."""
    places: dict[int, tuple[int, int, int]] = {}
    for line, row in enumerate(rows):
        for mark in _marks(row):
            place = (line, _CELLS.index(mark.cell), mark.pk)
            places[mark.footnote_id] = min(place, places.get(mark.footnote_id, place))
    unused = (len(rows), 0, 0)
    return sorted(footnotes, key=lambda note: (places.get(note.pk, unused), note.pk))


def execution_of(row: TableRow) -> Execution | None:
    """What the deadline needs to know of a line's trade; ``None`` while it has no date."""
    if not row.is_transaction or row.date is None:
        return None
    deemable = (row.under_plan or row.code == "I") and not row.insider_chose_date
    return Execution(row.date, under_plan=deemable, notified_on=row.notified_on if deemable else None)


def owner_address(owner: ReportingOwner) -> form.Address | None:
    """The address that the form shows; ``None`` lets EDGAR print the address of record."""
    if not owner.has_address:
        return None
    return form.Address(
        non_us=owner.non_us,
        street1=owner.street1,
        street2=owner.street2,
        city=owner.city,
        state="" if owner.non_us else owner.state,
        non_us_state_territory=owner.region if owner.non_us else "",
        country=owner.country if owner.non_us else "",
        zip_code=owner.zip_code,
    )


def _owner(one: FilingOwner) -> form.Owner:
    return form.Owner(
        cik=one.owner.cik,
        name=one.owner.conformed_name,
        address=owner_address(one.owner),
        relationship=form.Relationship(
            director=one.is_director,
            officer=one.is_officer,
            ten_percent_owner=one.is_ten_percent_owner,
            other=one.is_other,
            officer_title=one.officer_title if one.is_officer else "",
            other_text=one.other_text if one.is_other else "",
        ),
    )


def _exhibits(owners: Sequence[FilingOwner], period: dt.date | None) -> tuple[form.Exhibit, ...]:
    """Each power of attorney that somebody signs under and that no earlier filing carried.

    A substitute signs under the power too: an appointment that may still be used and that no filing carried goes
    along with its power, also where that one is on file.
    """
    papers: list[tuple[str, str]] = []
    for power in {one.power.pk: one.power for one in owners if one.power}.values():
        if not power.filed_with:
            papers.append(("Power of Attorney", power.text))
        papers += [("Appointment of Substitute", one.text) for one in appointments_to_file(power, period)]
    return tuple(
        form.Exhibit(
            type=EXHIBIT_24 if len(papers) == 1 else f"{EXHIBIT_24}.{number}",
            description=description,
            text=text,
        )
        for number, (description, text) in enumerate(papers, start=1)
    )


def remarks_without_exhibits(remarks: str) -> str:
    """The remarks without the list of exhibits that ``assemble`` adds to them."""
    return "\n".join(one for one in remarks.splitlines() if not one.startswith(EXHIBIT_LIST))


def _remarks(remarks: str, exhibits: Sequence[form.Exhibit]) -> str:
    """The remarks with the list of exhibits that the SEC staff wants there, unless it is there already."""
    if not exhibits or "exhibit 24" in remarks.casefold():
        return remarks
    names = "; ".join(
        f"Exhibit {exhibit.type.removeprefix('EX-')} - {exhibit.description}" for exhibit in exhibits
    )
    return f"{remarks}\n{EXHIBIT_LIST}{names}".strip()


def _marks(row: TableRow) -> Iterable[FootnoteMark]:
    """A line's marks; one that is not saved yet has none."""
    return row.marks.all() if row.pk else ()


class _Marks:
    """The footnote ids on each cell of one line, in the order of their numbers."""

    def __init__(self, row: TableRow, ids: dict[int, str]) -> None:
        found: dict[str, list[str]] = {}
        for mark in _marks(row):
            found.setdefault(mark.cell, []).append(ids[mark.footnote_id])
        self._on = {
            cell: tuple(sorted(notes, key=lambda note: int(note[1:]))) for cell, notes in found.items()
        }

    def __getitem__(self, cell: str) -> tuple[str, ...]:
        return self._on.get(cell, ())


def _non_derivative(row: TableRow, ids: dict[int, str]) -> form.NonDerivativeRow:
    marks = _Marks(row, ids)
    shared: dict[str, Any] = {
        "title": Cell(row.title, marks["title"]),
        "owned_after": Quantity(row.owned_after, marks["owned_after"], Measure(row.owned_after_measure)),
        "ownership": Cell(row.ownership, marks["ownership"]),
        "nature": Cell(row.nature or None, marks["nature"]),
    }
    if not row.is_transaction:
        return form.NonDerivativeHolding(**shared)
    return form.NonDerivativeTransaction(**shared, **_transaction(row, marks))


def _derivative(row: TableRow, ids: dict[int, str]) -> form.DerivativeRow:
    marks = _Marks(row, ids)
    shared: dict[str, Any] = {
        "title": Cell(row.title, marks["title"]),
        "exercise_price": Cell(_price(row.exercise_price), marks["exercise_price"]),
        "exercisable": Cell(row.exercisable, marks["exercisable"]),
        "expiration": Cell(row.expiration, marks["expiration"]),
        "underlying": form.Underlying(
            title=Cell(row.underlying_title or None, marks["underlying_title"]),
            amount=Quantity(
                row.underlying_amount, marks["underlying_amount"], Measure(row.underlying_measure)
            ),
        ),
        "owned_after": Quantity(row.owned_after, marks["owned_after"], Measure(row.owned_after_measure)),
        "ownership": Cell(row.ownership, marks["ownership"]),
        "nature": Cell(row.nature or None, marks["nature"]),
    }
    if not row.is_transaction:
        return form.DerivativeHolding(**shared)
    return form.DerivativeTransaction(**shared, **_transaction(row, marks))


def _transaction(row: TableRow, marks: _Marks) -> dict[str, Any]:
    deemed = Cell(_deemed(row), marks["deemed_execution"])
    return {
        "date": Cell(row.date, marks["date"]),
        "deemed_execution": deemed or None,
        "coding": form.Coding(
            form_type="5" if row.is_early else "4",
            code=row.code,
            equity_swap=row.equity_swap,
            footnotes=marks["coding"],
        ),
        "amount": Quantity(row.amount, marks["amount"], Measure(row.amount_measure)),
        "price": Cell(_price(row.price), marks["price"]),
        "acquired_disposed": Cell(row.acquired_disposed or None, marks["acquired_disposed"]),
    }


def _deemed(row: TableRow) -> dt.date | None:
    """Column 2A or 3A: filled once the broker's notice is recorded, so that no provisional day is filed."""
    execution = execution_of(row)
    if execution is None or not execution.under_plan or execution.notified_on is None:
        return None
    try:
        return deemed_execution(execution, load_calendar())
    except CalendarUnknown:
        return None


def _price(price: Decimal | None) -> Decimal | None:
    """Dollars and cents keep two places, as people write them: ``38.40``, but ``12`` and ``0.0625``."""
    if price is None or price == price.to_integral_value():
        return price
    cents = price.quantize(Decimal("0.01"))
    return cents if cents == price else price
