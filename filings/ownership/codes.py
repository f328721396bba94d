"""The 18 transaction codes, the limits of schema X0609, and the form's other lists, as data.

Sources: Form 4, General Instruction 8 (the codes and their groups); EDGAR Ownership XML specification 5.5
(the limits); Rules 16a-3, 16a-6, 16b-3, 16b-5, 16b-6 and 16b-8 (what the codes stand for). V and K are marks
beside a code, not codes: EDGAR prints V for form type 5 on a Form 4 and ``/K`` for an equity swap.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

ACQUIRED = "A"
DISPOSED = "D"
DIRECT = "D"
INDIRECT = "I"


class Table(StrEnum):
    """Table I holds securities that are not derivatives, Table II derivative ones."""

    I = "I"  # noqa: E741 -- the form's own name
    II = "II"


class CodeGroup(StrEnum):
    """The headings under which General Instruction 8 lists the codes."""

    GENERAL = "General transaction codes"
    RULE_16B3 = "Rule 16b-3 transaction codes"
    DERIVATIVE = "Derivative securities codes"
    EXEMPT = "Other Section 16(b) exempt transaction and small acquisition codes"
    OTHER = "Other transaction codes"


class PriceExpectation(StrEnum):
    """What the price column usually shows for a code."""

    POSITIVE = "a price"
    ZERO = "0"
    EXERCISE_PRICE = "the exercise price"
    ANY = "as the facts are"


class CodeRule(Struct, frozen=True, kw_only=True):
    """What the form and the rules say of one transaction code.

    ``direction`` is set where the code decides column 4 (A)/(D) by itself; ``usual`` is what a line of each
    table normally shows where it does not. ``form5_eligible`` codes may wait for Form 5 and carry V when they
    are reported earlier; for ``G`` this holds for acquisitions only (Rule 16a-3(g)(1) since 27 February 2023).
    """

    code: str
    short: str
    meaning: str
    group: CodeGroup
    direction: str | None = None
    usual: Mapping[Table, str] = {}
    tables: frozenset[Table] = frozenset(Table)
    price: PriceExpectation = PriceExpectation.ANY
    form5_eligible: bool = False
    exempt_under: str = ""


_T1, _T2 = Table.I, Table.II
_G = CodeGroup

CODES: Mapping[str, CodeRule] = {
    rule.code: rule
    for rule in (
        CodeRule(
            code="P", short="purchase", group=_G.GENERAL, direction=ACQUIRED, price=PriceExpectation.POSITIVE,
            meaning="Purchase on the open market or in a private transaction",
        ),
        CodeRule(
            code="S", short="sale", group=_G.GENERAL, direction=DISPOSED, price=PriceExpectation.POSITIVE,
            meaning="Sale on the open market or in a private transaction, also to cover tax",
        ),
        CodeRule(
            code="A", short="grant or award", group=_G.RULE_16B3, direction=ACQUIRED,
            exempt_under="Rule 16b-3(d)",
            meaning="Grant, award or other acquisition from the issuer",
        ),
        CodeRule(
            code="D", short="to the issuer", group=_G.RULE_16B3, direction=DISPOSED,
            exempt_under="Rule 16b-3(e)",
            meaning="Disposition to the issuer, also by forfeiture or for cash",
        ),
        CodeRule(
            code="F", short="withheld for tax or price", group=_G.RULE_16B3, direction=DISPOSED,
            price=PriceExpectation.POSITIVE, exempt_under="Rule 16b-3(e)",
            meaning="Shares delivered or withheld to pay an exercise price or a tax on an award",
        ),
        CodeRule(
            code="I", short="discretionary plan transaction", group=_G.RULE_16B3, exempt_under="Rule 16b-3(f)",
            price=PriceExpectation.POSITIVE,
            meaning="Discretionary transaction in an employee plan, at the person's own election",
        ),
        CodeRule(
            code="M", short="exercise or vesting, exempt", group=_G.RULE_16B3,
            usual={_T1: ACQUIRED, _T2: DISPOSED}, price=PriceExpectation.EXERCISE_PRICE,
            exempt_under="Rule 16b-3",
            meaning="Exercise or conversion of a derivative security that the issuer granted",
        ),
        CodeRule(
            code="C", short="conversion", group=_G.DERIVATIVE, usual={_T1: ACQUIRED, _T2: DISPOSED},
            exempt_under="Rule 16b-6(b)",
            meaning="Conversion of a derivative security or of one class into another",
        ),
        CodeRule(
            code="E", short="short position expired", group=_G.DERIVATIVE, usual={_T2: ACQUIRED},
            tables=frozenset({_T2}),
            meaning="Expiration of a short derivative position",
        ),
        CodeRule(
            code="H", short="long position expired for value", group=_G.DERIVATIVE, direction=DISPOSED,
            tables=frozenset({_T2}), price=PriceExpectation.POSITIVE,
            meaning="Expiration or cancellation of a long derivative position with value received",
        ),
        CodeRule(
            code="O", short="exercise out of the money", group=_G.DERIVATIVE,
            usual={_T1: ACQUIRED, _T2: DISPOSED}, price=PriceExpectation.EXERCISE_PRICE,
            meaning="Exercise of an out-of-the-money derivative security",
        ),
        CodeRule(
            code="X", short="exercise in the money", group=_G.DERIVATIVE,
            usual={_T1: ACQUIRED, _T2: DISPOSED}, price=PriceExpectation.EXERCISE_PRICE,
            exempt_under="Rule 16b-6(b)",
            meaning="Exercise of an in-the-money or at-the-money derivative security, not from the issuer",
        ),
        CodeRule(
            code="G", short="gift", group=_G.EXEMPT, price=PriceExpectation.ZERO, form5_eligible=True,
            exempt_under="Rule 16b-5",
            meaning="Bona fide gift",
        ),
        CodeRule(
            code="L", short="small acquisition", group=_G.EXEMPT, direction=ACQUIRED,
            price=PriceExpectation.POSITIVE, form5_eligible=True,
            meaning="Small acquisition under Rule 16a-6, not from the issuer",
        ),
        CodeRule(
            code="W", short="will or inheritance", group=_G.EXEMPT, price=PriceExpectation.ZERO,
            form5_eligible=True, exempt_under="Rule 16b-5",
            meaning="Acquisition or disposition by will or the laws of descent and distribution",
        ),
        CodeRule(
            code="Z", short="voting trust", group=_G.EXEMPT, form5_eligible=True, exempt_under="Rule 16b-8",
            meaning="Deposit into or withdrawal from a voting trust",
        ),
        CodeRule(
            code="J", short="other, described in a footnote", group=_G.OTHER, form5_eligible=True,
            meaning="Other acquisition or disposition, described in a footnote",
        ),
        CodeRule(
            code="U", short="tender in a change of control", group=_G.OTHER, direction=DISPOSED,
            price=PriceExpectation.POSITIVE,
            meaning="Disposition under a tender of shares in a change-of-control transaction",
        ),
    )
}  # fmt: skip

MAX_OWNERS = 10
MAX_ROWS_PER_TABLE = 30
# The specification's list of bad footnote ids names F99 beside F100, so 98 is the number that is sure.
MAX_FOOTNOTES = 98
MAX_FOOTNOTE_TEXT = 1000
MAX_REMARKS = 2000
MAX_SECURITY_TITLE = 60
MAX_NATURE = 100
MAX_OFFICER_TITLE = 30
MAX_OTHER_TEXT = 30
MAX_TRADING_SYMBOL = 10
MAX_FOREIGN_SYMBOL = 14
MAX_STREET = 40
MAX_CITY = 30
MAX_NON_US_STATE = 30
MAX_ZIP = 10
MAX_SIGNATURES = 10
MAX_SIGNATURE_NAME = 255
MAX_AMOUNT = Decimal("999999999999.9999")
AMOUNT_DECIMALS = 4
