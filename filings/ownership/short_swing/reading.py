"""From the lines of a report to the purchases and sales that Section 16(b) matches, with their prices."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from filings.ownership.averages import is_average, price_range
from filings.ownership.codes import ACQUIRED, DISPOSED, Table
from filings.ownership.deadlines import RowReference
from filings.ownership.report import TRANSACTIONS, DerivativeTransaction, OwnershipReport, Transaction
from filings.ownership.short_swing.rulings import APPROVED, exemption
from filings.ownership.short_swing.securities import class_of, is_option, is_put, series_of, shares_of
from filings.ownership.short_swing.values import (
    EXACT,
    NOTHING,
    WIDE,
    Basis,
    Exclusion,
    Leg,
    Price,
    Reported,
    Side,
    Source,
    Trade,
    usable,
)

_YEARS = range(1934, 2200)
_MARKET = frozenset("PSLU")
_TEN_THOUSANDTH = Decimal("0.0001")
NO_16B3 = "only a 10% owner, to whom Rule 16b-3(a) gives no exemption"


class Context(Struct, frozen=True, kw_only=True):
    """What the desk knows of a report's lines beyond the form, by table and zero-based line.

    ``approvals`` are the ``approval_basis`` of lines with a code of Rule 16b-3, ``shares_per_unit`` fixed ratios.
    """

    approvals: Mapping[RowReference, str] = {}
    shares_per_unit: Mapping[RowReference, Decimal] = {}


def read_report(
    report: OwnershipReport,
    *,
    cik: str,
    reference: str,
    filed_on: dt.date | None,
    original: str = "",
    set: str = "",  # noqa: A002 -- as in Reported
    context: Context | None = None,
) -> Reported:
    """What a report says of the trades of one of its owners, who is named by CIK."""
    context = context or Context()
    large_holder = is_large_holder_only(report, cik)
    texts = {note.id: note.text for note in report.footnotes}
    lines = tuple(
        _Line(report, texts, Source(reference, table, index), row, context, large_holder).read()
        for table, rows in ((Table.I, report.non_derivative), (Table.II, report.derivative))
        for index, row in enumerate(rows)
        if isinstance(row, TRANSACTIONS)
    )
    return Reported(
        reference=reference,
        document_type=report.document_type,
        filed_on=filed_on,
        period=report.period_of_report,
        original=original,
        amends_of=report.date_of_original_submission,
        set=set or reference,
        lines=lines,
    )


def has_legs(report: OwnershipReport, approvals: Mapping[RowReference, str]) -> bool:
    """Whether any line of a report may be matched for any of its owners, so that their other trades matter."""
    return any(
        exemption(
            row.coding.code if row.coding else "",
            gives_up_derivative=table is Table.II and row.acquired_disposed.value == DISPOSED,
            approval=approvals.get((table, index), ""),
            large_holder=is_large_holder_only(report, owner.cik),
        )
        is None
        for owner in report.owners
        for table, rows in ((Table.I, report.non_derivative), (Table.II, report.derivative))
        for index, row in enumerate(rows)
        if isinstance(row, TRANSACTIONS)
    )


def is_large_holder_only(report: OwnershipReport, cik: str) -> bool:
    """Whether box 5 makes the owner a 10% owner and nothing else."""
    for owner in report.owners:
        if owner.cik.lstrip("0") == cik.lstrip("0"):
            told = owner.relationship
            return bool(told.ten_percent_owner) and not (told.director or told.officer or told.other)
    return False


class _Line:
    """One transaction line with all that is known of it."""

    def __init__(
        self,
        report: OwnershipReport,
        texts: Mapping[str, str],
        source: Source,
        row: Transaction,
        context: Context,
        large_holder: bool,
    ) -> None:
        place = source.table, source.index
        self.row, self.texts, self.large_holder = row, texts, large_holder
        self.derivative = row if isinstance(row, DerivativeTransaction) else None
        self.approval = context.approvals.get(place, "")
        coding, day = row.coding, row.date.value
        self.swap = bool(coding and coding.equity_swap)
        title = row.title.value or ""
        underlying = (self.derivative.underlying.title.value if self.derivative else "") or title
        nature = " ".join((row.nature.value or "", *(texts.get(note, "") for note in row.nature.footnotes)))
        self.trade = Trade(
            source=source,
            day=day if day is not None and day.year in _YEARS else None,
            code=coding.code if coding else "",
            direction=row.acquired_disposed.value or "",
            title=title,
            security=class_of(underlying, report.issuer.name),
            series=series_of(self.derivative, texts) if self.derivative else "",
            is_put=self.derivative is not None and not self.swap and is_put(self.derivative),
            amount=usable(row.amount.value),
            shares=usable(shares_of(row, context.shares_per_unit.get(place))),
            price=usable(row.price.value),
            holding=(row.ownership.value or "", " ".join(nature.split()).casefold()),
            owned_after=row.owned_after.value,
            early=bool(coding and coding.form_type == "5") or report.document_type.form == "5",
        )

    def read(self) -> Leg | Exclusion:
        why = exemption(
            self.trade.code,
            gives_up_derivative=self.derivative is not None and self.trade.direction == DISPOSED,
            approval=self.approval,
            large_holder=self.large_holder,
        )
        return self._leg() if why is None else self._excluded(why.reason, why.rule, assumed=why.assumed)

    def _leg(self) -> Leg | Exclusion:
        trade, shares = self.trade, self.trade.shares
        if trade.day is None or trade.direction not in {ACQUIRED, DISPOSED}:
            return self._excluded("the line lacks its date or (A)/(D)")
        if not shares:
            # Debt is stated by value, and matched through the shares that it can become.
            return self._excluded("no number of shares is given")
        acquired, price = (trade.direction == ACQUIRED) is not trade.is_put, self._price()
        return Leg(
            trade=trade,
            day=trade.day,
            side=Side.PURCHASE if acquired else Side.SALE,
            shares=shares,
            price=price,
            market=self._market(price),
            premium_only=trade.code == "E",
            doubt="code J is decided by its facts" if trade.code == "J" else "",
            assumed=self._assumed(),
        )

    def _price(self) -> Price | None:
        """What was paid or received for a share, or for what brings one; low for a buyer and high for a seller."""
        trade = self.trade
        if trade.code == "E":
            return Price(NOTHING)
        if not trade.price:
            return None
        each = Price(trade.price)
        text = " ".join(self.texts.get(note, "") for note in self.row.price.footnotes)
        if text and is_average(text):
            prices = price_range(text)
            if prices and prices[0] <= trade.price <= prices[1]:
                bought = trade.direction == ACQUIRED
                each = Price(prices[0], Basis.LOW) if bought else Price(prices[1], Basis.HIGH)
            else:
                each = Price(trade.price, Basis.AVERAGE)
        return each if self.derivative is None else self._a_share(each)

    def _a_share(self, each: Price) -> Price | None:
        """The price of a derivative security by underlying share, rounded in favour of the larger profit."""
        units, shares = self.trade.amount, self.trade.shares
        if not units or not shares or units == shares or self.swap:
            return each
        exact = WIDE.divide(WIDE.multiply(each.amount, units), shares)
        rounding = "ROUND_FLOOR" if self.trade.direction == ACQUIRED else "ROUND_CEILING"
        rounded = exact.quantize(_TEN_THOUSANDTH, rounding, WIDE)
        return Price(rounded, each.basis if rounded == exact else Basis.BOUND)

    def _market(self, price: Price | None) -> Price | None:
        """What the shares underneath cost in the market, or the bound that the line itself sets to that.

        A call is worth at least what its exercise would bring and at most the stock, so the stock cost at most
        the call's price and its exercise price together, and at least an option's price; it cost at least a
        put's exercise price less its price. A bound is kept where it bounds the profit from above.
        """
        if price is None or self.trade.code == "E":
            return None
        if self.derivative is None:
            return price if self.trade.code in _MARKET else None
        if self.swap:
            return Price(price.amount, Basis.BOUND)
        strike, sold = usable(self.derivative.exercise_price.value), self.trade.direction == DISPOSED
        if self.trade.is_put:
            least = EXACT.subtract(strike, price.amount) if strike and sold else None
            return Price(least, Basis.BOUND) if least is not None and least > 0 else None
        if sold:
            return Price(EXACT.add(price.amount, strike or NOTHING), Basis.BOUND)
        return Price(price.amount, Basis.BOUND) if is_option(self.derivative) else None

    def _assumed(self) -> str:
        if self.trade.code in APPROVED | {"I"}:
            return NO_16B3 if self.large_holder else "not exempt under Rule 16b-3, as recorded"
        if self.trade.code == "U":
            return "a tender is a sale unless Rule 16b-3(e) or 16b-7 exempts it"
        return ""

    def _excluded(self, reason: str, rule: str = "", *, assumed: bool = False) -> Exclusion:
        return Exclusion(trade=self.trade, reason=reason, rule=rule, assumed=assumed)
