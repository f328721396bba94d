"""The ownership report as a value: all that a Form 3, 4 or 5 says, and nothing else.

Everything that leaves the product (checks, EDGAR XML, PDF, plain words) is a pure function of an
``OwnershipReport``. Values are kept as the document has them: codes are strings, because a past filing may
hold one that is not on today's list, and the checks are there to say so. Amounts are ``Decimal``, days are
``datetime.date``. Element names in the docstrings are those of the EDGAR Ownership XML specification 5.5. No value
here can refer to itself, so the garbage collector passes the small ones by (``gc=False``).
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class DocumentType(StrEnum):
    """``documentType``: the form, and whether it amends an earlier one."""

    FORM_3 = "3"
    FORM_3A = "3/A"
    FORM_4 = "4"
    FORM_4A = "4/A"
    FORM_5 = "5"
    FORM_5A = "5/A"

    @property
    def is_amendment(self) -> bool:
        return self.value.endswith("/A")

    @property
    def form(self) -> str:
        """The form's number without the amendment mark: ``3``, ``4`` or ``5``."""
        return self.value[0]


class Measure(StrEnum):
    """Whether an amount counts securities or states their value in dollars."""

    SHARES = "shares"
    VALUE = "value"


class Cell(Struct, Generic[T], frozen=True, gc=False):
    """One cell of a table: a value, the ids of the footnotes that hang on it, or both.

    An empty cell (no value, no footnote) is what the form shows as a blank.
    """

    value: T | None = None
    footnotes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.value is not None or bool(self.footnotes)


class Quantity(Struct, frozen=True, gc=False):
    """A cell that holds a number of securities, or their value where a form may state that instead."""

    value: Decimal | None = None
    footnotes: tuple[str, ...] = ()
    measure: Measure = Measure.SHARES

    def __bool__(self) -> bool:
        return self.value is not None or bool(self.footnotes)


class Coding(Struct, frozen=True, gc=False):
    """Column 3 (Table I) or 4 (Table II): ``transactionCoding``.

    ``form_type`` 5 on a Form 4 prints the mark V, ``equity_swap`` prints ``/K`` behind the code.
    """

    form_type: str = ""
    code: str = ""
    equity_swap: bool | None = None
    footnotes: tuple[str, ...] = ()


class Underlying(Struct, frozen=True, gc=False):
    """Column 7 of Table II: ``underlyingSecurity``."""

    title: Cell[str] = Cell()
    amount: Quantity = Quantity()


class NonDerivativeHolding(Struct, frozen=True, kw_only=True, tag="non_derivative_holding", gc=False):
    """A line of Table I that reports only what is held. ``coding`` occurs on Form 5 alone."""

    title: Cell[str]
    coding: Coding | None = None
    owned_after: Quantity = Quantity()
    ownership: Cell[str] = Cell()
    nature: Cell[str] = Cell()


class NonDerivativeTransaction(Struct, frozen=True, kw_only=True, tag="non_derivative_transaction", gc=False):
    """A line of Table I that reports a transaction; columns 1 to 7 in the form's order."""

    title: Cell[str]
    date: Cell[dt.date]
    deemed_execution: Cell[dt.date] | None = None
    coding: Coding | None = None
    timeliness: Cell[str] | None = None
    amount: Quantity = Quantity()
    price: Cell[Decimal] = Cell()
    acquired_disposed: Cell[str] = Cell()
    owned_after: Quantity = Quantity()
    ownership: Cell[str] = Cell()
    nature: Cell[str] = Cell()


class DerivativeHolding(Struct, frozen=True, kw_only=True, tag="derivative_holding", gc=False):
    """A line of Table II that reports only what is held. Form 3 has no ``owned_after``."""

    title: Cell[str]
    exercise_price: Cell[Decimal] = Cell()
    coding: Coding | None = None
    exercisable: Cell[dt.date] = Cell()
    expiration: Cell[dt.date] = Cell()
    underlying: Underlying = Underlying()
    owned_after: Quantity = Quantity()
    ownership: Cell[str] = Cell()
    nature: Cell[str] = Cell()


