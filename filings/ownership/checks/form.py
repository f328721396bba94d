"""A report as the checks read it: lines that know their columns, footnotes by text, the dates that rule."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import chain

from filings.ownership.checks.facts import Facts
from filings.ownership.codes import CODES, CodeRule, Table
from filings.ownership.deadlines import (
    CalendarUnknown,
    Deadline,
    Execution,
    RowReference,
    report_deadline,
    report_executions,
)
from filings.ownership.findings import Part, Place
from filings.ownership.report import (
    TRANSACTIONS,
    Cell,
    Coding,
    DerivativeHolding,
    DerivativeTransaction,
    OwnershipReport,
    Quantity,
    Row,
    Transaction,
)
from filings.ownership.schema.conformance import FIRST_WITH_COUNTRY, FIRST_WITH_PLAN_BOX
from filings.ownership.short_swing.record import Examined, examine_trades

PARTS = {Table.I: Part.TABLE_I, Table.II: Part.TABLE_II}

# The form's own column numbers by the field's name in a line of each table.
COLUMNS = {
    Table.I: {
        "title": "1", "date": "2", "deemed_execution": "2A", "code": "3", "form_type": "3",
        "equity_swap": "3", "timeliness": "3", "amount": "4", "acquired_disposed": "4", "price": "4",
        "owned_after": "5", "ownership": "6", "nature": "7",
    },
    Table.II: {
        "title": "1", "exercise_price": "2", "date": "3", "deemed_execution": "3A", "code": "4",
        "form_type": "4", "equity_swap": "4", "timeliness": "4", "amount": "5", "acquired_disposed": "5",
        "exercisable": "6", "expiration": "6", "underlying_title": "7", "underlying_amount": "7",
        "price": "8", "owned_after": "9", "ownership": "10", "nature": "11",
    },
}  # fmt: skip

AnyCell = Cell[str] | Cell[dt.date] | Cell[Decimal] | Quantity | Coding


class Line:
    """One line of a table."""

    def __init__(self, table: Table, index: int, row: Row, texts: dict[str, str]) -> None:
        self.table = table
        self.index = index
        self.row = row
        self.texts = texts

    @cached_property
    def cells(self) -> tuple[tuple[str, AnyCell], ...]:
        """Every cell of the line that the form has, by the field's name."""
        return tuple(self._cells())

    @cached_property
    def footnotes(self) -> tuple[str, ...]:
        """The ids of every footnote that hangs on the line, in the order of the columns."""
        return tuple(dict.fromkeys(chain.from_iterable(cell.footnotes for _, cell in self.cells)))

    @property
    def reference(self) -> RowReference:
        return self.table, self.index

    def place(self, field: str = "") -> Place:
        return Place(PARTS[self.table], self.index, field)

    def column(self, field: str) -> str:
        """``Column 5``, as the form numbers it."""
        return f"Column {COLUMNS[self.table][field]}"

    def notes(self, footnotes: Iterable[str]) -> str:
        """The texts of some footnotes."""
        return " ".join(self.texts[note] for note in footnotes if note in self.texts)

    def _cells(self) -> Iterator[tuple[str, AnyCell]]:
        row = self.row
        yield "title", row.title
        if isinstance(row, (DerivativeTransaction, DerivativeHolding)):
            yield "exercise_price", row.exercise_price
        if isinstance(row, TRANSACTIONS):
            yield "date", row.date
            if row.deemed_execution is not None:
                yield "deemed_execution", row.deemed_execution
        if row.coding is not None:
            yield "code", row.coding
        if isinstance(row, TRANSACTIONS):
            if row.timeliness is not None:
                yield "timeliness", row.timeliness
            yield "amount", row.amount
            yield "price", row.price
            yield "acquired_disposed", row.acquired_disposed
        if isinstance(row, (DerivativeTransaction, DerivativeHolding)):
            yield "exercisable", row.exercisable
            yield "expiration", row.expiration
            yield "underlying_title", row.underlying.title
            yield "underlying_amount", row.underlying.amount
        yield "owned_after", row.owned_after
        yield "ownership", row.ownership
        yield "nature", row.nature


