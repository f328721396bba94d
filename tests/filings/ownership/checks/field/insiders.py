"""Who reports, who signs, and whether the person must report at all."""

import datetime as dt

import msgspec

from filings.ownership.checks.facts import Power, Signing
from filings.ownership.report import Cell, DocumentType, Signature
from tests.filings.ownership.checks.cases import FRIDAY, TUESDAY, form4, owned_by, stock
from tests.filings.ownership.checks.field.asking import Cases, says
from tests.reports import RAMASWAMY

_CIK = RAMASWAMY.cik
_SALE = form4(stock("S", 100, 9, "D", 900))
_MARCH = dt.date(2026, 3, 17)
_SOUND = Power(
    executed_on=dt.date(2025, 6, 1),
    attorneys={"Kemi Adeyemi": ""},
    filed_with="0001234567-25-000011",
    text="She may sign Forms 3, 4 and 5 and any amendment to them until I revoke this power.",
)
_KEMI = "Kemi Adeyemi"


def _under(**changes):
    """The sale, signed for under a power that is sound but for some changes."""
    power = msgspec.structs.replace(_SOUND, **changes)
    return says(_SALE, signings={_CIK: Signing(power)})


def _foreign(report=_SALE, **facts):
    return says(report, foreign_private_issuer=True, **facts)


_UNDER_A_POWER = _under()

CASES: Cases = {
    "F4-042": (
        says(form4(*_SALE.non_derivative, not_subject_to_section16=True), left_on={_CIK: None}),
        says(_SALE, left_on={_CIK: None}),
    ),
    "F4-043": (
        says(_SALE, left_on={_CIK: dt.date(2026, 9, 30)}, trades_as_insider={_CIK: ()}),
        says(
            _SALE,
            left_on={_CIK: dt.date(2026, 9, 30)},
            trades_as_insider={_CIK: ((dt.date(2026, 8, 3), "A"),)},
        ),
    ),
    "F4-044": (
        _foreign(form4(*_SALE.non_derivative, **owned_by(ten_percent_owner=True))),
        _foreign(form4(*_SALE.non_derivative, **owned_by(ten_percent_owner=True, director=True))),
    ),
    "F4-045": (_foreign(organized_in="A6"), _foreign(organized_in="L3")),
    "F4-046": (
        _foreign(form4(stock("S", 100, 9, "D", 900, date=Cell(_MARCH)))),
        says(form4(stock("S", 100, 9, "D", 900, date=Cell(_MARCH)))),
    ),
    "F4-049": (
        _under(out_of_scope="The power of attorney of 1 June 2025 does not cover Form 4."),
        _UNDER_A_POWER,
    ),
    "F4-050": (_under(filed_with=""), _under(filed_with="", attached=True)),
    "F4-051": (
        _under(lapsed="The power of attorney of 1 June 2025 was revoked on 3 November 2026."),
        _UNDER_A_POWER,
    ),
    "F4-052": (_under(text="She may sign Forms 3, 4 and 5 for me."), _UNDER_A_POWER),
    "F4-053": (
        says(form4(*_SALE.non_derivative, signatures=(Signature("/s/ Kemi Adeyemi", TUESDAY),))),
        says(
            form4(
                *_SALE.non_derivative,
                signatures=(Signature("/s/ Kemi Adeyemi, attorney-in-fact for Anil K. Ramaswamy", TUESDAY),),
            )
        ),
    ),
    "F4-054": (
        says(_SALE, authenticated_on={_KEMI: None}),
        says(_SALE, authenticated_on={_KEMI: TUESDAY}),
    ),
    "F4-055": (says(_SALE, attested={_KEMI: False}), says(_SALE, attested={_KEMI: True})),
    "F4-057": (
        says(form4(*_SALE.non_derivative, document_type=DocumentType.FORM_4A)),
        says(
            form4(
                *_SALE.non_derivative,
                document_type=DocumentType.FORM_4A,
                remarks="Filed to correct the number of shares sold.",
            )
        ),
    ),
    "F4-065": (
        says(_SALE, today=FRIDAY, access_until={_CIK: dt.date(2026, 11, 23)}),
        says(_SALE, today=FRIDAY, access_until={_CIK: dt.date(2026, 12, 5)}),
    ),
    "F4-073": (
        says(form4(*_SALE.non_derivative, owners=(msgspec.structs.replace(RAMASWAMY, cik="1234567"),))),
        says(_SALE),
    ),
}