class DerivativeTransaction(Struct, frozen=True, kw_only=True, tag="derivative_transaction", gc=False):
    """A line of Table II that reports a transaction; columns 1 to 11 in the form's order."""

    title: Cell[str]
    exercise_price: Cell[Decimal] = Cell()
    date: Cell[dt.date]
    deemed_execution: Cell[dt.date] | None = None
    coding: Coding | None = None
    timeliness: Cell[str] | None = None
    amount: Quantity = Quantity()
    price: Cell[Decimal] = Cell()
    acquired_disposed: Cell[str] = Cell()
    exercisable: Cell[dt.date] = Cell()
    expiration: Cell[dt.date] = Cell()
    underlying: Underlying = Underlying()
    owned_after: Quantity = Quantity()
    ownership: Cell[str] = Cell()
    nature: Cell[str] = Cell()


NonDerivativeRow = NonDerivativeTransaction | NonDerivativeHolding
DerivativeRow = DerivativeTransaction | DerivativeHolding
Transaction = NonDerivativeTransaction | DerivativeTransaction
Holding = NonDerivativeHolding | DerivativeHolding
Row = Transaction | Holding

TRANSACTIONS = (NonDerivativeTransaction, DerivativeTransaction)


class Issuer(Struct, frozen=True, kw_only=True, gc=False):
    """Box 2 and 2a. ``name`` is EDGAR's conformed name: shown to people, never sent."""

    cik: str
    name: str = ""
    trading_symbol: str = ""
    foreign_trading_symbol: str = ""


class Address(Struct, frozen=True, kw_only=True, gc=False):
    """``reportingOwnerAddress``. ``non_us`` is unset in documents from before schema X0609.

    ``state_description`` and ``good_address`` occur only in documents as EDGAR published them.
    """

    non_us: bool | None = None
    street1: str = ""
    street2: str = ""
    city: str = ""
    non_us_state_territory: str = ""
    state: str = ""
    country: str = ""
    zip_code: str = ""
    state_description: str = ""
    good_address: str = ""


class Relationship(Struct, frozen=True, kw_only=True, gc=False):
    """Box 5. A flag is ``None`` where the document leaves it out."""

    director: bool | None = None
    officer: bool | None = None
    ten_percent_owner: bool | None = None
    other: bool | None = None
    officer_title: str = ""
    other_text: str = ""


class Owner(Struct, frozen=True, kw_only=True, gc=False):
    """One ``reportingOwner``. ``name`` is EDGAR's conformed name: shown to people, never sent."""

    cik: str
    name: str = ""
    address: Address | None = None
    relationship: Relationship = Relationship()


class Footnote(Struct, frozen=True, gc=False):
    """A note in Explanation of Responses; ``id`` is ``F1`` to ``F99``."""

    id: str
    text: str

    @property
    def number(self) -> str:
        """The number that the form prints in parentheses: ``1`` for ``F1``."""
        return self.id.removeprefix("F")


class Signature(Struct, frozen=True, gc=False):
    """``ownerSignature``: the typed line, with the signer's capacity in it, and its date."""

    name: str
    date: dt.date | None


class OwnershipReport(Struct, frozen=True, kw_only=True):
    """An ownership document. Optional flags are ``None`` where the document does not have the element."""

    document_type: DocumentType
    period_of_report: dt.date | None
    issuer: Issuer
    owners: tuple[Owner, ...]
    schema_version: str | None = None
    date_of_original_submission: dt.date | None = None
    no_securities_owned: bool | None = None
    not_subject_to_section16: bool | None = None
    form3_holdings_reported: bool | None = None
    form4_transactions_reported: bool | None = None
    aff10b5_one: bool | None = None
    non_derivative: tuple[NonDerivativeRow, ...] = ()
    derivative: tuple[DerivativeRow, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    remarks: str = ""
    signatures: tuple[Signature, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Every line in the order the form shows them: Table I, then Table II."""
        yield from self.non_derivative
        yield from self.derivative

    def transactions(self) -> Iterator[Transaction]:
        """Every line that reports a transaction, Table I first."""
        for row in self.rows():
            if isinstance(row, TRANSACTIONS):
                yield row

    def earliest_transaction(self) -> dt.date | None:
        """Box 3 as the form wants it: the earliest date in column 2 or 3, if any line has one."""
        return min((row.date.value for row in self.transactions() if row.date.value), default=None)


class Exhibit(Struct, frozen=True, kw_only=True):
    """A document that goes with the report: ``EX-24`` for a power of attorney. ``text`` is plain text."""

    type: str
    description: str
    text: str


class Submission(Struct, frozen=True, kw_only=True):
    """What is signed: the report and its exhibits, frozen together."""

    report: OwnershipReport
    exhibits: tuple[Exhibit, ...] = ()
