"""Past filings: from files, folders and ZIPs to issuers, owners, positions and filings that are searched."""

from filings.services.history.runs import (
    import_sources,
    outcomes_counted,
    run_retry,
    run_start,
    run_work,
    runs_publish_due,
)
from filings.services.history.sources import sources_in

__all__ = [
    "import_sources",
    "outcomes_counted",
    "run_retry",
    "run_start",
    "run_work",
    "runs_publish_due",
    "sources_in",
]
