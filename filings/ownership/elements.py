"""The elements of an ownership document beside the fields of the report, in the order EDGAR wants them.

One table for both ways: ``writer`` walks it to make a document, ``reader`` to take one apart, ``schema`` to
say where on the form a fault lies. Source: EDGAR Ownership XML specification 5.5, section 3.
"""

from collections.abc import Mapping
from enum import Enum, auto
from functools import cache

from msgspec import Struct

from filings.ownership.report import (
    DerivativeHolding,
    DerivativeTransaction,
    NonDerivativeHolding,
    NonDerivativeTransaction,
    Row,
)


class Content(Enum):
    """What the text of an element means."""

    TEXT = auto()
    DAY = auto()
    AMOUNT = auto()
    FLAG = auto()
    WORD_FLAG = auto()  # EDGAR's stylesheet knows only the words true and false in this one
    CODING = auto()


class Leaf(Struct, frozen=True):
    """An element that holds text alone, and the field it fills.

    ``forms`` are the documents a filer may send it on (``4``, ``4/A``); none where only EDGAR writes it.
    ``required`` elements are written even when blank, so that a fault is found at its own line.
    """

    field: str
    element: str
    content: Content = Content.TEXT
    forms: frozenset[str] = frozenset({"3", "3/A", "4", "4/A", "5", "5/A"})
    required: bool = False


class Column(Struct, frozen=True):
    """A cell of a row: an element with ``value`` and ``footnoteId`` inside, in ``group`` where one is named.

    ``value_element`` stands instead of ``element`` where the form lets a row state a value in dollars.
    """

    field: str
    element: str
    content: Content = Content.TEXT
    group: str = ""
    value_element: str = ""
    required: bool = True


_EDGAR_ONLY: frozenset[str] = frozenset()
_AMENDMENTS = frozenset({"3/A", "4/A", "5/A"})
_AFTER_FORM_3 = frozenset({"4", "4/A", "5", "5/A"})

HEAD = (
    Leaf("schema_version", "schemaVersion", forms=_EDGAR_ONLY),
    Leaf("document_type", "documentType", required=True),
    Leaf("period_of_report", "periodOfReport", Content.DAY, required=True),
    Leaf(
        "date_of_original_submission", "dateOfOriginalSubmission", Content.DAY,
        forms=_AMENDMENTS, required=True,
    ),
    Leaf("no_securities_owned", "noSecuritiesOwned", Content.FLAG, forms=_EDGAR_ONLY),
    Leaf("not_subject_to_section16", "notSubjectToSection16", Content.FLAG, forms=_AFTER_FORM_3),
    Leaf("form3_holdings_reported", "form3HoldingsReported", Content.FLAG, forms=_EDGAR_ONLY),
    Leaf("form4_transactions_reported", "form4TransactionsReported", Content.FLAG, forms=_EDGAR_ONLY),
)  # fmt: skip

ISSUER = (
    Leaf("cik", "issuerCik", required=True),
    Leaf("name", "issuerName", forms=_EDGAR_ONLY),
    Leaf("trading_symbol", "issuerTradingSymbol", required=True),
    Leaf("foreign_trading_symbol", "issuerForeignTradingSymbol"),
)

OWNER_CIK = Leaf("cik", "rptOwnerCik", required=True)
OWNER_CCC = "rptOwnerCcc"
OWNER_NAME = Leaf("name", "rptOwnerName", forms=_EDGAR_ONLY)

ADDRESS = (
    Leaf("non_us", "rptOwnerNonUSAddressFlag", Content.WORD_FLAG),
    Leaf("street1", "rptOwnerStreet1"),
    Leaf("street2", "rptOwnerStreet2"),
    Leaf("city", "rptOwnerCity"),
    Leaf("non_us_state_territory", "rptOwnerNonUSStateTerritory"),
    Leaf("state", "rptOwnerState"),
    Leaf("country", "rptOwnerCountry"),
    Leaf("zip_code", "rptOwnerZipCode"),
    Leaf("state_description", "rptOwnerStateDescription", forms=_EDGAR_ONLY),
    Leaf("good_address", "rptOwnerGoodAddress", forms=_EDGAR_ONLY),
)

