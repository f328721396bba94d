"""What somebody holds, class by class: what is direct and what is indirect, and the sum of both."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from filings.ownership.codes import INDIRECT, Table
from filings.ownership.ledger import class_of
from filings.ownership.report import Measure
from filings.selectors.ledger.shown import AccountBalance


@dataclass(frozen=True)
class HeldClass:
    """The accounts of one class that hold something, direct ones first; the series of a derivative title."""

    table: Table
    measure: Measure
    accounts: tuple[AccountBalance, ...]

    @property
    def title(self) -> str:
        return self.accounts[0].security.title

    @property
    def total(self) -> Decimal:
        return sum((one.balance for one in self.accounts), Decimal(0))

    @property
    def direct(self) -> Decimal:
        return sum((one.balance for one in self.accounts if not _is_indirect(one)), Decimal(0))

    @property
    def indirect(self) -> Decimal:
        return self.total - self.direct

    @property
    def in_dollars(self) -> bool:
        """Whether the forms state a value instead of a number."""
        return self.measure is Measure.VALUE


def held_by_class(balances: Iterable[AccountBalance]) -> list[HeldClass]:
    """The accounts that do not stand at 0, in classes; Table I first, and the largest class first."""
    classes: dict[tuple[Table, str, Measure], list[AccountBalance]] = defaultdict(list)
    for one in balances:
        if one.balance:
            wording = one.security.wording
            classes[wording.table, class_of(wording.title), wording.measure].append(one)
    found = [
        HeldClass(table, measure, tuple(sorted(accounts, key=_order)))
        for (table, _, measure), accounts in classes.items()
    ]
    return sorted(found, key=lambda one: (one.table, -one.total))


def _order(one: AccountBalance) -> tuple[bool, str, Decimal]:
    return _is_indirect(one), one.security.wording.expiration, -one.balance


def _is_indirect(one: AccountBalance) -> bool:
    return one.security.wording.ownership == INDIRECT