class TransactionLine(Line):
    """One line that reports a transaction."""

    row: Transaction

    @property
    def code(self) -> str:
        return self.row.coding.code if self.row.coding else ""

    @property
    def rule(self) -> CodeRule | None:
        """What the form says of the line's code; ``None`` for one that is not on its list."""
        return CODES.get(self.code)

    @property
    def early(self) -> bool:
        """Reported before it need be (the mark V): form type 5."""
        return self.row.coding is not None and self.row.coding.form_type == "5"

    @cached_property
    def price_notes(self) -> str:
        """The text of the price's footnotes."""
        return self.notes(self.row.price.footnotes)

    @property
    def direction(self) -> str:
        return self.row.acquired_disposed.value or ""

    @property
    def date(self) -> dt.date | None:
        return self.row.date.value


class Form:
    """A report with the facts around it."""

    def __init__(self, report: OwnershipReport, facts: Facts) -> None:
        self.report = report
        self.facts = facts

    @cached_property
    def texts(self) -> dict[str, str]:
        """The footnotes' texts by id."""
        return {note.id: note.text for note in self.report.footnotes}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line, Table I first."""
        return tuple(
            (TransactionLine if isinstance(row, TRANSACTIONS) else Line)(table, index, row, self.texts)
            for table, rows in ((Table.I, self.report.non_derivative), (Table.II, self.report.derivative))
            for index, row in enumerate(rows)
        )

    @cached_property
    def transactions(self) -> tuple[TransactionLine, ...]:
        return tuple(line for line in self.lines if isinstance(line, TransactionLine))

    @cached_property
    def explanation(self) -> str:
        """Everything that the Explanation of Responses says: footnotes and remarks."""
        return "\n".join((*self.texts.values(), self.report.remarks))

    @cached_property
    def mentions_plan(self) -> bool:
        """Whether the Explanation of Responses speaks of a Rule 10b5-1 plan."""
        return "10b5" in self.explanation

    @cached_property
    def signed_on(self) -> dt.date | None:
        """The last date beside a signature."""
        return max((mark.date for mark in self.report.signatures if mark.date), default=None)

    @cached_property
    def published(self) -> bool:
        """Whether the report was read from a document that EDGAR accepted, which alone names its schema."""
        return self.report.schema_version is not None

    @cached_property
    def filed_on(self) -> dt.date:
        """The filing date: as known, as signed on a published document, else today."""
        return self.facts.filed_on or (self.published and self.signed_on) or self.facts.today

    @cached_property
    def has_plan_box(self) -> bool:
        """Whether the form has the Rule 10b5-1(c) box: Forms 4 and 5 from schema X0407 on."""
        return self.report.document_type.form != "3" and self._schema >= FIRST_WITH_PLAN_BOX

    @cached_property
    def has_country(self) -> bool:
        """Whether the address names a country apart from the state: from schema X0609 on."""
        return self._schema >= FIRST_WITH_COUNTRY[self.report.document_type.form]

    @cached_property
    def _schema(self) -> str:
        return self.report.schema_version or "X9999"

    @cached_property
    def executions(self) -> dict[RowReference, Execution]:
        """What is known of every line that is due on Form 4."""
        return report_executions(self.report, self.facts.executions)

    @cached_property
    def short_swings(self) -> tuple[Examined, ...]:
        """What Section 16(b) makes of the report's trades, beside those on record of its owners."""
        facts = self.facts
        return examine_trades(
            self.report,
            facts.trade_records,
            filed_on=facts.filed_on or (self.signed_on if self.published else None),
            approvals=facts.approvals,
            shares_per_unit=facts.shares_per_unit,
            foreign_private_issuer=bool(facts.foreign_private_issuer),
        )

    @cached_property
    def deadline(self) -> Deadline | CalendarUnknown | None:
        """When the report is due, or the year for which nobody can say."""
        try:
            return report_deadline(self.report, self.facts.calendar, self.facts.executions)
        except CalendarUnknown as unknown:
            return unknown
