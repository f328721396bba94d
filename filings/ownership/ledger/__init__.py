"""The ledger: what a person holds of an issuer's securities, from all that was reported."""

from filings.ownership.ledger.accounts import Account, Posting, Reason, Standing, Track
from filings.ownership.ledger.breaks import Break, breaks
from filings.ownership.ledger.entries import (
    Entry,
    Told,
    amount_of,
    change_of,
    entries_of,
    units,
    worded_entries_of,
)
from filings.ownership.ledger.keys import BalanceKey, Terms, Wording, balance_key, class_of, dollars_in
from filings.ownership.ledger.kinds import BreakKind
from filings.ownership.ledger.known import (
    Grant,
    Held,
    ReportedTrade,
    ReportedTrades,
    Trade,
    grants_in,
    held,
    holdings_missing,
    opening_of,
    opening_when_it_went,
    trade_of,
    trades_of,
)
from filings.ownership.ledger.replay import is_split, replay
from filings.ownership.ledger.statements import Adjustment, AdjustmentKind, Statement, in_order
from filings.ownership.ledger.stories import stories
from filings.ownership.ledger.totals import (
    Balance,
    Opening,
    Reckoning,
    Totals,
    reckonings,
    running_totals,
)

__all__ = [
    "Account",
    "Adjustment",
    "AdjustmentKind",
    "Balance",
    "BalanceKey",
    "Break",
    "BreakKind",
    "Entry",
    "Grant",
    "Held",
    "Opening",
    "Posting",
    "Reason",
    "Reckoning",
    "ReportedTrade",
    "ReportedTrades",
    "Standing",
    "Statement",
    "Terms",
    "Told",
    "Totals",
    "Track",
    "Trade",
    "Wording",
    "amount_of",
    "balance_key",
    "breaks",
    "change_of",
    "class_of",
    "dollars_in",
    "entries_of",
    "grants_in",
    "held",
    "holdings_missing",
    "in_order",
    "is_split",
    "opening_of",
    "opening_when_it_went",
    "reckonings",
    "replay",
    "running_totals",
    "stories",
    "trade_of",
    "trades_of",
    "units",
    "worded_entries_of",
]
