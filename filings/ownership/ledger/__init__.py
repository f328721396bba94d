"""The ledger: what a person holds of an issuer's securities, from all that was reported."""

from filings.ownership.ledger.keys import BalanceKey, Terms, balance_key
from filings.ownership.ledger.totals import Totals, running_totals

__all__ = ["BalanceKey", "Terms", "Totals", "balance_key", "running_totals"]