RELATIONSHIP = (
    Leaf("director", "isDirector", Content.FLAG),
    Leaf("officer", "isOfficer", Content.FLAG),
    Leaf("ten_percent_owner", "isTenPercentOwner", Content.FLAG),
    Leaf("other", "isOther", Content.FLAG),
    Leaf("officer_title", "officerTitle"),
    Leaf("other_text", "otherText"),
)

PLAN_FLAG = Leaf("aff10b5_one", "aff10b5One", Content.FLAG, forms=_AFTER_FORM_3, required=True)
REMARKS = Leaf("remarks", "remarks")

SIGNATURE = (
    Leaf("name", "signatureName", required=True),
    Leaf("date", "signatureDate", Content.DAY, required=True),
)

# Required in a transaction; a holding of Form 5 may name the form type alone (``3``: should have been on Form 3).
CODING = (
    Leaf("form_type", "transactionFormType", required=True),
    Leaf("code", "transactionCode", required=True),
    Leaf("equity_swap", "equitySwapInvolved", Content.FLAG, required=True),
)

COLUMNS = (
    Column("title", "securityTitle"),
    Column("exercise_price", "conversionOrExercisePrice", Content.AMOUNT),
    Column("date", "transactionDate", Content.DAY),
    Column("deemed_execution", "deemedExecutionDate", Content.DAY, required=False),
    Column("coding", "transactionCoding", Content.CODING),
    Column("timeliness", "transactionTimeliness", required=False),
    Column("amount", "transactionShares", Content.AMOUNT, "transactionAmounts", "transactionTotalValue"),
    Column("price", "transactionPricePerShare", Content.AMOUNT, "transactionAmounts"),
    Column("acquired_disposed", "transactionAcquiredDisposedCode", group="transactionAmounts"),
    Column("exercisable", "exerciseDate", Content.DAY),
    Column("expiration", "expirationDate", Content.DAY),
    Column("underlying.title", "underlyingSecurityTitle", group="underlyingSecurity"),
    Column(
        "underlying.amount", "underlyingSecurityShares", Content.AMOUNT,
        "underlyingSecurity", "underlyingSecurityValue",
    ),
    Column(
        "owned_after", "sharesOwnedFollowingTransaction", Content.AMOUNT,
        "postTransactionAmounts", "valueOwnedFollowingTransaction",
    ),
    Column("ownership", "directOrIndirectOwnership", group="ownershipNature"),
    Column("nature", "natureOfOwnership", group="ownershipNature", required=False),
)  # fmt: skip

TABLES: Mapping[str, Mapping[str, type[Row]]] = {
    "nonDerivativeTable": {
        "nonDerivativeTransaction": NonDerivativeTransaction,
        "nonDerivativeHolding": NonDerivativeHolding,
    },
    "derivativeTable": {
        "derivativeTransaction": DerivativeTransaction,
        "derivativeHolding": DerivativeHolding,
    },
}

ROW_ELEMENTS: Mapping[type[Row], str] = {
    row: element for rows in TABLES.values() for element, row in rows.items()
}


@cache
def columns(row: type[Row]) -> tuple[Column, ...]:
    """The cells that a kind of row has, in the document's order."""
    return tuple(column for column in COLUMNS if column.field.partition(".")[0] in row.__struct_fields__)


_LEAVES = (*HEAD, *ISSUER, OWNER_CIK, OWNER_NAME, *ADDRESS, *RELATIONSHIP, PLAN_FLAG, REMARKS, *SIGNATURE)


@cache
def fields() -> Mapping[str, str]:
    """Element to the field that a ``Place`` names: ``{"underlyingSecurityTitle": "underlying_title", …}``."""
    named = {leaf.element: leaf.field for leaf in (*_LEAVES, *CODING)} | {OWNER_CCC: "ccc"}
    for column in COLUMNS:
        field = "code" if column.content is Content.CODING else column.field.replace(".", "_")
        named |= {element: field for element in (column.element, column.value_element) if element}
    return named


@cache
def contents() -> Mapping[str, Content]:
    """Element to what its text means."""
    known = {leaf.element: leaf.content for leaf in (*_LEAVES, *CODING)}
    for column in COLUMNS:
        known |= {element: column.content for element in (column.element, column.value_element) if element}
    return known
