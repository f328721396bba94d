"""Writing to the ledger: what reports say, and what people record beside them."""

from filings.services.ledger.adjustments import (
    AdjustmentRefused,
    adjustment_record,
    adjustment_reverse,
    ledger_key_keep,
    opening_record,
    split_record,
)
from filings.services.ledger.entries import (
    Reported,
    ledger_entries_append,
    ledger_rebuild,
    ledger_verify,
    reports_append,
)

__all__ = [
    "AdjustmentRefused",
    "Reported",
    "adjustment_record",
    "adjustment_reverse",
    "ledger_entries_append",
    "ledger_key_keep",
    "ledger_rebuild",
    "ledger_verify",
    "opening_record",
    "reports_append",
    "split_record",
]
