"""Whatever a draft or an imported file holds, examining and telling it does not fail."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from filings.ownership.checks import Facts, run
from filings.ownership.checks.facts import Power, Signing
from filings.ownership.checks.registry import catalogue
from filings.ownership.codes import Table
from filings.ownership.findings import Finding
from filings.ownership.ledger import Balance, balance_key
from filings.ownership.narrative import describe
from filings.ownership.report import (
    Address,
    Cell,
    Coding,
    DerivativeHolding,
    DerivativeTransaction,
    DocumentType,
    Footnote,
    Issuer,
    Measure,
    NonDerivativeHolding,
    NonDerivativeTransaction,
    Owner,
    OwnershipReport,
    Quantity,
    Relationship,
    Signature,
    Underlying,
)
from tests.filings.ownership.checks.cases import CALENDAR, TUESDAY

CHECKS = {entry.id: entry for entry in catalogue()}

days = st.dates() | st.dates(dt.date(2019, 1, 1), dt.date(2028, 3, 1))
numbers = st.sampled_from([Decimal(0), Decimal(1), Decimal("-2.5"), Decimal("38.41125"), Decimal(10) ** 15])
texts = st.sampled_from(
    [
        "", "Common Stock", "Common Stock, par value", "See footnote", "x" * 1001, "Aktie für Ñ\x00",
        "Sold at an average of prices from $1.00 to $3.00 under a Rule 10b5-1 plan adopted on May 5, 2026.",
        "Plan adopted on 99/99/9999 and December 31, 9999", "equity swap",
    ]
)  # fmt: skip
marks = st.lists(st.sampled_from(["F1", "F2", "F99", "Fx"]), max_size=2).map(tuple)
flags = st.sampled_from([None, True, False])


def cells(values):
    return st.builds(Cell, st.none() | values, marks)


quantities = st.builds(Quantity, st.none() | numbers, marks, st.sampled_from(Measure))
codings = st.none() | st.builds(
    Coding, st.sampled_from(["", "3", "4", "5"]), st.sampled_from([*"PSADFIMCEHOXGLWZJUVK", ""]), flags, marks
)
ways = cells(st.sampled_from(["A", "D", "X"]))
held = {
    "owned_after": quantities,
    "ownership": cells(st.sampled_from(["D", "I", "X"])),
    "nature": cells(texts),
}
traded = {
    "date": cells(days), "deemed_execution": st.none() | cells(days), "timeliness": st.none() | cells(texts),
    "amount": quantities, "price": cells(numbers), "acquired_disposed": ways,
}  # fmt: skip
terms = {
    "exercise_price": cells(numbers), "exercisable": cells(days), "expiration": cells(days),
    "underlying": st.builds(Underlying, cells(texts), quantities),
}  # fmt: skip
rows = {"title": cells(texts), "coding": codings, **held}
owners = st.builds(
    Owner,
    cik=st.sampled_from(["", "1", "0001", "x"]),
    name=texts,
    address=st.none() | st.builds(Address, non_us=flags, state=texts, country=texts, zip_code=texts),
    relationship=st.builds(
        Relationship, director=flags, officer=flags, ten_percent_owner=flags, other=flags, officer_title=texts
    ),
)
reports = st.builds(
    OwnershipReport,
    document_type=st.sampled_from(DocumentType),
    period_of_report=st.none() | days,
    issuer=st.builds(Issuer, cik=texts, trading_symbol=texts),
    owners=st.lists(owners, max_size=2).map(tuple),
    schema_version=st.sampled_from([None, "X0202", "X0508", "X0609"]),
    date_of_original_submission=st.none() | days,
    not_subject_to_section16=flags,
    aff10b5_one=flags,
    non_derivative=st.lists(
        st.builds(NonDerivativeTransaction, **rows, **traded) | st.builds(NonDerivativeHolding, **rows),
        max_size=3,
    ).map(tuple),
    derivative=st.lists(
        st.builds(DerivativeTransaction, **rows, **traded, **terms)
        | st.builds(DerivativeHolding, **rows, **terms),
        max_size=3,
    ).map(tuple),
    footnotes=st.lists(st.builds(Footnote, st.sampled_from(["F1", "F2", "Fx"]), texts), max_size=3).map(
        tuple
    ),
    remarks=texts,
    signatures=st.lists(st.builds(Signature, texts, st.none() | days), max_size=2).map(tuple),
)


def examined(report: OwnershipReport) -> tuple[Finding, ...]:
    """Everything that is said of a report as a draft here, with as much on record as may be."""
    ciks = [owner.cik for owner in report.owners]
    facts = Facts(
        today=TUESDAY,
        calendar=CALENDAR,
        prepared_here=True,
        opening={balance_key(row, report): (Balance(Decimal(100)),) for row in report.rows()},
        foreign_private_issuer=True,
        organized_in="A6",
        from_issuer=frozenset({(Table.I, 0)}),
        shares_per_unit={0: Decimal("1.5")},
        signings=dict.fromkeys(ciks, Signing(Power(executed_on=TUESDAY, text="It holds."))),
        authenticated_on={"": None, "x": dt.date.max},
        attested={"": False},
        access_until=dict.fromkeys(ciks, TUESDAY),
        class_titles={Table.I: frozenset({"", "Comon Stock"}), Table.II: frozenset()},
    )
    return run(report, facts)


@settings(max_examples=150, deadline=None)
@given(report=reports)
def test_no_report_is_too_strange_to_be_examined(report):
    order = ("error", "warning", "info")
    for one in examined(report):
        entry = CHECKS[one.check]
        assert order.index(one.severity) >= order.index(entry.severity)
        assert one.message.endswith(".")
        assert "None" not in one.message


@settings(max_examples=150, deadline=None)
@given(report=reports)
def test_no_report_is_too_strange_to_be_told(report):
    for sentence in describe(report):
        assert sentence.endswith(".")
        assert "None" not in sentence
