"""The ledger for the pages: accounts, entries, breaks, and what an amendment or a split moves."""

from filings.selectors.ledger.accounts import OwnerLedger, accounts_of, breaks_of, entries_of, series_of
from filings.selectors.ledger.before import Before, before
from filings.selectors.ledger.beside import holdings_to_add, split_preview, split_total
from filings.selectors.ledger.moved import reports_moved, totals_moved_of
from filings.selectors.ledger.shown import (
    AccountBalance,
    AwardBalance,
    BreakShown,
    EntryShown,
    HoldingToAdd,
    MovedLine,
    MovedReport,
    Security,
    Series,
    Source,
    SplitLine,
    SplitTotal,
)

__all__ = [
    "AccountBalance",
    "AwardBalance",
    "Before",
    "BreakShown",
    "EntryShown",
    "HoldingToAdd",
    "MovedLine",
    "MovedReport",
    "OwnerLedger",
    "Security",
    "Series",
    "Source",
    "SplitLine",
    "SplitTotal",
    "accounts_of",
    "before",
    "breaks_of",
    "entries_of",
    "holdings_to_add",
    "reports_moved",
    "series_of",
    "split_preview",
    "split_total",
    "totals_moved_of",
]
