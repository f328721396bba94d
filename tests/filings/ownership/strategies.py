"""Any report at all, within what a document can say: for the rules that hold for every one."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

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

_BLANK_OR_WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20).map(str.strip)
_WORDS = _BLANK_OR_WORDS.filter(bool)
_LINES = st.lists(_WORDS, max_size=3).map("\n".join)
_FLAGS = st.none() | st.booleans()
_DAYS = st.dates(dt.date(1934, 6, 6), dt.date(2099, 12, 31))
_AMOUNTS = st.decimals(0, Decimal("999999999999.9999"), places=4) | st.integers(0, 10**12 - 1).map(Decimal)
_NUMBERS = st.integers(1, 99).map("F{}".format)
_NOTES = st.lists(_NUMBERS, max_size=3).map(tuple)


def _cells(values):
    return st.builds(Cell, st.none() | values, _NOTES)


def _quantities():
    filled = st.builds(Quantity, _AMOUNTS, _NOTES, st.sampled_from(Measure))
    return st.just(Quantity()) | filled | st.builds(Quantity, st.none(), _NOTES.filter(bool))


_UNDERLYING = st.builds(Underlying, _cells(_WORDS), _quantities())
_CODINGS = st.builds(Coding, _BLANK_OR_WORDS, _BLANK_OR_WORDS, _FLAGS, _NOTES).filter(
    lambda it: it != Coding()
)
_HELD = {
    "title": _cells(_WORDS),
    "owned_after": _quantities(),
    "ownership": _cells(_WORDS),
    "nature": _cells(_WORDS),
    "coding": st.none() | _CODINGS,
}
_TRADED = {
    **_HELD,
    "date": _cells(_DAYS),
    "deemed_execution": st.none() | _cells(_DAYS).filter(bool),
    "timeliness": st.none() | _cells(_WORDS).filter(bool),
    "amount": _quantities(),
    "price": _cells(_AMOUNTS),
    "acquired_disposed": _cells(_WORDS),
}
_DERIVED = {
    "exercise_price": _cells(_AMOUNTS),
    "exercisable": _cells(_DAYS),
    "expiration": _cells(_DAYS),
    "underlying": _UNDERLYING,
}
_ADDRESSES = st.builds(
    Address,
    non_us=_FLAGS,
    **dict.fromkeys(
        ("street1", "street2", "city", "non_us_state_territory", "state", "country", "zip_code",
         "state_description", "good_address"),
        _BLANK_OR_WORDS,
    ),
).filter(lambda it: it != Address())  # fmt: skip
_OWNERS = st.builds(
    Owner,
    cik=_BLANK_OR_WORDS,
    name=_BLANK_OR_WORDS,
    address=st.none() | _ADDRESSES,
    relationship=st.builds(
        Relationship,
        director=_FLAGS,
        officer=_FLAGS,
        ten_percent_owner=_FLAGS,
        other=_FLAGS,
        officer_title=_BLANK_OR_WORDS,
        other_text=_BLANK_OR_WORDS,
    ),
)


def reports() -> st.SearchStrategy[OwnershipReport]:
    """Reports of every form, sound or not: rows that lack cells, codes that are on no list."""
    return st.builds(
        OwnershipReport,
        document_type=st.sampled_from(DocumentType),
        period_of_report=st.none() | _DAYS,
        issuer=st.builds(
            Issuer,
            cik=_BLANK_OR_WORDS,
            name=_BLANK_OR_WORDS,
            trading_symbol=_BLANK_OR_WORDS,
            foreign_trading_symbol=_BLANK_OR_WORDS,
        ),
        owners=st.lists(_OWNERS, max_size=3).map(tuple),
        schema_version=st.none() | _WORDS,
        date_of_original_submission=st.none() | _DAYS,
        no_securities_owned=_FLAGS,
        not_subject_to_section16=_FLAGS,
        form3_holdings_reported=_FLAGS,
        form4_transactions_reported=_FLAGS,
        aff10b5_one=_FLAGS,
        non_derivative=st.lists(
            st.builds(NonDerivativeTransaction, **_TRADED) | st.builds(NonDerivativeHolding, **_HELD),
            max_size=3,
        ).map(tuple),
        derivative=st.lists(
            st.builds(DerivativeTransaction, **_TRADED, **_DERIVED)
            | st.builds(DerivativeHolding, **_HELD, **_DERIVED),
            max_size=3,
        ).map(tuple),
        footnotes=st.lists(st.builds(Footnote, _NUMBERS, _LINES), max_size=3).map(tuple),
        remarks=_LINES,
        signatures=st.lists(st.builds(Signature, _BLANK_OR_WORDS, st.none() | _DAYS), max_size=2).map(tuple),
    )
